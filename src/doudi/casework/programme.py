"""The manifest of a benefit and the register of them: what a case of it owes, so that nobody asks "which
policy is this?".

济办发〔2020〕21号 三(二)20 (一门受理). A limit is the key of a parameter, never a number. Each benefit's
AppConfig.ready() registers its manifest; that is the one way up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# Every kind of clock and how it is counted: procedure by working days, a notice by calendar days, re-checks
# by months.
CLOCK_KINDS = {
    "survey_start": "working_days",
    "verification_start": "working_days",
    "township_opinion": "working_days",
    "decision": "working_days",
    "decision_delegated": "working_days",
    "decision_special": "working_days",
    "county_decision": "working_days",
    "refusal_notice": "working_days",
    "opinion_again": "working_days",
    "care_recheck": "working_days",
    "publicity": "calendar_days",
    "death_recheck": "months",
    "review_yearly": "months",
    "review_half_yearly": "months",
}
CLOCK_LABELS = {
    "survey_start": "开始入户调查",
    "verification_start": "开始核对",
    "township_opinion": "乡镇初审意见",
    "decision": "全程办结",
    "county_decision": "县级决定",
    "refusal_notice": "不予确认告知送达",
    "opinion_again": "异议后重新提出意见",
    "care_recheck": "自理能力重新评估",
    "publicity": "公示满期撤下",
    "death_recheck": "死亡后核查办结",
    "review_yearly": "每年核查",
    "review_half_yearly": "每半年核查",
}


# The deadlines of 57号, which no text sets for the subsidies that are given by person: a choice of the house. Where nothing about
# a person may be posted there is none for that.
LIMITS_UNPOSTED: Final = {
    "survey_start": "survey_start_days",
    "verification_start": "check_start_days",
    "decision": "decision_days",
    "decision_special": "decision_days_special",
    "county_decision": "county_decision_days",
    "refusal_notice": "refusal_notice_days",
    "death_recheck": "death_recheck_months",
    "review_yearly": "review_months_stable",
}
LIMITS_BY_PERSON: Final = LIMITS_UNPOSTED | {"publicity": "publicity_days"}

# How a case can have ended → the parameter that says how many months its papers stay after it (个人信息保护法 第四十七条).
RETENTION = {
    "awarded": "retention_months_awarded",
    "refused": "retention_months_refused",
    "withdrawn": "retention_months_withdrawn",
}


@dataclass(frozen=True)
class Evidence:
    """One kind of paper. Where an office holds it (`held_by`), the family is never asked for it."""

    kind: str
    label: str
    held_by: str = ""
    per_member: bool = False
    only_if: tuple[str, str] | None = None


@dataclass(frozen=True)
class Programme:
    """What one benefit asks of a case: papers, steps, limits, publicity, reasons, sample, retention."""

    code: str
    label: str
    chapter: str
    clause: str
    entity: str
    order: int
    evidence: tuple[Evidence, ...]
    limits: Mapping[str, str]
    publicity: bool
    ending_publicity: bool
    refusal_reasons: tuple[str, ...]
    retention: Mapping[str, str]
    route: str = "standard"
    sample_share: str | None = None
    pays: bool = True
    valid_months: str | None = None
    posted_as: str = ""
    clauses: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = set(self.limits) - set(CLOCK_KINDS)
        if unknown:
            raise ValueError(
                f"{self.code}: unknown limits {sorted(unknown)}; known are {sorted(CLOCK_KINDS)}"
            )
        if set(self.retention) != set(RETENTION):
            raise ValueError(f"{self.code}: retention names a term for each of {sorted(RETENTION)}")
        if self.entity not in {"household", "person"}:
            raise ValueError(f"{self.code}: entity is household or person, not {self.entity}")

    @property
    def board_label(self) -> str:
        """What the village board calls it: a name that tells of illness or disability is not posted (57号 第二十四条)."""
        return self.posted_as or self.label

    @property
    def per_person(self) -> bool:
        """Whether each person has a case and an award of his own."""
        return self.entity == "person"


_REGISTER: dict[str, Programme] = {}


def register(programme: Programme) -> None:
    """Put a manifest into the register; a second one under the same code is a mistake."""
    known = _REGISTER.get(programme.code)
    if known is not None and known != programme:
        raise ValueError(f"programme {programme.code} is registered twice")
    _REGISTER[programme.code] = programme


def programme(code: str) -> Programme:
    """The manifest of a programme; KeyError names what is registered."""
    try:
        return _REGISTER[code]
    except KeyError:
        raise KeyError(f"no programme {code!r}; registered: {sorted(_REGISTER)}") from None


def programmes() -> tuple[Programme, ...]:
    """All manifests, in the order of the policy."""
    return tuple(sorted(_REGISTER.values(), key=lambda each: each.order))
