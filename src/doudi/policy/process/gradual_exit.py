"""渐退: a family that works its way above the line keeps its amount for some months (57号 第三十三条,
2022年通知 一(三)).
"""

from collections.abc import Mapping
from typing import Any, Final

from doudi.kernel.days import Month
from doudi.law import UNKNOWN, Decision, Document, Missing, Reason, Verdict
from doudi.policy.facts import FACTS
from doudi.policy.process.numbers import Numbers, fact, member_fact

CLAUSE: Final = "民发〔2021〕57号 第三十三条"
DETAILS: Final = ("from_month", "until_month", "stop_from", "total")


def applies(document: Document) -> bool:
    """The income of a family on the 低保 roll has changed, and why is on record."""
    members = any(member_fact(member, "receives_subsistence") is True for member in document.members)
    on_roll = members or fact(document, "receives_subsistence") is True
    return on_roll and fact(document, "procedure_cause") != "none"


def paid_monthly(document: Document) -> Any:
    """What the family is paid now: the household's amount, or the shares of its members."""
    if fact(document, "receives_subsistence") is True:
        return fact(document, "subsistence_monthly_paid")
    shares = [member_fact(member, "subsistence_monthly_paid") for member in document.members]
    return UNKNOWN if UNKNOWN in shares else sum(shares)


def gradual_exit(document: Document, decision: Decision, labels: Mapping[str, str]) -> Verdict:
    """The verdict; it reads the verdict on 低保 of the same day."""
    numbers = Numbers(decision.sheet)
    subsistence = decision.verdict("subsistence")
    assert subsistence is not None
    decided = fact(document, "procedure_decided")
    after = Month.of(decided) + 1 if decided not in (None, UNKNOWN) else None
    failed = {reason.code for reason in subsistence.because}
    if subsistence.outcome in ("entitled", "discretion"):
        return _verdict("not_entitled", labels, "subsistence_entitled", {})
    if subsistence.outcome == "need_info":
        return _missing(labels, subsistence.missing, subsistence.because)
    if "income_not_below_standard" not in failed:
        return _verdict("not_entitled", labels, "assets_over_limit", {"stop_from": after})
    if fact(document, "procedure_cause") != "employment":
        return _verdict("not_entitled", labels, "not_by_employment", {"stop_from": after})
    over = over_edge(decision, numbers)
    if over is None:
        return _missing(labels, tuple(numbers.missing), ())
    if over:
        return _verdict("not_entitled", labels, "over_edge_line", {"stop_from": after})
    return _granted(document, numbers, labels, after)


def over_edge(decision: Decision, numbers: Numbers) -> bool | None:
    """Whether the income stands in the way: at or above the edge line and no local choice to the contrary."""
    switch = decision.sheet.switches.get("gradual_exit_over_edge")
    if switch is True:
        return False
    below = decision.ran.household.__dict__["income_below_edge_line"]
    if below is True:
        return False
    if below is False and switch is False:
        return True
    if below is False:
        numbers.switch("gradual_exit_over_edge")
    else:
        numbers.missing.extend(sorted(below.missing))
    return None


def _granted(document: Document, numbers: Numbers, labels: Mapping[str, str], after: Month | None) -> Verdict:
    months, most = numbers.get("gradual_exit_months"), numbers.get("gradual_exit_months_max")
    paid = paid_monthly(document)
    if paid is UNKNOWN:
        numbers.missing.append(_fact("subsistence_monthly_paid"))
    if after is None:
        numbers.missing.append(_fact("procedure_decided"))
    if numbers.missing or after is None:
        return _missing(labels, tuple(numbers.missing), ())
    length = min(months, most)
    found = {
        "from_month": after,
        "until_month": after + (length - 1),
        "stop_from": after + length,
        "total": paid * length,
    }
    return _verdict("entitled", labels, "employment_exit", found, paid)


def _fact(name: str) -> Missing:
    return Missing("fact", name, FACTS[("household", name)].label, "household")


def _missing(labels: Mapping[str, str], missing: tuple[Missing, ...], because: tuple[Reason, ...]) -> Verdict:
    codes = {"switch": "switch_undecided", "parameter": "parameter_missing", "fact": "fact_missing"}
    reasons = because or tuple(
        dict.fromkeys(_reason(labels, codes.get(item.kind, "fact_missing")) for item in missing)
    )
    return Verdict(
        "gradual_exit",
        None,
        "need_info",
        {"monthly": None},
        None,
        reasons,
        dict.fromkeys(DETAILS),
        tuple(missing),
    )


def _reason(labels: Mapping[str, str], code: str) -> Reason:
    return Reason(code, labels[code], CLAUSE)


def _verdict(
    outcome: str, labels: Mapping[str, str], code: str, found: dict[str, Any], monthly: int | None = None
) -> Verdict:
    details = dict.fromkeys(DETAILS) | found
    return Verdict(
        "gradual_exit", None, outcome, {"monthly": monthly}, None, (_reason(labels, code),), details, ()
    )
