"""A law that says what a test tells it: casework is tested for the procedure, the policy room for the
arithmetic."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from doudi.kernel.days import Month
from doudi.law.reasons import Missing, Reason


@dataclass
class Verdict:
    programme: str
    outcome: str
    amounts: dict[str, int | None] = field(default_factory=dict)
    member: str | None = None
    because: tuple[Reason, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    amount_range: tuple[int, int] | None = None


@dataclass
class Line:
    mark: str
    label: str
    text: str
    children: tuple = ()


BELOW = Reason("income_below_standard", "人均收入低于低保标准", "民发〔2021〕57号 第二十三条")
ABOVE = Reason("income_not_below_standard", "人均收入不低于低保标准", "社会救助暂行办法 第九条")
NO_MINUTES = Reason("minutes_missing", "还没有会议纪要", "济办发〔2020〕21号 二(三)9")
UNSIGNED = Missing("fact", "authorised", "授权核对", "member", "1", "本人")


class Law:
    """Stands for `doudi.policy`; `grants`, `denies` and so on say what comes next, until told otherwise."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.household = {
            "subsistence": Verdict(
                "subsistence",
                "entitled",
                {"monthly": 64000},
                because=(BELOW,),
                details={"members_counted": 3, "review_months": 6},
            ),
            "low_income": Verdict("low_income", "not_entitled"),
            "rigid_expenditure": Verdict("rigid_expenditure", "not_entitled"),
        }
        self.person = {
            "extreme_hardship": Verdict("extreme_hardship", "not_entitled", because=(ABOVE,)),
            "single_person": Verdict("single_person", "not_entitled"),
        }

    def grants(self, fen: int, programme: str = "subsistence", **details: Any) -> None:
        target = self.person if programme in self.person else self.household
        target[programme] = Verdict(
            programme,
            "entitled",
            {"monthly": fen},
            because=(BELOW,),
            details={"members_counted": 3, "review_months": 12} | details,
        )

    def grants_once(self, fen: int, programme: str, outcome: str = "entitled", *, minutes: bool = True) -> None:
        """One sum; with `discretion` people have to settle it, and without minutes the law says that they are missing."""
        because = (BELOW,) if outcome == "entitled" else () if minutes else (NO_MINUTES,)
        amounts = {"once": fen if outcome == "entitled" else None}
        self.household[programme] = Verdict(programme, outcome, amounts, because=because, details={"members_counted": 3})

    def denies(self, programme: str = "subsistence") -> None:
        target = self.person if programme in self.person else self.household
        target[programme] = Verdict(programme, "not_entitled", because=(ABOVE,))

    def does_not_know(self, programme: str = "subsistence") -> None:
        self.household[programme] = Verdict(programme, "need_info", missing=(UNSIGNED,))

    def leaves_it_open(self, programme: str = "subsistence") -> None:
        self.household[programme] = Verdict(programme, "discretion")

    def lets_go_gradually(self, fen: int, from_month: str, until_month: str) -> None:
        months = {"from_month": Month.parse(from_month), "until_month": Month.parse(until_month)}
        self.household["gradual_exit"] = Verdict("gradual_exit", "entitled", {"monthly": fen}, details=months)

    def decide(
        self, document: Any, *, day: date, sheet: Any, calendar: Any = None, programmes: Any = None, trace: bool = True
    ) -> Any:
        self.asked.append(document)
        verdicts: dict[str, Any] = dict(self.household)
        for code, verdict in self.person.items():
            verdicts[code] = {member["id"]: verdict for member in document.members}
        return SimpleNamespace(
            verdicts=verdicts, law_version="test", to_json=lambda: {"day": day.isoformat()}
        )

    def explanation(
        self, decision: Any, programme: str, member: str | None = None, names: Any = None
    ) -> Line:
        return Line("yes", programme, "按规定", (Line("plain", "收入", "0.00"),))

    def flips(self, decision: Any, programme: str, member: str | None = None, names: Any = None) -> list[Any]:
        return []
