"""The law of the city as one kernel: every worked case, and random households with everything that may be unknown, get
the answers of the scalar run, to the fen."""

import os
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from doudi.law import UNKNOWN, Document, Fact, Sheet
from doudi.law.kernel import OUTCOMES, Kernel, NotInKernel
from doudi.policy.casefile import Case, load_case
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from tests.law.batches import CACHE, batch_of
from tests.law.onebyone import all_of, differences, unlike, verdicts
from tests.policy.comparing import HERE, own_cases

DAY = date(2026, 6, 15)
BOOK = law_book()
# What no kernel is written for yet: the scalar run decides these, one household after the other.
ONE_BY_ONE = {
    "unattended_child": "a share among a count outside a rounding",
    "recovery": "a share among a count outside a rounding",
    "temporary_expenditure": "asked of another area",
    "temporary_urgent": "asked of another area",
    "price_subsidy": "percent",
}
PROGRAMMES = tuple(code for code in BOOK.programmes if code not in ONE_BY_ONE)
SHARED = Path(os.environ.get("DOUDI_CASES", "/nonexistent"))
SET = StandardsSet.from_yaml(HERE / "standards/t1.yaml")
DECIDED = {name: list(switch.values)[-1] for name, switch in BOOK.switches.items()}
SOME = {**DECIDED, "basic_pension_excluded": None, "age_reached_on": None, "actual_over_formula": None}
AREAS = ("370811006", "370829001", "370832001")
HOUSEHOLDS = 160


@pytest.mark.parametrize("code", ONE_BY_ONE)
def test_what_no_kernel_is_written_for_says_so(code: str) -> None:
    with pytest.raises(NotInKernel, match=re.escape(ONE_BY_ONE[code])):
        Kernel.of(BOOK, (code,), DAY, CACHE)


@cache
def kernel() -> Kernel:
    return Kernel.of(BOOK, PROGRAMMES, DAY, CACHE)


@cache
def hurried() -> Kernel:
    return Kernel.of(BOOK, PROGRAMMES, DAY, CACHE, masks=False)


@cache
def kernel_of(change: int, day: date) -> Kernel:
    return Kernel.of(BOOK, PROGRAMMES, day, CACHE)


def on(day: date) -> Kernel:
    """One kernel serves all days on which the same formulas are in force."""
    changes = sorted({f.since for rule in BOOK.rules.values() for f in rule.formulas if f.since}
                     | {f.until + timedelta(days=1) for rule in BOOK.rules.values() for f in rule.formulas if f.until})  # fmt: skip
    change = bisect_right(changes, day)
    made = (
        kernel()
        if change == bisect_right(changes, DAY)
        else kernel_of(change, changes[change - 1] if change else day)
    )
    return made.on(day)


def fits(document: Document) -> bool:
    """An optional fact that is itself unknown has no place in the layout of the city files."""
    optional = {(fact.entity, fact.name) for fact in BOOK.facts.values() if fact.optional}
    rows = [("household", document.household), *(("member", m) for m in document.members)]
    rows += [("supporter", s) for s in document.supporters]
    return not any(row.get(name) is UNKNOWN for entity, row in rows for of, name in optional if of == entity)


def wrong(documents: list[Document], sheet: Sheet, areas: list[str]) -> list[str]:
    made = on(sheet.day)
    batch = batch_of(BOOK, documents, areas)
    answer = made.decide(batch, made.numbers(sheet, areas))
    assert len(answer.refused.rows) == 0
    if made.version == kernel().version:
        fast = hurried().on(sheet.day)
        assert unlike(BOOK, fast.decide(batch, fast.numbers(sheet, areas)), answer) == []
    each = iter(areas)
    return differences(
        answer, OUTCOMES, all_of(documents, lambda d: verdicts(BOOK, d, sheet.at(next(each)), PROGRAMMES))
    )


def case_differs(case: Case) -> list[str]:
    published = StandardsSet.from_yaml(case.standards_file()).with_switches(case.switches, case.name)
    return wrong([case.document], published.sheet(case.day, case.area), [case.area])


def decided(paths: list[Path]) -> Iterator[Case]:
    for path in paths:
        case = load_case(path)
        if (
            case.has_household
            and fits(case.document)
            and {"area", "registration"} <= set(case.document.household)
        ):
            yield case


