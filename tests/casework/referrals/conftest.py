"""The town of tests/casework with two departments, limits in working days, and short ways to refer and to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils.timezone import localdate

from doudi.casework.referrals import actions, answering, closing
from doudi.casework.referrals.course import Voice
from doudi.casework.referrals.models import Referral
from doudi.casework.referrals.said import Answer
from doudi.offices import access
from doudi.offices.actions import appoint, make_user, open_office
from doudi.offices.models import Office
from doudi.standards.actions import enter_instrument, enter_value, publish
from tests.acting import press_as_oneself
from tests.casework.conftest import START, Town, moment

DAYS = {"referral_accept_days": 2, "referral_result_days": 10, "referral_remind_days": 2,
        "referral_escalate_county_days": 2, "referral_escalate_city_days": 4}
SENT_ON = "2026-09-14"
GIVEN = Answer("finish", given="住院救助", rhythm="once", amount_fen=120000, from_on=date(2026, 9, 16))


@dataclass
class Bureaus:
    """The town, and who works in its departments."""

    town: Town
    insurer: Any
    school: Any
    medical: Office
    education: Office

    def refer(self, household: Any = None, programme: str = "medical", on: str = SENT_ON, **more: Any) -> Referral:
        """One referral; of the applicant where it is a person's."""
        home = household or self.town.family("王建国", "李秀英", "王小宝")
        more.setdefault("person_id", self.town.members(home)[0].pk)
        more.setdefault("by", self.town.clerk)
        return actions.refer(household_id=home.pk, programme=programme, at=moment(on), **more)

    def say(self, referral: Referral, told: Answer, *, on: str = "2026-09-16", by: Any = None, name: str | None = None,
            key: str = "", hour: int = 10) -> answering.Outcome:
        """The department answers, as itself."""
        who = by or self.insurer
        with access.acting(who.pk, localdate(moment(on))):
            return answering.answer(number=referral.number, told=told, name=name, voice=Voice(who, moment(on, hour), key=key))


def bureau(town: Town, name: str, username: str, prefix: str = "370811") -> tuple[Office, Any]:
    """A department with one officer."""
    parent = Office.objects.filter(level="county", prefixes=[prefix]).first()
    office = open_office(name=name, level="department", prefixes=[prefix], parent=parent, by=None, at=START)
    user = make_user(username=username, name=name, password="demo", by=None, at=START, check_password=False)
    appoint(user=user, office=office, role="department", since=START.date(), by=None, at=START)
    return office, user


def limits(**days: int) -> None:
    """Publish limits in working days for the whole city."""
    paper = enter_instrument(number="测试〔2026〕9号", title="转办期限", by=None, at=START)
    for key, length in days.items():
        value = enter_value(key=key, area="3708", value={"value": length}, by=None, at=START, valid_from=START.date())
        publish(entered=value, by=None, at=START, instrument=paper)


@pytest.fixture
def bureaus(town: Town, monkeypatch: pytest.MonkeyPatch) -> Bureaus:
    press_as_oneself(monkeypatch, actions, closing)
    limits(**DAYS)
    medical, insurer = bureau(town, "任城区医疗保障局", "insurer")
    education, school = bureau(town, "任城区教育和体育局", "school")
    return Bureaus(town, insurer, school, medical, education)
