"""Writing the journal. Every verb of every room calls `record` once, in its own transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.audit import stored
from doudi.audit.origin import origin_of
from doudi.audit.personal import PersonalDataInJournal, refuse_personal_data


def record(
    *,
    by: Any,
    at: datetime,
    verb: str,
    subject: tuple[str, Any],
    purpose: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """One line of the journal, in the transaction of the deed. `by` is a user, or None for the system
    itself; `purpose` is a code, as everything here is."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a journal line belongs to the transaction of its deed")
    told = json.dumps(dict(details or {}), ensure_ascii=False)
    refuse_personal_data(f"{subject[1]} {purpose} {told}")
    stored.add(at, getattr(by, "pk", None), verb, subject[0], str(subject[1]), purpose, origin_of(by), told)


__all__ = ["PersonalDataInJournal", "record"]
