"""The verbs of retention: the nightly round, a hold and its lifting, a recovery that is settled (保存期限).

个人信息保护法 第四十七条. One family, one transaction: whoever is killed leaves it whole or scrubbed, and the next round
goes on. Twice is once.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.duties import serves
from doudi.casework.models import Case, Notice, Publicity
from doudi.casework.models.cases import LIVE
from doudi.casework.retention import scrubbing
from doudi.casework.retention.models import Expected, Forgotten, Hold, Round, Settlement
from doudi.casework.retention.standing import kept_by
from doudi.casework.retention.terms import NOT_APPLIED, REMOVED_PAPER, Due, Terms, dues
from doudi.kernel.days import Month, add_months
from doudi.kernel.masking import PERSONAL
from doudi.people import actions as people
from doudi.people.models import Household, Paper
from doudi.people.models.households import FORGOTTEN
from doudi.people.refusals import Refused

HORIZON = timedelta(days=90)
CHUNK = 500
# Whoever audits is among them as soon as there is such a post.
MAY_HOLD = ("county_officer", "city_officer", "auditor")
log = logging.getLogger(__name__)


def go_round(*, at: datetime) -> dict[str, int]:
    """The nightly round: note what will go soon, forget what is due. Counts by what became of it."""
    day, counts = localdate(at), Counter[str]()
    terms = Terms(day)
    Expected.objects.filter(household__in=Case.objects.filter(status__in=LIVE).values("household")).delete()
    for chunk in _chunks():
        found = dues(chunk, terms)
        counts["looked_at"] += len(found)
        counts["no_term"] += sum(each.no_term for each in found)
        _note_expected(found, day)
        for due in found:
            if due.on is not None and due.on <= day:
                counts[_forgotten_or_why(due, at)] += 1
    counts["removed_papers"] = forget_removed_papers(at=at, terms=terms)
    counts["loose_persons"] = forget_loose_persons(at=at, terms=terms)
    _note_round(counts, at)
    return dict(counts)


def foresee(*, at: datetime) -> list[tuple[Due, str]]:
    """What the round would forget now, and what keeps the others; writes nothing (试运行)."""
    day = localdate(at)
    terms, month = Terms(day), Month.of(day)
    return [(due, kept_by(household, month)) for chunk in _chunks() for household, due in
            zip(chunk, dues(chunk, terms), strict=True) if due.no_term or (due.on is not None and due.on <= day)]


def _chunks() -> Iterator[list[Household]]:
    """The files that nothing runs in, by key, a few at a time."""
    last = 0
    live = Case.objects.filter(household=OuterRef("pk"), status__in=LIVE)
    while True:
        rows = list(Household.standing.filter(~Exists(live), pk__gt=last).order_by("pk")[:CHUNK])
        if not rows:
            return
        yield rows
        last = rows[-1].pk


@transaction.atomic
def _note_expected(found: list[Due], day: date) -> None:
    Expected.objects.filter(household__in=[each.household_id for each in found]).delete()
    soon = [each for each in found if each.on is not None and each.on <= day + HORIZON]
    homes = Household.objects.in_bulk([each.household_id for each in soon])
    Expected.objects.bulk_create([
        Expected(household_id=each.household_id, area=each.area, due_on=each.on, ground=each.ground,
                 programme=each.programme, kept_by=kept_by(homes[each.household_id], Month.of(day)))
        for each in soon])


def _forgotten_or_why(due: Due, at: datetime) -> str:
    try:
        return forget_household(household_id=due.household_id, at=at) or "forgotten"
    except DatabaseError:
        # One file that cannot go must not keep the others; the journal and the page show that it stayed.
        log.exception("household %s could not be forgotten", due.household_id)
        return "failed"


@transaction.atomic
def forget_household(*, household_id: int, at: datetime, by: Any = None) -> str:
    """Scrub one family if its term is over and nothing keeps it; else the reason why not. Done twice it is done once."""
    household = Household.objects.select_for_update().get(pk=household_id)
    if household.forgotten:
        return "forgotten_before"
    day = localdate(at)
    (due,) = dues([household], Terms(day))
    if due.on is None or due.on > day:
        return "not_due"
    kept = kept_by(household, Month.of(day))
    if kept:
        return kept
    files = scrubbing.files_of(household)
    counts = scrubbing.scrub(household) | {"files": len(files)}
    household.closed_on, household.closed_because = household.closed_on or day, FORGOTTEN
    household.save(update_fields=["closed_on", "closed_because"])
    Forgotten.objects.create(household=household, area=household.area, at=at, due_on=due.on, ground=due.ground,
                             programme=due.programme, counts=counts)
    audit.record(by=by, at=at, verb="retention.forget", subject=("household", household.pk),
                 details={"ground": due.ground, "programme": due.programme, "counts": counts})
    transaction.on_commit(partial(people.forget_files, digests=files, at=at), robust=True)
    return ""


@transaction.atomic
def forget_removed_papers(*, at: datetime, terms: Terms) -> int:
    """Papers that were taken off a file as sent by mistake, some time ago."""
    tied = [Notice.objects.filter(pdf=OuterRef("pk")), Publicity.objects.filter(photo=OuterRef("pk"))]
    removed = Paper.objects.filter(~Exists(tied[0]), ~Exists(tied[1]), removed_at__isnull=False)
    old = [each for each in removed.select_related("household").order_by("id")
           if _over(localdate(each.removed_at), terms, REMOVED_PAPER, each.household.area)]
    if old:
        Paper.objects.filter(pk__in=[each.pk for each in old]).delete()
        audit.record(by=None, at=at, verb="retention.forget_removed_papers", subject=("paper", 0),
                     details={"papers": len(old)})
        transaction.on_commit(partial(people.forget_files, digests=[each.sha256 for each in old], at=at), robust=True)
    return len(old)


@transaction.atomic
def forget_loose_persons(*, at: datetime, terms: Terms) -> int:
    """Persons whom no file knows any more or ever did: somebody's former guardian, an entry that was broken off."""
    loose = [each.pk for each in scrubbing.loose_persons()
             if _over(localdate(each.created_at), terms, NOT_APPLIED, each.area or "3708")]
    if loose:
        scrubbing.scrub_persons(loose)
        audit.record(by=None, at=at, verb="retention.forget_loose_persons", subject=("person", 0),
                     details={"persons": len(loose)})
    return len(loose)


