"""How clauses read in the dense staff pages: 57号 第十三条 instead of the whole instrument."""
from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from doudi.www.templatetags.words import cite, mark, mark_words

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


@register.simple_tag
def trace(lines: list[dict[str, Any]]) -> SafeString:
    """The law's trace, dense: what hangs on nothing waits folded behind its own line. Written here and not as a
    template that includes itself, because a page holds hundreds of lines."""
    return mark_safe(_list(lines, "why"))


def _list(lines: list[dict[str, Any]], css: str = "") -> str:
    rows = "".join(f"<li>{_item(line)}</li>" for line in lines)
    return f'<ul class="{css}">{rows}</ul>' if css else f"<ul>{rows}</ul>"


def _item(line: dict[str, Any]) -> str:
    if not line["children"]:
        return _words(line, "div")
    if line["folded"]:
        return f"<details><summary>{_words(line, 'span')}</summary>{_list(line['children'])}</details>"
    return _words(line, "div") + _list(line["children"])


def _words(line: dict[str, Any], tag: str) -> str:
    code = line["mark"]
    label = f"{escape(line['label'])} " if line["label"] and line["text"] else escape(line["label"])
    side = ""
    if line["margin"]:
        side += f'<span class="margin num">{escape(line["margin"])}</span>'
    if line["clause"]:
        side += f'<span class="cite">{escape(short_cite(line["clause"]))}</span>'
    return (f'<{tag} class="line"><span class="mark {code}" aria-hidden="true">{mark(code)}</span>'
            f'<span><span class="sr">{mark_words(code)}</span>{label}'
            f'<span class="num-words">{escape(line["text"])}</span></span><span class="side">{side}</span></{tag}>')
