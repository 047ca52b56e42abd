"""Screens mask by default: no page, header or download name carries a number or a door in full but the listed papers.

The crawler opens every address that the product has, as everybody who can sign in; a new address is covered the moment
it exists, and fails when nobody has said what to open it with.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.people.models import Person
from doudi.www.shown_whole import SHOWN_WHOLE
from tests.kept_world import Kept, kept
from tests.www.staff import crawled
from tests.www.staff.crawled import ACCOUNT, HEAD, NAME, PHONE, STREET, Ground
from tests.www.staff.world import World, at, build

pytestmark = pytest.mark.database
STAFF = ("coordinator", "clerk", "county", "city", "administrator", "far_clerk", "finance", "auditor", "hotline",
         "department")


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    def made() -> tuple[World, Ground]:
        world = build()
        return world, crawled.ground(world)

    with kept(made, django_db_blocker, tmp_path_factory.mktemp("papers")) as town:
        yield town


@pytest.fixture
def beginning(db: None, town: Kept) -> tuple[World, Ground]:
    return town.fresh()


@pytest.fixture
def world(beginning: tuple[World, Ground]) -> World:
    return beginning[0]


@pytest.fixture
def known(beginning: tuple[World, Ground], now: Any) -> Ground:
    now(at("2026-11-05"))
    return beginning[1]


def opened(client: Any, known: Ground) -> dict[str, set[int]]:
    """Every address, opened; which answers came. Fails with all leaks at once."""
    answers: dict[str, set[int]] = {}
    leaks = []
    for name, takes in crawled.addresses():
        if name in {"staff:sign_out", "resident:leave"}:
            continue
        for link in crawled.links(name, takes, known):
            answer = client.get(link)
            answers.setdefault(name, set()).add(answer.status_code)
            if name not in SHOWN_WHOLE:
                leaks += [f"{link}: {secret}" for secret in crawled.found_in(answer)]
    assert not leaks, "\n".join(leaks)
    return answers


@pytest.mark.parametrize("name", STAFF)
def test_no_page_of_the_staff_carries_a_number_or_a_door(name: str, known: Ground, world: World) -> None:
    answers = opened(crawled.signed_in(world.officers[name]), known)
    reached = {each for each, codes in answers.items() if 200 in codes}
    if name in {"clerk", "county", "coordinator"}:
        assert {"staff:household", "staff:case", "staff:person", "staff:search"} <= reached
    if name == "far_clerk":
        assert not {"staff:household", "staff:case", "staff:person", "staff:paper"} & reached
    assert not {code for codes in answers.values() for code in codes if code >= 500}


def test_no_page_of_the_resident_carries_his_own_numbers(known: Ground) -> None:
    client = crawled.signed_in(known.resident)
    client.post("/enter/", {"who": HEAD, "code": known.code})
    client.get("/apply/")
    answers = opened(client, known)
    assert {"resident:household", "resident:case", "resident:member", "resident:home_address"} <= {
        each for each, codes in answers.items() if 200 in codes}


def test_nobody_signed_in_sees_nothing(known: Ground, client: Any) -> None:
    opened(client, known)


def test_what_is_found_by_a_number_does_not_repeat_it(known: Ground, desk: Any) -> None:
    for address in ("/staff/search/", "/staff/counter/"):
        for typed in (HEAD, PHONE, HEAD.lower()):
            answer = desk().post(address, {"do": "find", "q": typed}, follow=True)
            assert NAME in answer.content.decode(), (address, typed)
            assert not crawled.found_in(answer)
    asked = desk().get(f"/staff/search/?q={HEAD}")
    assert NAME not in asked.content.decode() and "号码不放在网址里" in asked.content.decode()


def revealing(client: Any, known: Ground, **given: str) -> Any:
    url = f"/staff/households/{known.ids['household_id']}/people/{known.ids['person_id']}/reveal/"
    return client.post(url, {"reason": "call", "note": "", **given})


@pytest.mark.parametrize("name", ["coordinator", "clerk", "county"])
@pytest.mark.parametrize(("field", "value"), [("phone", PHONE), ("id_number", HEAD), ("account_number", ACCOUNT),
                                              ("home", STREET)])
def test_one_field_is_seen_once_for_a_reason_that_the_journal_keeps(
    name: str, field: str, value: str, known: Ground, desk: Any, world: World
) -> None:
    client = desk(name)
    answer = revealing(client, known, field=field, press="r1")
    assert crawled.found_in(answer) == {value}
    assert "no-store" in answer.headers["Cache-Control"]
    entry = JournalEntry.objects.get(verb="reveal")
    assert (entry.subject_kind, entry.subject_id, entry.actor_id) == (
        "person", str(known.ids["person_id"]), world.officers[name].pk)
    assert entry.purpose == "call" and entry.details["field"] == field
    again = revealing(client, known, field=field, press="r1")
    assert again.status_code == 302 and not crawled.found_in(again), "a page loaded again shows nothing"
    assert JournalEntry.objects.filter(verb="reveal").count() == 1


def test_who_does_not_handle_the_case_sees_nothing(known: Ground, desk: Any) -> None:
    for name, code in (("city", 403), ("administrator", 403), ("far_clerk", 404), ("far_county", 404)):
        answer = revealing(desk(name), known, field="phone")
        assert answer.status_code == code and not crawled.found_in(answer)
    assert not JournalEntry.objects.filter(verb="reveal").exists()


@pytest.mark.parametrize(("wrong", "word"), [
    ({"reason": "other"}, "写明为什么"), ({"note": f"电话 {PHONE}"}, "不要写证件号"), ({"note": f"找{NAME}"}, "不要写姓名"),
    ({"reason": "curious"}, "填过的都还在"), ({"field": "name"}, "填过的都还在"),
])
def test_without_a_reason_or_with_a_name_in_it_nothing_is_shown(
    wrong: dict[str, str], word: str, known: Ground, desk: Any
) -> None:
    answer = revealing(desk(), known, **{"field": "id_number", "press": "r2", **wrong})
    assert HEAD not in answer.content.decode() and word in answer.content.decode()
    assert not JournalEntry.objects.filter(verb="reveal").exists()


def test_a_person_is_corrected_without_the_old_number_in_the_form(known: Ground, desk: Any) -> None:
    url = f"/staff/households/{known.ids['household_id']}/people/{known.ids['person_id']}/"
    shown = desk().get(url).content.decode()
    assert "现在:139****0042" in shown and "value=\"139" not in shown
    desk().post(url, {"phone": "13905370099", "press": "c1"})
    person = Person.objects.get(pk=known.ids["person_id"])
    assert (person.phone, person.account_number, person.id_number) == ("13905370099", ACCOUNT, HEAD)
    refused = desk().post(url, {"id_number": "123", "press": "c2"})
    assert 'value="123"' in refused.content.decode(), "what was typed stays"
    assert desk("county").post(url, {"phone": "13905370098"}).status_code == 404


def test_the_listed_papers_exist_and_say_why() -> None:
    names = {name for name, _ in crawled.addresses()}
    assert set(SHOWN_WHOLE) <= names
    assert all(len(reason) > 10 for reason in SHOWN_WHOLE.values())
