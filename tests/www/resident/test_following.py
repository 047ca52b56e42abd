"""After sending: progress by number and four digits, correcting, supplementing, withdrawing, asking for a review."""
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework.models import AppealRequest, Application, Case
from doudi.people import reads as people
from tests.www.resident.drafts import written_draft
from tests.www.resident.test_applying import jpeg

pytestmark = pytest.mark.database


def last4():
    """The four digits of the applicant."""
    return written_draft()["members"][0]["id_number"][-4:]


def test_number_and_four_digits_open_the_page_and_nothing_else(sent):
    _, number, _ = sent
    stranger = Client()
    assert stranger.get(f"/progress/{number}/").status_code == 302
    page = stranger.post("/progress/", {"number": number, "last4": last4()}, follow=True)
    assert "已提交" in page.content.decode()
    assert "王建国" not in page.content.decode(), "a name is masked for whoever only knows four digits"
    for deed in ("papers/", "correct/"):
        assert "/enter/" in stranger.get(f"/progress/{number}/{deed}").headers["Location"]


def test_five_wrong_tries_rest_whoever_makes_them(sent, now, at):
    _, number, _ = sent
    stranger = Client()
    for wrong in range(5):
        stranger.post("/progress/", {"number": number, "last4": f"000{wrong}"})
    right = {"number": number, "last4": last4()}
    assert "3 分钟后" in stranger.post("/progress/", right).content.decode()
    assert Client(REMOTE_ADDR="203.0.113.7").post("/progress/", right).status_code == 302, "only who tries, rests"
    now(at + timedelta(minutes=4))
    assert stranger.post("/progress/", right).status_code == 302


def test_who_types_his_telephone_number_is_told_that_it_does_not_fit(street):
    told = Client().post("/progress/", {"number": "13805371234", "last4": "0000"})
    assert "编号和后四位对不上" in told.content.decode()
    assert "13805371234" not in str(list(JournalEntry.objects.values()))


def test_a_fact_is_corrected_beside_the_old_one(sent, day):
    client, number, _ = sent
    household = Application.objects.get(number=number).household
    known = next(each for each in people.facts_of(household, day) if each.name == "deposits")
    client.post(f"/progress/{number}/correct/{known.id}/", {"value": "1.5万", "as_of": "2026-11-20"})
    client.post(f"/progress/{number}/correct/{known.id}/", {"value": "15000", "as_of": "2026-11-23"})
    assert people.document(household, day).household["deposits"] == 1_500_000
    assert people.history_of(household, "deposits").count() == 3


def test_a_correction_after_the_sign_in_ran_out_keeps_what_was_typed(sent, day, now, at):
    client, number, _ = sent
    household = Application.objects.get(number=number).household
    known = next(each for each in people.facts_of(household, day) if each.name == "deposits")
    now(at + timedelta(minutes=31))
    answer = client.post(f"/progress/{number}/correct/{known.id}/", {"value": "12345", "as_of": "2026-11-20"})
    text = answer.content.decode()
    assert 'value="12345"' in text and "重新登录" in text
    assert people.history_of(household, "deposits").count() == 1


def test_what_is_missing_is_photographed_and_handed_in(sent, street, at):
    client, number, _ = sent
    case = Case.objects.get(application__number=number)
    casework.request_supplement(case_id=case.pk, items=[{"kind": "bank_account", "label": "银行卡照片", "why": "发钱要用"}],
                                by=street, at=at)
    page = f"/progress/{number}/papers/"
    assert "发钱要用" in client.get(page).content.decode()
    client.post(page, {"kind": "bank_account", "photos": [SimpleUploadedFile("k.jpg", jpeg(), "image/jpeg")]})
    client.post(page, {})
    case.refresh_from_db()
    assert case.status == "submitted"
    assert people.papers(case.household, "bank_account").count() == 1


def test_an_application_is_withdrawn_once(sent):
    client, number, _ = sent
    case = Case.objects.get(application__number=number)
    for _ in range(2):
        client.post(f"/progress/{number}/withdraw/{case.pk}/", {"reason": ""})
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_nobody_withdraws_for_another(sent):
    _, number, _ = sent
    case = Case.objects.get(application__number=number)
    Client().post(f"/progress/{number}/withdraw/{case.pk}/", {"reason": ""})
    case.refresh_from_db()
    assert case.status == "submitted"
    assert not AppealRequest.objects.exists()


def test_pages_for_what_goes_wrong_are_plain_and_name_the_telephone(street):
    lost = Client().get("/gibts/nicht/")
    assert lost.status_code == 404 and "12349" in lost.content.decode()
    stale = Client(enforce_csrf_checks=True).post("/check/wage/", {"sum": "1"})
    assert stale.status_code == 403 and "放得太久" in stale.content.decode()
