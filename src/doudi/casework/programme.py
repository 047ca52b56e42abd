"""The manifest of a benefit and the register of them: what a case of it owes, so that nobody asks "which
policy is this?".

济办发〔2020〕21号 三20 (一门受理). A limit is the key of a parameter, never a number. Each benefit's
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
    "urgent_papers": "working_days",
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
    "urgent_papers": "先行救助后补齐手续",
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
# What is paid once is not looked at again.
LIMITS_ONCE: Final = {
    kind: key for kind, key in LIMITS_UNPOSTED.items() if kind not in {"death_recheck", "review_yearly"}
}

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


# What everybody brings who asks for himself; where it is paid in money, the card as well.
PAPERS_BY_PERSON = (
    Evidence("id_card", "身份证", held_by="公安", per_member=True),
    Evidence("household_book", "户口簿", held_by="公安"),
    Evidence("promise", "诚信承诺书"),
    Evidence("authorisation", "授权核对书", per_member=True),
)
BANK_CARD = Evidence("bank_account", "银行卡(一卡通)照片")


@dataclass(frozen=True)
class Enrolment:
    """That a benefit begins without an application (免申即享): on which clause, and for whom it is looked for.

    `on_rolls` are the programmes of which one must be paid in the month. `published` are facts of the event that somebody
    enters from a publication (`event_kind` is then `event`); without any the batch of a month looks by itself. Where the
    national text asks for an application, `local` is the dated yes/no by which a city gives it without one. What is bought for
    a list of people is not `asked` for by anybody.
    """

    clause: str
    on_rolls: tuple[str, ...]
    event: str = ""
    published: tuple[str, ...] = ()
    local: str | None = None
    asked: bool = True


@dataclass(frozen=True)
class Span:
    """That it is given for a time of its own (取暖季, 保单), once: the details of the verdict that say from when to when, and the fact
    that tells the law until when it was given last."""

    fact: str
    start: str = "from"
    end: str = "until"


@dataclass(frozen=True)
class Service:
    """That something is done and nothing paid: who does it, and what is written down of it, as the form asks.

    `settles` is a fact that is True of everybody at home from then on; `may_fail` where those who do it may also say no.
    """

    who: str
    what: str
    settles: str = ""
    may_fail: bool = False


@dataclass(frozen=True)
class Programme:
    """What one benefit asks of a case: papers, steps, limits, publicity, reasons, sample, retention.

    One that `pays_once` is paid as one sum, or in as many monthly instalments as the parameter `instalments` says. Up to the
    sum of the parameter `small_sum` the township confirms by itself. `asks` are the facts of the event, entered on the
    case; `repeats` the programmes of which an earlier payment counts as help for the same cause, `identified_by` the facts that
    make an event the same one; where `helps_first` money may be handed out before the papers are there. What has a `span` is given
    once for it; what is a `service` ends when it is done. Both are one matter and no monthly award (`pays_once`).
    """

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
    pays_once: bool = False
    instalments: str | None = None
    small_sum: str | None = None
    asks: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    identified_by: tuple[str, ...] = ()
    helps_first: bool = False
    enrolment: Enrolment | None = None
    span: Span | None = None
    service: Service | None = None

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
        if not self.pays_once and (self.instalments or self.small_sum or self.helps_first):
            raise ValueError(f"{self.code}: instalments, small sums and help first belong to what is paid once")
        if (self.span or self.service) and not self.pays_once:
            raise ValueError(f"{self.code}: what has a span or is a service is one matter: pays_once")

    @property
    def board_label(self) -> str:
        """What the village board calls it: a name that tells of illness or disability is not posted (57号 第二十四条)."""
        return self.posted_as or self.label

    @property
    def applied_for(self) -> bool:
        """Whether anybody applies for it; what is given to everybody on a roll, or after a publication, is not asked for."""
        return self.enrolment is None or (self.enrolment.asked and not self.enrolment.published)

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


def is_registered(code: str) -> bool:
    """Whether casework itself carries a programme from application to award."""
    return code in _REGISTER


def programmes() -> tuple[Programme, ...]:
    """All manifests, in the order of the policy."""
    return tuple(sorted(_REGISTER.values(), key=lambda each: each.order))
