"""Every residents' page against the bars: axe without a finding, 200 % text, targets, focus, weight, print, forced colours."""
import io
import unicodedata

import pytest
from pypdf import PdfReader

from doudi.vault.sessions import SessionStore
from tests.browser import bars
from tests.browser.walking import ANSWERS, example_family, walk_self_check
from tests.www.resident.drafts import written_draft

pytestmark = [pytest.mark.browser, pytest.mark.database]

OPEN_TO_ALL = ("/", "/look/", "/check/urgent/help/", "/enter/", "/progress/", "/policy/", "/apply/", "/apply/wanted/",
               "/apply/household/", "/apply/place/", "/apply/place/?county=370811", "/apply/place/?town=370811006",
               "/apply/person/new/", "/apply/income/", "/apply/property/", "/apply/papers/", "/nowhere/")
QUESTIONS = tuple(f"/check/{code}/" for code in
                  ("where", "urgent", "people", "home", "receiving", "doing", "income", "assets", "costs", "health", "kin",
                   "care", "happened"))
AFTER = ("/check/result/", "/check/result/subsistence/", "/apply/", "/apply/household/", "/apply/income/",
         "/apply/consent/", "/apply/papers/", "/apply/summary/")
RESIDENT_TARGET, ELDER_TARGET = 44, 60
PAGE_BYTES, QUESTION_BYTES, REQUESTS = 60 * bars.KILOBYTE, 35 * bars.KILOBYTE, 8


@pytest.fixture
def everything(town, live_server, open_page):
    """A page of a context that lets axe in, with a written draft, and every address to look at."""
    def ready(**options):
        page = open_page(bypass_csp=True, **options)
        session = SessionStore()
        session["draft"] = written_draft()
        session.create()
        page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])
        return page, [live_server.url + address for address in (*OPEN_TO_ALL, *QUESTIONS, *AFTER)]
    return ready


def test_axe_finds_nothing_and_thumbs_find_everything(everything):
    page, addresses = everything()
    found = {}
    for address in addresses:
        page.goto(address)
        if small := bars.small_targets(page, RESIDENT_TARGET):
            found[f"{address} targets"] = small
        if page.locator("details").count():
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found |= {address: problems} if (problems := bars.axe_problems(page)) else {}
    assert not found, bars.said(found)


@pytest.mark.parametrize("size", ["large", "huge"])
def test_the_larger_pages_are_as_clean_and_their_controls_larger(everything, size, live_server):
    page, addresses = everything()
    page.context.add_cookies([{"name": "size", "value": size, "url": live_server.url}])
    found = {}
    for address in addresses:
        page.goto(address)
        wide, which = bars.overflow(page)
        problems = bars.axe_problems(page) + bars.small_targets(page, ELDER_TARGET)
        problems += [f"{wide} px too wide: {which}"] if wide > 0 or which else []
        found |= {address: problems} if problems else {}
    assert not found, bars.said(found)
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= (18 if size == "large" else 30)


@pytest.mark.parametrize("width", [320])
def test_text_at_200_percent_overflows_nowhere(everything, width):
    page, addresses = everything(viewport={"width": width, "height": 740})
    found = {}
    for address in addresses:
        page.goto(address)
        bars.double_text(page)
        wide, which = bars.overflow(page)
        found |= {address: [wide, which]} if wide > 0 or which else {}
    assert not found, bars.said(found)


def test_every_control_is_reached_by_tab_and_shows_it(everything):
    page, addresses = everything()
    for address in addresses:
        page.goto(address)
        stops = bars.tab_through(page)
        assert any(tag in {"BUTTON", "A"} for tag, _ in stops), address


def test_forced_colours_and_wide_spacing_lose_nothing(everything):
    page, addresses = everything(forced_colors="active")
    for address in addresses[:6] + addresses[-6:]:
        page.goto(address)
        page.add_style_tag(content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
                                   "word-spacing: .16em !important } p { margin-bottom: 2em !important }")
        wide, which = bars.overflow(page)
        assert wide <= 0 and not which, f"{address}: {which}"


def test_pages_are_light(town, live_server, open_page):
    for address in ("/", *QUESTIONS, "/policy/", "/apply/", "/progress/"):
        page = open_page(java_script_enabled=False)
        size, requests = bars.weigh(page, live_server.url + address)
        assert requests <= REQUESTS, f"{address}: {requests} requests"
        assert size <= (QUESTION_BYTES if address in QUESTIONS else PAGE_BYTES), f"{address}: {size} bytes"


def test_the_result_is_light_and_prints_on_one_sheet(town, live_server, open_page):
    page = open_page()
    walk_self_check(page, live_server.url, example_family())
    page.goto("about:blank")
    size, requests = bars.weigh(page, live_server.url + "/check/result/")
    assert size <= PAGE_BYTES and requests <= REQUESTS, (size, requests)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    assert "最低生活保障" in unicodedata.normalize("NFKC", printed.pages[0].extract_text())


def test_no_question_is_long_and_none_lacks_a_way_not_to_know(town, live_server, open_page):
    page = open_page(java_script_enabled=False)
    for address in QUESTIONS[3:]:
        page.goto(live_server.url + address)
        heading = page.locator("h1").inner_text()
        assert sum("一" <= letter <= "鿿" for letter in heading) <= 20, heading
        assert "不清楚" in page.inner_text("main"), address
    assert set(ANSWERS) <= {address.split("/")[2] for address in QUESTIONS}
