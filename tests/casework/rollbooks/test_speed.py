"""Ten thousand rows in reasonable time: the roll of a whole county comes in over a cup of tea."""

import time

import pytest

from doudi.casework.rollbooks import actions
from tests.casework.conftest import Town, moment
from tests.casework.rollbooks import rolls
from tests.casework.rollbooks.test_import import checked

pytestmark = [pytest.mark.database, pytest.mark.slow]
AT = moment("2026-09-08")
SECONDS_FOR_TEN_THOUSAND = 120


def test_ten_thousand_rows_are_tried_and_imported_in_two_minutes(town: Town) -> None:
    rows = rolls.roll(4000)
    started = time.perf_counter()
    run = checked(rolls.workbook(rows), town.county)
    tried = time.perf_counter()
    actions.start(run_id=run.pk, by=town.county, at=AT)
    done = actions.carry_out(run_id=run.pk, at=AT)
    finished = time.perf_counter()
    print(f"\n{len(rows)} rows: dry run {tried - started:.1f} s, import {finished - tried:.1f} s")
    assert done.counts == {"new": 10_000}
    assert finished - started < SECONDS_FOR_TEN_THOUSAND
