"""After a refused 低保 or 特困 nothing is closed while another help was not asked about; where there is none, nothing holds it."""

from typing import Any

import pytest

from doudi.casework import actions
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case
from doudi.casework.referrals import closing
from doudi.casework.referrals.closing import Other, left_open, others
from doudi.offices.reads import jurisdiction
from tests.casework.conftest import moment
from tests.casework.referrals.conftest import Bureaus

pytestmark = pytest.mark.database
DAY = moment("2026-10-20").date()
LABELS = {"subsistence": "最低生活保障", "low_income": "低保边缘家庭", "medical": "医疗救助", "education": "教育救助"}
NO, YES, ASKS = ({"outcome": outcome, "amounts": {}, "because": []} for outcome in ("not_entitled", "entitled", "need_info"))


def test_others_are_whatever_the_law_does_not_rule_out() -> None:
    outcomes = {"subsistence": YES, "low_income": ASKS, "gradual_exit": YES, "education": NO,
                "medical": {"members": {"7": YES, "8": NO}}}
    assert others(outcomes, "subsistence", LABELS) == [
        Other("low_income", "低保边缘家庭", None, "need_info"), Other("medical", "医疗救助", "7", "entitled")]


def test_what_was_done_for_the_person_or_the_whole_family_counts() -> None:
    found = [Other("medical", "医疗救助", "7", "entitled"), Other("low_income", "低保边缘家庭", None, "entitled")]
    assert left_open(found, [], [], []) == found
    assert left_open(found, [("medical", "7")], [], [("low_income", None)]) == []
    assert left_open(found, [("medical", "8")], [("medical", None)], []) == found[1:]


def refused(bureaus: Bureaus, **grants: int) -> Case:
    """A refused 低保 case of a family that the law gives something else."""
    town = bureaus.town
    town.law.denies()
    for programme, fen in grants.items():
        town.law.grants(fen, programme)
    case = town.bring("county_review", proposal="refuse")
    actions.refuse(case_id=case.pk, by=town.county, at=moment("2026-10-12"))
    case.refresh_from_db()
    return case


def close(bureaus: Bureaus, case: Case, by: Any = None) -> Case:
    return closing.close_refused(case_id=case.pk, by=by or bureaus.town.clerk, at=moment("2026-10-20"))


def test_where_nothing_else_applies_it_is_closed_at_once(bureaus: Bureaus) -> None:
    case = refused(bureaus)
    assert closing.asks(case)
    close(bureaus, case)
    close(bureaus, case)
    assert case.moves.filter(verb="close_refused").count() == 1 and not closing.asks(case)


def test_it_stays_open_until_each_is_referred_told_or_applied_for(bureaus: Bureaus) -> None:
    case = refused(bureaus, low_income=0, medical=10000)
    with pytest.raises(NotPossible, match="医疗救助"):
        close(bureaus, case)
    waiting = [(each.programme, each.member) for each in closing.standing(case, DAY).open]
    assert {code for code, _ in waiting} == {"low_income", "medical"}
    bureaus.refer(case.household, programme="education", on="2026-10-13")
    assert len(closing.standing(case, DAY).open) == len(waiting), "another programme is another matter"
    told: dict[str, Any] = {"case_id": case.pk, "by": bureaus.town.clerk, "at": moment("2026-10-14")}
    with pytest.raises(NotPossible, match="怎么告知"):
        closing.decline(claims=waiting, note=" ", **told)
    assert closing.decline(claims=[("low_income", None), ("heating", None)], note="当面说明", **told) == 1
    assert closing.decline(claims=[("low_income", None)], note="当面说明", **told) == 0, "pressed twice"
    with pytest.raises(NotPossible, match="医疗救助"):
        close(bureaus, case)
    assert case in closing.waiting(_all_of(bureaus))
    bureaus.refer(case.household, on="2026-10-15")
    assert [each.done for each in closing.standing(case, DAY).found] == ["已告知,不申请", "已转办"]
    close(bureaus, case)
    assert closing.waiting(_all_of(bureaus)) == []


def test_a_refusal_that_was_set_aside_and_comes_again_is_asked_about_again(bureaus: Bureaus) -> None:
    case = refused(bureaus)
    close(bureaus, case)
    actions.set_aside(decision_id=case.decisions.get().pk, reason="漏算支出", by=bureaus.town.county, at=moment("2026-10-21"))
    actions.reopen(case_id=case.pk, reason="重新核算", by=bureaus.town.clerk, at=moment("2026-10-22"))
    case.refresh_from_db()
    bureaus.town.visit(case, "2026-10-23")
    actions.determine(case_id=case.pk, by=bureaus.town.clerk, at=moment("2026-10-26"))
    actions.give_opinion(case_id=case.pk, proposal="refuse", by=bureaus.town.clerk, at=moment("2026-10-26", 11))
    actions.send_to_county(case_id=case.pk, by=bureaus.town.clerk, at=moment("2026-10-27"))
    actions.refuse(case_id=case.pk, by=bureaus.town.county, at=moment("2026-10-28"))
    case.refresh_from_db()
    assert closing.asks(case)


@pytest.mark.parametrize("who", ["coordinator", "far_clerk", "city"])
def test_only_who_handles_the_case_closes_it(bureaus: Bureaus, who: str) -> None:
    case = refused(bureaus)
    with pytest.raises(NotPossible):
        close(bureaus, case, getattr(bureaus.town, who))


def _all_of(bureaus: Bureaus) -> Any:
    return jurisdiction(bureaus.town.clerk, moment("2026-10-20").date())
