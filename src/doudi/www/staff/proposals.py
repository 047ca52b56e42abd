"""The standards workbench (标准工作台, S1): move a number, see everybody's effects at once; save, compare, send, approve, publish.

济办发〔2020〕21号 二(一)1 and 2; 社会救助暂行办法 第十条. A county officer works on his own county, a city officer on any and on the
whole city. Everything works by buttons; the script of the page only presses them for whoever drags.
"""
from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework.adjusting import reads as adjusting
from doudi.offices import reads as offices
from doudi.population.simulation.changes import Sheets, with_changes
from doudi.population.simulation.messages import EDGES, EFFECTS, READY
from doudi.standards import computing, proposed, proposing
from doudi.standards.loading import StandardRefused
from doudi.standards.setting import sets
from doudi.standards.sheets import InForce, in_force
from doudi.www.staff import batches, bench_words
from doudi.www.staff.bench import Bench, laid_out, proposed_in, typed_in
from doudi.www.staff.deeds.deed import YuanField
from doudi.www.staff.desk import CITY_PREFIX, once, say, show
from doudi.www.staff.duty import CITY, COUNTY, on_duty
from doudi.www.staff.proposal_forms import PublishForm

EDITABLE = ("draft", "returned")
NEW_NAME = "{year} 年度标准方案"


def areas_of(duty: Any) -> list[tuple[str, str]]:
    """What a proposal may be for: the city, the counties of this desk, or the townships that a management area runs."""
    held = duty.jurisdiction
    whole = [(CITY_PREFIX, "全市")] if held.covers(CITY_PREFIX) else []
    found = whole + [(each.code, each.name) for each in offices.counties(duty.day) if sets(held, (CITY, COUNTY), each.code)]
    names = {} if found else offices.area_names(held.prefixes)
    return found or [(code, names.get(code, code)) for code in held.prefixes]


def held_numbers(duty: Any) -> InForce:
    """What is in force today in every county: the base of everything here."""
    return in_force(duty.day, [each.code for each in offices.counties(duty.day)])


@on_duty(CITY, COUNTY)
def proposals(request: HttpRequest) -> HttpResponse:
    """The proposals within reach, those that wait first."""
    duty = request.duty
    rows = list(proposed.proposals(duty.jurisdiction))
    names = {**offices.area_names({row.area for row in rows}), CITY_PREFIX: "全市"}
    told = [{"row": row, "place": names.get(row.area, row.area), "more": _saved(row)} for row in rows]
    told.sort(key=lambda each: each["row"].state != "sent")
    return show(request, "staff/proposals.html", {"proposals": told, "areas": areas_of(duty),
                                                  "state": computing.standing()})


def _saved(row: Any) -> str:
    return bench_words.signed(row.effects["all"]["more_fen"], bench_words.money) if row.effects.get("all") else ""


@on_duty(CITY, COUNTY)
@once
def new(request: HttpRequest, area: str) -> HttpResponse:
    """A new proposal for an area."""
    duty = request.duty
    if area not in dict(areas_of(duty)):
        raise Http404("没有这个地区,或者不归您这里管。")
    held = held_numbers(duty)
    bench = _bench(area, held)
    if request.method == "POST":
        return _posted(request, typed_in(bench, request.POST), held, None)
    return _page(request, bench, held, None, {"name": NEW_NAME.format(year=duty.day.year + 1)})


