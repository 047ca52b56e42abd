"""The self-check: only questions that can still change a result, rough answers as ranges, the law's own reasons."""
import pytest

from doudi.www.resident.answers import documents
from doudi.www.resident.next_question import next_question
from doudi.www.resident.outcome import tell
from doudi.www.resident.questions import MOST, QUESTIONS
from tests.www.resident.drafts import ANSWERS

pytestmark = pytest.mark.database
NONE = {"costs": {"medical": {"band": "none"}, "education": {"band": "none"}}, "health": {"picks": ["none"]},
        "kin": {"pick": "nobody"}, "care": {"picks": ["none"]}}
UNSURE = {"registration": {"pick": "unsure"}, "wage": {"band": "unsure"}, "income": {"band": "unsure"},
          "savings": {"band": "unsure"}, "things": {"picks": ["unsure"]}, "health": {"picks": ["unsure"]},
          "costs": {"medical": {"band": "unsure"}, "education": {"band": "unsure"}}, "kin": {"pick": "unsure"},
          "care": {"picks": ["unsure"]}}


def asked(day, **replies):
    """The questions somebody with these answers meets, and the answers given."""
    replies, draft = {**ANSWERS, **NONE, **replies}, {"answers": {}, "asked": []}
    while code := next_question(draft, day):
        assert code not in draft["asked"], f"{code} is asked twice"
        draft["answers"][code] = replies[code]
        draft["asked"].append(code)
    return draft["asked"], draft["answers"]


def told(day, **replies):
    """What the family is told, by programme."""
    return {each.code: each for each in tell(documents(asked(day, **replies)[1], day), day)}


def test_a_usual_family_is_asked_at_most_nine_questions_and_the_urgent_one_second(street, day):
    codes, _ = asked(day)
    assert codes[:3] == ["where", "urgent", "people"]
    assert len(codes) <= 9


def test_nobody_is_asked_more_than_twelve_not_even_who_knows_nothing(street, day):
    assert len(asked(day, **UNSURE)[0]) <= MOST == len(QUESTIONS) == 12


def test_a_family_far_above_every_line_is_not_asked_about_its_savings_in_vain(street, day):
    codes, _ = asked(day, wage={"sum": 2_000_000})
    assert "care" not in codes and "kin" not in codes


def test_an_exact_wage_gives_an_amount_and_the_distance_to_the_line(street, day):
    low = told(day)["subsistence"]
    assert (low.outcome, low.low, low.high) == ("entitled", 103_000, 103_000)
    assert (low.income, low.line, low.gap) == (58_667, 93_000, 34_333)
    assert low.lines and low.lines[0].children


def test_a_rough_wage_gives_a_range_when_both_ends_agree(street, day):
    low = told(day, wage={"band": "b3"})["subsistence"]
    assert (low.outcome, low.low, low.high) == ("entitled", 119_000, 199_000)


def test_a_range_across_the_line_says_so_and_which_sum_would_settle_it(street, day):
    low = told(day, wage={"band": "b4"})["subsistence"]
    assert (low.outcome, low.split, low.high) == ("need_info", True, 119_000)


def test_unknown_is_never_nought(street, day):
    low = told(day, **UNSURE)["subsistence"]
    assert low.outcome == "need_info"
    assert {each["question"] for each in low.missing} >= {"wage", "savings"}


def test_who_is_not_entitled_reads_what_else_there_is(street, day):
    answers = told(day, wage={"band": "b6"})
    assert answers["subsistence"].outcome == "not_entitled"
    assert answers["subsistence"].instead and answers["subsistence"].reasons


def test_an_elder_alone_is_asked_about_kin_and_care_and_may_be_extremely_poor(street, day):
    codes, answers = asked(day, people={"minors": 0, "adults": 0, "elders": 1}, wage={"band": "none"},
                           savings={"sum": 500_000}, care={"picks": ["wash", "walk"]})
    assert {"kin", "care"} <= set(codes)
    poor = {each.code: each for each in tell(documents(answers, day), day)}["extreme_hardship"]
    assert (poor.outcome, poor.persons) == ("entitled", 1)
