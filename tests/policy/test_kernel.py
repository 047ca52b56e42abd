"""The law of the city as one kernel: every worked case, and random households with everything that may be unknown, get
the answers of the scalar run, to the fen."""

import os
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest

from doudi.kernel.days import BEIJING
from doudi.law import UNKNOWN, Document, Fact, Parameter, Row, Sheet
from doudi.law.functions import MODES
from doudi.law.kernel import OUTCOMES, Kernel, build
from doudi.policy.casefile import Case, load_case
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from tests.law.batches import CACHE, batch_of
from tests.law.onebyone import all_of, differences, unlike, verdicts
from tests.policy.comparing import HERE, own_cases

DAY = date(2026, 6, 15)
BOOK = law_book()
PROGRAMMES = tuple(BOOK.programmes)
SHARED = Path(os.environ.get("DOUDI_CASES", "/nonexistent"))
SET = StandardsSet.from_yaml(HERE / "standards/t1.yaml")
DECIDED = {name: list(switch.values)[-1] for name, switch in BOOK.switches.items()}
OPEN = ("basic_pension_excluded", "age_reached_on", "actual_over_formula", "urgent_clock_from")
SOME = {**DECIDED, **dict.fromkeys(OPEN)}
AREAS = ("370811006", "370829001", "370832001")
# Where something happened: in these areas, in one that lies around or within them, elsewhere.
PLACES = (*AREAS, "3708", "370829", "370829001205", "110101001", "37")
HOUSEHOLDS = 160


@pytest.fixture(scope="module", autouse=True)
def written_quickly() -> Iterator[None]:
    """All programmes take the compiler a minute at its best; what it makes of the text is the same at its quickest, and the
    basic programmes are compared at their fastest elsewhere (tests/population)."""
    with mock.patch.object(build, "FLAGS", ("-O1", *build.FLAGS[1:])):
        yield


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
        decided([path for part in ("basic", "special", "urgent") for path in sorted(SHARED.glob(f"{part}/*.yaml"))])
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
        return random.choice(list(fact.values) or PLACES)
    if family == "moment":
        return datetime(2026, 6, 15, 23, tzinfo=BEIJING) - timedelta(hours=random.choice([0, 1, 24, 25, 10**6]))
    if family == "day":
        days = [DAY - timedelta(days=random.randint(0, 33_000)), date(2008, 6, 15), date(1966, 6, 14), DAY]
        return random.choice(days)
    return some_number(random, fact, kind)


def some_number(random: Random, fact: Fact, kind: Kind) -> Any:
    if fact.type.family == "money":
        if random.random() < kind.poor:
            return random.choice([0, 0, 0, random.randint(0, 50_000)])
        return min(fact.high, random.choice([0, fact.high, 800_00 * 12, random.randint(0, 2_000_000)]))
    counts = [fact.low, fact.high, 1, 2, 3, random.randint(0, 6)]
    return min(fact.high, max(fact.low, random.choice(counts)))


# What makes a programme that few families meet worth asking about: facts that mostly are so, the rest as it comes.
STORIES: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"event_kind": "price_index", "event_cpi_hundredths": 351, "receives_subsistence": True},
    {"parents_cannot_care": True, "birth": date(2018, 1, 2), "father_status": "dead", "mother_status": "imprisoned",
     "mother_status_months": 60, "receives_subsistence": True, "subsistence_monthly_paid": 100_01,
     "receives_single_person": False, "orphan": False, "receives_orphan": False},
    {"procedure_paid_monthly": 900_00, "procedure_paid_months": 7, "procedure_programme": "unattended_child"},
    {"event_kind": "disease", "event_self_paid_12m": 90_000_00, "event_earlier_cause": "same",
     "event_earlier_date": date(2026, 3, 15), "event_earlier_good_reason": False},
    {"event_kind": "fire", "event_reported_at": datetime(2026, 6, 14, 9, tzinfo=BEIJING),
     "event_proposed_amount": 3_000_00, "event_earlier_cause": "same", "event_earlier_date": date(2026, 3, 15)},
)  # fmt: skip


