"""Papers of a household: photographs and PDFs that people send, and letters that we write (57号 第九、
十条)."""

import io
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from doudi.audit import actions as audit
from doudi.people.models import Household, Paper, Person
from doudi.people.storing import PDF, Kept, forget, forget_unclaimed, keep, take_in

# A draft lives as long as its session (12 hours after the last page); a week leaves room for whoever goes on.
DRAFT_FILES_KEPT = timedelta(days=7)
# A file is written before its row: what was sent this recently may belong to somebody.
JUST_SENT = timedelta(hours=1)


def attach_paper(*, household: Household, kind: str, file: BinaryIO | bytes, by: Any, at: datetime,
                 name: str = "", person: Person | None = None) -> Paper:
    """Keep what somebody sent. The same photograph twice is one paper. Raises PaperRefused."""
    if isinstance(file, bytes):
        file = io.BytesIO(file)
    name = Path(name or getattr(file, "name", "") or "").name
    # Shrinking takes a while: it is done before the transaction, a file without a row harms nobody.
    kept = take_in(file, name, getattr(file, "size", None))
    return _row(household, person, kind, name, kept, by=by, at=at)


def keep_document(*, household: Household, kind: str, content: bytes, by: Any, at: datetime, name: str = "",
                  person: Person | None = None, content_type: str = PDF) -> Paper:
    """Keep a letter or poster that we made ourselves, byte for byte."""
    return _row(household, person, kind, name, keep(content, content_type), by=by, at=at)


@transaction.atomic
def _row(household: Household, person: Person | None, kind: str, name: str, kept: Kept, *, by: Any,
         at: datetime) -> Paper:
    paper, made = Paper.objects.get_or_create(
        household=household,
        person=person,
        kind=kind,
        sha256=kept.sha256,
        removed_at=None,
        defaults={
            "name": name[:120],
            "content_type": kept.content_type,
            "bytes": kept.bytes,
            "uploaded_by": by,
            "uploaded_at": at,
        },
    )
    if made:
        audit.record(by=by, at=at, verb="attach_paper", subject=("household", household.pk),
                     details={"paper": paper.pk, "kind": kind})
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, by: Any, at: datetime) -> Paper:
    """Sent by mistake: no longer shown. The file goes when retention lets it."""
    if paper.removed_at is None:
        paper.removed_at = at
        paper.save(update_fields=["removed_at"])
        audit.record(by=by, at=at, verb="remove_paper", subject=("household", paper.household_id),
                     details={"paper": paper.pk})
    return paper


def forget_files(*, digests: Collection[str], at: datetime) -> int:
    """Throw away the files of papers whose rows are gone, once that is committed; another family's same paper stays.
    Whoever is killed before leaves orphans for `forget_draft_files`."""
    claimed = set(Paper.objects.filter(sha256__in=digests).order_by("id").values_list("sha256", flat=True))
    return forget(digests, claimed, at - JUST_SENT)


def forget_draft_files(*, at: datetime) -> int:
    """Throw away the photographs of drafts that were never sent; what is on record stays, also what was taken off
    the list (that goes when retention lets it). Returns how many."""
    claimed = set(Paper.objects.order_by("id").values_list("sha256", flat=True))
    gone = forget_unclaimed(claimed, at - DRAFT_FILES_KEPT)
    if gone:
        audit.record(by=None, at=at, verb="forget_draft_files", subject=("paper", 0), details={"files": gone})
    return gone
