"""Officers at their desks in a real browser: signing in, pressing verbs of the bar, filling short sheets."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.browser.conftest import PASSWORD

DESK = {"width": 1366, "height": 768}
JINING = ZoneInfo("Asia/Shanghai")


def on(day: str, hour: int = 10) -> datetime:
    """A moment of a day in Jining."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=JINING)


def sit_down(open_page: Callable[..., Page], base_url: str, username: str, **options: Any) -> Page:
    """Sign in; the workbench stands on the screen."""
    page = open_page(**{"viewport": DESK, **options})
    page.goto(base_url + "/staff/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def press(page: Page, label: str, **fields: str) -> None:
    """Press a verb of the bar; where it opens a sheet, fill the fields by label and press again."""
    exactly = re.compile(rf"^\s*{re.escape(label)}\s*[A-Z]?\s*$")
    opener = page.locator(".decide > details > summary").filter(has_text=exactly)
    direct = page.locator(".decide").locator("button, a").filter(has_text=exactly)
    # Neither is counted before one of them is there: the page may still be on its way.
    opener.or_(direct).first.wait_for()
    if opener.count() == 0:
        direct.click()
        return
    opener.click()
    sheet = page.locator(".decide > details[open] > .sheet")
    for field, value in fields.items():
        sheet.get_by_label(field, exact=True).fill(value)
    sheet.get_by_role("button", name=label, exact=True).click()


def tick_all(page: Page, label: str) -> None:
    """Tick every box of this label, once the page that has them is there."""
    boxes = page.get_by_label(label, exact=False)
    boxes.first.wait_for()
    for box in boxes.all():
        box.check()


def status(page: Page) -> str:
    """Where the case stands, as its heading says."""
    return page.locator(".head .tag").first.inner_text()


def record_visit(page: Page, second: str, signer: str, **facts: str) -> None:
    """The visit form: all groups seen, differences by label, two names, a signature."""
    press(page, "入户调查")
    tick_all(page, "这一组都看过")
    for label, value in facts.items():
        page.get_by_label(label, exact=True).first.fill(value)
    names = page.get_by_label("调查人", exact=False)
    names.fill(f"{names.input_value()} {second}")
    page.get_by_label("家里谁签的字").fill(signer)
    page.get_by_role("button", name="记下这次入户").click()
