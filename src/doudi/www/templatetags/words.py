"""How values read in Chinese on a page: money, days, clauses, masked names, answers, clocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from doudi.kernel.masking import mask_account, mask_address, mask_id, mask_name, mask_phone, scrubbed
from doudi.kernel.money import show_yuan_grouped
from doudi.www.clock import JINING

register = template.Library()

# outcome → (css class, icon, words before anything is verified, words of a decided case)
ANSWERS = {
    "entitled": ("yes", "yes", "可能符合", "符合"),
    "need_info": ("info", "info", "还差信息", "还差信息"),
    "discretion": ("human", "human", "需要工作人员判断", "需人工裁量"),
    "not_entitled": ("no", "no", "暂不符合", "暂不符合"),
}
MARKS = {"yes": "✓", "no": "—", "info": "?", "human": "人", "plain": ""}
MARK_WORDS = {"yes": "满足：", "no": "不满足：", "info": "还不知道：", "human": "需人工判断：", "plain": ""}
SOON = 3  # working days left from which a clock is shown as pressing


@register.filter
def yuan(fen: int | None) -> str:
    """1,234.50; a dash when there is no amount. Whole yuan are shown without the two zeros."""
    if fen is None:
        return "—"
    text = show_yuan_grouped(fen)
    return text[:-3] if text.endswith(".00") else text


@register.filter
def fen2(fen: int | None) -> str:
    """Always two decimals, for tables and official papers."""
    return "—" if fen is None else show_yuan_grouped(fen)


@register.filter
def day_cn(day: date | datetime | None) -> str:
    """2026 年 9 月 1 日."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(JINING).date()
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


@register.filter
def moment_cn(at: datetime | None) -> str:
    """2026 年 9 月 1 日 14:05, in Jining's time."""
    return "" if at is None else f"{day_cn(at)} {at.astimezone(JINING):%H:%M}"


@register.filter
def month_cn(month: Any) -> str:
    """2026 年 9 月, from a Month or its text YYYY-MM."""
    text = str(month or "")
    return f"{text[:4]} 年 {int(text[5:7])} 月" if len(text) >= len("2026-09") else text


@register.filter
def masked_name(name: str) -> str:
    """王*国."""
    return mask_name(name or "")


@register.filter
def masked_id(number: str | None) -> str:
    """370811********1234."""
    return mask_id(number) if number else ""


@register.filter
def id_tail(number: str | None) -> str:
    """尾号 1234: where there is no room for the stars."""
    return f"尾号 {number[-4:]}" if number else ""


@register.filter
def masked_phone(number: str | None) -> str:
    """138****5678."""
    return mask_phone(number) if number else ""


@register.filter
def masked_account(number: str | None) -> str:
    """***************0008."""
    return mask_account(number) if number else ""


@register.filter
def masked_address(address: str | None) -> str:
    """****: what stands below the village."""
    return mask_address(address or "")


@register.filter
def without_numbers(text: str | None) -> str:
    """What somebody wrote freely, with any number of a person's masked in it."""
    return scrubbed(text or "")


@register.filter
def briefly(told: Any) -> list[Any]:
    """Of the answers those that are told in a line: all but the basic programmes."""
    return [each for each in told if not each.basic]


@register.filter
def mark(code: str) -> str:
    """The sign in front of a line of the explanation."""
    return MARKS.get(code, "")


@register.filter
def mark_words(code: str) -> str:
    """What the sign says to someone who hears the page."""
    return MARK_WORDS.get(code, "")


@register.filter
def cite(clause: Any) -> str:
    """57号 第十三条, from a ClauseRef, a text, or nothing."""
    if not clause:
        return ""
    if isinstance(clause, str):
        return clause
    return f"{clause.instrument} {clause.article}".strip()


@register.filter
def phrases(text: str) -> str:
    """A heading with its bars as places where the line may break; everything else stays together."""
    return mark_safe("<wbr>".join(escape(part) for part in text.split("|")))


@register.filter
def whole(text: str) -> str:
    """A heading without its bars."""
    return text.replace("|", "")


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """mapping[key], or None."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("parts/answer.html")
def answer(outcome: str, decided: bool = False, words: str = "") -> dict[str, Any]:
    """The pill of one of the four answers, by shape, word and colour. `words` adds e.g. 每月 640 元."""
    css, icon, before, after = ANSWERS[outcome]
    return {"css": css, "icon": icon, "text": after if decided else before, "words": words}


@register.inclusion_tag("parts/clock.html")
def clock(
    due_on: date | None, left: int | None, label: str = "", uncovered: bool = False, ended: bool = False,
    unit: str = "个工作日",
) -> dict[str, Any]:
    """A clock pill. `left` is counted in `unit` (negative = overdue); uncovered = the calendar lacks those
    days."""
    state = "still" if ended or uncovered else "plain"
    if state == "plain" and left is not None:
        state = "late" if left < 0 else "soon" if left <= SOON else "plain"
    return {
        "state": state,
        "due_on": due_on,
        "left": left,
        "over": -left if left is not None else None,
        "label": label,
        "uncovered": uncovered,
        "ended": ended,
        "unit": unit,
    }
