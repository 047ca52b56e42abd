"""A family on a telephone without JavaScript: asks what it may get, applies, follows, corrects, withdraws,
disputes."""

import io

import pytest
from PIL import Image

from tests.browser.walking import example_family, walk_resident_application

pytestmark = [pytest.mark.browser, pytest.mark.database]


def photo(name: str = "户口本.jpg", size: tuple[int, int] = (1200, 900)) -> dict:
    """A photograph as a telephone sends it."""
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG", quality=85)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_from_the_self_check_to_the_progress_without_javascript(town, live_server, open_page):
    page, family = open_page(java_script_enabled=False), example_family()
    family.photos = [photo()]
    receipt = walk_resident_application(page, live_server.url, family)
    assert receipt.number.isdigit()
    assert len(receipt.code) == 6
    page.get_by_role("link", name="看进度").click()
    assert "已提交" in page.inner_text("main")
    assert "撤回这一项" in page.inner_text("main")
