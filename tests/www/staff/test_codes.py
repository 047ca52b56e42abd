"""The window hands out a code; only there, once, and the resident can use it."""

import re
from typing import Any

import pytest
from django.test import Client

from doudi.audit.models import JournalEntry
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database


def press_of(page: bytes) -> str:
    return re.search(r'name="press" value="(\w+)"', page.decode()).group(1)


def test_the_code_given_at_the_window_opens_the_residents_own_pages_once(desk: Any, world: World, now: Any) -> None:
    case = world.brought("accepted")
    now(at("2026-09-24"))
    clerk, url = desk(), f"/staff/households/{case.household_id}/codes/"
    person = case.application.applicant
    sent = {"member": person.pk, "press": press_of(clerk.get(url).content)}
    for _ in range(3):
        assert clerk.post(url, sent).status_code == 302
    shown = clerk.get(url).content.decode()
    code = re.search(r'<b class="num">(\d{6})</b>', shown).group(1)
    assert code not in clerk.get(url).content.decode(), "shown once"
    assert JournalEntry.objects.filter(verb__in=("make_user", "give_code"), actor_id=world.clerk.pk).count() == 1

    resident = Client()
    answer = resident.post("/enter/", {"who": person.id_number, "code": code})
    assert answer.status_code == 302
    assert resident.session["resident_name"] == person.name


def test_another_township_and_a_stranger_get_no_code(desk: Any, world: World) -> None:
    case = world.brought("accepted")
    url = f"/staff/households/{case.household_id}/codes/"
    assert desk("far_clerk").get(url).status_code == 404
    page = desk().get(url)
    assert desk().post(url, {"member": "999999", "press": press_of(page.content)}).status_code == 404
