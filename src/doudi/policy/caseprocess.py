"""What has been done and what has happened in a case: benefits in payment, events, the procedure.

cases/README.md, Case fields; 民发〔2021〕57号 第十一条 (near relatives), 第三十二条 (death of a member).
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from doudi.law.facts import UNKNOWN, BadDocument
from doudi.policy.casevalues import UNKNOWN_WORD, check_area, money, take, take_all
from doudi.policy.facts import BENEFITS, FACTS
from doudi.policy.reading import (
    BadFile,
    Mapped,
    choice_of,
    day_of,
    flag_of,
    list_of,
    mapped,
    nearest,
    only_keys,
    text_of,
)

Members = Mapping[str, dict[str, Any]]

HUNDREDTHS: Final = 100

_EVENT_MONEY: Final = (
    "self_paid_12m",
    "education_self_paid",
    "policy_range_self_pay",
    "medical_aid_paid_this_year",
    "proposed_amount",
)
_EVENT_MOMENTS: Final = ("occurred_at", "reported_at", "paid_at")
_EVENT_PERCENT: Final = {
    "cpi_yoy_percent": "event_cpi_hundredths",
    "food_cpi_yoy_percent": "event_food_cpi_hundredths",
}
_EVENT_DISCRETION: Final = {"minutes": "event_minutes", "precedents": "event_precedents"}
_EVENT_TEXT: Final = ("cause", "month")
_EVENT: Final = (
    "kind",
    "member",
    "date",
    *_EVENT_MONEY,
    *_EVENT_MOMENTS,
    *_EVENT_TEXT,
    *_EVENT_PERCENT,
    *_EVENT_DISCRETION,
    "earlier_aid",
    "place_area",
    "petty_fund",
)

EVENT_FACTS: Final = (
    "self_paid_12m",
    "education_self_paid",
    "proposed_amount",
    "occurred_at",
    "reported_at",
    "paid_at",
    "place_area",
)
"""What an event says of 临时救助: `event_` before it names the fact of the household."""

_PROCEDURE: Final = {
    "programme": "procedure_programme",
    "accepted": "procedure_accepted",
    "delegated": "procedure_delegated",
    "check_requested": "procedure_check_requested",
    "publicity_posted": "procedure_publicity_posted",
    "county_received": "procedure_county_received",
    "decided": "procedure_decided",
    "decision": "procedure_decision",
    "complaint": "procedure_complaint",
    "fraud": "procedure_fraud",
}
_PROCEDURE_PARTS: Final = ("special_reason", "cause", "near_relatives", "paid")
_PAID: Final = {
    "monthly": "procedure_paid_monthly",
    "due_monthly": "procedure_due_monthly",
    "months": "procedure_paid_months",
}

NEAR: Final[Mapping[str, str]] = {
    "spouse": "spouse",
    "husband": "spouse",
    "wife": "spouse",
    "parent": "parent",
    "father": "parent",
    "mother": "parent",
    "child": "child",
    "son": "child",
    "daughter": "child",
    "sibling": "sibling",
    "brother": "sibling",
    "sister": "sibling",
    "grandparent": "grandparent",
    "maternal_grandparent": "grandparent",
    "paternal_grandparent": "grandparent",
    "grandfather": "grandparent",
    "grandmother": "grandparent",
    "grandchild": "grandchild",
    "maternal_grandchild": "grandchild",
    "grandson": "grandchild",
    "granddaughter": "grandchild",
}
"""How a relation may be written; every other one (cousin, in-law, …) is another relative and no 近亲属."""


def read_benefits(path: Path, data: Mapped, household: dict[str, Any], members: Members) -> None:
    """Benefits in payment, written onto the household or the member they belong to."""
    house = data.get("household") or Mapped()
    for entry in list_of(path, house, "current_benefits"):
        row = mapped(path, entry, house.at("current_benefits"), "一项已享受待遇")
        only_keys(path, row, ("programme", "member", "monthly"), "一项已享受待遇")
        code = choice_of(path, row, "programme", dict(BENEFITS))
        owner = _member(path, row, "member", members) if row.get("member") is not None else household
        owner[f"receives_{code}"] = True
        amount = money(path, row, "monthly") if row.get("monthly") is not None else None
        name = f"{code}_monthly_paid"
        if amount is UNKNOWN or owner.get(name) is UNKNOWN:
            owner[name] = UNKNOWN
        elif amount is not None:
            owner[name] = owner.get(name, 0) + amount


def _member(path: Path, row: Mapped, key: str, members: Members) -> dict[str, Any]:
    member = text_of(path, row, key)
    if member not in members:
        raise BadFile(path, row.at(key), f"成员“{member}”不在 members 里", "核对编号")
    return members[member]


def read_event(
    path: Path, data: Mapped, household: dict[str, Any], members: Members, day: date
) -> Mapping[str, Any]:
    """The event: a death is written onto the member; the rest is kept for the programmes it concerns."""
    if data.get("event") is None:
        return {}
    event = mapped(path, data["event"], data.at("event"), "event")
    only_keys(path, event, _EVENT, "event")
    found: dict[str, Any] = {"kind": take(path, event, "kind", "household", "event_kind")}
    found |= {key: money(path, event, key) for key in _EVENT_MONEY if key in event}
    found |= {key: _moment(path, event, key) for key in _EVENT_MOMENTS if key in event}
    found |= {key: text_of(path, event, key) for key in _EVENT_TEXT if key in event}
    if "place_area" in event:
        found["place_area"] = check_area(path, event, "place_area")
    _nested(path, event, found)
    household["event_kind"] = found["kind"]
    household |= {f"event_{key}": found[key] for key in EVENT_FACTS if key in found}
    household |= {fact: _hundredths(path, event, key) for key, fact in _EVENT_PERCENT.items() if key in event}
    household |= _earlier(found)
    household |= take_all(path, event, "household", _EVENT_DISCRETION)
    _who_and_when(path, event, found, household, members)
    return found


def _moment(path: Path, event: Mapped, key: str) -> datetime:
    value = event[key]
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise BadFile(
            path, event.at(key), f"“{key}”应为带时区的时刻,收到 {value!r}", "写成 2026-10-01T16:00:00+08:00"
        )
    return value


def _hundredths(path: Path, event: Mapped, key: str) -> Any:
    """Hundredths of a percentage point of a percentage, or UNKNOWN."""
    raw = text_of(path, event, key)
    if raw == UNKNOWN_WORD:
        return UNKNOWN
    fact = FACTS[("household", _EVENT_PERCENT[key])]
    try:
        found = Fraction(raw) * HUNDREDTHS
        if found.denominator != 1:
            raise ValueError("最多两位小数")
        fact.check(int(found))
    except (ValueError, ZeroDivisionError, BadDocument) as error:
        what = f"“{key}”的涨幅“{raw}”不对({error})"
        raise BadFile(path, event.at(key), what, '写成带引号的百分数,例如 "3.5"') from error
    return int(found)


def _earlier(found: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier aid and the petty fund of an event, as facts."""
    facts: dict[str, Any] = {}
    if "earlier_aid" in found:
        facts |= {f"event_earlier_{key}": value for key, value in found["earlier_aid"].items()}
    if "petty_fund_balance" in found:
        facts["event_petty_fund_balance"] = found["petty_fund_balance"]
    return facts