@on_duty(CITY, COUNTY)
@once
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: its numbers, what they do, where it stands."""
    duty = request.duty
    row = _found(duty, proposal_id)
    held = held_numbers(duty)
    bench = _bench(row.area, held)
    if request.method == "POST":
        return _posted(request, typed_in(bench, request.POST), held, row)
    return _page(request, proposed_in(bench, row.changes, row.choices), held, row, {"name": row.name})


def _found(duty: Any, proposal_id: int) -> Any:
    row = proposed.proposal(proposal_id, duty.jurisdiction)
    if row is None:
        raise Http404(proposing.NOT_HERE)
    return row


def _bench(area: str, held: InForce) -> Bench:
    names = offices.area_names([area, *held.sheets])
    return laid_out(area, names, held.sheets, whole_city=area == CITY_PREFIX)


@on_duty(CITY, COUNTY)
@require_POST
def effects(request: HttpRequest, area: str) -> HttpResponse:
    """The moving parts of the page for what is typed at this moment: nothing is kept."""
    if area not in dict(areas_of(request.duty)):
        raise Http404("没有这个地区,或者不归您这里管。")
    held = held_numbers(request.duty)
    bench = typed_in(_bench(area, held), request.POST)
    return render(request, "staff/parts/bench_moving.html", {"bench": bench, **_moving(request, bench, held)})


def _posted(request: HttpRequest, bench: Bench, held: InForce, row: Any) -> HttpResponse:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    problems = bench.problems()
    if do in {"save", "save_as"} and not problems:
        try:
            return _kept(request, bench, held, row if do == "save" else None, name)
        except StandardRefused as no:
            problems = [{"id": "name", "text": str(no)}]
    return _page(request, bench, held, row, {"name": name, "problems": problems})


def _kept(request: HttpRequest, bench: Bench, held: InForce, row: Any, name: str) -> HttpResponse:
    duty = request.duty
    answer = _asked(request, bench, held, EFFECTS)
    told = {**answer["effects"], "snapshot": answer["snapshot"]} if answer["state"] == READY else {}
    with transaction.atomic():
        kept = proposing.save_proposal(
            proposal_id=row.pk if row else None, name=name, area=bench.area, changes=bench.changes(), choices=bench.picked(),
            effects=told, by=duty.user, at=duty.at, key=f"{duty.user.pk} {request.POST.get('press', '')}"[:80] or None)
    say(request, "方案已存。" if told else "方案已存;影响还没有算出来,测算进程好了再存一次就有。", "" if told else "warn")
    return redirect("staff:proposal", kept.pk)


def _page(request: HttpRequest, bench: Bench, held: InForce, row: Any, more: dict[str, Any]) -> HttpResponse:
    duty = request.duty
    others = [] if row is None else [each for each in proposed.proposals(duty.jurisdiction).filter(area=row.area)
                                     if each.pk != row.pk and each.state != "dropped"]
    name = "全市" if bench.area == CITY_PREFIX else offices.area_name(bench.area)
    return show(request, "staff/proposal.html", {
        "bench": bench, "row": row, "area_name": name, "others": others, "problems": [],
        "editable": row is None or row.state in EDITABLE, "page": request.POST.get("page") or uuid.uuid4().hex[:12],
        "batches": [] if row is None else adjusting.of_proposal(row.pk, duty.jurisdiction),
        "may_approve": row is not None and row.state == "sent" and duty.may_in(row.area, CITY), "step": "100",
        "publish_form": PublishForm(initial={"valid_from": _next_month(duty.day)}) if row and row.state == "approved" else None,
        **_moving(request, bench, held), **_edges(request, bench, held), **more})


def _next_month(day: Any) -> str:
    return (day.replace(day=1).replace(month=day.month % 12 + 1, year=day.year + day.month // 12)).isoformat()


def _moving(request: HttpRequest, bench: Bench, held: InForce) -> dict[str, Any]:
    """What moves with the slider: bands, flags, effects. Bands and flags need no compute process."""
    changed: Sheets = with_changes(held.sheets, bench.changes(), bench.picked())
    told: dict[str, Any] = {"flags": bench_words.flags(bench, held.sheets, changed), "effects": None}
    for number in bench.numbers:
        number.drawn = bench_words.drawn(number)
    answer = _asked(request, bench, held, EFFECTS)
    told["broken"] = sum(flag["state"] == "broken" for flag in told["flags"])
    told["answer"] = {"state": answer["state"], "words": answer.get("words", ""), "ms": answer.get("ms"),
                      "snapshot": answer.get("snapshot", {})}
    if answer["state"] == READY:
        told["effects"] = bench_words.shown(answer, bench.area)
    return told


def _edges(request: HttpRequest, bench: Bench, held: InForce) -> dict[str, Any]:
    """Who would have less if he earned a little more: asked for by a button, because it decides everybody twice."""
    if request.POST.get("do") != "edges":
        return {"edges": None}
    typed = request.POST.get("step", "")
    try:
        step = YuanField().clean(typed)
    except Exception as no:  # Django's ValidationError carries its words in a list.
        return {"edges": {"words": "".join(getattr(no, "messages", [str(no)]))}, "step": typed}
    answer = _asked(request, bench, held, EDGES, step_fen=step)
    if answer["state"] != READY:
        return {"edges": {"words": answer.get("words", "")}, "step": typed}
    found: Mapping[str, int] = answer["edges"]
    return {"step": typed, "edges": {"words": "", "households": f"{found['households']:,}", "people": f"{found['people']:,}",
                                     "money": bench_words.money(found["lost_fen"])}}


def _asked(request: HttpRequest, bench: Bench, held: InForce, what: str, **more: Any) -> dict[str, Any]:
    """The compute process, on a stream of this page: a later question takes back an earlier one."""
    return computing.ask({
        "ask": what, "stream": f"{request.duty.user.pk} {request.POST.get('page', '')} {what}",
        "reach": list(request.duty.jurisdiction.prefixes), "changes": [each.to_json() for each in bench.changes()],
        "choices": [each.to_json() for each in bench.picked()], **more}, held)


@on_duty(CITY, COUNTY)
def compare(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Two proposals side by side: their numbers and what was counted when they were saved."""
    duty = request.duty
    other = request.GET.get("with", "")
    pair = [_found(duty, proposal_id), _found(duty, int(other) if other.isdecimal() else 0)]
    held = held_numbers(duty)
    benches = [proposed_in(_bench(row.area, held), row.changes, row.choices) for row in pair]
    names = offices.area_names(held.sheets)
    rows = []
    for number, *several in zip(benches[0].numbers, *(bench.numbers for bench in benches), strict=False):
        if any(each.changed for each in several):
            rows.append({"label": f"{names.get(number.area, number.area)} {number.label}", "now": number.now,
                         "both": [each.shown for each in several]})
    return show(request, "staff/compare.html", {"pair": pair, "rows": rows, "figures": _beside(pair)})


