"""资助参保 handed on without an application, and 参保率, on the desk: the county reads, confirms, follows; what is missing is named."""

from typing import Any

import pytest

from doudi.casework.enrolling import actions, handing_on
from doudi.casework.enrolling.models import Enrolment, Entry
from doudi.casework.referrals.models import Referral, State
from doudi.offices.access import acting
from doudi.policy.declared import declarations
from doudi.standards.models import Value
from tests.www.staff.cared import cared_for
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
COUNTY = "370811"
FOUND, SENT = at("2026-11-10"), at("2026-11-18")


def ready(world: World) -> tuple[Enrolment, Any, Any]:
    """A batch with one 特困 person, found and not confirmed; the family and the person."""
    person = cared_for(world, world.old_li()).person
    home = person.memberships.first().household
    batch = Enrolment.objects.create(programme="medical_premium", area=COUNTY, month="2026-11", state="ready", made_at=FOUND)
    Entry.objects.create(enrolment=batch, household=home, person=person, programme=batch.programme, area=home.area, fen=40_000,
                         found_at=FOUND, for_year=2026)
    return batch, home, person


def job(world: World, batch: Enrolment, moment: Any) -> None:
    """What the worker does with a confirmed batch."""
    with acting(world.county.pk, moment.date()):
        while actions.carry_out_next(batch_id=batch.pk, by=world.county, at=moment):
            pass


def test_the_county_confirms_and_follows_each_person(world: World, desk: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now(FOUND)
    batch, home, person = ready(world)
    county, page = desk("county"), f"/staff/enrolments/{batch.pk}/"
    shown = county.get(page).content.decode()
    assert "转给部门办" in shown and person.name in shown and "元/年" in shown and "400.00" in shown
    assert county.post(f"{page}confirm/", {"press": "c"}, follow=True).status_code == 200
    job(world, batch, FOUND)
    told = county.get(page).content.decode()
    assert "已告知,等期满" in told and "11-17 以前可说不要" in told
    found = handing_on.finding.Found(person.pk, 40_000, "个人缴费全额资助")
    monkeypatch.setattr(handing_on.finding, "entitled", lambda *asked: [found])
    job(world, batch, SENT)
    sent = Referral.objects.get(household=home)
    after = county.get(page).content.decode()
    assert sent.number in after and f"/staff/referrals/{sent.pk}/" in after and "办完了" in after
    assert desk("far_county").get(page).status_code == 404
    address, said = f"/staff/households/{home.pk}/automatic/", {"person": person.pk, "programme": "medical_premium"}
    assert "它正在办" in desk("clerk").get(address).content.decode()
    assert "已经撤回" in desk("clerk").post(address, {**said, "want": "no", "press": "n"}, follow=True).content.decode()
    sent.refresh_from_db()
    assert sent.state == State.REVOKED


def test_what_the_place_has_not_entered_is_named(world: World, desk: Any, now: Any) -> None:
    now(FOUND)
    batch, _, _ = ready(world)
    Value.objects.filter(key=handing_on.TERM).update(status="withdrawn")
    shown = desk("county").get(f"/staff/enrolments/{batch.pk}/").content.decode()
    assert declarations()[handing_on.TERM].parameter.label in shown and "还差信息" in shown


def test_the_rate_is_the_county_s_and_the_city_s_and_names_are_the_county_s(world: World, desk: Any, now: Any) -> None:
    now(FOUND)
    _, _, person = ready(world)
    county, city = (desk(who).get("/staff/insured/").content.decode() for who in ("county", "city"))
    assert person.name in county and "不清楚" in county and "还差信息" in county
    assert "还差信息" in city and person.name not in city
    assert desk("clerk").get("/staff/insured/").status_code == 403
