"""What is another one in a household's circumstances: each fact, each member, each published number, the day — one thing
at a time, so that the answer can be asked again with only this one changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from doudi.kernel.money import show_yuan
from doudi.law import UNKNOWN, Document, Fact, LawBook, Parameter, Row, Sheet
from doudi.law.document import supporter_key
from doudi.law.types import ValueType
from doudi.population.screening.opening import Reads

ALWAYS: Final = date.min
DAY_WORDS: Final = "日期(年龄、期限)"
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """Everything that an answer hangs on, the law's text apart."""

    document: Document
    sheet: Sheet
    day: date


@dataclass(frozen=True)
class Thing:
    """One difference: what it is called, how it was and is, and the old circumstances with only this one new."""

    label: str
    old: str
    new: str
    put: Callable[[State], State]


def settled(sheet: Sheet) -> Sheet:
    """The sheet with the numbers that hold on its day, whatever the day they are asked for: so that old and new numbers
    can stand in one sheet."""
    rows = {}
    for key, group in sheet.rows.items():
        best: dict[Any, Row] = {}
        for row in sorted(group, key=lambda each: each.valid_from):
            if row.in_force(sheet.day):
                best[row.area, tuple(sorted(row.selectors.items()))] = row
        rows[key] = tuple(replace(row, valid_from=ALWAYS, valid_until=None) for row in best.values())
    return replace(sheet, rows=rows)


def things(old: State, new: State, book: LawBook, reads: Reads) -> Iterator[Thing]:
    """Every difference between two circumstances that some rule could see, as a change of the first towards the second."""
    if old.day != new.day:
        yield Thing(DAY_WORDS, old.day.isoformat(), new.day.isoformat(), lambda state: replace(state, day=new.day))
    yield from _numbers(old.sheet, new.sheet, book)
    yield from _facts(old.document.household, new.document.household, "household", "", "", book, reads)
    before, after = ({member["id"]: member for member in each.document.members} for each in (old, new))
    for key in [*before, *(each for each in after if each not in before)]:
        whose = f"成员 {key} "
        if key not in after:
            yield Thing(f"{whose}离开", "在", "不在", lambda state, key=key: _without(state, key))  # type: ignore[misc]
        elif key not in before:
            yield Thing(f"{whose}加入", "不在", "在", lambda state, key=key: _with(state, new, key))  # type: ignore[misc]
        else:
            yield from _facts(before[key], after[key], "member", key, whose, book, reads)
            yield from _supporters(old, new, key, book, reads)


def _facts(
    before: Facts, after: Facts, entity: str, subject: str, whose: str, book: LawBook, reads: Reads
) -> Iterator[Thing]:
    for name in reads[entity]:
        fact = book.facts[entity, name]
        one, other = before.get(name, fact.default), after.get(name, fact.default)
        if _same(one, other):
            continue

        def put(state: State, name: str = name, value: Any = other) -> State:
            return replace(state, document=state.document.with_value(entity, subject, name, value))

        yield Thing(f"{whose}{fact.label}", _word(fact, one), _word(fact, other), put)


def _same(one: Any, other: Any) -> bool:
    return one is other or (one is not UNKNOWN and other is not UNKNOWN and bool(one == other))


def _word(declared: Fact | Parameter, value: Any) -> str:
    if value is UNKNOWN or value is None:
        return "没有查清" if value is UNKNOWN else "没有"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(declared.type, ValueType) and declared.type.is_money:
        return f"{show_yuan(value)} 元"
    return declared.values.get(str(value), str(value))


def _supporters(old: State, new: State, key: str, book: LawBook, reads: Reads) -> Iterator[Thing]:
    """Those who owe one member support; where there are more or fewer of them than before, all as one thing."""
    before, after = ([row for row in each.document.supporters if row["of"] == key] for each in (old, new))
    if len(before) != len(after):
        yield Thing(f"成员 {key} 的义务人", f"{len(before)} 人", f"{len(after)} 人",
                    lambda state: replace(state, document=_owed(state.document, key, after)))  # fmt: skip
        return
    places = [place for place, row in enumerate(old.document.supporters) if row["of"] == key]
    for place, one, other in zip(places, before, after, strict=True):
        yield from _facts(one, other, "supporter", supporter_key(place, one), f"成员 {key} 的义务人 ", book, reads)


def _owed(document: Document, key: str, rows: list[Facts]) -> Document:
    others = [row for row in document.supporters if row["of"] != key]
    return Document(document.household, document.members, (*others, *rows))


def _without(state: State, key: str) -> State:
    document = state.document
    rest = tuple(member for member in document.members if member["id"] != key)
    owed = tuple(row for row in document.supporters if row["of"] != key)
    return replace(state, document=Document(document.household, rest, owed))


def _with(state: State, new: State, key: str) -> State:
    document = state.document
    members = (*document.members, *(member for member in new.document.members if member["id"] == key))
    owed = (*document.supporters, *(row for row in new.document.supporters if row["of"] == key))
    return replace(state, document=Document(document.household, members, owed))


def _numbers(old: Sheet, new: Sheet, book: LawBook) -> Iterator[Thing]:
    """Published numbers and choices that are others where the household lives."""
    for key, parameter in book.parameters.items():
        one, other = (_values(sheet, key) for sheet in (old, new))
        if one != other:
            yield Thing(f"标准:{parameter.label}", _told(parameter, one), _told(parameter, other),
                        lambda state, key=key: replace(state, sheet=_with_rows(state.sheet, new, key)))  # type: ignore[misc]  # fmt: skip
    for name, switch in book.switches.items():
        before, after = (sheet.switches.get(name) for sheet in (old, new))
        if before != after:
            yield Thing(f"口径:{switch.label}", _chosen(switch.values, before), _chosen(switch.values, after),
                        lambda state, name=name, to=after: replace(state, sheet=state.sheet.with_switches(**{name: to})))  # type: ignore[misc]  # fmt: skip


def _values(sheet: Sheet, key: str) -> list[tuple[str, Any, Any]]:
    return sorted(((row.area, tuple(sorted(row.selectors.items())), row.value) for row in sheet.rows_at(key, sheet.area)),
                  key=lambda each: each[:2])  # fmt: skip


def _with_rows(sheet: Sheet, new: Sheet, key: str) -> Sheet:
    # Not by `replace` of the same sheet: what has been looked up is kept with it.
    return Sheet(sheet.day, sheet.area, {**sheet.rows, key: new.rows.get(key, ())}, sheet.switches, sheet.switch_sources)


def _told(parameter: Parameter, values: list[tuple[str, Any, Any]]) -> str:
    return "、".join(_word(parameter, value) for _, _, value in values) or "没有"


def _chosen(words: Mapping[Any, str], value: Any) -> str:
    return "没有定" if value is None else words.get(value, str(value))
