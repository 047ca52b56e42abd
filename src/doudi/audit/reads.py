"""Reading the journal: what happened to one record, newest last."""

from typing import Any

from django.db.models import QuerySet

from doudi.audit.models import JournalEntry


def entries_about(kind: str, subject_id: Any) -> QuerySet[JournalEntry]:
    """Everything done to one record."""
    return JournalEntry.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("id")


def entries_since(last_id: int = 0) -> QuerySet[JournalEntry]:
    """The journal from one entry on, in the order of writing."""
    return JournalEntry.objects.filter(id__gt=last_id).order_by("id")
