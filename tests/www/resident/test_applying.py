"""Sending, and all that goes wrong with it: ten presses, a lost session, somebody else's number, photographs that are none."""
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doudi.casework.models import Application
from doudi.people import reads as people
from doudi.people.models import Person
from tests.www.resident.drafts import written_draft

pytestmark = pytest.mark.database
PERSON = {"name": "李四", "student": "none", "status": "present"}


def jpeg(side=600):
    """A photograph."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "JPEG")
    return out.getvalue()


def test_ten_presses_make_one_application_and_nobody_twice(with_draft):
    client = with_draft()
    key = client.session["draft"]["key"]
    cookie = client.cookies["sessionid"].value
    places = set()
    for _ in range(10):
        client.cookies["sessionid"] = cookie
        places.add(client.post("/apply/summary/", {"true": "on", "key": key}).headers.get("Location"))
    assert len(places) == 1
    assert Application.objects.count() == 1
    assert Person.objects.count() == 3


def test_what_was_typed_stands_on_record_with_consent_and_declaration(sent, day):
    client, number, code = sent
    application = Application.objects.get(number=number)
    document = people.document(application.household, day)
    applicant = next(m for m in document.members if m["relation"] == "self")
    assert applicant["income_wage"] == 2_640_000
    assert all(m["authorised"] for m in document.members)
    assert document.household["deposits"] == 2_000_000
    assert {paper.kind for paper in people.papers(application.household)} >= {"promise", "statement"}
    assert len(code) == 6
    assert client.get(f"/progress/{number}/").context["may_act"]


def test_without_the_declaration_nothing_is_sent(with_draft):
    client = with_draft()
    answer = client.post("/apply/summary/", {"key": client.session["draft"]["key"]})
    assert "请在这里打勾" in answer.content.decode()
    assert not Application.objects.exists()


def test_after_signing_in_with_the_code_the_draft_goes_on(sent, street):
    _, _, code = sent
    client, draft = Client(), written_draft()
    session = client.session
    session["draft"] = draft
    session.save()
    client.post("/enter/?next=/apply/summary/", {"who": draft["members"][0]["id_number"], "code": code})
    assert client.session["draft"]["members"][0]["name"] == "王建国"
    assert client.session["resident_name"] == "王建国"


def test_five_wrong_codes_rest_whoever_tries_them(sent):
    _, _, code = sent
    client, who = Client(), written_draft()["members"][0]["id_number"]
    for _ in range(5):
        client.post("/enter/", {"who": who, "code": "000000"})
    answer = client.post("/enter/", {"who": who, "code": code})
    assert "3 分钟后再试" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7").post("/enter/", {"who": who, "code": code})
    assert elsewhere.status_code == 302, "the owner, at home, is not kept out"


@pytest.mark.parametrize(("typed", "said"), [
    ({"id_number": "37081119840302001"}, "18 位"), ({"id_number": "370811198403020011"}, "校验"),
    ({}, "请写身份证号"), ({"no_id": "on", "birth": "2031-1-1", "sex": "male"}, "还没到"),
    ({"no_id": "on", "birth": "2020-13-1", "sex": "male"}, "不是一个日期"),
])
def test_a_bad_number_or_birth_is_explained_and_the_entries_stay(street, typed, said):
    answer = Client().post("/apply/person/new/", {**PERSON, **typed}).content.decode()
    assert said in answer
    assert 'value="李四"' in answer
    assert 'role="alert"' in answer and "autofocus" in answer


def test_fifteen_digits_become_eighteen(street):
    client = Client()
    client.post("/apply/person/new/", {**PERSON, "id_number": "370811580302001"})
    assert client.session["draft"]["members"][0]["id_number"].startswith("37081119580302001")


@pytest.mark.parametrize(("typed", "said"), [("-5", "不能是负数"), ("两千", "不是一个金额"), ("99999999999", "太大")])
def test_a_bad_sum_is_explained_and_stays(street, typed, said):
    answer = Client().post("/check/income/", {"wage-sum": typed, "wage-band": ""}).content.decode()
    assert said in answer
    assert f'value="{typed}"' in answer


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.jpg", b"%PDF-1.4 ...startxref 0 %%EOF", "PDF"), ("a.pdf", jpeg(), "照片"), ("big.jpg", None, "40 MB"),
    ("leer.jpg", b"", "空的"), ("a.docx", b"PK\x03\x04 word", "只收照片"),
])
def test_a_paper_that_cannot_be_taken_says_why_and_the_good_ones_stay(with_draft, name, content, said):
    client = with_draft()
    content = b"\xff\xd8\xff" + b"0" * (40 * 1024 * 1024 - 3) if content is None else content
    files = [SimpleUploadedFile("gut.jpg", jpeg(), "image/jpeg"), SimpleUploadedFile(name, content, "image/jpeg")]
    answer = client.post("/apply/papers/", {"kind": "bank_account", "photos": files})
    assert said in answer.content.decode()
    assert [row["name"] for row in client.session["draft"]["papers"]] == ["gut.jpg"]


def test_a_lost_session_shows_the_same_form_with_what_was_typed(street):
    answer = Client().post("/apply/income/abcd1234/", {"per": "month", "income_wage": "2345", "complete": "on"})
    text = answer.content.decode()
    assert 'value="2345"' in text
    assert "这一页写的还在下面" in text


def test_who_applies_again_is_asked_nothing_that_is_known_but_consent(sent, day):
    client, number, _ = sent
    household = Application.objects.get(number=number).household
    states = {task["name"]: task["state"] for task in client.get("/apply/").context["tasks"]}
    assert states["家里人"] == states["收入"] == states["财产和花销"] == "写好了"
    assert states["同意核对"] == "要写", "consent is never carried over"
    draft = client.session["draft"]
    session = client.session
    session["draft"] = draft | {"signed": "王建国", "papers_later": True, "wanted": ["low_income"],
                                "consents": {member["key"]: "yes" for member in draft["members"]}}
    session.save()
    answer = client.post("/apply/summary/", {"true": "on", "key": draft["key"]}, follow=True)
    assert answer.context["number"] != number
    assert people.history_of(household, "deposits").count() == 1, "an unchanged fact is not recorded again"
    assert Person.objects.count() == 3


def test_going_back_after_sending_leads_to_where_the_application_stands(sent):
    client, number, _ = sent
    assert client.get("/apply/summary/").headers["Location"] == f"/progress/{number}/"


def test_pressing_again_with_a_token_from_before_the_receipt_shows_the_receipt(with_draft):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = with_draft().cookies
    page = browser.get("/apply/summary/")
    form = {"true": "on", "key": page.context["key"], "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    browser.post("/apply/summary/", form, follow=True)
    again = browser.post("/apply/summary/", form)
    assert again.status_code == 302
    assert again.headers["Location"].startswith("/apply/done/")


PAGES = ("", "household/", "home/", "place/", "wanted/", "income/", "property/", "consent/", "papers/", "summary/")


def test_after_half_an_hour_nobody_else_sees_the_draft_on_a_shared_telephone(sent, now, at):
    client, _, _ = sent
    client.get("/apply/")
    draft = client.session["draft"]
    key = draft["members"][0]["key"]
    now(at + timedelta(minutes=31))
    for page in (*PAGES, f"person/{key}/", f"income/{key}/"):
        answer = client.get(f"/apply/{page}")
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/enter/"), page
    assert client.session["draft"]["members"] == draft["members"], "it is kept for its owner"


def test_what_somebody_sends_after_a_long_rest_is_kept(sent, now, at):
    client, _, _ = sent
    client.get("/apply/")
    now(at + timedelta(minutes=31))
    client.post("/apply/home/", {"address": "桥头 5 号", "registration": "urban", "phone": "13853712345"})
    assert client.session["draft"]["home"]["address"] == "桥头 5 号"
    assert client.get("/apply/household/").headers["Location"].startswith("/enter/")
