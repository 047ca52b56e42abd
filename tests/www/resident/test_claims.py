"""A stranger who types a number learns nothing of it: the answer, the pages and the code are the same either way, and the
township compares the card before anything is accepted."""
import re
from datetime import date

import pytest
from django.test import Client

from doudi.casework import actions as casework
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Application, Case
from doudi.kernel.identifiers import make_id_number
from doudi.people import actions as people
from doudi.people import claims
from doudi.people.models import ClaimedNumber, Membership, Person
from tests.www.resident.drafts import written_draft

pytestmark = pytest.mark.database
WANG = written_draft()["members"][0]["id_number"]
FRESH = make_id_number("370811", date(1984, 3, 2), 77)
PAGES = ("/progress/{n}/", "/progress/{n}/correct/", "/progress/{n}/papers/", "/apply/", "/helpers/")


def submit(with_draft, number, name="王建国", member=0):
    """A stranger's application with this number at this place; the client, the receipt's page, number and code."""
    client = with_draft()
    session = client.session
    draft = session["draft"]
    for place, row in enumerate(draft["members"]):
        row["id_number"] = make_id_number("370811", date.fromisoformat(row["birth"]), 301 + 2 * place)
    draft["members"][member] |= {"id_number": number, "name": name, "birth": "1984-03-02", "sex": "male"}
    session["draft"] = draft
    session.save()
    answer = client.post("/apply/summary/", {"true": "on", "key": draft["key"]}, follow=True)
    return client, answer, answer.context["number"], answer.context["code"]


def plain(answer, number, code=""):
    """A page without what differs between any two applications."""
    text = answer.content.decode().replace(number, "N").replace(code or "\0", "C")
    text = re.sub(r"name=\"(csrfmiddlewaretoken|key)\" value=\"[^\"]*\"", "", text)
    return re.sub(r"/(withdraw|correct)/\d+/", "/D/", text)


@pytest.mark.parametrize("name", ["王建国", "王二小"])
@pytest.mark.parametrize("member", [0, 2])
def test_a_number_on_file_and_a_fresh_one_are_answered_alike(sent, with_draft, name, member):
    told = {}
    for number in (WANG, FRESH):
        client, receipt, application, code = submit(with_draft, number, name, member)
        told[number] = [plain(receipt, application, code)]
        told[number] += [plain(client.get(page.format(n=application)), application) for page in PAGES]
        who = number if member == 0 else claims.typed_number(Application.objects.get(number=application).applicant)
        later = Client()
        entered = later.post("/enter/", {"who": who, "code": code}, follow=True)
        told[number].append(plain(entered, application))
        told[number].append(plain(later.get("/apply/"), application))
    for page, (known, fresh) in enumerate(zip(told[WANG], told[FRESH], strict=True)):
        assert known == fresh, f"page {page} tells them apart"


def test_nothing_of_the_one_on_file_is_opened_or_changed(sent, with_draft):
    _, number, _ = sent
    before = Application.objects.get(number=number)
    client, _, mine, code = submit(with_draft, WANG, "郑外人")
    assert client.get(f"/progress/{number}/").status_code == 302
    shown = client.get("/progress/").content.decode()
    assert mine in shown and number not in shown
    assert Membership.objects.filter(household=before.household).count() == 3
    assert before.applicant.name == "王建国"


def test_the_owner_still_signs_in_with_his_own_code(sent, with_draft):
    _, number, code = sent
    _, _, _, other = submit(with_draft, WANG, "郑外人")
    mine, his = Client(), Client()
    mine.post("/enter/", {"who": WANG, "code": code})
    his.post("/enter/", {"who": WANG, "code": other})
    assert number in mine.get("/progress/").content.decode()
    assert number not in his.get("/progress/").content.decode()


def test_nothing_is_accepted_before_somebody_has_seen_the_card(sent, with_draft, street, at, day):
    _, _, number, _ = submit(with_draft, WANG, "郑外人")
    case = Case.objects.get(application__number=number)
    with pytest.raises(NotPossible, match="郑外人的身份证号还没有核对"):
        casework.accept(case_id=case.pk, by=street, at=at)
    with pytest.raises(people.Refused, match="已经登记在别人名下"):
        people.settle_claim(person=case.application.applicant, id_number=WANG, by=street, at=at)
    people.settle_claim(person=case.application.applicant, id_number=FRESH, by=street, at=at)
    assert Person.objects.get(pk=case.application.applicant_id).id_number == FRESH
    assert casework.accept(case_id=case.pk, by=street, at=at).status == "accepted"


def test_the_clerk_sees_what_waits_and_settles_it(sent, with_draft, street, at):
    _, _, number, _ = submit(with_draft, WANG, "郑外人")
    case = Case.objects.get(application__number=number)
    desk = Client()
    desk.force_login(street)
    assert "先核对郑外人的身份证号" in desk.get(f"/staff/cases/{case.pk}/").content.decode()
    url = f"/staff/households/{case.household_id}/claims/"
    page = desk.get(url).content.decode()
    assert WANG not in page and WANG[-4:] in page
    form = {"person": case.application.applicant_id, f"{case.application.applicant_id}-id_number": FRESH}
    assert "打勾" in desk.post(url, form).content.decode()
    desk.post(url, form | {f"{case.application.applicant_id}-seen": "on"})
    assert not ClaimedNumber.objects.exists()


def test_the_claimed_number_is_sealed(sent, with_draft):
    submit(with_draft, WANG, "郑外人")
    claim = ClaimedNumber.objects.get()
    [stored] = ClaimedNumber.objects.values_list("number", flat=True)
    assert WANG.encode() not in stored.stored()
    assert claims.typed_number(claim.person) == WANG
    assert [each.pk for each in claims.claimants(WANG)] == [claim.person_id]


def test_a_family_member_sent_again_is_the_same_claimant(sent, with_draft, street):
    """Signed in, a neighbour's number is claimed once, however often the family applies."""
    client, _, _, _ = submit(with_draft, WANG, "王小明", member=2)
    session = client.session
    draft = written_draft() | {"wanted": ["low_income"]}
    household = Application.objects.order_by("-id").first().household
    rows = list(Membership.objects.filter(household=household).select_related("person").order_by("id"))
    for row, member in zip(rows, draft["members"], strict=True):
        member |= {"id_number": claims.typed_number(row.person), "name": row.person.name, "birth": str(row.person.birth)}
    session["draft"] = draft
    session.save()
    client.post("/apply/summary/", {"true": "on", "key": draft["key"]})
    assert Application.objects.filter(household=household).count() == 2
    assert ClaimedNumber.objects.count() == 1
