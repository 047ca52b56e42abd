"""Verdicts of the small law: the four outcomes, their reasons, what is missing, undecided switches,
dated formulas."""

from datetime import date

import pytest

from doudi.law import UNKNOWN, BadDocument, Document, Sheet
from doudi.law.parameters import BadValue
from tests.law.small import BOOK, DAY, PARAMETERS, SWITCHES, decide, family, row, sheet, verdict

WAGE = {"relation": "self", "wage": 2_640_000}
REST = ({"relation": "spouse"}, {"relation": "child"})


def codes(found):
    return [reason.code for reason in found.because]


def test_a_family_below_the_line_gets_the_difference_rounded_once():
    found = verdict(family(WAGE, *REST))
    assert (found.outcome, found.amounts) == ("entitled", {"monthly": 64_000})
    assert found.details == {"size": 3, "per_capita": 58_667, "grade": "high", "spend_ratio": 0}
    assert codes(found) == ["below", "assets_ok"] and found.because[0].label == "收入低于线"


def test_exactly_at_the_line_is_not_below_it():
    found = verdict(family({"relation": "self", "business": 800_00 * 12}))
    assert (
        found.outcome == "not_entitled"
        and codes(found) == ["not_below"]
        and found.amounts == {"monthly": None}
    )


def test_every_failed_condition_is_named_and_no_other_reason():
    found = verdict(family({"relation": "self", "business": 10**8}, deposits=10**8))
    assert codes(found) == ["not_below", "assets_over"]


def test_an_unknown_income_never_becomes_zero():
    found = verdict(family({"relation": "self", "wage": UNKNOWN}))
    assert found.outcome == "need_info" and codes(found) == ["wage_unknown"]
    assert [(m.kind, m.name, m.subject) for m in found.missing] == [("fact", "wage", "m1")]
    assert found.amount_range == (0, 800_00)


def test_known_income_over_the_line_decides_whatever_the_unknown_is():
    for unknown in ({"business": UNKNOWN}, {"wage": UNKNOWN}, {"authorised": False}, {"birth": UNKNOWN}):
        rich = {"relation": "self", "business": 260_000 * 12}
        found = verdict(family(rich, {"relation": "spouse", **unknown}))
        assert (found.outcome, codes(found)) == ("not_entitled", ["not_below"]), unknown


def test_without_authorisation_the_income_is_only_known_from_below():
    found = verdict(family({"relation": "self", "authorised": False, "business": 90_000}))
    assert (found.outcome, codes(found)) == ("need_info", ["authorisation_missing"])
    assert [m.name for m in found.missing] == ["authorised"]


def test_one_missing_fact_where_another_condition_fails_is_not_asked_for():
    found = verdict(family({"relation": "self", "wage": UNKNOWN}, deposits=10**8))
    assert (found.outcome, codes(found), found.missing) == ("not_entitled", ["assets_over"], ())


def test_a_missing_local_number_is_named_with_who_enters_it():
    found = verdict(family(WAGE), sheet(without="line"))
    assert found.outcome == "need_info"
    (missing,) = [m for m in found.missing if m.kind == "parameter"]
    assert (missing.name, missing.label, missing.who) == ("line", "收入线", "县")
    assert "370811006" in missing.subject and "2026-06-15" in missing.subject
    assert codes(found) == ["parameter_missing"]


def test_a_day_before_the_first_value_is_missing_too_and_a_repealed_value_as_well():
    early = Sheet.of(date(2024, 1, 1), "370811006", [row("line", "800.00", registration="urban")], {})
    assert early.row("line", "370811006", {"registration": "urban"}) is None
    gone = sheet(row("line", None, area="370811", registration="urban"))
    assert verdict(family(WAGE), gone).outcome == "need_info"


def test_the_longest_area_wins_then_the_latest_date():
    local = row("line", "900.00", area="370811", registration="urban")
    newer = row("line", "850.00", since=date(2026, 1, 1), registration="urban")
    assert verdict(family(), sheet(local, newer)).amounts["monthly"] == 2_700_00
    assert verdict(family(), sheet(newer)).amounts["monthly"] == 2_550_00


def test_an_undecided_switch_that_changes_nothing_is_not_asked_for():
    undecided = sheet(pension_excluded=None)
    assert verdict(family(WAGE, *REST), undecided).outcome == "entitled"
    # 0.50 of pension a year changes the income but not the amount, which is rounded up to the yuan
    small = verdict(family({**WAGE, "pension": 50}, *REST), undecided)
    assert (small.outcome, small.amounts) == ("entitled", {"monthly": 640_00})


