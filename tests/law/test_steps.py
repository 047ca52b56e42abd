"""Rules that may give none, facts that have to be there, conditions in order, rules worked out alone."""

from datetime import date
from pathlib import Path

import pytest

from doudi.kernel.calendar import WorkingCalendar
from doudi.law import UNKNOWN, Document, Fact, LawBook, LawError, Parameter, Row, Sheet, explanation_of
from doudi.law.language import Bool, Count, Day, Fen
from doudi.law.unknown import Interval, contains
from tests.law import none_rules
from tests.law.test_refusals import load, rule

TODAY, BEGAN = date(2026, 6, 15), date(2026, 6, 10)
FACTS = [
    Fact("began", "household", Day, "开始日期", optional=True, default=None),
    Fact("in_hurry", "household", Bool, "加急", default=False),
    Fact("parts", "household", Count, "份数", high=9, default=1),
    Fact("money", "household", Fen, "金额", high=10**6, default=100),
]
PARAMETERS = [Parameter("term", "期限", Count), Parameter("hurry", "加急期限", Count)]
ROWS = [
    Row("term", "", {}, 10, date(2020, 1, 1), None, "示例"),
    Row("hurry", "", {}, 2, date(2020, 1, 1), None, "示例"),
]
BOOK = LawBook(
    modules=[none_rules], facts=FACTS, parameters=PARAMETERS, switches=[], programmes=none_rules.PROGRAMMES
)
SHEET = Sheet.of(TODAY, "3708", ROWS, {})
CALENDAR = WorkingCalendar(date(2026, 1, 1), date(2026, 6, 30), frozenset(), frozenset(), "示例")


def worked_out(*names, calendar=CALENDAR, **facts):
    return BOOK.work_out(
        [("household", name) for name in names], Document(facts, ()), day=TODAY, sheet=SHEET, calendar=calendar
    )


def values(*names, **said):
    row = worked_out(*names, **said).household
    return tuple(row.__dict__[name] for name in names)


def test_what_has_not_begun_sets_nothing_in_motion():
    assert values("due", "again", "shares") == (None, None, None)
    assert values("due", "again", began=BEGAN) == (date(2026, 6, 20), date(2026, 6, 30))


def test_working_days_beyond_the_calendar_are_not_known():
    assert values("due", began=BEGAN, in_hurry=True) == (date(2026, 6, 12),)
    (due,) = values("due", began=date(2026, 6, 29), in_hurry=True)
    assert isinstance(due, Interval) and {m.kind for m in due.missing} == {"calendar"}


@pytest.mark.parametrize("began", [None, BEGAN, date(2026, 6, 29)])
@pytest.mark.parametrize("in_hurry", [True, False])
def test_an_unknown_beginning_allows_none_and_every_day(began, in_hurry):
    names = ("due", "again", "next_month", "shares")
    for facts in ({"began": UNKNOWN, "in_hurry": in_hurry}, {"began": began, "in_hurry": UNKNOWN}):
        open_ = values(*names, **facts)
        known = values(*names, began=began, in_hurry=in_hurry)
        for wide, narrow in zip(open_, known, strict=True):
            if not isinstance(narrow, Interval):
                assert contains(wide, narrow)


def test_a_fact_that_has_to_be_there_is_missing_where_there_is_none():
    (month,) = values("next_month")
    assert [(m.kind, m.name, m.label) for m in month.missing] == [("fact", "began", "开始日期")]
    assert not month.none
    assert str(values("next_month", began=BEGAN)[0]) == "2026-07"


def decided(programme, **facts):
    return BOOK.decide(Document(facts, ()), day=TODAY, sheet=SHEET, programmes=[programme]).verdicts[programme]


def test_in_order_the_first_that_fails_is_the_only_reason():
    assert [r.code for r in decided("ordered", parts=0, in_hurry=True).because] == ["not_complete"]
    assert [r.code for r in decided("ordered", parts=UNKNOWN, in_hurry=True).because] == ["in_hurry"]


def test_what_is_needed_besides_must_be_known_first():
    found = decided("ordered")
    assert (found.outcome, [m.name for m in found.missing]) == ("need_info", ["began"])
    assert decided("ordered", began=BEGAN).amounts == {"once": 100}


def test_a_condition_may_have_nothing_to_say():
    found = decided("silent", money=0)
    assert (found.outcome, found.because) == ("not_entitled", ())


def test_rules_worked_out_alone_are_explained():
    ran = worked_out("due", "is_calm", began=BEGAN, in_hurry=True)
    due, calm = explanation_of(BOOK, ran, [("household", "due"), ("household", "is_calm")], sense=True)
    assert due.text == "2026-06-12" and any("2 个工作日" in line.text for line in due.children)
    assert calm.mark == "no"


@pytest.mark.parametrize(
    ("text", "what", "cure"),
    [
        (rule("return None"), "None is no value", "| None"),
        (rule("return h.spending + (None if h.special else 0)", "FenYear | None"), "None inside", "return None"),
        (rule("x = None\nreturn h.spending", "FenYear | None"), "None inside", "return None"),
        (rule("return h.spending == None", "Bool"), "FenYear == None", "one type"),
        (rule("return None", "Bool | None"), "Bool | None", "yes or no"),
        (rule("return None", "FenYear | None"), "returns None", "correct one"),
        (
            rule("return h.spending if h.special else None", "FenYear | None")
            + rule("return h.a_rule", "FenYear", name="b_rule"),
            "h.a_rule may be none",
            "given(h.a_rule)",
        ),
        (rule("return required(h.spending)"), "required(h.spending)", "optional fact"),
    ],
)
def test_none_is_checked_when_rules_are_loaded(tmp_path: Path, text: str, what: str, cure: str):
    with pytest.raises(LawError) as refused:
        load(tmp_path, text)
    assert what in str(refused.value) and cure in str(refused.value), str(refused.value)
    assert "rules_under_test.py:" in str(refused.value)
