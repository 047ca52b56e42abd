"""What must hold of medical assistance whatever the bill: never above the cap, never above the bill, never less for more."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.law import UNKNOWN, Document
from doudi.policy import decide
from doudi.policy.sheets import StandardsSet
from tests.policy.comparing import HERE

SET = StandardsSet.from_yaml(HERE / "standards/s1.yaml")
DAY = date(2026, 6, 15)
AREA = "370811006"
CAPS = {
    "extreme_hardship": 5_000_000,
    "subsistence": 2_000_000,
    "low_income": 2_000_000,
    "illness_poverty": 1_600_000,
}
QUIET = settings(max_examples=150, deadline=None, derandomize=True)

fen = st.integers(0, 12_000_000)
bills = st.fixed_dictionaries(
    {"policy_range_self_pay": fen, "exempted_cost": fen, "medical_aid_paid": fen, "deductible_used": fen}
)
classes = st.sampled_from(sorted(CAPS))


def paid(bill: dict[str, Any], benefit: str) -> Any:
    """What both programmes pay, and what is left of the bill; None while something is missing."""
    member = {"id": "a", "relation": "self", "birth": date(1975, 1, 15), f"receives_{benefit}": True}
    document = Document({"area": AREA, "registration": "urban"}, (member | bill,), ())
    asked = ("medical", "medical_extra")
    found = decide(document, day=DAY, sheet=SET.sheet(DAY, AREA), programmes=asked, trace=False)
    verdicts = [found.verdict(code, "a") for code in asked]
    assert all(verdict is None or verdict.outcome != "discretion" for verdict in verdicts)
    if any(verdict is not None and verdict.outcome == "need_info" for verdict in verdicts):
        return None
    return [
        verdict.amounts["once"] if verdict is not None and verdict.outcome == "entitled" else 0
        for verdict in verdicts
    ]


@QUIET
@given(bills, classes)
def test_never_above_the_cap_of_the_year_nor_above_the_bill(bill: Any, benefit: str) -> None:
    aid, extra = paid(bill, benefit)
    assert 0 <= aid <= max(0, CAPS[benefit] - bill["medical_aid_paid"])
    assert 0 <= aid + extra <= bill["policy_range_self_pay"] + bill["exempted_cost"]


@QUIET
@given(bills, classes, st.integers(1, 100_000))
def test_a_larger_bill_never_gives_less(bill: Any, benefit: str, more: int) -> None:
    larger = bill | {"policy_range_self_pay": bill["policy_range_self_pay"] + more}
    assert paid(bill, benefit)[0] <= paid(larger, benefit)[0]


@QUIET
@given(bills, classes)
def test_an_unknown_part_of_the_bill_is_never_taken_for_zero(bill: Any, benefit: str) -> None:
    unknown = paid(bill | {"policy_range_self_pay": UNKNOWN}, benefit)
    assert unknown is None or unknown == paid(bill, benefit)
