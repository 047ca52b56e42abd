"""Reading the journal: what happened to one record, newest last."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from doudi.audit.models import JournalEntry


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
