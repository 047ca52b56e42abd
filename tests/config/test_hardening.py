"""What every answer carries and what no request may bring: headers, limits, names, numbers in logs, errors without data."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver

from doudi.config.identity import networks, second_factor
from doudi.config.log_lines import Scrubbing
from doudi.www import origin, providers
from doudi.www.resident.home import safe_back
from doudi.www.staff.sign_in import where_next

NUMBER, PHONE = "37081119840302001X", "13853712345"
ELSEWHERE = ("//evil.example", "https://evil.example/", "https:evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
             "///evil.example", "http:///evil.example", "\t//evil.example", "evil.example", "/\n/evil.example", " //evil.example")


@pytest.mark.django_db
def test_an_answer_lets_the_page_load_run_and_send_only_to_ourselves():
    answer = Client().get("/")
    policy = {part.split()[0]: part.split()[1:] for part in answer.headers["Content-Security-Policy"].split("; ")}
    assert policy == {"default-src": ["'self'"], "object-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'self'"],
                      "frame-ancestors": ["'none'"]}
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(target):
    request = RequestFactory().post("/", {"next": target})
    assert where_next(request) == "/staff/"
    assert safe_back(request, target) == "/"


@pytest.mark.django_db
def test_a_request_for_another_host_is_refused(settings):
    settings.ALLOWED_HOSTS = ["jiuzhu.example.cn"]
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    assert Client().get("/", headers={"host": "jiuzhu.example.cn"}).status_code == 200


@pytest.mark.django_db
def test_more_than_any_page_sends_is_refused_unread(settings):
    client = Client()
    settings.LARGEST_BODY = 1000
    assert client.post("/enter/", {"who": "x" * 2000}).status_code == 413
    settings.LARGEST_BODY = 10**9
    many = {f"f{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/enter/", many).status_code == 400
    assert client.post("/enter/", {"who": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/..%2f..%2fetc/passwd", "/staff/papers/../../etc/passwd",
                                  "/apply/papers/..%2f..%2fsecret-key/remove/", "/staff/roll/1/roll.../../keys"])
def test_no_path_leads_out_of_the_house(path):
    assert Client().get(path).status_code in (302, 400, 404, 405)


@pytest.mark.django_db
def test_pages_for_errors_repeat_nothing_that_was_sent():
    told = {"who": f"{NUMBER}\0", "code": PHONE}
    pages = [Client().post(f"/enter/?q={NUMBER}", told), Client().get(f"/gibts/nicht/?q={NUMBER}"),
             Client(enforce_csrf_checks=True).post("/enter/", {"who": NUMBER, "code": PHONE})]
    broken = get_resolver().resolve_error_handler(500)(RequestFactory().post("/", {"who": NUMBER}))
    for page in [*pages, broken]:
        assert page.status_code >= 400
        assert NUMBER not in page.content.decode() and PHONE not in page.content.decode()


def test_the_log_crosses_out_numbers_in_words_and_in_tracebacks():
    try:
        raise ValueError(f"Key (id_number)=({NUMBER}) already exists")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "call %s, card %s", (PHONE, "6222021234567894"), sys.exc_info())
    line = Scrubbing("%(message)s").format(record)
    assert not [each for each in (NUMBER, PHONE, "6222021234567894") if each in line]
    assert "001X" in line and "ValueError" in line
    assert settings.LOGGING["formatters"]["plain"]["()"] == "doudi.config.log_lines.Scrubbing"
    kept = logging.LogRecord("x", logging.ERROR, "f", 1, "case 202600000012-1 took 1234567 ns", (), None)
    assert "202600000012-1" in Scrubbing("%(message)s").format(kept)


@pytest.mark.parametrize(("remote", "told", "seen"), [
    ("203.0.113.5", "", "203.0.113.5"), ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
    ("10.0.0.1", "198.51.100.1", "198.51.100.1"), ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
    ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"), ("10.0.0.1", "nonsense", "10.0.0.1"), ("", "1.2.3.4", "")])
def test_only_our_own_gateway_is_believed_about_whom_it_asks_for(settings, remote, told, seen):
    settings.PROXIES = networks("10.0.0.0/24")
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=told)
    assert origin.client_address(request) == seen


def test_a_customer_of_ipv6_is_one_home():
    assert origin.one_home("2001:db8:1:2:3::4") == origin.one_home("2001:db8:1:2::9") != origin.one_home("2001:db8:1:3::9")
    assert origin.one_home("::ffff:203.0.113.5") == "203.0.113.5"


def test_a_real_installation_that_says_nothing_requires_a_second_factor():
    assert second_factor(None) == second_factor("") == "required"
    with pytest.raises(ValueError, match="DOUDI_SECOND_FACTOR"):
        second_factor("maybe")


def test_only_signatures_that_prove_something_count():
    assert not {"none", "HS256", "HS512"} & providers.METHODS


def run(tmp_path, *words, **environment):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    return subprocess.run([sys.executable, "-m", "doudi.cli.main", "run", *words], capture_output=True, text=True, check=False,
                          env={**plain, "DOUDI_DATA": str(tmp_path), **environment}, timeout=120)


def test_to_answer_the_world_a_name_must_be_told(tmp_path):
    refused = run(tmp_path, "--host", "0.0.0.0")
    assert refused.returncode == 1 and "DOUDI_HOSTS" in refused.stderr and "--any-host" in refused.stderr
    assert not list(tmp_path.iterdir()), "nothing was begun"
