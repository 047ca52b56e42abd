"""Batches after a new standard (调标): the county sees who will be paid what before anything is sent, confirms, stops, lets go on.

民发〔2021〕57号 第三十一条; 济办发〔2020〕21号 二(一)1, 二(四)12. Families newly within the line are a list for visits.
"""
from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from doudi.casework.adjusting import actions, reads
from doudi.offices import reads as offices
from doudi.standards.setting import sets
from doudi.www.staff.batch_kind import Kind
from doudi.www.staff.desk import once, show
from doudi.www.staff.duty import CITY, COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.standards_words import PROGRAMMES

KIND = Kind(actions, "staff:batch", "carry_on_batch", "batch", "已确认,正在一户一户地办。")


def begin(request: HttpRequest, proposal_id: int) -> int:
    """The batches of a proposal just published, their counting enqueued in the same transaction; how many."""
    made = actions.begin(proposal_id=proposal_id, by=request.duty.user, at=request.duty.at)
    for batch in made:
        KIND.carry_on(batch.pk)
    return len(made)


@on_duty(CITY, COUNTY)
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch within reach."""
    rows = list(reads.batches(request.duty.jurisdiction))
    names = offices.area_names({row.area for row in rows})
    return show(request, "staff/batches.html", {
        "batches": [{"row": row, "place": names.get(row.area, row.area)} for row in rows]})


@on_duty(CITY, COUNTY)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: by township, family by family, and who is to be visited."""
    duty, row = request.duty, _found(request, batch_id)
    places = reads.townships(row)
    township = request.GET.get("township", "")
    lines, clues = list(reads.lines(row, township)), list(reads.clues(row))
    names = offices.area_names([row.area, *(each.code for each in places),
                                *(part for each in (*lines, *clues) for part in (each.area, each.area[:9]))])
    heads = reads.heads(clues)
    looked_over(request, "households", [line.case.household_id for line in lines] + [clue.household_id for clue in clues])
    return show(request, "staff/batch.html", {
        "row": row, "place": names.get(row.area, row.area), "names": names, "township": township,
        "places": [{"place": each, "name": names.get(each.code, each.code)} for each in places],
        "lines": [{"line": line, "head": _head(line.case), "place": names.get(line.area, line.area),
                   "label": PROGRAMMES.get(line.programme, line.programme)} for line in lines],
        "clues": [{"clue": clue, "head": heads.get(clue.household_id, ""), "place": _path(names, clue.area),
                   "label": PROGRAMMES.get(clue.programme, clue.programme)} for clue in clues],
        "total": _total(places), "may": sets(duty.jurisdiction, (COUNTY,), row.area), "shown": reads.SHOWN})


def _head(case: Any) -> str:
    return str((case.person or case.application.applicant).name)


def _path(names: dict[str, str], area: str) -> str:
    return f"{names.get(area[:9], '')} {names.get(area, area)}".strip()


def _total(places: list[Any]) -> dict[str, int]:
    return {name: sum(getattr(each, name) for each in places) for name in ("lines", "changed", "left", "old_fen", "new_fen")}


def _found(request: HttpRequest, batch_id: int) -> Any:
    row = reads.batch(batch_id, request.duty.jurisdiction)
    if row is None:
        raise Http404("没有这一批,或者不归您这里管。")
    return row


@on_duty(COUNTY)
@require_POST
@once
def deed(request: HttpRequest, batch_id: int, verb: str) -> HttpResponse:
    """Confirm, stop, or let go on."""
    return KIND.pressed(request, _found(request, batch_id), verb)
