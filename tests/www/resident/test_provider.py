"""Residents through 爱山东: number and name must both agree with the record, else it is the window."""
import pytest
from django.test import Client

from doudi.casework.models import Application
from doudi.offices.models import User
from doudi.people.models import Person
from doudi.vault.fields import holding
from tests.www.resident.drafts import written_draft

pytestmark = pytest.mark.database
WANG = written_draft()["members"][0]["id_number"]


def go(identity, client=None, **claims):
    """Press the button, agree there, come back."""
    client = client or Client()
    identity.behaviour.claims = claims
    away = client.get("/provider/?next=/progress/")
    return client, client.get(identity.agrees(away.headers["Location"]), follow=True)


def test_who_is_on_record_sees_his_own(sent, identity):
    _, number, _ = sent
    assert "用爱山东登录" in Client().get("/enter/").content.decode()
    client, page = go(identity, id_number=WANG, name="王建国")
    assert number in page.content.decode()
    assert client.get(f"/progress/{number}/").context["may_act"]
    assert User.objects.filter(person_id=Application.objects.get(number=number).applicant_id).count() == 1


def test_another_name_comes_to_the_window_and_nothing_is_told(sent, identity):
    _, number, _ = sent
    client, page = go(identity, id_number=WANG, name="郑外人")
    text = page.content.decode()
    assert "对不上" in text and "街道办" in text and "王建国" not in text
    assert client.get(f"/progress/{number}/").status_code == 302


@pytest.mark.parametrize("claims", [{"name": "王建国"}, {"id_number": "370811198403020010", "name": "王建国"},
                                    {"id_number": WANG}, {"id_number": WANG, "name": ""}])
def test_half_an_identity_is_none(sent, identity, claims):
    client, page = go(identity, **claims)
    assert "对不上" in page.content.decode()
    assert not client.get("/").context["resident_name"]


def test_somebody_new_is_put_on_record_and_applies_as_himself(with_draft, identity):
    client, _ = go(identity, with_draft(), id_number=WANG, name="王建国")
    assert client.session["draft"]["members"], "what was written before signing in is there"
    answer = client.post("/apply/summary/", {"true": "on", "key": client.session["draft"]["key"]}, follow=True)
    application = Application.objects.get(number=answer.context["number"])
    assert application.applicant == Person.objects.get(holding(Person, "id_number", WANG))
    assert application.submitted_by.person_id == application.applicant_id
    assert answer.context["code"] is None, "who comes through the gateway needs no code"


def test_a_squatter_does_not_keep_the_owner_from_the_window(with_draft, identity):
    """A stranger was first with the number: the owner is told to come, and does not see the stranger's file."""
    stranger = with_draft()
    draft = stranger.session["draft"]
    draft["members"][0]["name"] = "郑外人"
    session = stranger.session
    session["draft"] = draft
    session.save()
    stranger.post("/apply/summary/", {"true": "on", "key": draft["key"]})
    client, page = go(identity, id_number=WANG, name="王建国")
    assert "对不上" in page.content.decode()


def test_a_provider_that_is_down_names_the_other_way(sent, identity):
    identity.behaviour.broken = True
    text = Client().get("/provider/", follow=True).content.decode()
    assert "现在连不上" in text and 'name="code"' in text
