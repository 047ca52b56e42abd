"""Who gets what: every address × every role × one's own town and another town, and nothing of the other town is seen.

It is walked three times: as the product runs (querysets and the database's own row security), with the querysets' filters
taken away (the database alone must hold), and as the tables' owner (the querysets alone must hold). docs/access.md is
the first walk written down; DOUDI_WRITE_ACCESS=1 writes it anew.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doudi.www import clock
from tests.www import two_towns
from tests.www.staff.world import at, build

pytestmark = pytest.mark.database
PAGE = Path(__file__).parents[2] / "docs" / "access.md"
# Roles of the near town; each may see the near town or less, none may see the far one.
NEAR = ("nobody", "resident", "coordinator", "clerk", "county", "administrator")
# Whoever serves the whole city sees both towns: for them the matrix only writes down what they get.
WHOLE_CITY = ("city",)
GONE = {403, 404}
# Where one's own session ends, so that the next address would be asked by nobody.
ENDS_THE_SESSION = {"staff:sign_out", "resident:leave"}


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address with the names of its arguments."""
    yield from sorted(_walk(get_resolver(), ""))


def _walk(resolver: Any, space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}{each.name}", tuple(each.pattern.converters)


def address_of(name: str, needs: tuple[str, ...], side: Any) -> str:
    """The address for something of that side. Fails for an argument that nobody has told."""
    told = {each: (two_towns.SPECIAL.get((name, each)) or two_towns.ARGUMENTS[each])(side) for each in needs}
    return reverse(name, kwargs=told)


