"""Ask the law about a household on the record, and keep the question and the answer together (认定).

民发〔2021〕57号 第十三、十四、二十三条. What casework itself knows (awards on the roll, steps taken,
refusals of work) goes into the document as facts; everything else comes from people. Stored: document,
sheet, calendar, law version, decision, explanation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from doudi import policy
from doudi.casework import basis, occurrences, spans
from doudi.casework.fields import month_number
from doudi.casework.limits import calendar, sheet_of
from doudi.casework.models import Award, Case, Determination
from doudi.casework.programme import programmes
from doudi.kernel.days import Month
from doudi.law import Document
from doudi.law.document import encode_value
from doudi.people import reads as people
from doudi.people.models import Consent, Household, Membership
from doudi.policy.doubts import Doubt, doubts, still_open, without
from doudi.policy.lawbook import BASIC, BESIDE

ENTITLED, NOT_ENTITLED, NEED_INFO, DISCRETION = "entitled", "not_entitled", "need_info", "discretion"


def make(
    household: Household,
    *,
    case: Case | None,
    kind: str,
    by: Any,
    at: datetime,
    extra: dict[str, Any] | None = None,
    day: date | None = None,
) -> Determination:
    """Decide a household by the law of the day and store the determination. `extra` are household facts of
    the event; `day` is the first day of numbers that are published and hold soon."""
    day = day or localdate(at)
    known = people.bundle(household, day)
    document, _ = questioned(with_casework(people.document_of(known), household, case, day, extra or {}), known)
    sheet, working = sheet_of(day, household.area), calendar()
    decision = policy.decide(document, day=day, sheet=sheet, calendar=working, programmes=asked())
    about = None if case is None else (case.programme, str(case.person_id) if case.person_id else None)
    return Determination.objects.create(
        case=case,
        household=household,
        day=day,
        kind=kind,
        document=document.to_json(),
        standards=basis.of_sheet(sheet),
        sheet_area=sheet.area,
        calendar=basis.of_calendar(working),
        law_version=decision.law_version,
        decision=decision.to_json(),
        explanation=explained(decision, about, names_in(household, day)),
        outcomes=outcomes(decision),
        made_by=by,
        made_at=at,
    )


def questioned(document: Document, known: people.Bundle, names: Mapping[str, str] | None = None) -> tuple[Document, list[Doubt]]:
    """The document with what contradicts itself left open, and the questions to a person: only what stands on the family's
    word alone; a visit or an office settles it."""
    found = doubts(document, known.day, names or {})
    if not found:
        return document, []
    told = people.facts_in(known)
    declared = frozenset((each.entity, "" if each.entity == "household" else each.subject, each.name)
                         for each in told if each.source == "declared")
    waiting = still_open(found, declared)
    return without(document, waiting, declared), waiting


def known_today(household: Household, day: date) -> Document:
    """What is known of a family on a day, with what it receives."""
    known = people.bundle(household, day)
    return questioned(with_casework(people.document_of(known), household, None, day, {}), known)[0]


def answers(document: Document, codes: Iterable[str], *, area: str, day: date) -> dict[str, Any]:
    """What the law of a day says of these programmes, in the shape of stored outcomes; nothing is stored."""
    decision = policy.decide(document, day=day, sheet=sheet_of(day, area), calendar=calendar(), programmes=tuple(codes))
    return outcomes(decision)


def asked() -> tuple[str, ...]:
    """What a determination answers: the basic programmes, every other registered one, and what follows from a change."""
    others = (manifest.code for manifest in programmes() if manifest.code not in BASIC)
    return (*BASIC, *others, *BESIDE)


def with_casework(
    document: Document,
    household: Household,
    case: Case | None,
    day: date,
    extra: dict[str, Any],
    awards: Iterable[Award] | None = None,
) -> Document:
    """The document with what casework knows: benefits received this month, steps taken, relatives,
    complaint. `awards` are the household's, where somebody has read them already."""
    month = Month.of(day)
    facts, of_member = told_by(standing_in(household, month) if awards is None else _standing(awards, month))
    if case is not None:
        facts |= procedure_facts(case) | occurrences.event_facts(case)
    spans_of_household, spans_of_member = spans.told(household)
    facts |= spans_of_household
    members = tuple({**member, **of_member.get(member["id"], {}), **spans_of_member.get(member["id"], {})}
                    for member in document.members)
    return Document({**document.household, **facts, **extra}, members, document.supporters)


def received(household: Household, month: Month) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Benefits on the roll in a month: of the household, and by member."""
    return told_by(standing_in(household, month))


def standing_in(household: Household, month: Month) -> QuerySet[Award]:
    """The household's monthly awards that stand in a month; who was paid once is on no roll by that."""
    number = month_number(month)
    return Award.objects.filter(
        Q(until_month__isnull=True) | Q(until_month__gte=number),
        household=household,
        voided_at__isnull=True,
        once_fen__isnull=True,
        from_month__lte=number,
    )


def _standing(awards: Iterable[Award], month: Month) -> list[Award]:
    return [
        each
        for each in awards
        if each.voided_at is None
        and each.once_fen is None
        and each.from_month <= month
        and (each.until_month is None or month <= each.until_month)
    ]


