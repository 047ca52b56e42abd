"""Sealing the journal (封存): once a minute, without a lock that a writer could ever wait for.

A seal takes the entries of all transactions that had ended when it looked: below the snapshot's oldest running
transaction, and not below where the seal before it stopped. So it is complete, and nobody comes late. An hour
without entries makes an empty seal, so that a cut tail shows in a quiet night too.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from doudi.audit import actions, anchors, stored
from doudi.audit.seals import Seal, moment, seal_of
from doudi.vault import keys

ONE_SEALER: Final = 0x6A6F7572
HEARTBEAT: Final = timedelta(hours=1)
ENDED: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + journal_shift()"
HIGHEST: Final = (
    "SELECT greatest((SELECT max(xact) + 1 FROM audit_journalentry), (SELECT max(upto) FROM audit_journalseal), 0),"
    " pg_current_xact_id()::text::bigint, journal_shift()"
)


class CannotSeal(RuntimeError):
    """The journal is not as it was left; the message is Chinese and says what to do."""


def anchors_file() -> Path:
    """Where the anchors lie: `DOUDI_ANCHORS`, best on another disk or machine."""
    return Path(settings.ANCHORS)


def seal(*, at: datetime) -> int | None:
    """Seal what is there; how many entries, or None when there was nothing to seal or somebody else is at it."""
    with anchors.opened(anchors_file()) as book:
        with transaction.atomic():
            made = _next(book, at) if _alone() else None
        # Also what an earlier run sealed and, killed in between, did not anchor.
        book.add(stored.seals(after=book.last()[0]))
    return made.count if made else None


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SEALER])
        return bool(cursor.fetchone()[0])


def _next(book: anchors.Book, at: datetime) -> Seal | None:
    last = stored.last_seal()
    _refuse_cut(book, last)
    with connection.cursor() as cursor:
        cursor.execute(ENDED)
        [upto] = cursor.fetchone()
    if last is not None and upto < last.upto:
        raise CannotSeal("数据库的事务编号比封条旧:像是从备份恢复到了新的数据库。请先运行 doudi journal carry-on。")
    # The query for the entries may see more than this look did, but nothing more below the number: those had all ended.
    made = seal_of(stored.lines(last.upto if last else 0, upto), after=last, upto=upto, at=at,
                   key=keys.ring().current(keys.JOURNAL))
    if not made.count and last is not None and at < datetime.fromisoformat(last.at) + HEARTBEAT:
        return None
    stored.keep(made)
    return made


def _refuse_cut(book: anchors.Book, last: Seal | None) -> None:
    number, mac = book.last()
    if number > (last.number if last else 0) or (mac is not None and stored.mac_of(number) != mac):
        raise CannotSeal(f"锚文件记到封条 {number},数据库里没有它,或者不一样:日志被截断过,或者数据库是从备份恢复的。"
                         "请先运行 doudi journal verify;确实是恢复的,再运行 doudi journal carry-on。")


@transaction.atomic
def carry_on(*, at: datetime, by: Any = None) -> int:
    """After a restore: count transactions on from where the journal ends, and say so in the anchors. Returns the
    seal after which it goes on. As the owner, while nothing else runs; a second time changes nothing more."""
    last = stored.last_seal()
    number = last.number if last else 0
    with connection.cursor() as cursor:
        cursor.execute(HIGHEST)
        highest, current, shift = cursor.fetchone()
        shift += max(0, highest - current - shift)
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION journal_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {shift:d}::bigint'")
    with anchors.opened(anchors_file()) as book:
        if book.last()[0] > number:
            book.carry_on(number, moment(at), keys.ring().current(keys.JOURNAL))
    actions.record(by=by, at=at, verb="carry_on_journal", subject=("seal", number), details={"shift": shift})
    return number
