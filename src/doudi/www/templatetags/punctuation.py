"""Chinese sentences in Chinese punctuation (全角标点) on the residents' pages, whoever wrote them: the law's own
words and the notes of an officer come with commas of both widths. What somebody typed into a field is left alone."""

from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HAN = "\u3400-\u9fff"
NOT_WORDS = re.compile(r"(<textarea\b.*?</textarea>|<option\b.*?</option>|<[^>]*>|&#?\w+;)", re.DOTALL)
WIDE = str.maketrans(",;:!?", "，；：！？")
AFTER_WORDS = re.compile(rf"(?<=[{HAN}）」”》])[,;:!?] ?")
BEFORE_WORDS = re.compile(rf"[,;] ?(?=[{HAN}「“《（])")
BRACKETS = re.compile(rf"\(([^()]*[{HAN}][^()]*)\)")


def widened(text: str) -> str:
    """A piece of plain text with full-width marks where they stand among Chinese characters."""
    while (wider := BRACKETS.sub(r"（\1）", text)) != text:
        text = wider
    for pattern in (AFTER_WORDS, BEFORE_WORDS):
        text = pattern.sub(lambda found: found[0].strip().translate(WIDE), text)
    return text


@register.filter
def full_width(page: str) -> SafeString:
    """A piece of a page, with its markup, attributes, entities and what was typed as they are."""
    parts = NOT_WORDS.split(page)
    return mark_safe("".join(part if place % 2 else widened(part) for place, part in enumerate(parts)))