def told_by(running: Iterable[Award]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Awards as facts: of the household, and by member."""
    of_household: dict[str, Any] = {}
    of_member: dict[str, dict[str, Any]] = {}
    for award in running:
        target = of_household if award.person_id is None else of_member.setdefault(str(award.person_id), {})
        target[f"receives_{award.programme}"] = True
        target[f"{award.programme}_monthly_paid"] = award.monthly_fen
    return of_household, of_member


def procedure_facts(case: Case) -> dict[str, Any]:
    """The steps of a case as facts of the household, so that the law itself says the limits (期限)."""
    facts: dict[str, Any] = {
        "procedure_programme": case.programme,
        "procedure_delegated": case.delegated,
        "procedure_special_reason": bool(case.special_reason),
        "procedure_complaint": case.complaint,
    }
    if case.accepted_on is not None:
        facts["procedure_accepted"] = case.accepted_on
    posted = (
        case.publicities.filter(about="award").order_by("-id").values_list("posted_on", flat=True).first()
    )
    if posted is not None:
        facts["procedure_publicity_posted"] = posted
    received_at = (
        case.moves.filter(verb="send_to_county").order_by("-id").values_list("at", flat=True).first()
    )
    if received_at is not None:
        facts["procedure_county_received"] = localdate(received_at)
    return facts


def verdicts_of(decision: Any) -> list[tuple[str, str | None, Any]]:
    """Every verdict as (programme, member or None, verdict)."""
    found: list[tuple[str, str | None, Any]] = []
    for code, answer in decision.verdicts.items():
        if isinstance(answer, dict):
            found.extend((code, member, verdict) for member, verdict in answer.items())
        else:
            found.append((code, None, answer))
    return found


def outcomes(decision: Any) -> dict[str, Any]:
    """The verdicts as pages read them: {programme: summary} or {programme: {"members": {id: summary}}}."""
    result: dict[str, Any] = {}
    for code, member, verdict in verdicts_of(decision):
        if member is None:
            result[code] = _summary(verdict)
        else:
            result.setdefault(code, {"members": {}})["members"][member] = _summary(verdict)
    return result


def _summary(verdict: Any) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "amounts": dict(verdict.amounts),
        "range": list(verdict.amount_range) if verdict.amount_range else None,
        "because": [
            {"code": each.code, "label": each.label, "clause": each.clause} for each in verdict.because
        ],
        "details": {name: _detail(value) for name, value in verdict.details.items()},
        "missing": [asdict(each) for each in verdict.missing],
    }


def _detail(value: Any) -> Any:
    """A detail as JSON; an exact share is kept exact, as a verdict's own JSON writes it."""
    return {"exact": str(value)} if isinstance(value, Fraction) else encode_value(value)


def explained(
    decision: Any,
    about: tuple[str, str | None] | None = None,
    names: Mapping[str, str] | None = None,
    wanted: Callable[[str, str | None, Any], bool] | None = None,
) -> dict[str, Any]:
    """The arithmetic of every registered programme as a tree; for the one it is about, what would change it.

    What would change an answer is found by asking the law some hundred times: once for the case at hand.
    `wanted` leaves out the verdicts that a page does not show.
    """
    codes = {manifest.code for manifest in programmes()}
    result: dict[str, Any] = {}
    for code, member, verdict in verdicts_of(decision):
        if code not in codes or (wanted is not None and not wanted(code, member, verdict)):
            continue
        turns = policy.flips(decision, code, member, names=names) if about == (code, member) else []
        page = {
            "tree": asdict(policy.explanation(decision, code, member, names=names)),
            "flips": [{"text": flip.text} for flip in turns],
        }
        if member is None:
            result[code] = page
        else:
            result.setdefault(code, {"members": {}})["members"][member] = page
    return result


def names_in(household: Household, day: date) -> dict[str, str]:
    """What the law's document calls members and supporters, with their names."""
    members = {str(row.person_id): row.person.name for row in people.members(household, day)}
    return members | {f"s{row.pk}": row.name for row in people.supporters(household, day)}


def verdict_for(determination: Determination, case: Case) -> dict[str, Any]:
    """The stored summary for the case's programme (and person)."""
    answer = determination.outcomes.get(case.programme, {})
    if "members" in answer:
        answer = answer["members"].get(str(case.person_id), {})
    return answer or {
        "outcome": NEED_INFO,
        "amounts": {},
        "because": [],
        "details": {},
        "missing": [],
        "range": None,
    }


def lawful_sum(verdict: dict[str, Any]) -> int | None:
    """The amount the law fixed: by the month, or the one sum of what is paid once (or once in a season)."""
    amounts = verdict["amounts"]
    found: int | None = next((amounts[kind] for kind in ("monthly", "once", "yearly") if kind in amounts), None)
    return found


def without_consent(household: Household, day: date) -> list[str]:
    """Names of members whose authorisation to verify is not on file (授权核对)."""
    members = Membership.objects.filter(household=household, valid_from__lte=day).exclude(
        valid_until__lte=day
    )
    in_force = Consent.objects.filter(household=household, withdrawn_at__isnull=True, valid_from__lte=day)
    signed = set(in_force.exclude(valid_until__lte=day).values_list("person_id", flat=True))
    return [
        each.person.name
        for each in members.select_related("person").order_by("id")
        if each.person_id not in signed
    ]
