"""What a machine can measure of a page (ux.md §6): axe, text at 200 %, targets, focus, weight, requests."""
import json
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KILOBYTE = 1024
# A link inside a sentence is as high as its line; WCAG 2.5.8 excepts it, and so do we.
TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => e.type !== 'hidden' && e.offsetParent !== null && !e.closest('.skip'))
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .map(e => { const r = (e.closest('label') || e).getBoundingClientRect();
              return [e.outerHTML.slice(0, 90), Math.round(r.height * 10) / 10]; })"""
OVERFLOW = """() => { const w = document.documentElement.clientWidth;
  return [document.documentElement.scrollWidth - w, [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.sr, .skip, .scroll') && e.getBoundingClientRect().right > w + 1)
    .map(e => e.outerHTML.slice(0, 90)).slice(0, 3)]; }"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const l = e.closest('label') ? getComputedStyle(e.closest('label')) : s;
  return [e.tagName, e.outerHTML.slice(0, 80), parseFloat(s.outlineWidth) || 0, parseFloat(l.outlineWidth) || 0]; }"""


def axe_problems(page: Page) -> list[str]:
    """Violations that axe finds, one line each. The context must bypass CSP, which refuses injected scripts."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = Axe().run(page, options=options).response
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def overflow(page: Page) -> tuple[int, list[str]]:
    """How many pixels the page is wider than its window, and what sticks out."""
    wide, which = page.evaluate(OVERFLOW)
    return wide, which


def double_text(page: Page) -> None:
    """Text at 200 %, as a reader sets it: the root font doubles."""
    page.evaluate("document.documentElement.style.fontSize = "
                  "parseFloat(getComputedStyle(document.documentElement).fontSize) * 2 + 'px'")


def small_targets(page: Page, least: float) -> list[str]:
    """Controls lower than `least` pixels."""
    return [f"{height}: {html}" for html, height in page.evaluate(TARGETS) if height + 0.5 < least]


def tab_through(page: Page, most: int = 240) -> list[tuple[str, str]]:
    """Every stop of the Tab key from the top; fails when one shows no focus or the keyboard is caught."""
    stops: list[tuple[str, str]] = []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        tag, html, own, label = page.evaluate(FOCUS)
        if tag == "BODY" or (stops and html == stops[0][1]):
            break
        assert max(own, label) >= 2, f"no visible focus on {html}"
        stops.append((tag, html))
    assert len(stops) < most, "the keyboard is caught"
    return stops


def weigh(page: Page, address: str) -> tuple[int, int]:
    """Bytes of all bodies and the number of requests of one visit with an empty cache."""
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sum(len(response.body()) for response in seen), len(seen)


def said(found: Any) -> str:
    """For the message of a failed assertion."""
    return json.dumps(found, ensure_ascii=False, indent=1)


def save(page: Page, name: str, folder: str) -> None:
    """A picture of the page for whoever wants to look at it."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=f"{folder}/{name}.png", full_page=True)
