"""What was handed on to other departments, on the family's own page: every standing in plain words, nobody else's, and for a helper
as long as his mandate holds."""

from datetime import timedelta

import pytest
from django.test import Client

from doudi.casework.referrals import actions
from doudi.casework.referrals.answering import answer
from doudi.casework.referrals.course import Voice
from doudi.casework.referrals.models import Referral
from doudi.casework.referrals.said import Answer
from doudi.offices import access
from doudi.offices import actions as offices
from doudi.people import actions as people
from doudi.people.models import Mandate
from doudi.www.templatetags.words import day_cn
from tests.www.resident.conftest import SINCE
from tests.www.resident.test_helping import families, helper, turn

__all__ = ["families", "helper"]
pytestmark = pytest.mark.database
PAGE = "/handed-on/"


@pytest.fixture
def insurer(county):
    """The insurance bureau of the county."""
    bureau = offices.open_office(name="任城区医疗保障局", level="department", prefixes=["370811"], by=None, at=SINCE)
    officer = offices.make_user(username="yibao", name="医保经办", password="ceshi-2026-mima", by=None, at=SINCE)
    offices.appoint(user=officer, office=bureau, role="department", since=SINCE.date(), by=None, at=SINCE)
    return officer


@pytest.fixture
def sent_of(families, street, insurer, at):
    """A referral for one of the two women."""
    def made(key, programme="medical", on=None):
        person, home = families[key]
        return actions.refer(household_id=home.pk, programme=programme, person_id=person.pk, wanted="自付太多,请救助",
                             by=street, at=on or at)
    return made


def said(referral, told, insurer, at):
    """The bureau answers."""
    with access.acting(insurer.pk, at.date()):
        return answer(number=referral.number, told=told, name=referral.along["name"], voice=Voice(insurer, at))


def as_person(person, at):
    account = offices.make_user(username=f"own-{person.pk}", name=person.name, password="x", person_id=person.pk, by=None, at=at,
                                check_password=False)
    client = Client()
    client.force_login(account)
    return client


def test_every_standing_is_told_in_plain_words(families, sent_of, insurer, street, at, now, day):
    own = as_person(families["a"][0], at)
    assert "没有转给别的部门的事" in own.get(PAGE).content.decode()
    sent = sent_of("a")
    for shown in (own.get(PAGE).content.decode(), own.get("/progress/").content.decode()):
        assert "医疗救助" in shown and "任城区医疗保障局" in shown and "张阿婆" not in shown
    shown = own.get(PAGE).content.decode()
    assert "等它签收" in shown and "自付太多" in shown
    assert f"最晚 {day_cn(sent.accept_due_on)}签收" in shown and f"最晚 {day_cn(sent.due_on)}办完" in shown
    Referral.objects.filter(pk=sent.pk).update(accept_due_on=None, due_on=None)
    assert "没有定最晚哪一天" in own.get(PAGE).content.decode(), "a day that nobody entered is not made up"
    said(sent, Answer("accept"), insurer, at)
    assert "它收下了，正在办" in own.get(PAGE).content.decode()
    said(sent, Answer("finish", given="住院救助", rhythm="once", amount_fen=120_000, from_on=day), insurer, at)
    done = own.get(PAGE).content.decode()
    assert "办好了" in done and "住院救助" in done and "1200.00" in done
    back = sent_of("a", "medical_extra")
    said(back, Answer("refuse", reason_code="not_qualified", reason="起付线没到"), insurer, at)
    told = own.get(PAGE).content.decode()
    assert "不符合条件：起付线没到" in told and "还有什么" in told and "12349" in told
    taken_back = sent_of("a", "emergency_treatment")
    actions.revoke(referral_id=taken_back.pk, reason="转错了", by=street, at=at)
    told = own.get(PAGE).content.decode()
    assert "撤回来了" in told and "转错了" in told


def test_an_answer_that_is_looked_into_is_no_result_yet(families, sent_of, insurer, at, day):
    sent = sent_of("a")
    told = Answer("finish", given="门诊救助", rhythm="once", amount_fen=9_900, from_on=day)
    with access.acting(insurer.pk, at.date()):
        answer(number=sent.number, told=told, name="别人", voice=Voice(insurer, at))
    shown = as_person(families["a"][0], at).get(PAGE).content.decode()
    assert "再核实" in shown and "门诊救助" not in shown


def test_nobody_sees_another_s(families, sent_of, at):
    sent = sent_of("a")
    other = as_person(families["b"][0], at)
    for page in (PAGE, "/progress/"):
        assert sent.number not in other.get(page).content.decode()
        assert sent.number not in Client().get(page, follow=True).content.decode()
    assert "/enter/" in Client().get(PAGE).headers["Location"]


def test_a_helper_sees_them_while_he_acts_for_her_and_not_after(families, helper, sent_of, street, at, now):
    sent = sent_of("a")
    assert helper.get(PAGE).headers["Location"] == "/helping/", "not before he has said for whom"
    turn(helper, families["a"][0])
    assert sent.number in helper.get(PAGE).content.decode()
    turn(helper, families["b"][0])
    assert sent.number not in helper.get(PAGE).content.decode()
    turn(helper, families["a"][0])
    people.end_mandate(mandate=Mandate.objects.get(person=families["a"][0]), by=street, at=at + timedelta(minutes=1))
    assert helper.get(PAGE).status_code == 302
    assert sent.number not in helper.get("/progress/").content.decode()
