"""Referrals for machines (转办接口): the office's own, one of them, and the three answers.

济办发〔2020〕21号 三20; 个人信息保护法 第六条. The same door for answers as pages and spreadsheets use.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from doudi.api.door import Caller, Refused, body_of, for_departments, key_of, reply
from doudi.audit import actions as audit
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import reads
from doudi.casework.referrals.answering import KeyUsed, Outcome, Unknown, answer
from doudi.casework.referrals.course import ANSWERS, Voice
from doudi.casework.referrals.said import Answer, BadAnswer

MOST = 100
FIELDS = {"accept": {"name"}, "refuse": {"name", "reason_code", "reason"},
          "finish": {"name", "given", "rhythm", "amount_fen", "from_on"}}


@for_departments("GET")
def referrals(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The office's referrals, oldest first, page after page by number."""
    state, after, limit = (request.GET.get(name, "") for name in ("state", "after", "limit"))
    if state not in {"", "open", "all"}:
        raise Refused(400, "state", "state 只能是 open 或 all。")
    if limit and not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:6]) <= MOST):
        raise Refused(400, "limit", f"limit 是 1 到 {MOST} 的整数。")
    rows = reads.page_of(caller.office_id, only_open=state != "all", after=after[:40], limit=int(limit or MOST))
    if rows is None:
        raise Refused(400, "after", "after 要写上一页 next 给的编号。")
    _looked(caller, [row.household_id for row in rows])
    return reply({"referrals": [_shown(row) for row in rows], "next": rows[-1].number if len(rows) == int(limit or MOST) else None})


@for_departments("GET")
def referral(request: HttpRequest, caller: Caller, number: str) -> HttpResponse:
    """One referral of the office."""
    row = reads.numbered(number, caller.office_id)
    if row is None:
        raise Refused(404, "unknown", "没有这个编号的转办,或者不是转给贵单位的。")
    _looked(caller, [row.household_id])
    return reply(_shown(row))


@for_departments("POST")
def answered(request: HttpRequest, caller: Caller, number: str, verb: str) -> HttpResponse:
    """Accept, give back, or say what came of it."""
    if verb not in ANSWERS:
        raise Refused(404, "verb", f"没有这个动作。可以用:{'、'.join(ANSWERS)}。")
    told, voice = body_of(request), Voice(None, caller.at, "api", caller.token, key_of(request))
    unknown = set(told) - FIELDS[verb]
    if unknown:
        raise Refused(422, "fields", f"{verb} 没有这些字段:{'、'.join(sorted(unknown))[:200]}。可以写:{'、'.join(sorted(FIELDS[verb]))}。")
    try:
        outcome = answer(number=number, told=_answer(verb, told), voice=voice, name=_text(told, "name", needed=True))
    except Unknown as no:
        raise Refused(404, "unknown", str(no)) from no
    except KeyUsed as no:
        raise Refused(409, "key_used", str(no)) from no
    except BadAnswer as no:
        raise Refused(422, "answer", str(no)) from no
    except NotPossible as no:
        raise Refused(409, "state", str(no)) from no
    return reply(_became(outcome), 202 if outcome.question else 200)


def _became(outcome: Outcome) -> dict[str, Any]:
    row = outcome.referral
    return {"number": row.number, "state": row.state, "taken": outcome.taken,
            "question": outcome.question.kind if outcome.question else None, "message": outcome.words}


def _answer(verb: str, told: Mapping[str, Any]) -> Answer:
    amount = told.get("amount_fen")
    if amount is not None and type(amount) is not int:
        raise Refused(422, "amount_fen", "amount_fen 是以分计的整数,例如 1200 元写 120000。")
    return Answer(verb, _text(told, "reason_code"), _text(told, "reason"), _text(told, "given"), _text(told, "rhythm"), amount,
                  _day(_text(told, "from_on")))


def _text(told: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    text = told.get(name, "")
    if not isinstance(text, str) or (needed and not text.strip()):
        raise Refused(422, name, f"{name} 要写成文字" + (",写转办件上的姓名,用来核对编号。" if needed else "。"))
    return text


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(422, "from_on", "from_on 写成 2026-11-02 这样。") from None


def _shown(row: Any) -> dict[str, Any]:
    return {"number": row.number, "programme": row.programme, "label": reads.label_of(row.programme), "state": row.state,
            "sent_at": row.sent_at.isoformat(), "accept_due_on": row.accept_due_on, "due_on": row.due_on,
            "wanted": row.wanted, "about": row.along}


@transaction.atomic
def _looked(caller: Caller, households: list[int]) -> None:
    audit.record(by=None, at=caller.at, verb="read_list", purpose="api", subject=("list", "api"),
                 details={"office": caller.office_id, "token": caller.token.pk, "households": sorted(set(households))})
