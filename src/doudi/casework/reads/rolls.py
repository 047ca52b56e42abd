"""Rolls of a county by month: totals that reconcile, lines page by page, lines for an export; and the draws
(名册, 抽查)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from doudi.casework import duties
from doudi.casework.models import Case, Draw, RollLine, RollRun, Visit
from doudi.casework.programme import programme
from doudi.offices.models import Office
from doudi.offices.reads import Jurisdiction

TOWNSHIP = 9  # digits of a township's code


@dataclass(frozen=True)
class Total:
    """Lines of one programme and kind."""

    programme: str
    label: str
    kind: str
    kind_label: str
    count: int
    amount_fen: int


def payers(jurisdiction: Jurisdiction) -> set[str]:
    """The rolls somebody may see: those of his county offices, or of the counties whose finance he watches."""
    return {payer for office in _paying(jurisdiction) if office.level == "county" for payer in duties.payers_of(office)}


def _paying(jurisdiction: Jurisdiction) -> list[Office]:
    found = [duties.paying_office(office) for office in jurisdiction.offices]
    return [office for office in found if office is not None]


def _visible(jurisdiction: Jurisdiction) -> QuerySet[RollRun]:
    if any(office.level == "city" for office in _paying(jurisdiction)):
        return RollRun.objects.all()
    return RollRun.objects.filter(area__in=payers(jurisdiction))


def rolls(jurisdiction: Jurisdiction, *, limit: int = 60) -> QuerySet[RollRun]:
    """Rolls with `line_count` and `total_fen`, the newest first."""
    return (
        _visible(jurisdiction)
        .annotate(line_count=Count("lines"), total_fen=Sum("lines__amount_fen", default=0))
        .order_by("-month", "area")[:limit]
    )


def roll(run_id: int, jurisdiction: Jurisdiction) -> RollRun | None:
    """One roll; None outside the jurisdiction."""
    return _visible(jurisdiction).filter(pk=run_id).first()


def roll_totals(run_id: int) -> list[Total]:
    """Totals by programme and kind; their sum is the roll's."""
    kinds = dict(RollLine._meta.get_field("kind").choices)
    rows = (
        RollLine.objects.filter(run_id=run_id)
        .order_by("programme", "kind")
        .values("programme", "kind")
        .annotate(count=Count("pk"), amount_fen=Sum("amount_fen"))
    )
    return [
        Total(
            row["programme"],
            programme(row["programme"]).label,
            row["kind"],
            kinds[row["kind"]],
            row["count"],
            row["amount_fen"],
        )
        for row in rows
    ]


def township_totals(run_id: int) -> dict[str, tuple[int, int]]:
    """Lines and fen by township code."""
    found: dict[str, tuple[int, int]] = {}
    rows = (
        RollLine.objects.filter(run_id=run_id)
        .order_by("area")
        .values_list("area")
        .annotate(Count("pk"), Sum("amount_fen"))
    )
    for area, count, fen in rows:
        lines, total = found.get(area[:TOWNSHIP], (0, 0))
        found[area[:TOWNSHIP]] = (lines + count, total + fen)
    return found


def roll_page(
    run_id: int, *, after: int | None = None, only_changes: bool = False, limit: int = 100
) -> tuple[list[RollLine], int | None]:
    """Lines of a roll and the key of the next page; `only_changes`: what was made up or taken back."""
    lines = RollLine.objects.filter(run_id=run_id, id__gt=after or 0).order_by("id")
    if only_changes:
        lines = lines.exclude(kind="regular")
    rows = list(lines[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def roll_lines(run_id: int) -> Iterator[RollLine]:
    """Every line for an export, in the order of villages, one query."""
    return (
        RollLine.objects.filter(run_id=run_id)
        .select_related("award", "payee")
        .order_by("area", "id")
        .iterator(chunk_size=2000)
    )


@dataclass(frozen=True)
class Drawn:
    """One case of a draw's population."""

    id: int
    number: str
    name: str
    chosen: bool
    visited: Any


@dataclass(frozen=True)
class DrawView:
    """A draw as its page shows it; anybody can repeat it from the seed and the numbers."""

    draw: Draw
    programme_label: str
    by_name: str
    cases: list[Drawn]


def draws(jurisdiction: Jurisdiction, *, limit: int = 20) -> list[DrawView]:
    """The latest draws of the counties that somebody serves, with their cases; three queries."""
    found = Draw.objects.select_related("by").order_by("-id")
    if not any(office.level == "city" for office in _paying(jurisdiction)):
        found = found.filter(county__in=payers(jurisdiction))
    draws_ = list(found[:limit])
    wanted = {pk for draw in draws_ for pk in draw.population}
    cases = Case.objects.select_related("person", "application__applicant").in_bulk(wanted)
    visits = dict(
        Visit.objects.filter(case__in=wanted, level="county").order_by("id").values_list("case_id", "day")
    )
    return [
        DrawView(
            draw,
            programme(draw.programme).label,
            draw.by.name,
            [_drawn(draw, cases[pk], visits) for pk in draw.population],
        )
        for draw in draws_
    ]


def _drawn(draw: Draw, case: Case, visits: dict[int, Any]) -> Drawn:
    person = case.person or case.application.applicant
    return Drawn(case.pk, case.number, person.name, case.pk in draw.chosen, visits.get(case.pk))
