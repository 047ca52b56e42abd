"""The people of a case: members with their incomes and disabilities, supporters outside the household.

cases/README.md, Case fields; 民发〔2021〕57号 第七、十三条. Monthly incomes become yearly ones, exactly.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from doudi.kernel.days import MONTHS_A_YEAR
from doudi.law.facts import UNKNOWN
from doudi.policy.casevalues import UNKNOWN_WORD, money, take, take_all, take_named
from doudi.policy.facts import DISABILITY_KINDS, INCOME_KINDS
from doudi.policy.reading import BadFile, Mapped, choice_of, list_of, mapped, only_keys, text_of

_MEMBER: Final = {
    name: name
    for name in (
        "relation",
        "birth",
        "sex",
        "registration",
        "serious_illness",
        "student",
        "boarding",
        "status",
        "status_years",
        "independent",
        "support_duty",
        "co_resident",
        "works",
        "unable_to_work",
        "refused_jobs",
        "care_items_failed",
        "orphan",
        "chooses",
        "authorised",
        "school_fee_actual",
        "raised_in_institution",
        "child_harmed",
        "left_by",
        "injury_nursing",
        "lives_without_carer",
    )
}
_SUPPORTER: Final = {
    name: name
    for name in (
        "relation",
        "registration",
        "household_size",
        "monthly_income",
        "own_monthly_income",
        "property_ok",
        "age",
        "status",
        "on_roll",
        "supports",
        "actually_pays",
        "court_ordered",
    )
}

SURE_KINDS: Final = (
    "wage",
    "business",
    "land",
    "rent",
    "interest",
    "pension",
    "support",
    "unemployment",
    "other",
)
"""Kinds that count in every programme: a second, unestablished source of one is more income of some kind."""


def read_members(path: Path, data: Mapped, day: date) -> dict[str, dict[str, Any]]:
    """Members by id."""
    found: dict[str, dict[str, Any]] = {}
    for entry in list_of(path, data, "members"):
        row = mapped(path, entry, data.at("members"), "一名成员")
        only_keys(path, row, ("id", *_MEMBER, "disability", "incomes", "facts"), "成员")
        member = _id(path, row)
        if member in found:
            raise BadFile(path, row.at("id"), f"成员编号“{member}”重复", "每人一个编号")
        found[member] = {"id": member} | _person(path, row, day)
    relations = {each["relation"] for each in found.values()}
    if found and not relations & {"self", UNKNOWN}:
        cure = "把申请人的 relation 写成 self,其他人写与申请人的关系"
        raise BadFile(path, data.at("members"), "成员里没有申请人本人", cure)
    return found


def _id(path: Path, row: Mapped) -> str:
    if "id" not in row:
        raise BadFile(path, row.line, "成员没有编号", "补上 id,例如 m1")
    return text_of(path, row, "id")


def _person(path: Path, row: Mapped, day: date) -> dict[str, Any]:
    for key in ("relation", "birth"):
        if row.get(key) is None:
            raise BadFile(path, row.line, f"成员“{row['id']}”没有“{key}”", "补上;没查清写 unknown")
    found = take_all(path, row, "member", _MEMBER)
    if found["birth"] is not UNKNOWN and found["birth"] > day:
        raise BadFile(path, row.at("birth"), f"出生日期 {found['birth']} 晚于认定日 {day}", "核对出生日期")
    found |= read_disability(path, row, "member") | _incomes(path, row)
    return found | take_named(path, row, "member")


def read_disability(path: Path, row: Mapped, entity: str) -> dict[str, Any]:
    """One grade for each kind; `multiple` without components leaves the kinds open."""
    raw = row.get("disability")
    if raw is None:
        return {}
    found: dict[str, Any] = {}
    for entry in raw if isinstance(raw, list) else [raw]:
        single = mapped(path, entry, row.at("disability"), "disability")
        only_keys(path, single, ("kind", "grade"), "disability")
        kind = choice_of(path, single, "kind", dict(DISABILITY_KINDS))
        name = f"disability_{kind}"
        if single.get("grade") in (None, 0):
            raise BadFile(path, single.at("grade"), "残疾等级没有填", "写 1 到 4;没查清写 unknown")
        if name in found:
            raise BadFile(path, single.at("kind"), f"“{kind}”写了两次", "同一类别只写一次")
        found[name] = take(path, single, "grade", entity, name)
    return found


def _incomes(path: Path, row: Mapped) -> dict[str, Any]:
    sums: dict[str, int] = {}
    open_kinds: set[str] = set()
    for entry in list_of(path, row, "incomes"):
        single = mapped(path, entry, row.at("incomes"), "一项收入")
        kind, amount = _income(path, single)
        if amount is UNKNOWN:
            open_kinds.add(kind)
        else:
            sums[kind] = sums.get(kind, 0) + amount
    found: dict[str, Any] = {f"income_{kind}": amount for kind, amount in sums.items()}
    for kind in open_kinds:
        if sums.get(kind) and kind in SURE_KINDS:
            found["income_unlisted"] = UNKNOWN
        else:
            found[f"income_{kind}"] = UNKNOWN
    return found


def _income(path: Path, single: Mapped) -> tuple[str, Any]:
    only_keys(path, single, ("kind", "monthly", "yearly"), "一项收入")
    kind = choice_of(path, single, "kind", dict(INCOME_KINDS))
    stated = [key for key in ("monthly", "yearly") if key in single]
    if len(stated) != 1:
        raise BadFile(path, single.line, f"收入“{kind}”要写 monthly 或 yearly 其中一个", "补上或删去一个")
    amount = money(path, single, stated[0])
    return kind, amount * MONTHS_A_YEAR if amount is not UNKNOWN and stated == ["monthly"] else amount


def read_supporters(path: Path, data: Mapped, members: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each supporter and each member he supports."""
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(list_of(path, data, "supporters"), 1):
        row = mapped(path, entry, data.at("supporters"), "一名义务人")
        only_keys(path, row, ("of", *_SUPPORTER, "disability"), "义务人")
        found = take_all(path, row, "supporter", _SUPPORTER) | read_disability(path, row, "supporter")
        _own_income(row, found)
        supported = list_of(path, row, "of")
        if not supported:
            raise BadFile(path, row.line, "义务人没有写供养的是谁", "补上 of,例如 of: [m1]")
        for member in supported:
            if member not in members:
                raise BadFile(path, row.at("of"), f"义务人供养的成员“{member}”不在 members 里", "核对编号")
            rows.append({"id": f"s{number}>{member}", "of": member} | found)
    return rows


def _own_income(row: Mapped, found: dict[str, Any]) -> None:
    """Who lives alone has his family's income as his own."""
    if row.get("own_monthly_income") in (None, UNKNOWN_WORD) and found.get("household_size") == 1:
        if "monthly_income" in found:
            found["own_monthly_income"] = found["monthly_income"]
