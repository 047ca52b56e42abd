"""How clauses read in the dense staff pages: 57号 第十三条 instead of the whole instrument."""
from __future__ import annotations

import re
from typing import Any

from django import template

from doudi.www.templatetags.words import cite

register = template.Library()
INSTRUMENT = re.compile(r"(?:民发|国发|国办发|济办发|中办发|中政委|发改价格)〔\d{4}〕(\d+)号")
NOTICE = re.compile(r"民政部等四部门(\d{4})年\d+月\d+日通知")


@register.filter
def short_cite(clause: Any) -> str:
    """57号 第十三条; the whole instrument stands in the letter."""
    return NOTICE.sub(r"\1年通知", INSTRUMENT.sub(r"\1号", cite(clause)))


@register.filter
def spaced(label: str) -> str:
    """A label with room behind it, in front of a clock's words."""
    return f"{label} " if label else ""
