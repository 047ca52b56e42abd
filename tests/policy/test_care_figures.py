"""The two figures of 济办发〔2020〕21号 二(一)2: exact shares, the target met at the line itself, nothing worked out of a gap."""

from datetime import date
from fractions import Fraction

import pytest

from doudi.policy.process.care_figures import CONCENTRATED, NURSING, TARGETS, figure, unable_grades
from doudi.policy.sheets import StandardsSet

DAY = date(2026, 9, 21)


def sheet(area: str = "370811"):
    return StandardsSet("none", "none", {}).sheet(DAY, area)


# 55 of 100 beds are 55 %; 549 of 1000 are 54.9 %, which nobody rounds to 55.
@pytest.mark.parametrize(("part", "whole", "reached", "short"), [(55, 100, True, 0), (549, 1000, False, 1), (11, 20, True, 0),
                                                                 (0, 7, False, 4), (7, 7, True, 0)])
def test_the_line_itself_is_reached_and_nothing_is_rounded_up_to_it(part, whole, reached, short):
    found = figure(NURSING, part=part, whole=whole, missing=0, sheet=sheet())
    assert (found.reached, found.short_of) == (reached, short)


@pytest.mark.parametrize(("whole", "missing"), [(0, 0), (20, 1)])
def test_with_a_gap_or_nothing_to_divide_by_there_is_no_share(whole, missing):
    found = figure(CONCENTRATED, part=0, whole=whole, missing=missing, sheet=sheet())
    assert (found.share, found.reached, found.short_of) == (None, None, None)


@pytest.mark.parametrize(("key", "share"), [(CONCENTRATED, Fraction(60, 100)), (NURSING, Fraction(55, 100))])
def test_target_and_day_come_from_the_instrument(key, share):
    found = figure(key, part=1, whole=1, missing=0, sheet=sheet())
    assert (found.target, found.by, found.source) == (share, date(2022, 12, 31), "济办发〔2020〕21号 二(一)2")
    assert sheet().row(TARGETS[key], "370811", {}).area == "3708"


def test_elsewhere_there_is_no_target_and_nothing_is_reached_or_missed():
    found = figure(NURSING, part=1, whole=2, missing=0, sheet=sheet("370100"))
    assert (found.share, found.target, found.reached) == (Fraction(1, 2), None, None)


def test_who_counts_as_unable_is_for_the_city_to_say():
    assert unable_grades(sheet()) is None
