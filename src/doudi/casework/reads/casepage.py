"""The clerk's page of one case: everything that hangs on it, what is missing, and what this user may do now.

民发〔2021〕57号 第十条 (one list of what is missing; nothing that an office holds is asked again). Few
queries: see gathering.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from doudi.casework import lifecycle
from doudi.casework.limits import calendar, flag, sheet_of, small_sum
from doudi.casework.models import Case, ChangeReport, Determination, JobRefusal, RollLine
from doudi.casework.programme import Evidence, Programme, programme
from doudi.casework.reads.gathering import children, file_of
from doudi.casework.reads.worklists import ClockView, clock_view
from doudi.offices.reads import Jurisdiction
from doudi.people import claims
from doudi.people import reads as people
from doudi.people.models import Household


@dataclass(frozen=True)
class MissingPaper:
    """One paper that the family still has to bring, for whom and why."""

    kind: str
    label: str
    person: Any
    why: str


@dataclass(frozen=True)
class Verb:
    """Something this user may do now, or what stands in the way."""

    verb: str
    label: str
    clause: str
    why_not: str


@dataclass
class CasePage:
    """One case with all that belongs to it."""

    case: Case
    application: Any
    household: Any
    members: list[Any]
    determination: Determination | None
    other_cases: list[Case]
    clocks: list[ClockView]
    rows: dict[str, list[Any]]
    verbs: list[Verb]
    delegated_today: bool
    extra: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for held in ("rows", "extra"):
            if name in self.__dict__.get(held, {}):
                return self.__dict__[held][name]
        raise AttributeError(name)


def case_page(key: int | str, jurisdiction: Jurisdiction | None, *, day: date) -> CasePage | None:
    """The page of a case by id or number; None outside the jurisdiction. Rows: see gathering.TABLES."""
    cases = Case.objects.select_related("application__applicant", "household", "person", "predecessor")
    case = cases.filter(**({"number": key} if "-" in str(key) else {"pk": key})).first()
    if case is None or (jurisdiction is not None and not jurisdiction.covers(case.area)):
        return None
    rows = file_of(case.pk, case.household_id)
    working, sheet = calendar(), sheet_of(day, case.area)
    running = [clock for clock in rows["clocks"] if clock.ended_on is None]
    known = people.bundle(case.household, day)
    others = [each for each in reversed(rows["family_cases"]) if each.household_id == case.household_id and each.pk != case.pk]
    page = CasePage(
        case=case,
        application=case.application,
        household=case.household,
        members=known.members,
        determination=rows["made"][0] if rows["made"] else None,
        other_cases=others[:20],
        clocks=[clock_view(clock, day, working) for clock in running],
        rows=rows,
        verbs=[],
        delegated_today=flag(sheet, "delegated_confirmation"),
        extra={"known": known, "sheet": sheet, "calendar": working},
    )
    if jurisdiction is not None:
        page.verbs = verbs(page, jurisdiction, day)
    return page


def verbs(page: CasePage, jurisdiction: Jurisdiction, day: date) -> list[Verb]:
    """The rows of the table that this user's posts allow from here, each with what is still in the way."""
    found = []
    for row in lifecycle.possible(page.case):
        held = any(jurisdiction.covers_as(role, page.case.area) for role in row.roles)
        by_township = page.delegated_today or (row.verb == "confirm_delegated" and _small(page, day))
        if held and _belongs(page.case, row.verb) and (by_township or not row.verb.endswith("_delegated")):
            found.append(Verb(row.verb, row.label, row.clause, why_not(page, row.verb, day)))
    return found


# What only cases that are paid once have, and what they never have.
ONLY_ONCE = ("record_event", "help_first")
NEVER_ONCE = ("change_award", "propose_ending", "publicise_ending", "end", "suspend", "resume", "carry_over")


def _belongs(case: Case, verb: str) -> bool:
    """Whether the verb is one for what this case gives: by the month, or once."""
    manifest = programme(case.programme)
    if verb in ONLY_ONCE:
        return bool(manifest.asks) and (verb != "help_first" or manifest.helps_first)
    if verb == "deliver":
        return manifest.service is not None
    if verb == "set_aside" and case.status == "ended":
        return case.pays_once
    return not (case.pays_once and verb.removesuffix("_delegated") in NEVER_ONCE)


def _small(page: CasePage, day: date) -> bool:
    limit = small_sum(page.case, day)
    opinion = page.rows["opinions"][-1] if page.rows["opinions"] else None
    return limit is not None and opinion is not None and (opinion.amount_fen or 0) <= limit


def why_not(page: CasePage, verb: str, day: date) -> str:
    """What is still in the way of a verb; empty where it can be done. The action itself checks again."""
    for verbs_of, check in CHECKS:
        if verb in verbs_of:
            reason = check(page, day)
            if reason:
                return reason
    return ""


def _determined(page: CasePage, day: date) -> str:
    visits, made = page.rows["visits"], page.determination
    if made is None or (visits and made.made_at < max(each.at for each in visits)):
        return "先重新认定"
    return ""


def _published(page: CasePage, day: date) -> str:
    opinion = page.rows["opinions"][-1] if page.rows["opinions"] else None
    if opinion is None or opinion.proposal != "confirm" or not page.case.must_be_posted:
        return ""
    posted = [each for each in page.rows["publicities"] if each.opinion_id == opinion.pk]
    if not posted:
        return "先张贴公示"
    return f"公示到 {posted[-1].ends_on}" if day <= posted[-1].ends_on else ""


