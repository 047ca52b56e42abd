"""A Chromium, a live server, and a small town with offices, people in office and example numbers, for the
browser tests.

Without a Chromium they are skipped with a message; DOUDI_REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from doudi.offices import actions as offices
from doudi.offices import importing
from doudi.standards import actions as standards
from doudi.www import clock, expiry
from tests.kept_rows import published

# Playwright's loop runs in the thread of the test; Django must still answer there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = datetime(2024, 1, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STANDARDS = Path(str(files("doudi.standards") / "data" / "demo-standards.yaml"))
AREAS = (
    ("370811", "任城区", "county", ""),
    ("370830", "汶上县", "county", ""),
    ("370811006", "南张街道", "township", "370811"),
    ("370811007", "仙营街道", "township", "370811"),
    ("370830101", "南站镇", "township", "370830"),
    ("370811006001", "满庄社区居民委员会", "village", "370811006"),
    ("370811006002", "红星西路社区居民委员会", "village", "370811006"),
    ("370811007001", "皇营社区居民委员会", "village", "370811007"),
    ("370830101201", "北村村民委员会", "village", "370830101"),
)
PASSWORD = "ceshi-2026-mima"


def chromium_path() -> str:
    """The browser to drive: DOUDI_CHROMIUM, else the first one on the path."""
    return os.environ.get("DOUDI_CHROMIUM") or next(
        (path for name in NAMES if (path := shutil.which(name))), ""
    )


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """The server warns, and a warning fails, when the folder of collected files is not there."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    path = chromium_path()
    if not path:
        message = "no Chromium: set DOUDI_CHROMIUM or install one; browser tests left out"
        if os.environ.get("DOUDI_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page with options of a context; every request that leaves the machine fails the test."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(
            locale="zh-CN", **{"viewport": {"width": 360, "height": 740}, **options}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda request: strangers.append(request.url) if not is_ours(request.url) else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not strangers, f"pages asked others: {strangers[:3]}"


def is_ours(address: str) -> bool:
    """Whether a request stays on the machine."""
    return address.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:", "about:"))


@dataclass
class Town:
    """Who is in office; everybody's password is PASSWORD."""

    coordinator: Any
    clerk: Any
    clerk2: Any
    county: Any
    city: Any


@pytest.fixture
def the_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Pages read this moment; call it to move on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    # Whoever walks through weeks in one browser is not asked to sign in again on each day.
    monkeypatch.setattr(expiry, "IDLE", timedelta(days=3650))
    monkeypatch.setattr(expiry, "LONGEST", timedelta(days=3650))
    return move


@pytest.fixture
def town(transactional_db: None, the_time: Callable[[datetime], None]) -> Town:
    """Two counties, three townships, offices, people in office, example numbers and a calendar."""
    rows = [
        {"code": code, "name": name, "level": level, "parent": parent} for code, name, level, parent in AREAS
    ]
    importing.import_areas(rows, day=SINCE.date(), by=None, at=SINCE, source="test")
    city = offices.open_office(name="济宁市民政局", level="city", prefixes=["3708"], by=None, at=SINCE)
    county = offices.open_office(
        name="任城区民政局", level="county", prefixes=["370811"], parent=city, by=None, at=SINCE
    )
    street = offices.open_office(
        name="南张街道社会救助窗口",
        level="township",
        prefixes=["370811006"],
        parent=county,
        phone="0537-2345678",
        address="南张街道办事处一楼",
        by=None,
        at=SINCE,
    )
    village = offices.open_office(
        name="满庄社区", level="village", prefixes=["370811006001"], parent=street, by=None, at=SINCE
    )
    made = Town(
        coordinator=in_office("xieli", "孔令协", "coordinator", village),
        clerk=in_office("jingban", "颜经办", "clerk", street),
        clerk2=in_office("jingban2", "孟经办", "clerk", street),
        county=in_office("xianji", "曾县级", "county_officer", county),
        city=in_office("shiji", "任市级", "city_officer", city),
    )
    published("browser", publish_numbers)
    return made


def publish_numbers() -> None:
    """The example numbers and the calendar."""
    standards.load_file(path=STANDARDS, number="示例〔2026〕1号", title="示例标准", by=None, at=SINCE)
    standards.seed_calendar(years=[2025, 2026], by=None, at=SINCE)


def in_office(username: str, name: str, role: str, office: Any) -> Any:
    """Somebody with a post since long ago."""
    user = offices.make_user(username=username, name=name, password=PASSWORD, by=None, at=SINCE)
    offices.appoint(user=user, office=office, role=role, since=SINCE.date(), by=None, at=SINCE)
    return user