def test_every_worked_case_is_answered_as_one_by_one() -> None:
    cases = list(decided(own_cases()))
    assert len(cases) > 20
    assert {case.name: found for case in cases if (found := case_differs(case))} == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="DOUDI_CASES names no folder of shared cases")
def test_every_shared_case_is_answered_as_one_by_one() -> None:
    cases = list(
        decided([path for part in ("basic", "special") for path in sorted(SHARED.glob(f"{part}/*.yaml"))])
    )
    assert {case.name: found for case in cases if (found := case_differs(case))} == {}


@dataclass(frozen=True)
class Kind:
    """Of which kind a household is: how much of it is unknown, how much of it is usual, how poor it is."""

    unknown: float
    usual: float
    poor: float


KINDS = (
    Kind(0, 0.9, 0.95),
    Kind(0.004, 0.9, 0.95),
    Kind(0.01, 0.8, 0.8),
    Kind(0.04, 0.45, 0.4),
    Kind(0, 0.3, 0.3),
)


def some_value(random: Random, fact: Fact, kind: Kind) -> Any:
    """A value of a fact: mostly what is usual, at times its ends, at times unknown."""
    if random.random() < kind.unknown and not fact.optional:
        return UNKNOWN
    if random.random() < kind.usual and fact.default is not UNKNOWN:
        return fact.default
    family = fact.type.family
    if family == "bool":
        return random.random() < 0.5
    if family == "code":
        return random.choice(list(fact.values))
    if family == "day":
        days = [DAY - timedelta(days=random.randint(0, 33_000)), date(2008, 6, 15), date(1966, 6, 14), DAY]
        return random.choice(days)
    if family == "money":
        if random.random() < kind.poor:
            return random.choice([0, 0, 0, random.randint(0, 50_000)])
        return min(fact.high, random.choice([0, fact.high, 800_00 * 12, random.randint(0, 2_000_000)]))
    counts = [fact.low, fact.high, 1, 2, 3, random.randint(0, 6)]
    return min(fact.high, max(fact.low, random.choice(counts)))


def some_row(random: Random, entity: str, kind: Kind) -> dict[str, Any]:
    found = {}
    for fact in BOOK.facts.values():
        free = fact.type.family == "code" and not fact.values
        if fact.entity == entity and not free and fact.type.family not in {"month", "moment"}:
            if fact.default is UNKNOWN or random.random() < 0.6:
                found[fact.name] = some_value(random, fact, kind)
    return found


def households(seed: int) -> Iterator[Document]:
    random = Random(seed)
    for _ in range(HOUSEHOLDS):
        kind, size = random.choice(KINDS), random.choice([0, 1, 1, 1, 2, 2, 3, 4, 5, 9, 33])
        members = tuple({**some_row(random, "member", kind), "id": f"m{n}"} for n in range(size))
        if members and random.random() < 0.7:
            members = ({**members[0], "relation": "self"}, *members[1:])
        giving = random.choice([0, 0, 1, 2, 4]) if size else 0
        of = [f"m{random.randrange(size)}" for _ in range(giving)]
        supporters = tuple({**some_row(random, "supporter", kind), "of": one} for one in of)
        registration = random.choice(["urban", "rural", "rural", UNKNOWN if kind.unknown else "urban"])
        yield Document(
            some_row(random, "household", kind) | {"registration": registration}, members, supporters
        )


@pytest.mark.parametrize("switches", [DECIDED, SOME], ids=["decided", "some undecided"])
@pytest.mark.parametrize("without", ["", "subsistence_standard", "payment_rounding", "extreme_hardship_care"])
def test_random_households_are_answered_as_one_by_one(switches: dict[str, Any], without: str) -> None:
    sheet = SET.with_switches(switches).sheet(DAY, "3708")
    kept = Sheet(sheet.day, sheet.area, {k: r for k, r in sheet.rows.items() if k != without}, sheet.switches)
    documents = list(households(len(without)))
    areas = [AREAS[n // 7 % len(AREAS)] for n in range(len(documents))]
    assert wrong(documents, kept, areas)[:3] == []


def test_a_kernel_of_another_day_with_the_same_formulas_needs_no_compiling() -> None:
    assert on(DAY + timedelta(days=1)).version == kernel().version
