"""代办: a helper lands on a list of people, every page says for whom, and nothing of one client reaches the next."""
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from doudi.casework import actions as casework
from doudi.casework import duties
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Application, Case
from doudi.kernel.identifiers import make_id_number
from doudi.kernel.masking import mask_account, mask_phone
from doudi.offices import actions as offices
from doudi.people import actions as people
from doudi.people import helping
from doudi.people.models import Mandate
from tests.www.resident.drafts import written_draft

pytestmark = pytest.mark.database
LAST = date(2027, 3, 1)
# What belongs to A alone; no page about B may show any of it.
OF_A = ("张阿婆", "13900001111", mask_phone("13900001111"), "7 号楼 203", "6543.21", "6222021234567894",
        mask_account("6222021234567894"))
PAGES_OF_A_DRAFT = ("/apply/", "/apply/household/", "/apply/home/", "/apply/income/", "/apply/property/", "/apply/consent/",
                    "/apply/papers/", "/apply/summary/", "/progress/", "/")


@pytest.fixture
def families(street, at):
    """Two old women, each alone with her file: A and B."""
    made = {}
    for sequence, (key, name) in enumerate((("a", "张阿婆"), ("b", "李奶奶"))):
        person = people.register_person(name=name, id_number=make_id_number("370811", date(1948, 5, 6), 200 + 2 * sequence),
                                        area="370811006001", registration="urban", phone="", by=street, at=at)
        home = people.open_household(area="370811006001", registration="urban", members=[(person, "self")], day=at.date(),
                                     address=f"{key} 号", by=street, at=at)
        made[key] = (person, home)
    return made


@pytest.fixture
def helper(families, street, at):
    """A volunteer with both women's word."""
    account, code = offices.make_helper(name="周帮办", by=street, at=at)
    for person, _ in families.values():
        people.give_mandate(person=person, helper=account, kind="village", given_how="spoken", valid_until=LAST, by=street, at=at)
    client = Client()
    answer = client.post("/enter/?next=/apply/", {"who": account.username, "code": code})
    assert answer.headers["Location"] == "/helping/", "first the list of people, never the programmes"
    client.account = account
    return client


def turn(client, person):
    """Choose somebody from the list."""
    return client.post("/helping/", {"person": person if isinstance(person, str) else person.pk}, follow=True)


def write_for_a(client, person):
    """A's draft, with what is hers in every part."""
    session = client.session
    draft = written_draft()
    draft["members"] = [draft["members"][0] | {"name": person.name, "id_number": person.id_number, "birth": "1948-05-06",
                                               "sex": "female", "income": draft["members"][0]["income"] | {"income_pension": 654321}}]
    draft |= {"consents": {"a": "yes"}, "signed": "周帮办", "owner": client.account.pk, "whose": person.pk, "kin": [],
              "home": draft["home"] | {"address": "7 号楼 203"},
              "contact": {"phone": "13900001111", "account_number": "6222021234567894", "account_bank": "济宁银行"},
              "property": draft["property"] | {"deposits": 654321}}
    session["draft"] = draft
    session.save()
    return draft


def test_before_anybody_is_chosen_no_page_is_about_anybody(helper, families):
    for page in ("/apply/household/new/", "/helpers/"):
        assert helper.get(page).status_code in (302, 404)
    page = helper.get("/helping/").content.decode()
    assert all(person.name in page for person, _ in families.values())


def test_every_page_says_for_whom(helper, families):
    turn(helper, families["a"][0])
    for page in (*PAGES_OF_A_DRAFT, "/policy/", "/check/", "/look/", "/enter/"):
        answer = helper.get(page, follow=True)
        assert "您正在替 <b>张*婆</b> 办理" in answer.content.decode(), page
    lost = helper.get("/gibts/nicht/")
    assert "您正在替 <b>张*婆</b> 办理" in lost.content.decode()


def test_nothing_of_one_client_reaches_the_next(helper, families):
    first, second = families["a"][0], families["b"][0]
    turn(helper, first)
    write_for_a(helper, first)
    seen = "".join(helper.get(page).content.decode() for page in PAGES_OF_A_DRAFT)
    telling = ("张阿婆", mask_phone("13900001111"), mask_account("6222021234567894"))
    assert all(each in seen for each in telling), "the test would not notice a leak"
    before = helper.cookies["sessionid"].value
    turn(helper, second)
    assert helper.cookies["sessionid"].value != before
    for page in PAGES_OF_A_DRAFT:
        text = helper.get(page, follow=True).content.decode()
        assert not [each for each in OF_A if each in text], page
    assert not [each for each in OF_A if each in str(dict(helper.session.items()))]


