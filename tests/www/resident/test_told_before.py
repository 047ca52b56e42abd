"""What the self-check was told exactly stands in the application already, of the right person; the rest is asked; nothing is
taken that contradicts itself or may be somebody else's."""

from copy import deepcopy
from datetime import date

import pytest
from django.test import Client

from doudi.casework.models import Application
from doudi.kernel.identifiers import make_id_number
from doudi.people import reads as people
from doudi.www.resident import told_before
from tests.www.resident.drafts import ANSWERS, written_draft
from tests.www.resident.test_checking import NOTHING

pytestmark = pytest.mark.database
FATHER, CHILD = make_id_number("370811", date(1984, 3, 2), 11), make_id_number("370811", date(2015, 11, 30), 15)
ONE_EARNER = {"rows": {"adults-1": "works", "adults-2": "home"}, "ticks": []}


def checked(**changed):
    """A browser in which somebody has gone through the self-check."""
    client = Client()
    session = client.session
    session["draft"] = written_draft() | {"members": [], "property": {}, "answers": deepcopy(
        {**ANSWERS, **NOTHING, "work": ONE_EARNER, **changed})}
    session.save()
    return client


def draft_of(client):
    return client.session["draft"]


def write(client, who, number, **typed):
    """One person by name and number; the rest as the page has it."""
    page = client.get(f"/apply/person/new/?who={who}")
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    form = {name: "on" if value is True else value for name, value in form.items() if value not in (False, "")}
    client.post(f"/apply/person/new/?who={who}", form | {"name": "王某", "id_number": number, **typed})
    return page


def test_what_is_known_of_somebody_is_filled_in_and_folded_away(street, day):
    client = checked()
    page = write(client, "adults-1", FATHER)
    assert "已知：不上学，没有残疾证，没有大病" in page.content.decode()
    page = write(client, "minors-3", CHILD)
    assert page.context["form"]["relation"].value() == "child" and page.context["form"]["student"].value() == "primary"
    father, child = draft_of(client)["members"]
    assert (father["mark"], father["income"]["income_wage"], sum(father["income"].values())) == ("adults-1", 2_640_000, 2_640_000)
    assert sum(child["income"].values()) == 0, "his income page is done"
    assert [mark for mark, _ in told_before.unwritten(draft_of(client))] == ["adults-2"]


def test_a_sum_that_may_be_anybodys_is_asked(street, day):
    client = checked(work={"rows": {"adults-1": "works", "adults-2": "works"}, "ticks": []})
    write(client, "adults-1", FATHER)
    assert "income" not in draft_of(client)["members"][0]
    form = client.get(f"/apply/income/{draft_of(client)['members'][0]['key']}/").context["form"]
    assert form["income_wage"].value() is None and form["income_rent"].value() == "0"


def test_a_rough_answer_is_asked_exactly(street, day):
    client = checked(savings={"band": "b2"})
    page = client.get("/apply/property/")
    assert {"deposits", "insurance_cash_value"} <= {field.name for field in page.context["owned"]}
    assert "homes" in {field.name for field in page.context["told"]}


def test_who_is_of_another_age_than_was_said_is_nobody_of_the_self_check(street, day):
    client = checked()
    write(client, "adults-1", make_id_number("370811", date(2019, 11, 30), 15))
    assert draft_of(client)["members"][0]["mark"] == ""


def test_what_was_answered_is_on_record_as_the_familys_own_word(street, day):
    client = checked()
    write(client, "adults-1", FATHER)
    write(client, "adults-2", make_id_number("370811", date(1986, 7, 19), 13), relation="spouse")
    write(client, "minors-3", CHILD)
    session = client.session
    draft = session["draft"] | {"property": written_draft()["property"], "wanted": ["subsistence", "education"]}
    draft["consents"] = {member["key"]: "yes" for member in draft["members"]}
    session["draft"] = draft
    session.save()
    client.post("/apply/summary/", {"true": "on", "key": draft["key"]})
    made = Application.objects.get()
    assert made.programmes == ["subsistence", "education"] and [case.programme for case in made.cases.all()] == ["subsistence"]
    told = {(known.entity, known.name): known for known in people.facts_of(made.household, day)}
    assert (told["household", "contracted_land"].value, told["household", "contracted_land"].source) == (False, "declared")
    assert told["member", "insurance"].value == "residents" and told["member", "boarding"].value is False
    assert not [name for _, name in told if name.startswith(("receives_", "event_"))], "the rolls tell that"


def test_one_press_asks_for_everything_that_is_ticked(street, day):
    client = checked()
    page = client.get("/check/result/")
    ticked = page.context["wanted"]["wanted"].value()
    assert {"subsistence", "education"} <= set(ticked)
    offered = [code for code, _ in page.context["wanted"].fields["wanted"].choices]
    assert "price_subsidy" not in offered
    client.post("/apply/wanted/", {"wanted": [code for code in ticked if code in offered]})
    assert draft_of(client)["wanted"] == [code for code in ticked if code in offered]


def test_what_contradicts_itself_is_nowhere_filled_in(street, day):
    client = checked(people={"minors": 0, "adults": 0, "elders": 1}, work={"rows": {"elders-1": "study"}, "ticks": []})
    assert "student" not in told_before.of_person(draft_of(client), "elders-1", day)
