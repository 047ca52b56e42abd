"""Numbers and choices in words, the table of what is in force, and the legality flags (标准校核)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.money import show_yuan_grouped
from doudi.policy.declared import SWITCHES, SWITCHES_BY_NAME, declarations
from doudi.policy.process.standards_check import KEYS, check_standard
from doudi.standards import reads
from doudi.www.staff.standards_forms import SELECTOR_NAMES, part_name

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
    text = named[0][1] if len(named) == 1 else "、".join(f"{part_name(declared, name)} {part}" for name, part in named)
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
    """What the bands and floors of 21号 say of the standards in force here: flags, never blocks."""
    sheet = reads.sheet(day, area)
    found = []
    for registration, words in (("urban", "城镇"), ("rural", "农村")):
        standard = sheet.row("subsistence_standard", area, {"registration": registration})
        if standard is None or standard.value is None:
            continue
        details = check_standard(sheet, area, registration).details
        found.append(_band_flag(sheet, area, registration, words, standard.value, details))
        found.append(_flag(f"{words}特困基本生活标准", f"不低于 {_yuan(details['basic_min'])} 元", details["basic_ok"]))
    if found:
        found.append(_flag("城乡标准之比", f"{details['urban_rural_ratio']} : 1", details["ratio_ok"]))
        found += [_flag(f"照料护理标准 {name}", "", details[f"care_{grade}_ok"])
                  for grade, name in SELECTOR_NAMES["grade"][1].items()]
    return found


def _flag(label: str, words: str, fine: Any) -> dict[str, Any]:
    verdict = {True: ("good", "合格"), False: ("warn", "不合格")}.get(fine, ("", "缺数"))
    return {"label": label, "words": words, "kind": verdict[0], "verdict": verdict[1], "band": None,
            "clause": KEYS["ratio_ok"][1]}


def _yuan(fen: Any) -> str:
    return show_yuan_grouped(fen) if isinstance(fen, int) else "—"


def _band_flag(sheet: Any, area: str, registration: str, words: str, standard: int,
               details: Mapping[str, Any]) -> dict[str, Any]:
    """The standard on its legal band, drawn where the numbers are there."""
    position = {"inside": ("good", "在区间内"), "above": ("warn", "高于区间,保持稳定"),
                "below": ("warn", "低于区间")}.get(details["band"], ("", "缺上年消费支出"))
    flag = {"label": f"{words}低保标准", "words": f"{_yuan(standard)} 元/月,占上年消费支出 {details['share_percent']}%",
            "kind": position[0], "verdict": position[1], "clause": KEYS["band"][1], "band": None}
    if details["band"] == "below":
        flag["words"] += f",至少提到 {_yuan(details['raise_to'])} 元"
    if details["band"] in {"inside", "above", "below"}:
        band = sheet.row("standard_band", area, {"registration": registration}).value
        flag["band"] = drawn(Fraction(details["share_percent"]) / 100, band["low"], band["high"], flag["words"])
    return flag


def drawn(share: Fraction, low: Fraction, high: Fraction, words: str) -> dict[str, Any]:
    """Where the band and the standard lie on a line from zero to twice the middle of the band, in thousandths."""
    whole = low + high

    def place(part: Fraction) -> int:
        return int(min(Fraction(1), part / whole) * 1000)

    return {"low": place(low), "wide": place(high) - place(low), "here": place(share), "words": words,
            "low_words": f"{low * 100}%", "high_words": f"{high * 100}%", "high": place(high)}
