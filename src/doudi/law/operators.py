"""The careful forms of `and`, `or`, `not`, `if` and the folds: the same as Python's on known
values, Kleene's on unknown ones."""

from collections.abc import Callable, Iterable
from typing import Any

from doudi.law.unknown import Interval, Maybe, Options, Unknown, interval, join, missing_of, undefined

Later = Callable[[], Any]


def and_(*parts: Any) -> Any:
    """False if any part is; true if all are; else it hangs on the unknown ones."""
    result: Any = True
    for part in parts:
        result = result & part
    return result


def or_(*parts: Any) -> Any:
    """True if any part is; false if all are; else it hangs on the unknown ones."""
    result: Any = False
    for part in parts:
        result = result | part
    return result


def and_later(*parts: Later) -> Any:
    """`and_` that stops at the first False: for conditions guarded by given()."""
    seen = []
    for part in parts:
        seen.append(part())
        if seen[-1] is False:
            return False
    return and_(*seen)


def or_later(*parts: Later) -> Any:
    """`or_` that stops at the first True: for conditions guarded by given()."""
    seen = []
    for part in parts:
        seen.append(part())
        if seen[-1] is True:
            return True
    return or_(*seen)


def not_(value: Any) -> Any:
    return value if isinstance(value, Maybe) else not value


def among(value: Any, codes: tuple[Any, ...]) -> Any:
    """`value in codes` for a code that may be unknown."""
    if not isinstance(value, Options):
        return value in codes
    if value.values is not None:
        if value.values <= set(codes):
            return True
        if not value.values & set(codes):
            return False
    return Maybe(value.missing)


def branch(test: Any, yes: Later, no: Later) -> Any:
    """A conditional; on an unknown test the hull of both ways."""
    if test is True:
        return yes()
    if test is False:
        return no()
    return join(test.missing, yes(), no())


def lesser(left: Any, right: Any) -> Any:
    if not (isinstance(left, Unknown) or isinstance(right, Unknown)):
        return min(left, right)
    return interval(
        min(_low(left), _low(right)), min(_high(left), _high(right)), missing_of(left) | missing_of(right)
    )


def greater(left: Any, right: Any) -> Any:
    if not (isinstance(left, Unknown) or isinstance(right, Unknown)):
        return max(left, right)
    return interval(
        max(_low(left), _low(right)), max(_high(left), _high(right)), missing_of(left) | missing_of(right)
    )


def _low(value: Any) -> Any:
    return value.low if isinstance(value, Interval) else value


def _high(value: Any) -> Any:
    return value.high if isinstance(value, Interval) else value


Test = Callable[[Any], Any]
Note = Callable[[Any, Any, Any], None]


def fold_sum(rows: Iterable[Any], element: Test, condition: Test | None, note: Note) -> Any:
    """The sum over rows; a row that may or may not count adds anything between nothing and its value."""
    total: Any = 0
    for row in rows:
        counts = True if condition is None else condition(row)
        if counts is False:
            note(row, False, None)
            continue
        value = element(row)
        note(row, counts, value)
        total = total + (value if counts is True else join(counts.missing, 0, value))
    return total


def fold_count(rows: Iterable[Any], element: Test, condition: Test | None, note: Note) -> Any:
    total: Any = 0
    for row in rows:
        holds = _both(row, element, condition)
        note(row, holds, None)
        if holds is not False:
            total = total + (1 if holds is True else Interval(0, 1, holds.missing))
    return total


def fold_any(rows: Iterable[Any], element: Test, condition: Test | None, note: Note) -> Any:
    found = []
    for row in rows:
        found.append(_both(row, element, condition))
        note(row, found[-1], None)
    return or_(*found)


def fold_all(rows: Iterable[Any], element: Test, condition: Test | None, note: Note) -> Any:
    found = []
    for row in rows:
        holds = element(row)
        if condition is not None:
            holds = or_(not_(condition(row)), holds)
        found.append(holds)
        note(row, holds, None)
    return and_(*found)


def _both(row: Any, element: Test, condition: Test | None) -> Any:
    counts = True if condition is None else condition(row)
    return False if counts is False else and_(counts, element(row))


Noted = list[tuple[str, Any, Any]]


def note_rows(note: Callable[[str, Any], Any], name: str) -> Note:
    """Keeps a fold's rows in the trace as the plain form does."""
    rows: Noted = note(name, [])
    return lambda row, counts, value: rows.append((row.key, counts, value))


def noted_sum(rows: Noted) -> Any:
    total: Any = 0
    for _, _, value in rows:
        if value is not None:
            total = total + value
    return total


def noted_count(rows: Noted) -> Any:
    total: Any = 0
    for _, holds, _ in rows:
        if holds is not False:
            total = total + (1 if holds is True else Interval(0, 1, holds.missing))
    return total


def noted_any(rows: Noted) -> Any:
    result: Any = False
    for _, holds, _ in rows:
        result = result | holds
    return result


def noted_all(rows: Noted) -> Any:
    result: Any = True
    for _, holds, _ in rows:
        result = result & holds
    return result


def compare(op: str, left: Any, right: Any) -> Any:
    """One comparison; an optional value that is not there compares as unknown (a rule decides on
    given() first)."""
    if left is None or right is None:
        return Maybe(undefined(left, right).missing)
    return COMPARE[op](left, right)


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