def test_a_page_left_open_for_the_first_is_refused_for_the_second(helper, families):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = helper.cookies
    first, second = families["a"][0], families["b"][0]

    def token(page):
        return re.search(r"name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"", browser.get(page).content.decode())[1]

    browser.post("/helping/", {"person": first.pk, "csrfmiddlewaretoken": token("/helping/")})
    old = token("/apply/home/") if browser.get("/apply/home/").status_code == 200 else token("/apply/")
    browser.post("/helping/", {"person": second.pk, "csrfmiddlewaretoken": token("/helping/")})
    late = browser.post("/apply/home/", {"address": "7 号楼 203", "registration": "urban", "phone": "13900001111",
                                         "csrfmiddlewaretoken": old})
    assert late.status_code == 403 and "没有保存" in late.content.decode()
    assert "7 号楼" not in str(dict(browser.session.items()))


def test_a_draft_waits_for_the_same_person_through_a_sign_in_that_ran_out(helper, families, now, at):
    first, second = families["a"][0], families["b"][0]
    turn(helper, first)
    write_for_a(helper, first)
    now(at + timedelta(minutes=31))
    assert "/enter/" in helper.get("/apply/").headers["Location"]
    code = offices.new_helper_code(user=helper.account, by=None, at=at)
    helper.post("/enter/", {"who": helper.account.username, "code": code})
    assert "7 号楼" not in helper.get("/apply/", follow=True).content.decode()
    turn(helper, first)
    assert mask_phone("13900001111") in helper.get("/apply/summary/").content.decode()
    turn(helper, second)
    turn(helper, first)
    assert mask_phone("13900001111") not in helper.get("/apply/summary/", follow=True).content.decode()


def test_what_somebody_wrote_before_the_helper_signed_in_does_not_go_along(helper, with_draft, at, street):
    shared = with_draft()
    code = offices.new_helper_code(user=helper.account, by=street, at=at)
    shared.post("/enter/", {"who": helper.account.username, "code": code})
    assert "draft" not in shared.session


def test_the_helper_applies_for_her_and_it_stands_in_her_record(helper, families):
    person, home = families["a"]
    turn(helper, person)
    draft = write_for_a(helper, person)
    answer = helper.post("/apply/summary/", {"true": "on", "key": draft["key"]}, follow=True)
    application = Application.objects.get(number=answer.context["number"])
    assert (application.household, application.submitted_by) == (home, helper.account)
    own = Client()
    _, code = offices.give_code(person_id=person.pk, name=person.name, by=None,
                                at=application.submitted_at)
    own.post("/enter/", {"who": person.id_number, "code": code})
    told = own.get("/helpers/").content.decode()
    assert "周帮办" in told and "交了申请" in told


def test_he_does_not_apply_for_somebody_else_under_her_name(helper, families, day):
    person, _ = families["a"]
    turn(helper, person)
    draft = write_for_a(helper, person)
    draft["members"][0] |= {"name": "王外人", "id_number": make_id_number("370811", date(1948, 5, 6), 402)}
    session = helper.session
    session["draft"] = draft
    session.save()
    answer = helper.post("/apply/summary/", {"true": "on", "key": draft["key"]})
    assert "不能替这一家申请" in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("who", ["person", "helper", "township"])
def test_it_ends_at_once_whoever_ends_it(helper, families, street, at, day, who):
    person, home = families["a"]
    turn(helper, person)
    mandate = Mandate.objects.get(person=person)
    if who == "person":
        own = Client()
        _, code = offices.give_code(person_id=person.pk, name=person.name, by=street, at=at)
        own.post("/enter/", {"who": person.id_number, "code": code})
        assert "收回了" in own.post(f"/helping/{mandate.pk}/end/", follow=True).content.decode()
    elif who == "helper":
        helper.post(f"/helping/{mandate.pk}/end/")
    else:
        desk = Client()
        desk.force_login(street)
        desk.post(f"/staff/households/{home.pk}/helpers/{mandate.pk}/end/")
    assert helper.get("/apply/").headers["Location"] == "/helping/"
    assert not duties.belongs(helper.account, household_id=home.pk, day=day)
    assert not [each for each in ("张阿婆", "张*婆") if each in helper.get("/helping/").content.decode()]


def test_nobody_ends_the_mandate_of_others(helper, families, street, at):
    person, _ = families["b"]
    stranger = Client()
    other, home = families["a"]
    _, code = offices.give_code(person_id=other.pk, name=other.name, by=street, at=at)
    stranger.post("/enter/", {"who": other.id_number, "code": code})
    assert stranger.post(f"/helping/{Mandate.objects.get(person=person).pk}/end/").status_code == 404
    assert len(helping.helpers_of([person], at.date())) == 1


def test_it_holds_from_its_first_to_its_last_day(helper, families, day):
    _, home = families["a"]
    for on, holds in ((day, True), (LAST - timedelta(days=1), True), (LAST, False), (day - timedelta(days=1), False)):
        assert duties.belongs(helper.account, household_id=home.pk, day=on) is holds


def test_a_verb_asks_for_the_mandate_and_not_for_the_page(families, helper, street, at):
    person, home = families["a"]
    application = casework.submit_application(key="k", household_id=home.pk, applicant_id=person.pk, programmes=["subsistence"],
                                              channel="online", by=helper.account, at=at)
    people.end_mandate(mandate=Mandate.objects.get(person=person), by=street, at=at)
    with pytest.raises(NotPossible):
        casework.withdraw(case_id=Case.objects.get(application=application).pk, reason="", by=helper.account, at=at)


def test_a_resident_who_helps_chooses_between_himself_and_her(sent, families, street, at):
    own, number, code = sent
    account = Application.objects.get(number=number).submitted_by
    people.give_mandate(person=families["a"][0], helper=account, kind="family", given_how="spoken", valid_until=LAST, by=street, at=at)
    client = Client()
    client.post("/enter/", {"who": written_draft()["members"][0]["id_number"], "code": code})
    assert client.get(f"/progress/{number}/").status_code == 302, "not before he has said for whom"
    turn(client, "own")
    assert client.get(f"/progress/{number}/").status_code == 200
    turn(client, families["a"][0])
    assert client.get(f"/progress/{number}/").status_code == 302
    assert number not in client.get("/progress/").content.decode()


@pytest.mark.parametrize(("given", "said"), [
    ({"valid_until": date(2026, 11, 23)}, "一年之内"), ({"valid_until": date(2028, 1, 1)}, "一年之内"),
    ({"given_how": "photo"}, "照片")])
def test_a_mandate_has_an_end_and_a_proof(families, street, at, given, said):
    account, _ = offices.make_helper(name="周帮办", by=street, at=at)
    told = {"kind": "family", "given_how": "spoken", "valid_until": LAST} | given
    with pytest.raises(people.Refused, match=said):
        people.give_mandate(person=families["a"][0], helper=account, by=street, at=at, **told)


def test_staff_help_from_their_desk_and_nobody_helps_himself(families, street, at):
    person, _ = families["a"]
    own, _ = offices.give_code(person_id=person.pk, name=person.name, by=street, at=at)
    for account, said in ((street, "工作台"), (own, "本人")):
        with pytest.raises(people.Refused, match=said):
            people.give_mandate(person=person, helper=account, kind="family", given_how="spoken", valid_until=LAST, by=street, at=at)


def test_the_clerk_writes_it_down_and_the_code_is_shown_once(families, street):
    person, home = families["a"]
    desk = Client()
    desk.force_login(street)
    url = f"/staff/households/{home.pk}/helpers/"
    form = {"person": person.pk, "helper": "周帮办", "kind": "village", "given_how": "signed", "valid_until": "2027-03-01"}
    told = desk.post(url, form, follow=True).content.decode()
    code = re.search(r"登录码:<b class=\"num\">(\d{8})<", told)[1]
    name = re.search(r"代办账号:<b class=\"num\">(db\d{6})<", told)[1]
    assert code not in desk.get(url).content.decode()
    client = Client()
    assert client.post("/enter/", {"who": name, "code": code}).headers["Location"] == "/helping/"
    assert "没有这个账号" in desk.post(url, form | {"helper": "db000000"}).content.decode()
    again = desk.post(url, form | {"helper": name, "person": person.pk}, follow=True).content.decode()
    assert "登录码" not in again.split("</h1>")[1].split("现在谁")[0]
    assert Mandate.objects.filter(ended_at__isnull=True).count() == 1, "a new one takes the place of the old"