def _over(since: date, terms: Terms, key: str, area: str) -> bool:
    months = terms.months(key, area)
    return months is not None and add_months(since, months) <= terms.day


@transaction.atomic
def _note_round(counts: Counter[str], at: datetime) -> None:
    kept = {name: count for name, count in counts.items() if count}
    made = Round.objects.create(at=at, counts=kept)
    audit.record(by=None, at=at, verb="retention.round", subject=("round", made.pk), details=kept)


@transaction.atomic
def set_hold(*, household_id: int, reason: str, by: Any, at: datetime) -> Hold:
    """Keep a family's data although their day comes (留存): a lawsuit, an audit, an investigation."""
    household = _held(household_id, by, at)
    reason = reason.strip()
    if not reason:
        raise Refused("请写明为什么要留存。", "reason")
    if PERSONAL.search(reason):
        raise Refused("理由里不要写证件号、电话号码。", "reason")
    known = Hold.objects.filter(household=household, lifted_at__isnull=True).first()
    if known is not None:
        return known
    made = Hold.objects.create(household=household, reason=reason[:200], by=by, at=at)
    audit.record(by=by, at=at, verb="retention.hold", subject=("household", household.pk), details={"hold": made.pk})
    return made


@transaction.atomic
def lift_hold(*, hold_id: int, by: Any, at: datetime) -> Hold:
    """The reason is over: the term counts again."""
    hold = Hold.objects.select_for_update(of=("self",)).filter(pk=hold_id).first()
    if hold is None:
        raise Refused("没有这项留存。")
    _held(hold.household_id, by, at)
    if hold.lifted_at is None:
        hold.lifted_by, hold.lifted_at = by, at
        hold.save(update_fields=["lifted_by", "lifted_at"])
        audit.record(by=by, at=at, verb="retention.lift_hold", subject=("household", hold.household_id),
                     details={"hold": hold.pk})
    return hold


@transaction.atomic
def settle_recovery(*, household_id: int, by: Any, at: datetime) -> Settlement:
    """The county knows that what was asked back is paid or written off (追缴已结清)."""
    household = _held(household_id, by, at)
    made = Settlement.objects.create(household=household, by=by, at=at)
    audit.record(by=by, at=at, verb="retention.settle_recovery", subject=("household", household.pk))
    return made


def _held(household_id: int, by: Any, at: datetime) -> Household:
    """The file, locked, if this person may hold it back."""
    household = Household.standing.select_for_update().filter(pk=household_id).first()
    if household is None or not serves(by, MAY_HOLD, area=household.area, day=localdate(at)):
        raise Refused("没有这一户,或者不归您管。请核对户号。", "household_id")
    return household
