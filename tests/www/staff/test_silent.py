"""No log line, address or page of an error tells of anybody (个人信息保护法 第五十一条): requests that fail, with a family in them."""

import ast
import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from doudi.config.log_lines import Scrubbing
from doudi.people import reads as people_reads
from doudi.people.models import Person
from doudi.vault.fields import holding
from doudi.www.staff import counter, person_page
from tests.www.staff import crawled
from tests.www.staff.crawled import ACCOUNT, HEAD, NAME, PHONE, STREET
from tests.www.staff.world import VILLAGE, World, at

pytestmark = pytest.mark.database
SOURCE = Path(settings.ROOM)
TYPED = {"name": NAME, "id_number": HEAD, "phone": PHONE, "address": STREET, "account_number": ACCOUNT, "area": VILLAGE,
         "registration": "urban", "q": HEAD, "do": "find", "field": NAME, "reason": "call"}
WORDS = (*crawled.SECRETS, NAME)


@pytest.fixture
def log(settings: Any) -> Iterator[io.StringIO]:
    """Everything that is logged, in the product's own format, with DEBUG off."""
    settings.DEBUG = False
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Scrubbing(settings.LOGGING["formatters"]["plain"]["format"]))
    root, django = logging.getLogger(), logging.getLogger("django")
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    assert django.propagate, "what Django says reaches the same net"


@pytest.fixture
def desk_of_errors(world: World, now: Any) -> Client:
    crawled.family(world)
    now(at("2026-09-24"))
    client = Client(raise_request_exception=False)
    client.force_login(world.clerk)
    return client


def told(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def with_the_row(*args: Any, **given: Any) -> None:
    """The database refuses a row, and says which."""
    with connection.cursor() as cursor:
        cursor.execute("insert into people_person (id_number, name, address) values (%s, %s, %s)", [HEAD, NAME, STREET])


def with_the_words(*args: Any, **given: Any) -> None:
    raise ValueError(f"no person '{NAME}' with {HEAD}, {PHONE}, {ACCOUNT}")


BREAKING = [
    (people_reads, "find", "/staff/search/"), (counter, "known_people", "/staff/counter/"),
    (person_page, "_page", "/staff/households/1/people/1/"),
]


@pytest.mark.parametrize("breaks", [with_the_row, with_the_words])
@pytest.mark.parametrize(("module", "name", "address"), BREAKING)
def test_a_page_that_breaks_says_nothing(
    breaks: Any, module: Any, name: str, address: str, desk_of_errors: Client, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, breaks)
    answer = desk_of_errors.post(address, TYPED)
    assert answer.status_code == 500
    assert not told(answer.content.decode()) and "系统出错了" in answer.content.decode()
    assert "Traceback" in log.getvalue(), "the operator learns where it broke"
    assert not told(log.getvalue())


WRONG_WAYS = (f"/staff/{HEAD}/", f"/progress/{HEAD}/", f"/progress/{NAME}/", f"/staff/search/?q={HEAD}",
              f"/staff/households/{ACCOUNT}/", f"/publicity/?township={PHONE}", f"/enter/?next=/{HEAD}/",
              f"/staff/posts/?q={HEAD}", f"/robots.txt?{PHONE}")


@pytest.mark.parametrize("address", WRONG_WAYS)
def test_addresses_that_lead_nowhere_are_not_logged_with_what_stands_in_them(
    address: str, desk_of_errors: Client, log: Any
) -> None:
    for send in (desk_of_errors.get, lambda url: desk_of_errors.post(url, TYPED)):
        answer = send(address)
        assert answer.status_code < 500
        if answer.status_code in {400, 403, 404, 405}:
            assert not told(answer.content.decode())
    assert not told(log.getvalue())


def test_a_stale_form_and_a_strange_host_say_nothing(desk_of_errors: Client, log: Any, world: World) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for answer in (strict.post("/staff/sign-in/", {**TYPED, "username": NAME}),
                   strict.get("/", headers={"host": f"{HEAD}.example"}),
                   desk_of_errors.post("/staff/counter/", {**TYPED, "name": "\0" + NAME})):
        assert answer.status_code in {400, 403}
        assert not told(answer.content.decode())
    assert log.getvalue() and not told(log.getvalue())


GET_FORM = re.compile(r"<form(?![^>]*method=\"post\")[^>]*>(.*?)</form>", re.DOTALL)
NAMED = re.compile(r"<(?:input|select|textarea)[^>]*\sname=\"([^\"{]+)\"")
# The administrator looks for officers and offices by name; the others are codes of places and pages.
IN_ADDRESSES = {"q": {"posts.html", "offices.html"}, "county": {"public_list.html"}, "township": {"public_list.html"}}


def test_forms_that_write_into_the_address_ask_for_nobody() -> None:
    found = {(name, path.name) for path in sorted(SOURCE.rglob("templates/**/*.html"))
             for form in GET_FORM.findall(path.read_text(encoding="utf-8")) for name in NAMED.findall(form)}
    assert {(name, file) for name, file in found if file not in IN_ADDRESSES.get(name, ())} <= {
        ("area", "standards.html"), ("programme", "cases.html"), ("with", "bench_next.html")}


def personal_in(node: ast.AST) -> list[str]:
    names = {"id_number", "phone", "account_number", "address", "account_name", "id_last4"}
    return [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and each.attr in names]


def test_no_log_call_and_no_exception_is_given_somebodys_number() -> None:
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            logs = (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                    and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"})
            told_of = personal_in(node) if logs or isinstance(node, ast.Raise) else []
            wrong += [f"{path.name}:{node.lineno} {name}" for name in told_of]
    assert not wrong
    assert personal_in(ast.parse("log.info('x', person.id_number)")) == ["id_number"]


def test_the_family_is_really_there(desk_of_errors: Client) -> None:
    assert Person.objects.filter(holding(Person, "id_number", HEAD), holding(Person, "phone", PHONE)).exists()