def _nested(path: Path, event: Mapped, found: dict[str, Any]) -> None:
    if "earlier_aid" in event:
        aid = mapped(path, event["earlier_aid"], event.at("earlier_aid"), "earlier_aid")
        only_keys(path, aid, ("date", "cause", "good_reason"), "earlier_aid")
        cause = choice_of(path, aid, "cause", {"same": "同一事由", "different": "不同事由"})
        found["earlier_aid"] = {
            "date": day_of(path, aid, "date"),
            "cause": cause,
            "good_reason": flag_of(path, aid, "good_reason"),
        }
    if "petty_fund" in event:
        fund = mapped(path, event["petty_fund"], event.at("petty_fund"), "petty_fund")
        only_keys(path, fund, ("balance",), "petty_fund")
        found["petty_fund_balance"] = money(path, fund, "balance")


def _who_and_when(
    path: Path, event: Mapped, found: dict[str, Any], household: dict[str, Any], members: Members
) -> None:
    when = day_of(path, event, "date") if event.get("date") is not None else None
    who = _member(path, event, "member", members) if event.get("member") is not None else None
    if when is not None:
        found["date"] = household["event_date"] = when
    if who is not None:
        found["member"] = household["event_member"] = who["id"]
    if found["kind"] == "medical" and who is not None:
        who["policy_range_self_pay"] = found.get("policy_range_self_pay", UNKNOWN)
        who["medical_aid_paid"] = found.get("medical_aid_paid_this_year", 0)
    if found["kind"] == "death":
        if who is None or when is None:
            raise BadFile(path, event.line, "成员去世要写明是谁、哪一天", "补上 member 和 date")
        who["died_on"] = when


def read_procedure(path: Path, data: Mapped) -> dict[str, Any]:
    """The procedure, as facts of the household."""
    if data.get("procedure") is None:
        return {}
    row = mapped(path, data["procedure"], data.at("procedure"), "procedure")
    only_keys(path, row, (*_PROCEDURE, *_PROCEDURE_PARTS), "procedure")
    found = take_all(path, row, "household", _PROCEDURE)
    if row.get("special_reason") not in (None, False, "none"):
        found["procedure_special_reason"] = True
    if row.get("cause") is not None:
        cause = text_of(path, row, "cause")
        found["procedure_cause"] = cause if cause == "employment" else "other"
    if row.get("paid") is not None:
        paid = mapped(path, row["paid"], row.at("paid"), "paid")
        only_keys(path, paid, _PAID, "paid")
        found |= take_all(path, paid, "household", _PAID)
    for entry in list_of(path, row, "near_relatives"):
        relative = mapped(path, entry, row.at("near_relatives"), "一名亲属")
        only_keys(path, relative, ("relation", "role"), "亲属")
        found[f"procedure_relative_{_relation(path, relative)}"] = True
    return found


def _relation(path: Path, relative: Mapped) -> str:
    written = text_of(path, relative, "relation")
    if written in NEAR:
        return NEAR[written]
    meant = nearest(written, NEAR, within=2)
    if meant:
        raise BadFile(path, relative.at("relation"), f"“relation”没有“{written}”这一项", f"是不是“{meant}”?")
    return "other"


__all__ = ["UNKNOWN_WORD", "read_benefits", "read_event", "read_procedure"]
