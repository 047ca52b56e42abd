"""What must hold for every family, whatever its numbers: invariants and the coverage of time."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.days import add_months
from doudi.law import UNKNOWN, Document
from doudi.policy import decide, explanation
from doudi.policy.casefile import load_case
from doudi.policy.sheets import StandardsSet
from tests.policy.comparing import HERE

SET = StandardsSet.from_yaml(HERE / "standards/t1.yaml").with_switches(
    {
        "basic_pension_excluded": False,
        "old_age_allowance_counted": True,
        "disposable_income_basis": "by_registration",
    }
)
DAY = date(2026, 6, 15)
KINDS = ("wage", "business", "land", "pension", "basic_pension", "old_age_allowance", "scholarship")
QUIET = settings(max_examples=60, deadline=None, derandomize=True)

amounts = st.integers(0, 5_000_000)
members = st.fixed_dictionaries(
    {
        "relation": st.sampled_from(("spouse", "child", "parent", "sibling")),
        "birth": st.dates(date(1930, 1, 1), date(2025, 1, 1)),
        "independent": st.booleans(),
        "support_duty": st.booleans(),
        "co_resident": st.booleans(),
        "works": st.booleans(),
        "refused_jobs": st.integers(0, 4),
        "disability_limb": st.integers(0, 4),
        "disability_mental": st.integers(0, 4),
        "serious_illness": st.booleans(),
        **{f"income_{kind}": amounts for kind in KINDS},
    }
)
households = st.fixed_dictionaries(
    {
        "registration": st.sampled_from(("urban", "rural")),
        "deposits": st.integers(0, 20_000_000),
        "homes": st.integers(0, 2),
        "expense_medical_self_paid": amounts,
        "contracted_land": st.booleans(),
    }
)


def family(house: dict[str, Any], others: list[dict[str, Any]], area: str = "370811006") -> Document:
    head = {"id": "m0", "relation": "self", "birth": date(1970, 1, 1)}
    rows = [head, *({"id": f"m{i}"} | row for i, row in enumerate(others, 1))]
    return Document({"area": area} | house, tuple(rows), ())


def verdicts(document: Document, day: date = DAY) -> dict[str, Any]:
    sheet = SET.sheet(day, document.household["area"])
    return dict(decide(document, day=day, sheet=sheet, trace=False).verdicts)


@QUIET
@given(
    households,
    st.lists(members, max_size=4),
    st.integers(1, 1_000_000),
    st.sampled_from(("3708290", "3708110")),
)
def test_more_income_never_raises_the_amount(house: Any, others: Any, more: int, area: str) -> None:
    poorer = family(house, others, area + "06")
    rows = (poorer.members[0] | {"income_business": more}, *poorer.members[1:])
    before, after = verdicts(poorer)["subsistence"], verdicts(replace(poorer, members=rows))["subsistence"]
    if after.outcome == "entitled":
        assert before.outcome == "entitled"
        assert before.amounts["monthly"] >= after.amounts["monthly"]


@QUIET
@given(households, st.lists(members, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_members_never_matters(house: Any, others: Any, random: Any) -> None:
    document = family(house, others)
    shuffled = list(document.members)
    random.shuffle(shuffled)
    assert verdicts(document) == {
        code: {m: found[m] for m in (row["id"] for row in document.members)}
        if isinstance(found, dict)
        else found
        for code, found in verdicts(replace(document, members=tuple(shuffled))).items()
    }


@QUIET
@given(households, st.lists(members, max_size=3))
def test_decided_twice_and_through_json_gives_the_same(house: Any, others: Any) -> None:
    document = family(house, others)
    assert verdicts(document) == verdicts(document) == verdicts(Document.from_json(document.to_json()))


@QUIET
@given(
    households,
    st.lists(members, max_size=3),
    st.sampled_from(("income_wage", "income_land", "refused_jobs", "birth")),
)
def test_an_unknown_never_contradicts_the_truth(house: Any, others: Any, hidden: str) -> None:
    """Whoever is told yes or no with a fact unknown is told the same once it is known."""
    document = family(house, others)
    blurred = replace(document, members=tuple(row | {hidden: UNKNOWN} for row in document.members))
    truth, guess = verdicts(document), verdicts(blurred)
    for code in ("subsistence", "low_income", "rigid_expenditure"):
        if guess[code].outcome != "need_info":
            assert guess[code].outcome == truth[code].outcome
            assert guess[code].amounts == truth[code].amounts


@QUIET
@given(households, st.lists(members, max_size=3))
def test_never_both_subsistence_and_low_income(house: Any, others: Any) -> None:
    found = verdicts(family(house, others))
    held = [c for c in ("subsistence", "low_income", "rigid_expenditure") if found[c].outcome == "entitled"]
    assert len(held) <= 1


def test_every_quarter_has_its_numbers() -> None:
    """民发〔2021〕57号 on: a plain family is decided at every quarter, without a gap in force dates."""
    case = load_case(HERE / "basic/subsistence/half-up-yuan.yaml")
    day = date(2022, 1, 1)
    while day < date(2028, 1, 1):
        found = verdicts(case.document, day)
        assert found["subsistence"].outcome == "entitled", day
        assert found["extreme_hardship"]["a"].outcome == "not_entitled", day
        day = add_months(day, 3)


def test_an_unknown_relation_can_still_be_explained() -> None:
    document = family({"registration": "urban"}, [{"relation": UNKNOWN, "birth": date(1980, 1, 1)}])
    decision = decide(document, day=DAY, sheet=SET.sheet(DAY, "370811006"))
    assert decision.verdicts["subsistence"].outcome == "need_info"
    assert explanation(decision, "subsistence").mark == "info"
