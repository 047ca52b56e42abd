"""追缴: what was paid too much comes back; a fine is another ledger and people decide it (社会救助暂行办法
第六十八条).
"""

from collections.abc import Mapping
from typing import Any, Final

from doudi.law import UNKNOWN, Decision, Document, Missing, Reason, Verdict
from doudi.policy.facts import FACTS
from doudi.policy.process.numbers import Numbers, fact

CLAUSE: Final = "社会救助暂行办法 第六十八条"
DETAILS: Final = ("due_monthly", "fine", "fine_min", "fine_max")


def applies(document: Document) -> bool:
    """Something was paid and is looked at again."""
    return fact(document, "procedure_paid_monthly") is not None


def recovery(document: Document, decision: Decision, labels: Mapping[str, str]) -> Verdict:
    """(paid − due) × months, not below zero; without a due amount it is what the true facts give."""
    numbers = Numbers(decision.sheet)
    paid, months = fact(document, "procedure_paid_monthly"), fact(document, "procedure_paid_months")
    due, missing = _due(document, decision)
    for name, value in (("procedure_paid_monthly", paid), ("procedure_paid_months", months)):
        if value is UNKNOWN:
            missing.append(Missing("fact", name, FACTS[("household", name)].label, "household"))
    fraud = fact(document, "procedure_fraud") is True
    times = [numbers.get("fine_times_low"), numbers.get("fine_times_high")] if fraud else []
    missing.extend(numbers.missing)
    if missing or due is None:
        reasons: tuple[Reason, ...] = (Reason("fact_missing", labels["fact_missing"], CLAUSE),)
        return _verdict("need_info", None, reasons, {}, tuple(missing))
    once = max(0, paid - due) * months
    found: dict[str, Any] = {"due_monthly": due, "fine": "none"}
    if fraud:
        found |= {"fine": "discretion", "fine_min": once * times[0], "fine_max": once * times[1]}
    reasons = (Reason("recovery_of_overpayment", labels["recovery_of_overpayment"], CLAUSE),) if once else ()
    return _verdict("entitled" if once else "not_entitled", once, reasons, found, ())


def _due(document: Document, decision: Decision) -> tuple[int | None, list[Missing]]:
    """What was due a month: stated, or what the verdict of the true facts gives."""
    stated = fact(document, "procedure_due_monthly")
    if stated is UNKNOWN:
        label = FACTS[("household", "procedure_due_monthly")].label
        return None, [Missing("fact", "procedure_due_monthly", label, "household")]
    if stated is not None:
        return int(stated), []
    programme = fact(document, "procedure_programme")
    found = decision.verdicts.get("subsistence" if programme == "none" else programme)
    verdicts = list(found.values()) if isinstance(found, dict) else [found] if found else []
    total = 0
    for verdict in verdicts:
        if verdict.outcome in ("need_info", "discretion"):
            return None, list(verdict.missing)
        total += verdict.amounts.get("monthly") or 0
    return (total if verdicts else None), []


def _verdict(
    outcome: str,
    once: int | None,
    reasons: tuple[Reason, ...],
    found: dict[str, Any],
    missing: tuple[Missing, ...],
) -> Verdict:
    details = dict.fromkeys(DETAILS) | found
    return Verdict("recovery", None, outcome, {"once": once}, None, reasons, details, missing)