def _beside(pair: list[Any]) -> list[dict[str, Any]]:
    asked = (("每月支出", "more_fen", bench_words.money), ("一年支出", "more_year_fen", bench_words.money),
             ("拿得更多的户", "risen_households", str), ("拿得更少的户", "fallen_households", str))
    return [{"label": label, "both": [
        bench_words.signed(row.effects["all"][name], words) if row.effects.get("all") else "没有算" for row in pair]}
        for label, name, words in asked]


@on_duty(CITY, COUNTY)
@require_POST
@once
def deed(request: HttpRequest, proposal_id: int, verb: str) -> HttpResponse:
    """Send, approve, give back, publish or drop."""
    duty, row = request.duty, _found(request.duty, proposal_id)
    told = {"proposal_id": row.pk, "by": duty.user, "at": duty.at}
    note = request.POST.get("note", "")
    deeds = {"send": lambda: proposing.send_proposal(**told), "drop": lambda: proposing.drop_proposal(**told),
             "approve": lambda: proposing.decide_proposal(approve=True, note=note, **told),
             "return": lambda: proposing.decide_proposal(approve=False, note=note, **told)}
    if verb not in {*deeds, "publish"}:
        raise Http404("没有这个动作。")
    try:
        if verb == "publish":
            return _published(request, row)
        done = deeds[verb]()
        say(request, f"方案{done.get_state_display()}。")
    except StandardRefused as no:
        say(request, str(no), "bad")
    return redirect("staff:proposal", row.pk)


def _published(request: HttpRequest, row: Any) -> HttpResponse:
    duty, form = request.duty, PublishForm(request.POST)
    if not form.is_valid():
        held = held_numbers(duty)
        bench = proposed_in(_bench(row.area, held), row.changes, row.choices)
        return _page(request, bench, held, row, {"name": row.name, "publish_form": form})
    with transaction.atomic():
        proposing.publish_proposal(proposal_id=row.pk, by=duty.user, at=duty.at, **form.cleaned_data)
        counties = batches.begin(request, row.pk)
    say(request, f"标准已公布,从生效日期起算数。{counties} 个县(市、区)在册家庭的新金额正在算,算完由县级确认。")
    return redirect(reverse("staff:proposal", args=[row.pk]))
