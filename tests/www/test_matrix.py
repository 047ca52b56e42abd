"""Who gets what: every address × every role × one's own town and another town, and nothing of the other town is seen.

Under row-level security, as the product runs. tests/casework/test_guards.py asks the database alone.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from html import unescape
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doudi.www import clock
from tests.kept_world import Kept, kept
from tests.www import two_towns
from tests.www.staff.world import at, build

pytestmark = pytest.mark.database
# Roles of the near town; each may see the near town or less, none may see the far one.
NEAR = ("nobody", "resident", "helper", "coordinator", "clerk", "county", "department", "insurer", "finance", "auditor",
        "county_admin", "town_admin")
# Whoever serves the whole city sees both towns: for them the matrix only writes down what they get.
WHOLE_CITY = ("hotline", "city")
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
# Where one's own session ends, so that the next address would be asked by nobody.
ENDS_THE_SESSION = {"staff:sign_out", "resident:leave", "resident:everywhere", "staff:everywhere"}


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


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    def made() -> tuple[Any, Any]:
        world = build()
        return two_towns.near_side(world), two_towns.far_side(world)

    with kept(made, django_db_blocker, tmp_path_factory.mktemp("papers")) as towns:
        yield towns


@pytest.fixture
def towns(db: None, furnished: Kept, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    monkeypatch.setattr(clock, "now", lambda: at("2026-10-20", 15))
    return furnished.fresh()


def browser(role: str, near: Any) -> Client:
    """A browser in which that role of the near town has signed in."""
    client = Client(raise_request_exception=False)
    if role == "insurer":
        client.force_login(near.things[role])
    elif role in {"resident", "helper"}:
        client.force_login(near.things[role])
        session = client.session
        session["door"], session["resident_name"] = "resident", "x"
        if role == "helper":
            session["helps"], session["turned_to"] = True, near.head.pk
        session.save()
    elif role != "nobody":
        client.force_login(near.world.officers[role])
    return client


@contextmanager
def as_before(client: Client) -> Iterator[Client]:
    """That browser for one question: what it did and what it was given is forgotten afterwards."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield client
        transaction.set_rollback(True)
    client.cookies = cookies


