"""The explanation is the trace in Chinese; flips are checked by making the change they propose."""

from dataclasses import replace
from datetime import date

import pytest

from doudi.law import UNKNOWN, LawBook, LawError, explanation, flips
from tests.law.small import BOOK, DAY, FACTS, PARAMETERS, SWITCHES, decide, family, row, sheet
from tests.law.test_refusals import module, rule

PEOPLE = ({"relation": "self", "wage": 2_640_000}, {"relation": "spouse"}, {"relation": "child"})


def lines(line):
    yield line
    for child in line.children:
        yield from lines(child)


def find(tree, label):
    return next(line for line in lines(tree) if line.label == label)


def test_a_condition_shows_both_sides_result_and_margin():
    tree = explanation(decide(family(*PEOPLE)), "aid")
    assert (tree.mark, tree.text) == ("yes", "符合,640.00 元")
    income = find(tree, "收入低于线")
    assert (income.mark, income.text, income.margin) == ("yes", "人均收入 586.67 < 收入线 800.00", "213.33")
    assert income.clause == "甲 十"


def test_a_failed_condition_says_what_holds_instead_with_a_negative_margin():
    tree = explanation(decide(family({"relation": "self", "business": 12 * 930_00})), "aid")
    income = find(tree, "收入低于线")
    assert (income.mark, income.text, income.margin) == ("no", "人均收入 930.00 ≥ 收入线 800.00", "-130.00")


def test_sums_name_whose_each_summand_is_and_fold_the_zero_ones():
    tree = explanation(decide(family(*PEOPLE)), "aid")
    family_income = find(tree, "家庭收入(年)")
    assert any("本人" in line.label for line in family_income.children)
    assert ("另有 2 人", "为 0 或不计") in [(line.label, line.text) for line in family_income.children]
    assert not any("养老金" in line.text for line in lines(tree))


def test_parameters_show_their_value_source_and_date():
    tree = explanation(decide(family(*PEOPLE)), "aid")
    line = next(x for x in lines(tree) if x.label == "收入线" and x.source)
    assert (line.text, line.source) == ("800.00", "示例(2025-01-01 起)")


def test_unknowns_are_marked_and_what_is_missing_is_listed():
    tree = explanation(decide(family({"relation": "self", "wage": UNKNOWN})), "aid")
    assert tree.mark == "info" and find(tree, "收入低于线").mark == "info"
    assert find(tree, "还缺").text == "本人的工资"
    undecided = explanation(
        decide(family({**PEOPLE[0], "pension": 171_600}), sheet(pension_excluded=None)), "aid"
    )
    assert any(line.text == "未定" for line in lines(undecided))


def test_an_explanation_of_a_run_without_trace_is_the_same():
    document = family(*PEOPLE)
    assert explanation(decide(document, trace=False), "aid") == explanation(decide(document), "aid")


def test_names_of_members_may_be_given():
    tree = explanation(decide(family(*PEOPLE)), "aid", names={"m1": "王*国"})
    assert any(line.label.startswith("王*国") for line in lines(tree))


def test_there_is_no_explanation_without_a_verdict():
    with pytest.raises(LawError, match="no verdict"):
        explanation(decide(family(*PEOPLE)), "aid", "m7")


def outcome_after(document, flip):
    fact = next(f for f in FACTS if f.name == flip.fact and f.entity != "supporter")
    return (
        decide(document.with_value(fact.entity, flip.subject, flip.fact, flip.to_value))
        .verdicts["aid"]
        .outcome
    )


@pytest.mark.parametrize(
    "household",
    [family(*PEOPLE), family({"relation": "self", "business": 12 * 930_00}), family(*PEOPLE, deposits=10**8)],
)
def test_each_flip_turns_the_outcome_and_one_fen_less_does_not(household):
    decision = decide(household)
    before = decision.verdicts["aid"].outcome
    facts = [f for f in flips(decision, "aid") if f.fact not in {p.key for p in PARAMETERS}]
    assert facts
    for flip in facts:
        assert outcome_after(household, flip) == flip.outcome != before
        if isinstance(flip.to_value, int) and not isinstance(flip.to_value, bool):
            step = 1 if flip.to_value > flip.from_value else -1
            assert outcome_after(household, replace(flip, to_value=flip.to_value - step)) == before


def test_the_nearest_flip_is_said_in_words():
    first = flips(decide(family({"relation": "self", "business": 12 * 930_00})), "aid")[0]
    assert first.text == "如果本人的经营由 11160.00 变为 9599.99 元/年,结果为“符合”"


def test_a_missing_fact_says_up_to_where_which_answer():
    found = flips(decide(family({"relation": "self", "wage": UNKNOWN})), "aid")
    assert [f.text for f in found[:2]] == [
        "如果本人的工资不超过 11999.99 元/年,结果为“符合”",
        "如果本人的工资达到 12000.00 元/年,结果为“暂不符合”",
    ]


def test_a_number_of_the_law_may_be_what_turns_it():
    found = flips(decide(family({"relation": "self", "business": 12 * 800_00})), "aid")
    line = next(f for f in found if f.fact == "line")
    assert (line.from_value, line.to_value, line.outcome) == (800_00, 800_01, "entitled")
    higher = sheet(row("line", "800.01", registration="urban", area="370811"))
    assert (
        decide(family({"relation": "self", "business": 12 * 800_00}), higher).verdicts["aid"].outcome
        == "entitled"
    )


def test_dated_formulas_are_chosen_by_the_day(tmp_path):
    old = rule("return True", "Bool", name="allowed").replace('label="乙"', 'label="乙", until="2025-12-31"')
    new = rule("return False", "Bool", name="allowed_from_2026").replace(
        'label="乙"', 'label="乙", since="2026-01-02", version_of="allowed"'
    )
    book = LawBook(
        modules=[module(tmp_path, old + new)], facts=FACTS, parameters=PARAMETERS, switches=SWITCHES
    )

    def on(day):
        return book.values(family(*PEOPLE), day=day, sheet=sheet()).household["allowed"]

    assert on(date(2025, 12, 31)) is True and on(date(2026, 1, 2)) is False
    assert [(m.kind, m.name) for m in on(date(2026, 1, 1)).missing] == [("rule", "allowed")]
    assert book.version != BOOK.version and DAY
