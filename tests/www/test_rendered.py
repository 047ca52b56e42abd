"""Pages as they come out: nothing in them that the content policy would refuse, silently, in the browser."""

import re

import pytest
from django.test import Client

from tests.www.resident.conftest import *  # noqa: F403

pytestmark = pytest.mark.database
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)|javascript:|(?:src|href)=\"(?:data|blob|https?):",
                    re.IGNORECASE)
RESIDENT = ("/", "/check/", "/enter/", "/progress/", "/policy/", "/look/", "/apply/", "/helping/", "/helpers/", "/leave/everywhere/",
            "/apply/household/", "/apply/papers/", "/gibts/nicht/")
STAFF = ("/staff/", "/staff/cases/", "/staff/counter/", "/staff/search/?q=王", "/staff/publicity/", "/staff/roll/", "/staff/reviews/",
         "/staff/account/", "/staff/account/factor/", "/staff/sign-in/", "/staff/posts/")


def test_no_page_carries_script_style_or_anything_from_elsewhere(sent, street):
    client, number, _ = sent
    desk = Client()
    desk.force_login(street)
    pages = [(page, client.get(page, follow=True)) for page in (*RESIDENT, f"/progress/{number}/", f"/progress/{number}/papers/")]
    pages += [(page, desk.get(page, follow=True)) for page in STAFF]
    found = [f"{page}: {hit.group()}" for page, answer in pages if (hit := INLINE.search(answer.content.decode()))]
    assert not found, "\n".join(found)
    assert '"includeIndicatorStyles":false' in desk.get("/staff/").content.decode()
