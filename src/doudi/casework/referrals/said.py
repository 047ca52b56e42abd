"""What a department says of a referral (部门答复), checked the same way whether a page, a spreadsheet or a machine brought it."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals.course import ANSWERS
from doudi.casework.referrals.models import Referral, Refusal, Rhythm
from doudi.kernel.money import show_yuan

LONGEST: Final = 300
# A single sum above this is a slip of the keyboard (fen for yuan), whoever sends it.
LARGEST_FEN: Final = 100_000_000
FURTHEST: Final = timedelta(days=366)
EARLIEST: Final = timedelta(days=3660)


class BadAnswer(NotPossible):
    """What was said cannot be kept as it is; the message says how it is written."""


@dataclass(frozen=True)
class Answer:
    """One answer. Amounts are fen; `from_on` is the day of the help, or the first day of the first month."""

    verb: str
    reason_code: str = ""
    reason: str = ""
    given: str = ""
    rhythm: str = ""
    amount_fen: int | None = None
    from_on: date | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Answer":
        """Out of what `kept` wrote."""
        known = {field.name: kept.get(field.name, field.default) for field in fields(cls)}
        return cls(**known | {"from_on": date.fromisoformat(kept["from_on"]) if kept.get("from_on") else None})

    def kept(self) -> dict[str, Any]:
        """As a JSON value."""
        return asdict(self) | {"from_on": self.from_on.isoformat() if self.from_on else None}

    def digest(self, name: str) -> str:
        """The same for the same answer about the same name."""
        return hashlib.sha256(json.dumps([name, self.kept()], sort_keys=True).encode()).hexdigest()

    @property
    def words(self) -> str:
        """In one line, for whoever looks into it."""
        if self.verb == "accept":
            return "签收"
        if self.verb == "refuse":
            return f"退回:{Refusal(self.reason_code).label}{'。' + self.reason if self.reason else ''}"
        return f"办结:{result_words(self.given, self.rhythm, self.amount_fen, self.from_on)}"

    def fits(self, referral: Referral) -> bool:
        """Whether exactly this has been said and taken already."""
        put_there = (referral.reason_code, referral.reason, referral.given, referral.rhythm, referral.amount_fen,
                     referral.from_on)
        mine = (self.reason_code, self.reason, self.given, self.rhythm, self.amount_fen, self.from_on)
        done = {"accept": {"accepted"}, "refuse": {"refused"}, "finish": {"finished"}}[self.verb]
        return referral.state in done and (self.verb == "accept" or put_there == mine)


def result_words(given: str, rhythm: str, amount_fen: int | None, from_on: date | None) -> str:
    """What was given: 门诊救助,一次性 1200.00 元,2026-11-02 起."""
    money = f"{Rhythm(rhythm).label} {show_yuan(amount_fen)} 元" if amount_fen else Rhythm(rhythm).label
    return f"{given},{money},{from_on} 起"


def checked(answer: Answer, day: date) -> Answer:
    """The answer with its texts tidied. BadAnswer says what is wrong with it and how it is written."""
    if answer.verb not in ANSWERS:
        raise BadAnswer("答复只有三种:签收、退回、反馈结果。")
    tidy = Answer(answer.verb, answer.reason_code, _text(answer.reason), _text(answer.given), answer.rhythm,
                  answer.amount_fen, answer.from_on)
    if tidy.verb == "refuse":
        return _refusal(tidy)
    return _result(tidy, day) if tidy.verb == "finish" else Answer("accept")


def _text(text: str) -> str:
    clean = "".join(each for each in text if unicodedata.category(each) != "Cc" or each == "\n").strip()
    if len(clean) > LONGEST:
        raise BadAnswer(f"文字太长,最多 {LONGEST} 个字。")
    return clean


def _refusal(answer: Answer) -> Answer:
    if answer.reason_code not in Refusal.values:
        raise BadAnswer(f"退回要选理由:{'、'.join(Refusal.labels)}。")
    if answer.reason_code == Refusal.OTHER and not answer.reason:
        raise BadAnswer("理由选了“其他”,请写明是什么。")
    return Answer("refuse", answer.reason_code, answer.reason)


def _result(answer: Answer, day: date) -> Answer:
    if not answer.given:
        raise BadAnswer("请写明给了什么,例如“住院救助”。")
    if answer.rhythm not in Rhythm.values:
        raise BadAnswer(f"请写明怎么给:{'、'.join(Rhythm.labels)}。")
    if answer.from_on is None or not day - EARLIEST <= answer.from_on <= day + FURTHEST:
        raise BadAnswer("请写明从哪天起,例如 2026-11-02。")
    money = answer.rhythm != Rhythm.SERVICE
    if money and (answer.amount_fen is None or not 0 < answer.amount_fen <= LARGEST_FEN):
        raise BadAnswer("请写明金额(大于 0,不超过 100 万元);没有给钱的,怎么给选“实物或服务”。")
    if not money and answer.amount_fen is not None:
        raise BadAnswer("选了“实物或服务”,就不填金额。")
    return Answer("finish", "", "", answer.given, answer.rhythm, answer.amount_fen, answer.from_on)


def put(referral: Referral, answer: Answer) -> None:
    """What was said stands on the referral; nothing is saved yet."""
    referral.reason_code, referral.reason = answer.reason_code, answer.reason
    referral.given, referral.rhythm = answer.given, answer.rhythm
    referral.amount_fen, referral.from_on = answer.amount_fen, answer.from_on
