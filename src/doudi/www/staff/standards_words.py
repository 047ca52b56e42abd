"""Numbers and choices in words, the table of what is in force, and the legality flags (标准校核)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.policy.declared import SWITCHES, SWITCHES_BY_NAME, declarations
from doudi.standards import reads
from doudi.www.staff.standards_forms import PART_NAMES, SELECTOR_NAMES

PROGRAMMES = {
    "subsistence": "低保", "single_person": "单人户", "low_income": "低保边缘", "extreme_hardship": "特困",
    "rigid_expenditure": "刚性支出", "gradual_exit": "渐退", "recovery": "追缴", "standards_check": "标准校核",
    "process": "办理期限",
}


def selector_words(selectors: Mapping[str, str]) -> str:
    """城镇 · 全护理."""
    return " · ".join(SELECTOR_NAMES[name][1].get(value, value) for name, value in selectors.items()
                      if name in SELECTOR_NAMES)


def value_words(entered: Any) -> str:
    """800.00 元/人/月, or the label of a choice."""
    if entered.key in SWITCHES_BY_NAME:
        values = SWITCHES_BY_NAME[entered.key].values
        return "还没有定" if entered.value is None else values.get(entered.value, str(entered.value))
    declared = declarations()[entered.key]
    return raw_words(declared, entered.value)


def raw_words(declared: Any, value: Mapping[str, Any]) -> str:
    """The named values of one row in words."""
    if "tiers" in value:
        return ";".join(" ".join(str(part) for part in tier.values()) for tier in value["tiers"])
    named = [(name, _single(declared, part)) for name, part in value.items()]
    text = named[0][1] if len(named) == 1 else "、".join(f"{PART_NAMES.get(name, name)} {part}" for name, part in named)
    return f"{text} {declared.unit}".strip()


def _single(declared: Any, part: Any) -> str:
    if isinstance(part, bool):
        return "是" if part else "否"
    if part in (None, "none"):
        return "不设"
    return declared.parameter.values.get(part, str(part)) if isinstance(part, str) else str(part)


def in_force(area: str, day: date) -> list[dict[str, Any]]:
    """Local numbers and choices that count today for the area, by key; nearest area and latest row first."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen: set[tuple[str, str]] = set()
    rows = sorted(reads.published_values(area, day), key=lambda row: (row.key, -len(row.area), -row.valid_from.toordinal()))
    for row in rows:
        if not area.startswith(row.area) or (row.key, str(row.selectors)) in seen or row.key not in declarations():
            continue
        seen.add((row.key, str(row.selectors)))
        found.setdefault(row.key, []).append({
            "for_whom": selector_words(row.selectors), "words": value_words(row), "since": row.valid_from,
            "number": row.instrument.number if row.instrument else ""})
    groups = [{"key": key, "kind": "standard", "label": declarations()[key].parameter.label, "rows": rows}
              for key, rows in found.items()]
    return groups + _choices(area, day)


def _choices(area: str, day: date) -> list[dict[str, Any]]:
    sheet = reads.sheet(day, area)
    made = []
    for declared in SWITCHES:
        value = sheet.switches.get(declared.name)
        if value is not None:
            made.append({"key": declared.name, "kind": "switch", "label": declared.label, "rows": [{
                "for_whom": "", "words": declared.values.get(value, str(value)), "since": None,
                "number": sheet.switch_sources.get(declared.name, "")}]})
    return made


def flags_of(area: str, day: date) -> list[dict[str, Any]]:
    """What the bands of 21号 say of the standards in force here: flags, never blocks."""
    return []
