"""What the answer of the compute process looks like: figures, tables, bars beside them, bands with the number on them.

Every chart is SVG with a table that says the same; a count that may not be told is 少于5.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from doudi.kernel.areas import COUNTY_DIGITS
from doudi.kernel.money import show_yuan_grouped
from doudi.law.sheet import Sheet
from doudi.offices import reads as offices
from doudi.population.simulation.checks import NEED_INFO, Check, checks_of
from doudi.population.simulation.terms import FAMILIES, PAYING
from doudi.www.staff.bench import FEN, Bench, Number
from doudi.www.staff.standards_words import PROGRAMMES

REGISTERED: Final = {"urban": "城镇", "rural": "农村", "unknown": "户口没登记"}
TEN_THOUSAND: Final = 1_000_000  # fen in 万元
HIDDEN: Final = "少于5"
OTHERS_PART: Final = "(由功能区管的乡镇)"
WIDE: Final = 1000
SCALE: Final = 400
TEXT: Final = 40
STATES: Final = {"fine": ("good", "合格"), "held": ("", "高于区间,保持稳定"), "broken": ("warn", "越线"), "open": ("", "缺数")}
POSITIONS: Final = {"below": "低于区间", "above": "高于区间", "inside": "在区间内"}


def counted(value: int | None) -> str:
    """12,345, or 少于5."""
    return HIDDEN if value is None else f"{value:,}"


def signed(value: int | None, text: Callable[[int], str] = lambda value: f"{value:,}") -> str:
    """+12, −3, 0."""
    if value is None:
        return HIDDEN
    return text(0) if not value else f"{'+' if value > 0 else '−'}{text(abs(value))}"


def in_wan(fen: int) -> str:
    """218.60: so many 万元, rounded half up for display only."""
    hundredths = (2 * fen * FEN // TEN_THOUSAND + 1) // 2
    return f"{hundredths // FEN:,}.{hundredths % FEN:02}"


def money(fen: int | None) -> str:
    """218.60 万元; small sums in yuan, to the fen."""
    if fen is None:
        return HIDDEN
    return f"{in_wan(fen)} 万元" if abs(fen) >= TEN_THOUSAND else f"{show_yuan_grouped(fen)} 元"


def shown(answer: Mapping[str, Any], area: str) -> dict[str, Any]:
    """The effects for the template. `answer` is of the state "ready"."""
    effects = answer["effects"]
    whole = effects["all"]
    if whole is None:
        return {"words": "快照里没有这里的家庭。"}
    axis, place = ("county", "县(市、区)") if len(area) < COUNTY_DIGITS else ("township", "乡镇(街道)")
    names = offices.area_names([*effects[axis], *effects["elsewhere"]])
    return {
        "words": "", "figures": _figures(whole), "programmes": _programmes(whole), "lowers": answer["lowers"],
        "fallen": _fallen(whole), "refused": effects["refused"],
        "groups": [_group("place", f"按{place}", effects[axis], lambda code: names.get(code, code)),
                   _group("registration", "按户口", effects["registration"], lambda code: REGISTERED[code]),
                   _group("family", "按家庭类型", effects["family"], lambda code: FAMILIES[code])],
        "elsewhere": [_standing(names.get(code, code) + (OTHERS_PART if code == area else ""), row)
                      for code, row in effects["elsewhere"].items()],
    }


def _moves(figures: Mapping[str, Any], name: str) -> int | None:
    values = [figures["programmes"][paying]["moves"][name] for paying in PAYING]
    return None if None in values else sum(values)


def _figures(whole: Mapping[str, Any]) -> list[dict[str, str]]:
    new, gone, new_people, gone_people = (
        _moves(whole, name) or 0 for name in ("gained_households", "lost_households", "gained_people", "lost_people"))
    year = signed(whole["more_year_fen"], money)
    return [
        {"value": f"{signed(new)} 户", "words": f"新符合低保、特困({new_people:,} 人)", "kind": "up" if new else ""},
        {"value": f"{counted(gone)} 户", "words": f"不再符合({gone_people:,} 人)", "kind": "down" if gone else ""},
        {"value": f"{counted(whole['risen_households'])} 户", "words": "每月拿得更多", "kind": ""},
        {"value": f"{signed(whole['more_fen'], money)}/月", "words": f"支出,一年 {year}", "kind": ""},
    ]


def _fallen(whole: Mapping[str, Any]) -> dict[str, str] | None:
    if not whole["fallen_households"]:
        return None
    return {"households": counted(whole["fallen_households"]), "people": counted(whole["fallen_people"]),
            "money": money(whole["fallen_fen"])}


def _programmes(whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"label": PROGRAMMES[name], "households": counted(told["before"]["households"]),
             "people": counted(told["before"]["people"]), "open": counted(told["before"]["open_households"]),
             "gained": signed(told["moves"]["gained_households"]), "lost": counted(told["moves"]["lost_households"]),
             "changed": counted(told["moves"]["changed_households"]),
             "money": signed(told["moves"]["monthly_fen"], money)} for name, told in whole["programmes"].items()]


def _group(code: str, title: str, rows: Mapping[str, Any], name: Callable[[str], str]) -> dict[str, Any]:
    told = [{"label": name(key), "gained": signed(_moves(row, "gained_people")), "lost": counted(_moves(row, "lost_people")),
             "risen": counted(row["risen_households"]), "money": signed(row["more_fen"], money),
             "more_fen": row["more_fen"]} for key, row in rows.items()
            if row["paid_fen"] or row["more_fen"] or row["risen_households"] or _moves(row, "gained_people")]
    most = max((abs(row["more_fen"]) for row in told), default=0) or 1
    for row in told:
        row["wide"], row["down"] = abs(row["more_fen"]) * WIDE // most, row["more_fen"] < 0
    return {"code": code, "title": title, "rows": told}


def _standing(name: str, figures: Mapping[str, Any]) -> dict[str, str]:
    paid = figures["programmes"]["subsistence"]["before"]
    return {"label": name, "households": counted(paid["households"]), "people": counted(paid["people"]),
            "money": money(paid["monthly_fen"])}


def flags(bench: Bench, sheets: Mapping[str, Sheet], changed: Mapping[str, Sheet]) -> list[dict[str, Any]]:
    """The bands, ratios and floors of every county that the bench moves, or of its only one; the broken ones first."""
    wanted = [county for county in bench.counties if county.changed or len(bench.counties) == 1 or county.code in changed]
    found = []
    for county in wanted:
        within = county.code[:COUNTY_DIGITS]
        sheet = sheets[within]
        for check in checks_of(county.code, sheet, changed.get(within, sheet)):
            kind, verdict = STATES[check.state]
            found.append({"county": county.name, "label": REGISTERED.get(check.registration, "") + _label(check),
                          "now": _measured(check), "kind": kind, "verdict": verdict, "clause": check.clause,
                          "newly": check.newly and check.state == "broken", "state": check.state})
    order = {"broken": 0, "open": 1, "held": 2, "fine": 3}
    return sorted(found, key=lambda flag: order[flag["state"]])


def _label(check: Check) -> str:
    return "低保标准" if check.key == "band" else check.label.removesuffix("合格")


def _measured(check: Check) -> str:
    """By how much: the share, the ratio, the least amount."""
    if check.figure in (None, NEED_INFO):
        return ""
    if check.key == "band":
        return f"占 {check.figure}%,{POSITIONS[check.now]}"
    return f"{check.figure} : 1" if check.key == "ratio_ok" else f"至少 {show_yuan_grouped(check.figure)} 元"


def drawn(number: Number) -> dict[str, Any] | None:
    """The legal band under a slider, on the slider's own scale; None where there is none to draw."""
    if number.band is None or number.ends is None or number.shown is None:
        return None
    low, high = (end * FEN for end in number.ends)

    def place(fen: Any, margin: int = 0) -> int:
        return max(margin, min(SCALE - margin, int((fen - low) * SCALE / (high - low))))

    low_yuan, high_yuan = int(-(-number.band.low // FEN)), int(number.band.high // FEN)
    percent = number.band.percent
    return {"low": place(number.band.low), "high": place(number.band.high),
            "wide": place(number.band.high) - place(number.band.low), "here": place(number.shown),
            "was": place(number.now) if number.now is not None and number.changed else None,
            "low_text": place(number.band.low, TEXT), "high_text": place(number.band.high, TEXT),
            "low_words": f"{percent(number.band.low)}% · {low_yuan:,}",
            "high_words": f"{percent(number.band.high)}% · {high_yuan:,}", "share": f"{percent(number.shown)}%",
            "words": f"{number.label} {show_yuan_grouped(number.shown)} 元,占上年人均消费支出 {percent(number.shown)}%"}