def seen(answer: Any) -> str:
    """What an answer says, headers and all."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return body.decode("utf-8", "replace") + headers


def leaks(answer: Any, far: Any) -> list[str]:
    """The other town's words in an answer, but for those that the asker said himself."""
    text, asked = seen(answer), unquote_plus(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"])
    return [word for word in far.words if word in text and word not in asked]


LEFT_OUT = re.compile(r"^(django_session|audit_|offices_(attempt|throttle|ratelimit|allowance))")


def touched() -> dict[str, int]:
    """How many rows of every table this transaction has written so far, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {name: rows for name, rows in cursor.fetchall() if rows and not LEFT_OUT.match(name)}


def counted() -> dict[str, int]:
    """How many rows every table has, sessions, the journal and attempts left out: they grow by being asked."""
    tables = [name for name in connection.introspection.table_names() if not LEFT_OUT.match(name)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in tables))
        return dict(zip(tables, cursor.fetchone(), strict=True))


def walk(role: str, near: Any, far: Any) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """What a role gets at every address: (address → "own/other"); every word of the other town that it saw; and the links
    that it was shown (→ the page that shows them)."""
    got, seen_elsewhere, shown = {}, [], {}
    signed_in = browser(role, near)
    for name, needs in addresses():
        if name in ENDS_THE_SESSION:
            continue
        cells = []
        for side in (near, far) if needs else (near,):
            with as_before(signed_in) as client:
                answer = client.get(address_of(name, needs, side))
                found = leaks(answer, far)
            cells.append(str(answer.status_code))
            assert answer.status_code < 500, f"{role} {name}: {answer.status_code}"
            seen_elsewhere += [f"{role} {name}: {word}" for word in found]
            if answer.status_code == 200 and not answer.streaming:
                shown |= {unescape(link): name for link in LINK.findall(answer.content.decode("utf-8", "replace"))}
        got[name] = " / ".join(cells)
    return got, seen_elsewhere, shown


def closed_doors(role: str, near: Any, shown: dict[str, str]) -> list[str]:
    """The links that lead to a page which is not for this role."""
    wrong, signed_in = [], browser(role, near)
    for link, page in sorted(shown.items()):
        with as_before(signed_in) as client:
            if client.get(link).status_code == 403:
                wrong.append(f"{role} {page}: its link {link} is not for him")
    return wrong


# The public list says by law what hangs on the board of whatever township is asked for (民发〔2021〕57号 第十九条).
PUBLIC_BY_LAW = {"publicity"}


def plain(client: Client, address: str, words: dict[str, Any]) -> str:
    """The page, but for what is drawn anew each time and for the question itself."""
    with as_before(client):
        text = seen(client.get(address, words))
    return re.sub(r'csrftoken=[^;]*|name="(csrfmiddlewaretoken|press|key)" value="[^"]*"', "", text)


def questions(role: str, near: Any, far: Any) -> list[str]:
    """Every page asked for the other town by name, number, area and id, in the words of a search or a filter."""
    head = far.world.persons(far.things["household"])[0]
    areas = {"area": far.village, "village": far.village, "township": far.village[:9], "county": far.village[:6]}
    ids = {"household": far.things["household"].pk, "case": far.things["case"].pk, "person": head.pk,
           "run": far.things["roll"].pk, "subject": head.pk, "user": far.world.clerk.pk}
    told = {**areas, **ids, "month": "2026-11", "status": "confirmed", "page": 1}
    asked: list[dict[str, Any]] = [areas, *({"q": each} for each in (
        far.surname, head.name, head.id_number, str(head.id_number)[-4:], head.pinyin, far.street, far.village,
        far.things["case"].number))]
    wrong, client = [], browser(role, near)
    for name, needs in addresses():
        if needs or name in ENDS_THE_SESSION | PUBLIC_BY_LAW:
            continue
        alone, everything = (plain(client, reverse(name), words) for words in ({}, {**told, "q": head.name}))
        # A page that says the same whatever it is asked for listens to no word.
        for words in (told, *(asked if alone != everything else ())):
            with as_before(client):
                answer = client.get(reverse(name), words)
                wrong += [f"{role} {name} asked {words}: {word}" for word in leaks(answer, far)]
    return wrong


def presses(role: str, near: Any, far: Any) -> list[str]:
    """Every form of the other town sent by that role: what was not refused, or changed a row."""
    wrong, signed_in = [], browser(role, near)
    before = counted()
    for name, needs in addresses():
        if not needs or name in ENDS_THE_SESSION:
            continue
        with as_before(signed_in) as client:
            written = touched()
            answer = client.post(address_of(name, needs, far), {
                "press": "one", "reason": "看看", "reason_text": "看看", "place": "公示栏", "day": "2026-10-20"})
            changed = [table for table, rows in counted().items() if rows != before[table]] if touched() != written else []
        if changed:
            wrong.append(f"{role} {name}: {answer.status_code} changed {', '.join(changed)}")
        wrong += [f"{role} {name}: shows {word}" for word in leaks(answer, far)]
    return wrong


@pytest.mark.parametrize("role", [*NEAR, *WHOLE_CITY])
def test_no_role_sees_or_touches_another_town(role: str, towns: tuple[Any, Any]) -> None:
    near, far = towns
    got, wrong, shown = walk(role, near, far)
    if role in WHOLE_CITY:
        wrong = []
    else:
        wrong += presses(role, near, far) + questions(role, near, far)
        wrong += [f"{role} {name}: {cells}" for name, cells in got.items() if open_door(name, cells)]
    wrong += closed_doors(role, near, shown)
    assert not wrong, "\n".join(wrong)


# These answer the same whatever they are asked for: numbers of the law and of the city, which are no secret.
SAME_FOR_ALL = {"staff:standard", "staff:switch", "resident:why", "resident:ask", "resident:done"}


def open_door(name: str, cells: str) -> bool:
    """Whether the other town's thing was shown as if it were one's own."""
    _, slash, other = cells.partition(" / ")
    return bool(slash) and other == "200" and name not in SAME_FOR_ALL
