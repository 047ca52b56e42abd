"""Papers that carry a decision (决定、变更、答复) and the proof that a paper arrived (送达回证).

Clauses: 57号 第二十一、三十一、三十三条; 43号 第二十六条; 社会救助暂行办法 第六十五条.
None goes out without a reason.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from doudi.casework.papers.sheet import Paper, PaperWithheld, told
from doudi.casework.papers.wording import FactLine, Ground, Rights, SumLine, day_words, month_words, yuan


@dataclass(frozen=True)
class Part:
    """A named part of the amount, such as 照料护理."""

    label: str
    fen: int

    def data(self) -> dict[str, str]:
        return {"label": self.label, "amount": yuan(self.fen)}


@dataclass(frozen=True, kw_only=True)
class Confirmation(Paper):
    """确认决定书: what, from when, how reckoned, duties, rights."""

    covered: str
    monthly_fen: int
    from_month: str
    reasons: tuple[Ground, ...]
    lines: tuple[SumLine, ...]
    duties: tuple[str, ...]
    rights: Rights
    parts: tuple[Part, ...] = ()
    account: str = ""
    rhythm: str = "每月"
    # What there is where no money is paid; it stands in the place of the amount.
    instead: str = ""
    kind = "confirmation"
    title = "确认决定书"

    def body(self) -> dict[str, Any]:
        return {
            "covered": self.covered,
            "amount": yuan(self.monthly_fen),
            "from": month_words(self.from_month),
            "since": "起" if self.rhythm == "每月" else "发放",
            "rhythm": self.rhythm,
            "instead": self.instead,
            "parts": [part.data() for part in self.parts],
            "account": self.account,
            **told(self.reasons, self.lines),
            "duties": list(self.duties),
            "rights": self.rights.data("三、不同意怎么办"),
        }

    def heading(self) -> str:
        return f"{self.head.programme}{self.title}"


@dataclass(frozen=True, kw_only=True)
class Refusal(Paper):
    """不予确认决定书: in writing with reasons (57号 第二十一条)."""

    applied: date
    covered: str
    reasons: tuple[Ground, ...]
    lines: tuple[SumLine, ...]
    facts: tuple[FactLine, ...]
    others: tuple[str, ...]
    rights: Rights
    kind = "refusal"
    title = "不予确认决定书"

    def body(self) -> dict[str, Any]:
        if not self.reasons:
            raise PaperWithheld("没有写明理由，不能出不予确认决定书。")
        return {
            "applied": day_words(self.applied),
            "covered": self.covered,
            **told(self.reasons, self.lines),
            "facts": [fact.data() for fact in self.facts],
            "others": list(self.others),
            "rights": self.rights.data("四、不同意怎么办"),
        }

    def heading(self) -> str:
        return f"{self.head.programme}{self.title}"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many are helped and with how much, before or after a change."""

    members: int
    monthly_fen: int

    def data(self) -> dict[str, str]:
        return {"members": str(self.members), "amount": yuan(self.monthly_fen)}


@dataclass(frozen=True, kw_only=True)
class ChangeNotice(Paper):
    """变更、停发、渐退通知书 (57号 第三十一、三十三条; 43号 第二十六条)."""

    deed: str
    from_month: str
    before: Standing
    after: Standing
    reasons: tuple[Ground, ...]
    lines: tuple[SumLine, ...]
    others: tuple[str, ...]
    rights: Rights
    until_month: str = ""
    kind = "change"
    title = "通知书"
    deeds: ClassVar[dict[str, str]] = {"change": "变更", "end": "停发", "exit": "渐退"}

    def body(self) -> dict[str, Any]:
        if not self.reasons:
            raise PaperWithheld(f"没有写明理由，不能出{self.deeds[self.deed]}通知书。")
        return {
            "deed": self.deeds[self.deed],
            "from": month_words(self.from_month),
            "consequence": self.consequence(),
            "before": self.before.data(),
            "after": self.after.data(),
            **told(self.reasons, self.lines),
            "others": list(self.others),
            "rights": self.rights.data("三、不同意怎么办"),
        }

    def consequence(self) -> str:
        """What the change means, in one clause of a sentence."""
        if self.deed == "end":
            return "停发"
        if self.deed == "exit":
            return f"进入渐退，继续发到{month_words(self.until_month)}"
        return f"，每月改为{yuan(self.after.monthly_fen)}元"

    def heading(self) -> str:
        return f"{self.head.programme}{self.deeds[self.deed]}{self.title}"


@dataclass(frozen=True, kw_only=True)
class Answer(Paper):
    """撤销决定通知书 (`set_aside`) and 复核答复 (`review_answer`), 社会救助暂行办法 第六十五条."""

    deed: str
    about: str
    outcome: str
    reasons: tuple[Ground, ...]
    lines: tuple[SumLine, ...]
    next_steps: tuple[str, ...]
    rights: Rights
    kind = "answer"
    title = "答复"
    deeds: ClassVar[dict[str, str]] = {"set_aside": "撤销决定通知书", "review_answer": "复核答复书"}

    def body(self) -> dict[str, Any]:
        if not self.reasons:
            raise PaperWithheld(f"没有写明理由，不能出{self.heading()}。")
        return {
            "heading": self.heading(),
            "about": self.about,
            "outcome": self.outcome,
            "next": list(self.next_steps),
            **told(self.reasons, self.lines),
            "rights": self.rights.data("三、不同意怎么办"),
        }

    def heading(self) -> str:
        return self.deeds[self.deed]


@dataclass(frozen=True, kw_only=True)
class ServiceReturn(Paper):
    """送达回证: proof that a paper reached the person it is for."""

    place: str
    documents: tuple[tuple[str, str], ...]
    ways: tuple[str, ...] = ("当面交", "家里人代收", "留置", "邮寄", "电子", "公告")
    kind = "service"
    title = "送达回证"

    def body(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "ways": list(self.ways),
            "documents": [{"name": name, "number": number} for name, number in self.documents],
        }
