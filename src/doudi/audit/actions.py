"""Writing the journal. Every verb of every room calls `record` once, in its own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.audit.models import JournalEntry
from doudi.kernel.masking import PERSONAL

PERSONAL_KEYS = frozenset({"id_number", "phone", "address", "account_number", "account_name"})


class PersonalDataInJournal(ValueError):
    """Somebody tried to write personal data into the journal."""


def record(
    *,
    by: Any,
    at: datetime,
    verb: str,
    subject: tuple[str, Any],
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
    origin: str = "",
) -> None:
    """One line of the journal, in the transaction of the deed. `by` is a user, or None for the system
    itself."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a journal line belongs to the transaction of its deed")
    details = dict(details or {})
    refuse_personal_data([details, purpose, subject[1]])
    JournalEntry.objects.create(
        at=at,
        actor_id=getattr(by, "pk", None),
        verb=verb,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        purpose=purpose,
        origin=origin,
        details=details,
    )


def refuse_personal_data(value: Any) -> None:
    """Raise when an ID number, a telephone number or a field of that name stands anywhere inside."""
    if isinstance(value, Mapping):
        forbidden = PERSONAL_KEYS & {str(key) for key in value}
        if forbidden:
            raise PersonalDataInJournal(f"the journal does not hold {', '.join(sorted(forbidden))}")
        refuse_personal_data([*value.keys(), *value.values()])
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for part in value:
            refuse_personal_data(part)
    elif PERSONAL.search(str(value)):
        raise PersonalDataInJournal("the journal does not hold ID or telephone numbers")
