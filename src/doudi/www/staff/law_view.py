"""What the law says of a household, as cards a clerk reads in ten seconds (为什么): answer, sum, trace, what would change it.

Everything comes from stored outcomes and their own trace; no sentence about a rule is written here (57号 第十三至二十三条).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from doudi.kernel.money import show_yuan_grouped
from doudi.policy.facts import BENEFITS

LABELS = BENEFITS
ORDER = tuple(LABELS)
NEAREST_FLIPS = 4
SHOWN_DEPTH = 2
_PERIODS = {"monthly": "每月", "once": "一次", "yearly": "每年"}


@dataclass(frozen=True)
class Card:
    """One programme, for the household or one person of it."""

    code: str
    label: str
    member: str | None
    outcome: str
    words: str
    sum_up: str
    line: Any
    flips: Sequence[Any]
    missing: Sequence[Any]
    open: bool = False
    monthly_fen: int | None = None
    first: bool = False

    @property
    def shown(self) -> bool:
        """What the law does not rule out, what was asked for, and the programme at hand stand by themselves."""
        return self.open or self.outcome != "not_entitled"

    @property
    def asked(self) -> str:
        """Its name in an address."""
        return asked_as(self.code, self.member)


def ruled_out(made: Sequence[Card]) -> dict[str, Any]:
    """The programmes that do not fit, gathered under one line (其余暂不符合)."""
    left = [card for card in made if not card.shown]
    names = list(dict.fromkeys(LABELS.get(card.code, card.code) for card in left))
    return {"others_not": left, "others_not_words": "、".join(names)}


def fen_words(fen: Any) -> str:
    """640 or 640.50; an exact share is shown to the fen."""
    if fen is None:
        return "—"
    whole = int(Fraction(str(fen)) + Fraction(1, 2))
    return show_yuan_grouped(whole).removesuffix(".00")


def amount_words(summary: Mapping[str, Any]) -> str:
    """每月 640 元; a range where the amount hangs on something missing."""
    if summary["outcome"] == "entitled":
        for key, words in _PERIODS.items():
            amount = summary["amounts"].get(key)
            if amount is not None:
                return f"{words} {fen_words(amount)} 元"
    low, high = summary.get("range") or (None, None)
    if summary["outcome"] == "need_info" and low is not None and high:
        return f"{fen_words(low)} 到 {fen_words(high)} 元"
    return ""


def sum_up(summary: Mapping[str, Any]) -> str:
    """Per head and distance to the line, else the first reason."""
    details = summary["details"]
    parts = []
    if _exact(details.get("per_capita")) is not None:
        parts.append(f"人均 {fen_words(_exact(details['per_capita']))}")
    gap = _exact(details.get("gap"))
    if gap is not None:
        parts.append(f"{'低于' if gap > 0 else '高于'}线 {fen_words(abs(gap))}" if gap else "正好在线上")
    if not parts and summary["because"]:
        parts.append(summary["because"][0]["label"])
    return " · ".join(parts)


def _exact(value: Any) -> Fraction | None:
    """A detail of the verdict as an exact number; None for what is unknown or no number."""
    if isinstance(value, dict):
        return Fraction(value["exact"]) if "exact" in value else None
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else None


def cards(outcomes: Mapping[str, Any], explained: Mapping[str, Any], names: Mapping[str, str], first: str = "",
          first_member: str | None = None, why: str = "") -> list[Card]:
    """All programmes, the one at hand first and open; persons of a per-person programme stand side by side."""
    made = []
    for code in sorted(outcomes, key=lambda each: (each != first, _place(each))):
        if code not in LABELS:
            continue
        summary, trace = outcomes[code], explained.get(code, {})
        if "members" not in summary:
            made.append(_card(code, None, summary, trace, names, code == first or why == code))
            continue
        traces = trace.get("members", {})
        for member in sorted(summary["members"], key=lambda each: (each != first_member, each)):
            mine = (code == first and first_member in (None, member)) or why == asked_as(code, member)
            made.append(_card(code, member, summary["members"][member], traces.get(member, {}), names, mine))
    return [replace(made[0], first=bool(first)), *made[1:]] if made else []


def asked_as(code: str, member: str | None) -> str:
    """How one answer is asked for in an address."""
    return f"{code}-{member}" if member else code


def _place(code: str) -> int:
    return ORDER.index(code) if code in ORDER else len(ORDER)


def _card(code: str, member: str | None, summary: Mapping[str, Any], trace: Mapping[str, Any],
          names: Mapping[str, str], is_open: bool) -> Card:
    label = LABELS.get(code, code)
    if member is not None:
        label = f"{label} · {names.get(member, member)}"
    missing = [{**each, "subject_name": names.get(each.get("subject", ""), "")} for each in summary["missing"]]
    return Card(
        code=code, label=label, member=member, outcome=summary["outcome"], words=amount_words(summary),
        sum_up=sum_up(summary), line=readable(trace["tree"]) if trace else None,
        flips=trace.get("flips", ())[:NEAREST_FLIPS], missing=missing,
        open=is_open, monthly_fen=summary["amounts"].get("monthly"))


def summary_for(outcomes: Mapping[str, Any], code: str, member: str | None) -> Mapping[str, Any] | None:
    """The answer for one programme (and person), if there is one."""
    answer = outcomes.get(code)
    if answer is not None and "members" in answer:
        return answer["members"].get(member)
    return answer


def readable(tree: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The trace for the page: what its own parent already says is left out, what nothing hangs on is folded."""
    label, text, mark = tree.get("label", ""), tree.get("text", ""), tree.get("mark", "plain")
    children = [readable(child, depth + 1) for child in tree.get("children", ())
                if not _said(child, text)]
    decisive = ("no", "info", "human") if mark != "yes" else ()
    deciding = any(child["margin"] or child["mark"] in decisive for child in children)
    sum_of_money = depth == SHOWN_DEPTH and bool(tree.get("margin")) and "." in text
    folded = depth > SHOWN_DEPTH or not (deciding or sum_of_money or depth == 0)
    return {"mark": mark, "label": label, "text": text, "clause": tree.get("clause") or "",
            "margin": tree.get("margin") or "", "children": children, "folded": folded}


def _said(child: Mapping[str, Any], text: str) -> bool:
    """A plain leaf that repeats a word of its parent's line."""
    words = f"{child.get('label', '')} {child.get('text', '')}".strip()
    return not child.get("children") and child.get("mark", "plain") == "plain" and words in text
