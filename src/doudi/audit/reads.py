"""Reading the journal: what happened to one record, and who looked; by index, page after page by key."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from doudi.audit.models import JournalEntry

# Kind of record → its numbers: a household with its cases, papers and members is one such.
Subjects = Mapping[str, Collection[Any]]


def entries_about(kind: str, subject_id: Any) -> QuerySet[JournalEntry]:
    """Everything done to one record."""
    return JournalEntry.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("id")


def entries_since(last_id: int = 0) -> QuerySet[JournalEntry]:
    """The journal from one entry on, in the order of writing."""
    return JournalEntry.objects.filter(id__gt=last_id).order_by("id")


def deeds_of(actor_id: int, subjects: Iterable[tuple[str, Any]], limit: int = 50) -> list[JournalEntry]:
    """What one account did to these records, newest first."""
    about = Q(pk__in=[])
    for kind, subject_id in subjects:
        about |= Q(subject_kind=kind, subject_id=str(subject_id))
    return list(JournalEntry.objects.filter(about, actor_id=actor_id).order_by("-id")[:limit])


@dataclass(frozen=True)
class Wanted:
    """Which entries: of these records, by this user, in this time, of these deeds; what is left out does not narrow."""

    subjects: Subjects | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    verbs: Collection[str] = ()

    def condition(self) -> Q:
        """As a condition on the table."""
        found = Q()
        if self.subjects is not None:
            found &= _any_of(self.subjects)
        for name, value in (("actor_id", self.actor_id), ("at__gte", self.since), ("at__lt", self.until)):
            if value is not None:
                found &= Q(**{name: value})
        return found & Q(verb__in=self.verbs) if self.verbs else found


def _any_of(subjects: Subjects) -> Q:
    # No record asked for is no entry found, not every entry.
    found = Q(pk__in=[])
    for kind, numbers in subjects.items():
        found |= Q(subject_kind=kind, subject_id__in=[str(number) for number in numbers])
    return found


def newest_first(wanted: Wanted) -> QuerySet[JournalEntry]:
    """The wanted entries in the order of a page."""
    found = JournalEntry.objects.filter(wanted.condition())
    if wanted.subjects is None:
        return found.order_by("-at", "-id")
    # Of one family there are few lines: they are found by its index and then sorted. In the order of the column
    # itself PostgreSQL may walk the whole journal by time instead, hoping to meet a page of them early.
    return found.annotate(moment=F("at") + timedelta(0)).order_by("-moment", "-id")


def page(wanted: Wanted, *, after: int | None = None, limit: int = 50) -> tuple[list[JournalEntry], int | None]:
    """Entries, the newest first, after the one of that number; and the number after which the next page starts."""
    found = newest_first(wanted)
    seen = JournalEntry.objects.filter(pk=after).first() if after is not None else None
    if seen is not None:
        found = found.filter(Q(at__lt=seen.at) | Q(id__lt=seen.pk), at__lte=seen.at)
    entries = list(found[: limit + 1])
    return entries[:limit], entries[limit - 1].pk if len(entries) > limit else None