def _seen(page: CasePage, day: date) -> str:
    if page.case.flag and not any(each.level == "county" for each in page.rows["visits"]):
        return f"{page.case.flag},县级先入户"
    return ""


def _drawn(page: CasePage, day: date) -> str:
    asked = programme(page.case.programme).sample_share is not None and page.case.in_draw_at is None
    return "先抽取入户名单" if asked else ""


def _postable(page: CasePage, day: date) -> str:
    opinion = page.rows["opinions"][-1] if page.rows["opinions"] else None
    if opinion is None or opinion.proposal != "confirm":
        return "拟不予确认的不公示"
    return "" if page.case.must_be_posted else "这一件不公示"


def _posted(page: CasePage, day: date) -> str:
    return "已定为不公示" if page.case.not_posted else ""


def _withheld(page: CasePage, day: date) -> str:
    return "" if page.case.not_posted else "本来就公示"


def _hanging(page: CasePage, day: date) -> str:
    up = [each for each in page.rows["publicities"] if each.taken_down_at is None]
    if not up:
        return "没有要撤的公示"
    return f"公示到 {up[-1].ends_on}" if day <= up[-1].ends_on else ""


def _changed(page: CasePage, day: date) -> str:
    last = [each for each in page.rows["decisions"] if each.set_aside_at is None]
    made = page.determination
    return "先按新情况认定" if made is None or (last and made.made_at <= last[-1].at) else ""


DECIDING = ("confirm", "confirm_delegated", "refuse", "refuse_delegated")


def _numbers_settled(page: CasePage, day: date) -> str:
    waiting = "、".join(person.name for person in claims.unsettled(page.household, day))
    return f"先核对{waiting}的身份证号" if waiting else ""


CHECKS = (
    (("accept",), _numbers_settled),
    (("give_opinion",), _determined),
    (("open_publicity",), _postable),
    (("take_down_publicity",), _hanging),
    (("withhold_publicity",), _posted),
    (("allow_publicity",), _withheld),
    ((*DECIDING, "send_to_county"), _published),
    (DECIDING, _seen),
    (DECIDING, _determined),
    (("confirm", "confirm_delegated"), _drawn),
    (("change_award", "change_award_delegated", "propose_ending"), _changed),
)


def missing_papers(case: Case, *, day: date) -> list[MissingPaper]:
    """The papers that this case still needs and no office holds, in one list (一次性告知)."""
    known = people.bundle(case.household, day)
    return papers_wanted(
        programme(case.programme), people.document_of(known), known.members, people.papers(case.household)
    )


def papers_wanted(
    manifest: Programme, document: Any, members: Iterable[Any], papers: Iterable[Any]
) -> list[MissingPaper]:
    """What a manifest asks of the family beyond the papers that are there."""
    there = {(paper.kind, paper.person_id) for paper in papers}
    facts = {member["id"]: member for member in document.members}
    missing = []
    for evidence in manifest.evidence:
        if evidence.held_by:
            continue
        for row in members if evidence.per_member else [None]:
            person = row.person if row is not None else None
            known = facts.get(str(person.pk), {}) if person is not None else document.household
            if _needed(evidence, known) and not _there(evidence, person, there, known):
                missing.append(MissingPaper(evidence.kind, evidence.label, person, manifest.clause))
    return missing


def _needed(evidence: Evidence, known: Any) -> bool:
    if evidence.only_if is None:
        return True
    name = evidence.only_if[1]
    values = [value for key, value in known.items() if key == name or key.startswith(f"{name}_")]
    return any(
        value is True
        or (isinstance(value, int) and value > 0)
        or (isinstance(value, str) and value not in {"", "none"})
        for value in values
    )


def _there(evidence: Evidence, person: Any, there: set[tuple[str, int | None]], known: Any) -> bool:
    if evidence.kind == "authorisation" and known.get("authorised") is True:
        return True
    kinds = {kind for kind, owner in there if person is None or owner in {None, person.pk}}
    return evidence.kind in kinds


@dataclass
class History:
    """A household now and ever; what a page does not show is not read."""

    household: Any
    cases: list[Case]
    rows: dict[str, list[Any]]

    @cached_property
    def determinations(self) -> list[Determination]:
        """What the law was asked, the newest first."""
        made = Determination.objects.filter(household=self.household)
        return list(made.defer("document", "decision", "explanation").order_by("-id")[:50])

    @cached_property
    def lines(self) -> list[RollLine]:
        """What was paid, the newest first."""
        lines = RollLine.objects.filter(household=self.household).select_related("run")
        return list(lines.order_by("-for_month", "-id")[:120])

    @cached_property
    def changes(self) -> list[ChangeReport]:
        """What the family told, the newest first."""
        return list(self.household.change_reports.order_by("-id")[:50])

    @cached_property
    def refusals(self) -> list[JobRefusal]:
        """The jobs that were offered and refused."""
        persons = self.household.memberships.values("person_id")
        return list(JobRefusal.objects.filter(person__in=persons).order_by("-offered_on", "-id")[:50])


def household_history(household_id: int, jurisdiction: Jurisdiction | None = None) -> History | None:
    """Cases, steps, awards, determinations, payments and reports of a household; None outside the
    jurisdiction."""
    household = Household.objects.filter(pk=household_id).first()
    if household is None or (jurisdiction is not None and not jurisdiction.covers(household.area)):
        return None
    cases = list(Case.objects.filter(household=household).select_related("application__applicant", "person"))
    return History(household, cases, children([case.pk for case in cases]))