def some_row(random: Random, entity: str, kind: Kind, story: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for fact in BOOK.facts.values():
        if fact.entity == entity and fact.type.family != "month":
            if fact.default is UNKNOWN or random.random() < 0.6:
                found[fact.name] = some_value(random, fact, kind)
            if fact.name in story and random.random() < 0.85:
                found[fact.name] = story[fact.name]
    return found


def households(seed: int) -> Iterator[Document]:
    random = Random(seed)
    for _ in range(HOUSEHOLDS):
        kind, size = random.choice(KINDS), random.choice([0, 1, 1, 1, 2, 2, 3, 4, 5, 9, 33])
        story = random.choice(STORIES)
        members = tuple({**some_row(random, "member", kind, story), "id": f"m{n}"} for n in range(size))
        if members and random.random() < 0.7:
            members = ({**members[0], "relation": "self"}, *members[1:])
        giving = random.choice([0, 0, 1, 2, 4]) if size else 0
        of = [f"m{random.randrange(size)}" for _ in range(giving)]
        supporters = tuple({**some_row(random, "supporter", kind, story), "of": one} for one in of)
        registration = random.choice(["urban", "rural", "rural", UNKNOWN if kind.unknown else "urban"])
        yield Document(
            some_row(random, "household", kind, story) | {"registration": registration}, members, supporters
        )


@pytest.mark.parametrize("switches", [DECIDED, SOME], ids=["decided", "some undecided"])
@pytest.mark.parametrize("without", ["", "subsistence_standard", "payment_rounding", "extreme_hardship_care"])
def test_random_households_are_answered_as_one_by_one(switches: dict[str, Any], without: str) -> None:
    sheet = SET.with_switches(switches).sheet(DAY, "3708")
    kept = Sheet(sheet.day, sheet.area, {k: r for k, r in sheet.rows.items() if k != without}, sheet.switches)
    assert wrong(*lived_in(households(len(without)), kept))[:3] == []


def lived_in(found: Iterator[Document], sheet: Sheet) -> tuple[list[Document], Sheet, list[str]]:
    """The households, each in one of the areas."""
    documents = list(found)
    areas = [AREAS[n // 7 % len(AREAS)] for n in range(len(documents))]
    homes = [
        replace(document, household={**document.household, "area": area})
        for document, area in zip(documents, areas, strict=True)
    ]
    return homes, sheet, areas


def published(random: Random, parameter: Parameter) -> Any:
    """Some value of a number of the law, none of it at times where there may be none."""
    if parameter.optional and random.random() < 0.3:
        return None
    if parameter.parts:
        return {name: single(random, parameter, kind, name) for name, kind in parameter.parts.items()}
    if not parameter.is_table:
        return single(random, parameter, parameter.type, parameter.key)
    columns = parameter.type.columns
    rows = [{name: single(random, parameter, kind, name) for name, kind in columns.items()} for _ in range(3)]
    return tuple(sorted(rows, key=lambda row: row[next(iter(columns))]))


def single(random: Random, parameter: Parameter, kind: Any, name: str) -> Any:
    if kind.family == "bool":
        return random.random() < 0.7
    if kind.family == "code":
        modes = [code for code in parameter.values or MODES if (code in MODES) == ("rounding" in name)]
        return random.choice(sorted(modes or parameter.values or ["自编文字"]))
    if kind.family == "day":
        return DAY - timedelta(days=random.randint(0, 900))
    low, high = parameter.bounds(kind)
    if kind.name == "Number":
        return min(high, max(low, Fraction(random.randint(0, 60_000), 10_000)))
    return min(high, max(low, random.choice([random.randint(0, 9), random.randint(0, 3_000_00)])))


def of_everything(seed: int, sheet: Sheet) -> Sheet:
    """The sheet with some row for every number of the law, and another one here and there."""
    random, rows = Random(seed), dict(sheet.rows)
    for key, parameter in BOOK.parameters.items():
        places = ([] if rows.get(key) else ["3708"]) + [a for a in ("370829", "370811006", "1101") if random.random() < 0.3]
        more = (Row(key, area, {}, published(random, parameter), date(2025, 1, 1)) for area in places)
        rows[key] = (*rows.get(key, ()), *more)
    return Sheet(sheet.day, sheet.area, rows, sheet.switches)


@pytest.mark.parametrize("switches", [DECIDED, SOME], ids=["decided", "some undecided"])
@pytest.mark.parametrize("seed", range(3))
def test_random_households_under_random_numbers_are_answered_as_one_by_one(
    switches: dict[str, Any], seed: int
) -> None:
    sheet = of_everything(seed, SET.with_switches(switches).sheet(DAY, "3708"))
    assert wrong(*lived_in(households(100 + seed), sheet))[:3] == []


def test_a_kernel_of_another_day_with_the_same_formulas_needs_no_compiling() -> None:
    assert on(DAY + timedelta(days=1)).version == kernel().version
