"""The slow reference of the array kernel: the same interface, made of `LawBook.decide` for one household after the
other. What differs from it is a fault of the kernel."""

from collections.abc import Callable, Iterable
from typing import Any

from doudi.law import AnyOf, Document, LawBook, Sheet, Verdict
from doudi.law.operators import or_
from doudi.law.unknown import Unknown

NO_END = 2**63 - 1
TOP = 1 << 63
Told = tuple[str, int, int, int, int, dict[str, tuple[int, int]]]


def verdicts(
    book: LawBook, document: Document, sheet: Sheet, programmes: Iterable[str]
) -> dict[str, list[Told]]:
    """What the kernel has to say of a household, programme by programme, row by row."""
    found: dict[str, list[Told]] = {}
    decision = book.decide(document, day=sheet.day, sheet=sheet, programmes=programmes, trace=False)
    for code in programmes:
        keys = [None] if book.programmes[code].entity == "household" else [m["id"] for m in document.members]
        found[code] = [
            told(book, code, decision.verdict(code, key), values(decision.ran, key)) for key in keys
        ]
    return found


def values(ran: Any, key: str | None) -> dict[str, Any]:
    row = ran.household if key is None else ran.row("member", key)
    return dict(row.__dict__)


def told(book: LawBook, code: str, verdict: Verdict | None, said: dict[str, Any]) -> Told:
    """Outcome, masks and ranges of a verdict."""
    programme = book.programmes[code]
    if verdict is None:
        return "none", 0, 0, 0, 0, {}
    false, unknown = masks(programme, said)
    figures = [*programme.amounts.values(), *programme.needs]
    figures += [name for name in (programme.discretion, programme.applies) if name]
    if not false and any(isinstance(said[name], Unknown) for name in figures):
        unknown |= TOP
    amounts = {}
    for name, rule in programme.amounts.items():
        amounts[name] = (0, 0)
        if verdict.outcome == "entitled":
            amounts[name] = (verdict.amounts[name], verdict.amounts[name])
        if verdict.outcome == "need_info":
            amounts[name] = ends(said[rule])
    low, high = next(iter(amounts.values()), (0, 0))
    return verdict.outcome, low, high, false, unknown, dict(list(amounts.items())[1:])


def masks(programme: Any, said: dict[str, Any]) -> tuple[int, int]:
    false = unknown = 0
    for bit, condition in enumerate(programme.conditions):
        value = or_(*(said[n] for n in condition.names)) if isinstance(condition, AnyOf) else said[condition]
        false |= (value is False) << bit
        unknown |= isinstance(value, Unknown) << bit
        if programme.in_order and false:
            break
    return false, unknown


def ends(value: Any) -> tuple[int, int]:
    if isinstance(value, Unknown):
        high = int(value.high)  # type: ignore[attr-defined]
        return max(0, int(value.low)), high if high < 10**10 else NO_END  # type: ignore[attr-defined]
    return int(value), int(value)


def differences(answer: Any, outcomes: Iterable[str], expected: dict[str, list[Told]]) -> list[str]:
    """Where a kernel's answer is not the expected one; `expected` holds the rows of every household one after the
    other."""
    wrong, names = [], tuple(outcomes)
    for code, rows in expected.items():
        one = answer[code]
        false, unknown, more = one.false, one.unknown, one.more
        for at, row in enumerate(rows):
            got: Told = (
                names[one.outcome[at]], int(one.low[at]), int(one.high[at]), int(false[at]), int(unknown[at]),
                {name: (int(low[at]), int(high[at])) for name, (low, high) in more.items()},
            )  # fmt: skip
            if got[:5] != row[:5] or (row[0] != "none" and got[5] != row[5]):
                wrong.append(f"{code}[{at}]: kernel {got}, one by one {row}")
    return wrong


def unlike(book: LawBook, fast: Any, full: Any) -> list[str]:
    """Where an answer without whole masks differs from one with them: outcome and amounts are the same, the masks
    too of whoever is not refused; of a refusal they name something that fails, and nothing that does not."""
    wrong = []
    for code, one in full.items():
        got, refused = fast[code], one.outcome == 2
        alike = (got.outcome == one.outcome) & (got.low == one.low) & (got.high == one.high)
        for name, (low, high) in one.more.items():
            alike &= (got.more[name][0] == low) & (got.more[name][1] == high)
        alike &= refused | ((got.false == one.false) & (got.unknown == one.unknown))
        alike &= (got.false != 0) == (one.false != 0)
        if not book.programmes[code].in_order:
            alike &= (got.false & ~one.false) == 0
        wrong += [f"{code}[{at}]" for at in range(len(alike)) if not alike[at]]
    return wrong


Decide = Callable[[Document], dict[str, list[Told]]]


def all_of(documents: Iterable[Document], decide: Decide) -> dict[str, list[Told]]:
    """The rows of many households."""
    found: dict[str, list[Told]] = {}
    for document in documents:
        for code, rows in decide(document).items():
            found.setdefault(code, []).extend(rows)
    return found
