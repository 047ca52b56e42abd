"""Every special benefit that is paid by the month goes from the window to the roll by its own manifest."""

import pytest

from doudi.casework import actions
from doudi.casework.programme import Programme, programmes
from doudi.kernel.days import Month
from tests.casework.conftest import Town, moment
from tests.casework.law import Verdict

pytestmark = pytest.mark.database
PAID = [each for each in programmes() if each.chapter == "二(二)8" and each.pays and each.per_person and not each.pays_once]
FEN = 12_345


@pytest.mark.parametrize("manifest", PAID, ids=lambda each: each.code)
def test_a_person_goes_from_the_window_to_the_roll(town: Town, manifest: Programme) -> None:
    town.law.person[manifest.code] = Verdict(manifest.code, "entitled")
    town.law.grants(FEN, manifest.code)
    home = town.family("王建国")
    case = town.submit(home, day="2026-09-21", programmes=[manifest.code])
    case = town.bring("opinion_given", case, start="2026-09-21")
    told = {"case_id": case.pk, "by": town.clerk}
    if manifest.publicity:
        actions.open_publicity(**told, place="村务公开栏", at=moment("2026-09-24"))
    actions.send_to_county(**told, at=moment("2026-10-08"))
    actions.confirm(case_id=case.pk, by=town.county, at=moment("2026-10-10"))
    award = case.awards.get()
    assert (award.monthly_fen, award.person_id, award.from_month) == (FEN, town.members(home)[0].pk, Month(2026, 11))
    run = actions.build_roll(area="370811", month="2026-11", by=town.county, at=moment("2026-10-28"))
    line = run.lines.get()
    assert (line.amount_fen, line.programme, line.payee_name) == (FEN, manifest.code, "王建国")
