"""The report of retention: what goes in the next 90 days, what went, what is held back. No names (保存期限)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import TruncMonth

from doudi.casework.programme import programmes
from doudi.casework.retention.actions import HORIZON
from doudi.casework.retention.models import Expected, Forgotten, Ground, Hold, Round
from doudi.casework.retention.standing import LABELS
from doudi.offices.access import as_system
from doudi.offices.reads import Jurisdiction

GROUNDS = dict(Ground.choices)
NO_PROGRAMME = "—"
SHOWN = 200


@dataclass(frozen=True)
class Tally:
    """So many families of one programme and reason (and month)."""

    programme: str
    ground: str
    count: int
    kept: int = 0
    month: date | None = None


@dataclass(frozen=True)
class Report:
    """The page: the last round, sums, and the families whose day comes."""

    round: Round | None
    soon: list[Tally]
    gone: list[Tally]
    rows: list[Any]
    holds: list[Hold]
    more: int


def report(jurisdiction: Jurisdiction, *, day: date) -> Report:
    """What stands within a jurisdiction."""
    expected = Expected.objects.filter(jurisdiction.within("area"), due_on__lte=day + HORIZON)
    rows = list(expected.order_by("due_on", "household_id")[:SHOWN])
    for row in rows:
        row.kept_words = LABELS.get(row.kept_by, "")
        row.programme_words = label_of(row.programme)
    holds = Hold.objects.filter(jurisdiction.within("household__area"), lifted_at__isnull=True)
    gone = Forgotten.objects.filter(jurisdiction.within("area")).annotate(month=TruncMonth("at"))
    return Report(
        round=Round.objects.order_by("-id").first(), soon=_soon(expected), gone=_gone(gone), rows=rows,
        holds=list(holds.select_related("by", "household").order_by("id")), more=max(0, expected.count() - SHOWN))


def label_of(code: str) -> str:
    """The name of a programme; of none, that nobody applied."""
    return {each.code: each.label for each in programmes()}.get(code, NO_PROGRAMME)


@as_system("retention report")
def _soon(expected: Any) -> list[Tally]:
    kept = dict(_sums(expected.exclude(kept_by=""), "programme", "ground"))
    return [Tally(label_of(key[0]), GROUNDS[key[1]], count, kept.get(key, 0))
            for key, count in _sums(expected, "programme", "ground")]


@as_system("retention report")
def _gone(gone: Any) -> list[Tally]:
    return [Tally(label_of(key[1]), GROUNDS[key[2]], count, month=key[0])
            for key, count in _sums(gone, "month", "programme", "ground")]


def _sums(rows: Any, *names: str) -> Iterable[tuple[Any, int]]:
    grouped = rows.order_by(*(F(name).desc() if name == "month" else name for name in names)).values(*names)
    return [(tuple(each[name] for name in names), each["how_many"]) for each in grouped.annotate(how_many=Count("pk"))]
