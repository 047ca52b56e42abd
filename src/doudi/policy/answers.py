"""The answer to a worked case, in the keys and formats of a case's `expect` (cases/README.md).

Amounts are text with two decimals; what is not whole is rounded half up for display only; a key that does not
apply is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.kernel.days import Month
from doudi.kernel.money import show_yuan
from doudi.kernel.rounding import half_up_fen
from doudi.law import BadDocument, Decision, Line, Missing, Sheet, Verdict
from doudi.policy.casefile import Case
from doudi.policy.decide import decide
from doudi.policy.lawbook import law_book
from doudi.policy.process.deadlines import NEED_INFO, Process, process
from doudi.policy.process.deadlines import explained as explained_process
from doudi.policy.process.numbers import half_up
from doudi.policy.process.standards_check import check_standard
from doudi.policy.process.standards_check import explained as explained_check
from doudi.policy.reading import BadFile
from doudi.policy.sheets import StandardsSet

AMOUNTS: Final = ("monthly", "once", "yearly")
PERCENT: Final = 100
WHEN_ENTITLED: Final = ("valid_months_max",)
"""Details that mean something only for those who are entitled."""

WHEN_PAID: Final = ("papers_due",)
"""Days that a payment sets: once it is made they are either known or, beyond the calendar, still to be found out."""

MONEY_CHECKED: Final = frozenset({"raise_to", "basic_min"})
"""Details in fen of the check of a standard, which is no programme of the book."""


@dataclass(frozen=True)
class Answer:
    """Everything that is said about one case."""

    case: Case
    decision: Decision | None
    standards_check: Verdict | None
    process: Process
    sheet: Sheet
    calendar: WorkingCalendar | None

    def arithmetic(self, name: str) -> tuple[Line, ...]:
        """How the deadlines of a `process`, or the answers of a `standards_check`, came about."""
        if name == "process":
            return explained_process(
                self.case.document, day=self.case.day, sheet=self.sheet, calendar=self.calendar
            )
        asked = self.case.check_standard
        return explained_check(self.sheet, asked.area, asked.registration) if asked else ()

    def to_json(self) -> dict[str, Any]:
        """The object that `doudi decide --json` prints for a file."""
        verdicts: dict[str, Any] = {}
        if self.decision is not None:
            verdicts = {code: _verdicts(code, found) for code, found in self.decision.verdicts.items()}
        if self.standards_check is not None:
            # A check has no outcome of its own; that a number is missing is said all the same.
            outcome = "need_info" if self.standards_check.missing else None
            verdicts["standards_check"] = verdict_json(self.standards_check) | {"outcome": outcome}
        return {
            "file": str(self.case.path),
            "case": self.case.name,
            "verdicts": verdicts,
            "process": {key: plain(value) for key, value in self.process.values.items()},
        }


def answer(case: Case, standards: StandardsSet) -> Answer:
    """Decide a case under a standards set. BadFile when its facts do not fit together."""
    published = standards.with_switches(case.switches, case.name)
    sheet = published.sheet(case.day, case.area, also=case.other_places)
    checked = None
    if case.check_standard is not None:
        checked = check_standard(sheet, case.check_standard.area, case.check_standard.registration)
    steps = process(case.document, day=case.day, sheet=sheet, calendar=published.calendar)
    if not case.has_household:
        return Answer(case, None, checked, steps, sheet, published.calendar)
    try:
        decision = decide(
            case.document,
            day=case.day,
            sheet=sheet,
            calendar=published.calendar,
            programmes=law_book().programmes,
        )
    except BadDocument as error:
        raise BadFile(case.path, 0, str(error), "核对后改正") from error
    return Answer(case, decision, checked, steps, sheet, published.calendar)


def _verdicts(code: str, found: Verdict | dict[str, Verdict]) -> dict[str, Any]:
    if isinstance(found, dict):
        return {"members": {member: verdict_json(verdict) for member, verdict in found.items()}}
    return verdict_json(found)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """One verdict with its amounts, details, reasons and what is missing."""
    shown: dict[str, Any] = {"outcome": verdict.outcome} | dict.fromkeys(AMOUNTS)
    shown |= {name: yuan(amount) for name, amount in verdict.amounts.items()}
    money = _money_details(verdict.programme)
    for name, value in verdict.details.items():
        if name in WHEN_ENTITLED and verdict.outcome != "entitled":
            value = None
        if name in WHEN_PAID and value is None and verdict.details["paid"]:
            value = NEED_INFO
        shown[name] = yuan(value) if name in money else plain(value)
    if "rigid_share" in shown:
        share = verdict.details["rigid_share"]
        shown["ratio_percent"] = None if share is None else half_up(Fraction(share) * PERCENT, 2)
        del shown["rigid_share"]
    reach = verdict.amount_range
    shown["amount_range"] = [yuan(edge) for edge in reach] if reach else None
    shown["because"] = [{"code": r.code, "clause": r.clause, "label": r.label} for r in verdict.because]
    shown["missing"] = [missing_json(missing) for missing in verdict.missing]
    return shown


def missing_json(missing: Missing) -> dict[str, str]:
    """What is missing, whose it is, and who enters it."""
    return {
        "kind": missing.kind,
        "name": missing.name,
        "label": missing.label,
        "subject": missing.subject,
        "who": missing.who,
    }


@cache
def _money_details(programme: str) -> frozenset[str]:
    book = law_book()
    if programme not in book.programmes:
        return MONEY_CHECKED
    declared = book.programmes[programme]
    rules: Mapping[str, str] = declared.details
    return frozenset(name for name, rule in rules.items() if book.rules[declared.entity, rule].type.is_money)


def yuan(fen: Any) -> str | None:
    """Yuan with two decimals, half up, for display."""
    if fen is None:
        return None
    return fen if isinstance(fen, str) else show_yuan(half_up_fen(Fraction(fen)))


def plain(value: Any) -> Any:
    """Days and months as text, shares as text, the rest as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Month, Fraction)):
        return str(value)
    return value
