"""Moments: hours by the wall clock in any zone, unknown ones as intervals, none of them where a code has to be there."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from doudi.kernel.days import BEIJING, day_of
from doudi.law import UNKNOWN, BadDocument, Document, Fact, LawBook, Parameter, Row, Sheet
from doudi.law.language import Code, Count, Moment
from doudi.law.unknown import Interval, Options
from doudi.law.words import show
from tests.law import clock_rules

TODAY = date(2026, 10, 2)
REPORTED = datetime(2026, 10, 1, 16, tzinfo=BEIJING)
FACTS = [
    Fact("reported_at", "household", Moment, "报告时刻", optional=True, default=None),
    Fact("paid_at", "household", Moment, "付款时刻", optional=True, default=None),
    Fact("place_area", "household", Code, "地方", optional=True, default=None),
    Fact("hundredths", "household", Count, "涨幅", low=-9999, high=9999, default=UNKNOWN),
]
BOOK = LawBook(modules=[clock_rules], facts=FACTS, parameters=[Parameter("hours", "时限", Count)], switches=[])
SHEET = Sheet.of(TODAY, "3708", [Row("hours", "", {}, 24, date(2020, 1, 1), None, "示例")], {})


def value(name: str, day: date = TODAY, **facts):
    ran = BOOK.work_out([("household", name)], Document(facts, ()), day=day, sheet=SHEET)
    return ran.household.__dict__[name]


def test_twenty_four_hours_are_the_same_minute_of_the_next_day() -> None:
    assert value("help_by", reported_at=REPORTED) == datetime(2026, 10, 2, 16, tzinfo=BEIJING)


@pytest.mark.parametrize(("second", "late"), [(0, False), (1, True)])
def test_the_last_moment_itself_is_in_time(second: int, late: bool) -> None:
    paid = datetime(2026, 10, 2, 8, 0, second, tzinfo=UTC)  # 16:00 in Beijing
    assert value("is_late", reported_at=REPORTED, paid_at=paid) is late


def test_without_a_payment_the_day_after_is_late() -> None:
    assert value("is_late", reported_at=REPORTED) is False
    assert value("is_late", day=date(2026, 10, 3), reported_at=REPORTED) is True


def test_the_day_of_a_moment_is_that_of_beijing() -> None:
    evening = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
    assert value("last_day_of_help", reported_at=evening) == date(2026, 10, 2)
    with pytest.raises(ValueError, match="no zone"):
        day_of(datetime(2026, 10, 1, 16))  # noqa: DTZ001


def test_an_unknown_moment_is_an_interval_and_names_itself() -> None:
    for facts in ({}, {"reported_at": UNKNOWN}):
        found = value("help_by", **facts)
        assert isinstance(found, Interval)
        assert {one.name for one in found.missing} == {"reported_at"}
        assert isinstance(value("last_day_of_help", **facts), Interval)


def test_a_code_that_has_to_be_there_may_be_any_while_it_is_missing() -> None:
    found = value("place")
    assert isinstance(found, Options) and found.values is None
    assert value("place", place_area="370811") == "370811"


def test_hundredths_of_a_percent_are_exact() -> None:
    assert value("rise", hundredths=350) == Fraction(7, 200)
    assert value("rise", hundredths=-50) == Fraction(-1, 200)
    assert (value("rise").low, value("rise").high) == (Fraction(-9999, 10000), Fraction(9999, 10000))


def test_a_moment_survives_its_json_and_needs_a_zone() -> None:
    document = Document({"reported_at": REPORTED, "paid_at": None}, ())
    assert Document.from_json(document.to_json()) == document
    with pytest.raises(BadDocument, match="时刻"):
        FACTS[0].check(datetime(2026, 10, 1, 16))  # noqa: DTZ001
    with pytest.raises(BadDocument, match="时刻"):
        FACTS[0].check(date(2026, 10, 1))


def test_a_moment_is_said_to_the_minute() -> None:
    assert show(REPORTED, Moment) == "2026-10-01 16:00"
