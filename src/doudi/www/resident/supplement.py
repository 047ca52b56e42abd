"""补材料: the one list of what is missing, photographs for each, and 交齐了 (57号 第十条: asked once, all
at once)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.casework import actions as casework
from doudi.casework.lifecycle import NotPossible
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.www import clock
from doudi.www.limits import limited
from doudi.www.resident.guard import enter_first
from doudi.www.resident.papers import KILOBYTE, MOST_AT_ONCE, OTHER, kind_in
from doudi.www.resident.progress import visible


@limited("upload")
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """The list with a place for photographs at each line."""
    status, user = visible(request, number)
    if user is None:
        return redirect(enter_first(request))
    household = status.application.household
    waiting = [each for each in status.cases if "supplement_received" in each.may]
    problems: list[dict[str, str]] = []
    if request.method == "POST" and "kind" in request.POST:
        problems = attached(request, household, user, kind_in(request, kinds_of(waiting, household)))
        if not problems:
            return redirect(request.get_full_path())
    elif request.method == "POST":
        problems = handed_in(waiting, user)
        if not problems:
            return redirect("resident:case", number=number)
    return render(
        request,
        "resident/supplement.html",
        {
            "kinds": kinds_of(waiting, household),
            "problems": problems,
            "title": "补材料",
            "held": [],
            "waiting": waiting,
            "back": reverse("resident:case", args=[number]),
            "lede": lede_of(waiting),
        },
    )


def lede_of(waiting: list[Any]) -> str:
    """What this page is about."""
    if waiting:
        return "缺的都列在这里，只告诉一次，不会再加。拍清楚就行。"
    return "现在没有缺的材料。想多交几份说明情况的，也可以拍在这里。"


def kinds_of(waiting: list[Any], household: Any) -> list[dict[str, Any]]:
    """The items of the open requests, each once, with the papers that are there."""
    kinds = {}
    for each in waiting:
        kinds |= {item["kind"]: {"why": "", **item} for item in each.supplement}
    there: dict[str, list[dict[str, Any]]] = {}
    for paper in people_reads.papers(household):
        there.setdefault(paper.kind, []).append(
            {"name": paper.name or "照片", "size": f"{max(1, paper.bytes // KILOBYTE)} KB"}
        )
    return [kind | {"papers": there.get(kind["kind"], [])} for kind in [*kinds.values(), OTHER]]


def attached(request: HttpRequest, household: Any, user: Any, kind: str) -> list[dict[str, str]]:
    """Attach the photographs that are good; say of each other one what is wrong."""
    problems: list[dict[str, str]] = []
    files = request.FILES.getlist("photos")
    if not files:
        return [{"id": f"photos-{kind}", "text": "还没有选照片。请点「选择文件」，拍一张或从相册里选。"}]
    for file in files[:MOST_AT_ONCE]:
        try:
            people.attach_paper(
                household=household, kind=kind, file=file, name=file.name or "", by=user, at=clock.now()
            )
        except people.PaperRefused as refused:
            problems.append({"id": f"photos-{kind}", "text": f"{file.name}：{refused.reason}"})
    return problems


def handed_in(waiting: list[Any], user: Any) -> list[dict[str, str]]:
    """Tell the office that everything is there."""
    try:
        for each in waiting:
            casework.supplement_received(case_id=each.case.pk, by=user, at=clock.now())
    except NotPossible as refused:
        return [{"id": "main", "text": str(refused)}]
    return []
