"""How often something may be done (频次限制): counted in the database, so that every process sees the same count.

An allowance is a bucket of `burst` deeds that fills again by one every `every`. One row holds one moment, the one at
which the bucket will be full again, and one statement asks and counts: two requests at once cannot both take the last.
Whose bucket it is stands in no table: only a keyed digest does (个人信息保护法 第五十一条).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from doudi.kernel.sealing import blind
from doudi.vault import keys

TAKE = """
INSERT INTO offices_allowance AS known (key, full_at) VALUES (%(key)s, %(at)s + %(every)s)
ON CONFLICT (key) DO UPDATE SET full_at = greatest(known.full_at, %(at)s) + %(every)s
WHERE greatest(known.full_at, %(at)s) + %(every)s - %(at)s <= %(burst)s * %(every)s
RETURNING 1
"""
LOOK = "SELECT full_at FROM offices_allowance WHERE key = %(key)s"
GIVE_BACK = "UPDATE offices_allowance SET full_at = full_at - %(every)s WHERE key = %(key)s"
FORGET = "DELETE FROM offices_allowance WHERE key = ANY(%s)"
FORGET_FULL = "DELETE FROM offices_allowance WHERE full_at < %s"


@dataclass(frozen=True)
class Allowance:
    """So many at once, and one more every so often."""

    name: str
    burst: int
    every: timedelta

    def told(self, whose: str, at: datetime) -> dict[str, object]:
        """What the statements ask with."""
        return {"key": key_of(self.name, whose), "at": at, "every": self.every, "burst": self.burst}


def key_of(name: str, whose: str) -> bytes:
    """The pseudonym of a bucket. A new index key begins all counts anew, which harms nobody."""
    return blind(keys.ring().current(keys.INDEX), whose, f"allowance.{name}")


def take(wanted: Sequence[tuple[Allowance, str]], at: datetime) -> datetime | None:
    """Take one out of each bucket. None when all gave; else the moment from which one may try again, and nothing is
    taken from the others."""
    taken: list[tuple[Allowance, str]] = []
    for allowance, whose in wanted:
        with connection.cursor() as cursor:
            cursor.execute(TAKE, allowance.told(whose, at))
            given = cursor.fetchone()
        if given is None:
            give_back(taken, at)
            return _again_at(allowance, whose, at)
        taken.append((allowance, whose))
    return None


def give_back(taken: Sequence[tuple[Allowance, str]], at: datetime) -> None:
    """What was taken is put back: it turned out not to count."""
    with connection.cursor() as cursor:
        for allowance, whose in taken:
            cursor.execute(GIVE_BACK, allowance.told(whose, at))


def forget(buckets: Sequence[tuple[Allowance, str]]) -> None:
    """These buckets are full again."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [[key_of(allowance.name, whose) for allowance, whose in buckets]])


def forget_full(*, at: datetime) -> int:
    """Throw away the rows that say nothing any more; how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_FULL, [at])
        return cursor.rowcount


def _again_at(allowance: Allowance, whose: str, at: datetime) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(LOOK, allowance.told(whose, at))
        row = cursor.fetchone()
    full_at: datetime = row[0] if row else at
    return max(at, full_at - (allowance.burst - 1) * allowance.every)