def test_an_undecided_switch_that_matters_is_named_with_its_clause():
    found = verdict(family({**WAGE, "pension": 171_600}, *REST), sheet(pension_excluded=None))
    assert found.outcome == "need_info"
    assert [(r.code, r.clause) for r in found.because] == [("switch_undecided", "甲 三")]
    assert [(m.kind, m.name, m.who) for m in found.missing] == [("switch", "pension_excluded", "市")]
    assert found.amount_range == (497_00, 640_00)


def test_a_switch_that_does_not_matter_is_left_out_beside_a_fact_that_does():
    people = ({"relation": "self", "wage": UNKNOWN, "birth": date(1966, 6, 15)}, *REST)
    found = verdict(family(*people), sheet(age_reached_on=None, pension_excluded=None))
    assert [m.name for m in found.missing] == ["wage"] and codes(found) == ["wage_unknown"]


def test_people_decide_where_a_rule_says_so_and_no_amount_is_proposed():
    found = verdict(family(WAGE, *REST, special=True))
    assert (found.outcome, found.amounts) == ("discretion", {"monthly": None})
    assert "case_by_case" in codes(found)


def test_remarks_by_truth_and_by_value():
    found = verdict(family({"relation": "self", "birth": date(1966, 6, 15)}))
    assert {"old", "low_grade"} <= set(codes(found))
    assert "old" not in codes(verdict(family({"relation": "self", "birth": date(1966, 6, 16)})))
    day_after = sheet(age_reached_on="day_after")
    assert "old" not in codes(verdict(family({"relation": "self", "birth": date(1966, 6, 15)}), day_after))


def test_support_by_formula_by_court_and_of_no_sharing_person():
    supporter = {"of": "m1", "registration": "urban", "size": 3, "family_income": 900_000, "shares": 2}
    people = {"relation": "self"}
    by_formula = BOOK.values(family(people, supporters=(supporter,)), day=DAY, sheet=sheet())
    assert by_formula.member("m1")["support_received"] == 330_000 * 12
    ordered = {**supporter, "ordered": 100_00}
    assert (
        BOOK.values(family(people, supporters=(ordered,)), day=DAY, sheet=sheet()).household["family_income"]
        == 120_000
    )


def test_a_share_of_nothing_is_undefined_not_an_error():
    found = verdict(family(spending=100))
    assert found.details["spend_ratio"] is None and found.outcome == "entitled"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deposit": 1}, "没有名为“deposit”"),
        ({"deposits": -1}, "小于"),
        ({"deposits": 1.5}, "整数"),
        ({"deposits": True}, "整数"),
        ({"registration": "town"}, "没有“town”"),
        ({"homes": 10**30}, "大于"),
    ],
)
def test_facts_that_cannot_be_are_refused_in_words(change, words):
    with pytest.raises(BadDocument, match=words):
        decide(family({"relation": "self"}, **change))


def test_doubled_members_and_supporters_of_nobody_are_refused():
    with pytest.raises(BadDocument, match="重复"):
        decide(family({"id": "a", "relation": "self"}, {"id": "a", "relation": "spouse"}))
    with pytest.raises(BadDocument, match="不存在"):
        decide(family({"relation": "self"}, supporters=({"of": "m9"},)))


def test_published_values_are_read_exactly_or_refused():
    line = next(p for p in PARAMETERS if p.key == "line")
    assert line.parse("800.00") == 80_000
    for wrong in (800.0, "800.001", "8e2", True, {}):
        with pytest.raises(BadValue):
            line.parse(wrong)
    with pytest.raises(BadValue, match="可选"):
        SWITCHES[0].check("maybe")


def test_documents_and_sheets_survive_json():
    document = family(
        {"relation": "self", "wage": UNKNOWN, "birth": date(1980, 2, 29)}, supporters=({"of": "m1"},)
    )
    assert Document.from_json(document.to_json()) == document
    assert Sheet.from_json(sheet().to_json()) == sheet()
    assert decide(document).to_json() == decide(Document.from_json(document.to_json())).to_json()


def test_the_plain_run_and_the_traced_run_agree():
    for people in ([WAGE], [{"relation": "self", "wage": UNKNOWN}], [{"relation": "other"}]):
        document = family(*people)
        assert decide(document, trace=True).to_json() == decide(document, trace=False).to_json()