@pytest.fixture
def towns(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = build()
    near, far = two_towns.near_side(world), two_towns.far_side(world)
    monkeypatch.setattr(clock, "now", lambda: at("2026-10-20", 15))
    return near, far


def browser(role: str, near: Any) -> Client:
    """A browser in which that role of the near town has signed in."""
    client = Client(raise_request_exception=False)
    if role == "resident":
        client.force_login(near.things["resident"])
        session = client.session
        session["resident_seen"], session["resident_name"] = clock.now().isoformat(), "x"
        session.save()
    elif role != "nobody":
        client.force_login(near.world.officers[role])
    return client


def seen(answer: Any) -> str:
    """What an answer says, headers and all."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return body.decode("utf-8", "replace") + headers


def leaks(answer: Any, far: Any) -> list[str]:
    """The other town's words in an answer, but for those that the asker said himself."""
    text, asked = seen(answer), unquote_plus(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"])
    return [word for word in far.words() if word in text and word not in asked]


def counted() -> dict[str, int]:
    """How many rows every table has, sessions, the journal and attempts left out: they grow by being asked."""
    left_out = re.compile(r"^(django_session|audit_|offices_(attempt|throttle|ratelimit|allowance))")
    tables = [name for name in connection.introspection.table_names() if not left_out.match(name)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in tables))
        return dict(zip(tables, cursor.fetchone(), strict=True))


def walk(role: str, near: Any, far: Any) -> tuple[dict[str, str], list[str]]:
    """What a role gets at every address: (address → "own/other"), and every word of the other town that it saw."""
    got, seen_elsewhere = {}, []
    for name, needs in addresses():
        if name in ENDS_THE_SESSION:
            continue
        cells = []
        for side in (near, far) if needs else (near,):
            with transaction.atomic():
                answer = browser(role, near).get(address_of(name, needs, side))
                found = leaks(answer, far)
                transaction.set_rollback(True)
            cells.append(str(answer.status_code))
            assert answer.status_code < 500, f"{role} {name}: {answer.status_code}"
            seen_elsewhere += [f"{role} {name}: {word}" for word in found]
        got[name] = " / ".join(cells)
    return got, seen_elsewhere


# The public list says by law what hangs on the board of whatever township is asked for (民发〔2021〕57号 第十九条).
PUBLIC_BY_LAW = {"publicity"}


def questions(role: str, near: Any, far: Any) -> list[str]:
    """Every page asked for the other town by name, number, area and id, in the words of a search or a filter."""
    head = far.world.persons(far.things["household"])[0]
    areas = {"area": far.village, "village": far.village, "township": far.village[:9], "county": far.village[:6]}
    ids = {"household": far.things["household"].pk, "case": far.things["case"].pk, "person": head.pk,
           "run": far.things["roll"].pk, "subject": head.pk, "user": far.world.clerk.pk}
    asked: list[dict[str, Any]] = [{"q": each} for each in (
        far.surname, head.name, head.id_number, str(head.id_number)[-4:], head.pinyin, far.street, far.village,
        far.things["case"].number)]
    asked += [areas, {**areas, **ids, "month": "2026-11", "status": "confirmed", "page": 1}]
    wrong, client = [], browser(role, near)
    for name, needs in addresses():
        if needs or name in ENDS_THE_SESSION | PUBLIC_BY_LAW:
            continue
        for words in asked:
            with transaction.atomic():
                answer = client.get(reverse(name), words)
                wrong += [f"{role} {name} asked {words}: {word}" for word in leaks(answer, far)]
                transaction.set_rollback(True)
    return wrong


def presses(role: str, near: Any, far: Any) -> list[str]:
    """Every form of the other town sent by that role: what was not refused, or changed a row."""
    wrong = []
    for name, needs in addresses():
        if not needs or name in ENDS_THE_SESSION:
            continue
        with transaction.atomic():
            before = counted()
            answer = browser(role, near).post(address_of(name, needs, far), {
                "press": "one", "reason": "看看", "reason_text": "看看", "place": "公示栏", "day": "2026-10-20"})
            changed = [table for table, rows in counted().items() if rows != before[table]]
            transaction.set_rollback(True)
        if changed:
            wrong.append(f"{role} {name}: {answer.status_code} changed {', '.join(changed)}")
        wrong += [f"{role} {name}: shows {word}" for word in leaks(answer, far)]
    return wrong


def test_no_role_sees_or_touches_another_town(towns: tuple[Any, Any]) -> None:
    near, far = towns
    table, wrong = {}, []
    for role in (*NEAR, *WHOLE_CITY):
        table[role], found = walk(role, near, far)
        if role not in WHOLE_CITY:
            wrong += found + presses(role, near, far) + questions(role, near, far)
            wrong += [f"{role} {name}: {cells}" for name, cells in table[role].items() if open_door(name, cells)]
    assert not wrong, "\n".join(wrong)
    written = page(table)
    if os.environ.get("DOUDI_WRITE_ACCESS"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written, "DOUDI_WRITE_ACCESS=1 writes docs/access.md anew"


# These answer the same whatever they are asked for: numbers of the law and of the city, which are no secret.
SAME_FOR_ALL = {"staff:standard", "staff:switch", "resident:why", "resident:ask", "resident:done"}


def open_door(name: str, cells: str) -> bool:
    """Whether the other town's thing was shown as if it were one's own."""
    _, slash, other = cells.partition(" / ")
    return bool(slash) and other == "200" and name not in SAME_FOR_ALL


def page(table: dict[str, dict[str, str]]) -> str:
    """The first walk as a page."""
    roles = list(table)
    lines = ["# Who gets what", "", "Made by tests/www/test_matrix.py, which also holds that no role of one town sees a word "
             "of another town's families. Every address × every role: the answer's status for something of one's own "
             "town / of another town (200 shown, 302 led elsewhere, 403 not this role's page, 404 not here, 405 only "
             "forms).", "", "| address | " + " | ".join(roles) + " |", "|" + "---|" * (len(roles) + 1)]
    lines += [f"| {name} | " + " | ".join(table[role].get(name, "") for role in roles) + " |"
              for name, _ in addresses() if name not in ENDS_THE_SESSION]
    return "\n".join(lines) + "\n"
