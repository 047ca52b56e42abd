"""The bars of ux.md §6 for what lies behind the sign-in, for pages with an error, and for what goes wrong."""


import io

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from PIL import Image
from playwright.sync_api import expect

from doudi.casework import actions as casework
from doudi.casework.models import Case
from doudi.people import reads as people
from doudi.vault.sessions import SessionStore
from doudi.www import clock, errors
from tests.browser import bars
from tests.browser.conftest import NOW
from tests.www.resident.drafts import written_draft

pytestmark = [pytest.mark.browser, pytest.mark.database]
RESIDENT_TARGET, ELDER_TARGET = 44, 60


@pytest.fixture
def family(town):
    """A refused application and a second one that still lacks a paper: the client of the family, the two cases."""
    client = Client()
    cases = []
    for programme in ("subsistence", "low_income"):
        draft = written_draft() | {"wanted": [programme]}
        draft["members"][0]["income"]["income_wage"] = 5_400_000
        session = client.session
        session["draft"] = draft
        session.save()
        answer = client.post("/apply/summary/", {"true": "on", "key": draft["key"]}, follow=True)
        cases.append(Case.objects.get(application__number=answer.context["number"], programme=programme))
    refused, waiting = cases
    refuse(refused, town)
    casework.request_supplement(case_id=waiting.pk, items=[{"kind": "bank_account", "label": "银行卡照片", "why": "发钱要用"}],
                                by=town.clerk, at=NOW)
    return client, refused, waiting


def refuse(case, town):
    """The way to a written refusal."""
    key = {"case_id": case.pk}
    casework.accept(**key, by=town.clerk, at=NOW)
    casework.record_visit(**key, day=NOW.date(), investigators=["赵一", "钱二"], signed_by_family="王建国", signed_how="paper",
                          findings=[], by=town.clerk, at=NOW)
    casework.determine(**key, by=town.clerk, at=NOW)
    casework.give_opinion(**key, proposal="refuse", reason="收入高了", by=town.clerk, at=NOW)
    casework.send_to_county(**key, by=town.clerk, at=NOW)
    casework.refuse(**key, by=town.county, at=NOW)


@pytest.fixture
def inside(family, live_server, open_page):
    """A page that is signed in, and every address that only the family sees."""
    client, refused, waiting = family
    fact = next(each for each in people.facts_of(refused.household, clock.today()) if each.name == "deposits")

    def ready(**options):
        page = open_page(bypass_csp=True, **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "url": live_server.url,
                                   "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
        one, other = (f"{live_server.url}/progress/{case.application.number}/" for case in (refused, waiting))
        return page, [f"{live_server.url}/progress/", one, other, f"{one}correct/", f"{one}correct/{fact.id}/",
                      f"{other}papers/", f"{other}withdraw/{waiting.pk}/", f"{one}review/{refused.pk}/"]
    return ready


def problems_of(page, least):
    """What axe finds, what is too small, what sticks out."""
    wide, which = bars.overflow(page)
    found = bars.axe_problems(page) + bars.small_targets(page, least)
    return found + ([f"{wide} px too wide: {which}"] if wide > 0 or which else [])


def photograph(shade):
    """A small picture, each its own."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (shade * 40, 90, 90)).save(out, "JPEG")
    return out.getvalue()


def open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("size", ["", "huge"])
def test_pages_behind_the_sign_in_are_clean_and_reached_by_keyboard(inside, live_server, size):
    page, addresses = inside()
    if size:
        page.context.add_cookies([{"name": "size", "value": size, "url": live_server.url}])
    found = {}
    for address in addresses:
        page.goto(address)
        assert page.url == address, "it led somewhere else"
        open_everything(page)
        problems = problems_of(page, ELDER_TARGET if size else RESIDENT_TARGET)
        found |= {address: problems} if problems else {}
        assert any(tag in {"BUTTON", "A"} for tag, _ in bars.tab_through(page))
    assert not found, bars.said(found)


@pytest.mark.parametrize("width", [320, 360])
def test_text_at_200_percent_stays_on_the_page(inside, width):
    page, addresses = inside(viewport={"width": width, "height": 740})
    found = {}
    for address in addresses:
        page.goto(address)
        open_everything(page)
        bars.double_text(page)
        wide, which = bars.overflow(page)
        found |= {address: [wide, which]} if wide > 0 or which else {}
    assert not found, bars.said(found)


def test_a_page_with_an_error_takes_the_focus_leads_to_the_field_and_keeps_what_was_typed(inside):
    page, addresses = inside(java_script_enabled=True)
    correct, papers, review = addresses[4], addresses[5], addresses[7]
    found = {}
    for address, typed in ((correct, "一大笔"), (papers, ""), (review, "")):
        page.goto(address)
        if typed:
            page.locator("input[name=value]").fill(typed)
        page.locator("main form button").last.click() if address != papers else page.get_by_role(
            "button", name="传上去").first.click()
        expect(page.get_by_role("alert"), address).to_be_focused()
        if typed:
            assert page.locator("input[name=value]").input_value() == typed
        target = page.locator(".errors a").first.get_attribute("href")
        assert page.locator(target).count() == 1, f"{address}: {target} is nowhere"
        found |= {address: problems} if (problems := problems_of(page, RESIDENT_TARGET)) else {}
        bars.double_text(page)
        wide, which = bars.overflow(page)
        found |= {f"{address} 200 %": which} if wide > 0 or which else {}
    assert not found, bars.said(found)


def test_pages_for_what_goes_wrong_are_clean(town, live_server, open_page):
    request = RequestFactory().get("/check/wage/")
    request.session = SessionStore()
    pages = {"404": errors.not_found(request), "403": errors.forbidden(request), "400": errors.unreadable(request),
             "500": errors.broken(request), "csrf": errors.stale_form(request)}
    page, found = open_page(bypass_csp=True), {}
    page.goto(live_server.url + "/look/")
    for name, answer in pages.items():
        text = answer.content.decode()
        assert "12349" in text and "href=\"/\"" in text, name
        page.set_content(text)
        page.wait_for_load_state("networkidle")
        found |= {name: problems} if (problems := problems_of(page, RESIDENT_TARGET)) else {}
        assert bars.tab_through(page)
        bars.double_text(page)
        wide, which = bars.overflow(page)
        found |= {f"{name} 200 %": which} if wide > 0 or which else {}
    assert not found, bars.said(found)


def test_resident_pages_use_chinese_marks_in_chinese_sentences(inside):
    page, addresses = inside(java_script_enabled=False)
    found = {}
    for address in addresses:
        page.goto(address)
        text = page.inner_text("main")
        half = [text[max(0, at - 8):at + 8] for at in range(1, len(text))
                if text[at] in ",;:!?" and "一" <= text[at - 1] <= "鿿"]
        found |= {address: half} if half else {}
    assert not found, bars.said(found)


def test_several_photographs_go_at_once_and_the_label_says_so(inside, family):
    page, addresses = inside(java_script_enabled=False)
    _, _, waiting = family
    page.goto(addresses[5])
    field = page.get_by_label("拍照或选照片（可以几张一起）").first
    field.set_input_files([{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photograph(n)} for n in (1, 2, 3)])
    page.get_by_role("button", name="传上去").first.click()
    assert people.papers(waiting.household, "bank_account").count() == 3
    assert "再拍几张" in page.inner_text("main")
