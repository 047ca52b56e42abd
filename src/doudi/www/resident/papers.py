"""材料: papers by telephone camera, several at once; what an office already holds is never asked for.

Until the application is sent a paper belongs to the draft: the file is kept by its hash, the draft
remembers the hash.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.casework.programme import Evidence, is_registered, programme
from doudi.law import UNKNOWN, Document
from doudi.people.refusals import PaperRefused
from doudi.people.storing import take_in
from doudi.www import clock
from doudi.www.limits import limited
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import onward, wanted_of
from doudi.www.resident.drafted import document_of
from doudi.www.resident.guard import may_see_draft, own_draft

MOST_AT_ONCE, KILOBYTE = 20, 1024
# Consent and declaration are given on these pages; nobody photographs a paper of them.
SIGNED_HERE = {"authorisation", "promise", "statement"}
NOTHING = (False, 0, "", "none", None)
OTHER = {"kind": "other", "label": "别的材料", "why": "您觉得能说明情况的，都可以拍。"}


def asked_for(draft: drafts.Draft) -> tuple[list[dict[str, Any]], list[Any]]:
    """The kinds of paper that the chosen programmes ask the family for, and those that an office holds
    anyway."""
    document = document_of(draft, clock.today())
    kinds: dict[str, dict[str, Any]] = {}
    held: dict[str, Any] = {}
    for evidence in (each for code in filter(is_registered, wanted_of(draft)) for each in programme(code).evidence):
        if evidence.kind in SIGNED_HERE or not applies(evidence, document):
            continue
        if evidence.held_by:
            held[evidence.label] = evidence
        else:
            kinds[evidence.kind] = {"kind": evidence.kind, "label": evidence.label, "why": ""}
    return [*kinds.values(), OTHER], list(held.values())


def applies(evidence: Evidence, document: Document) -> bool:
    """Whether the family has what this paper is about: no diagnosis is asked of somebody who is not ill."""
    if evidence.only_if is None:
        return True
    entity, name = evidence.only_if
    rows = [document.household] if entity == "household" else document.members
    return any(
        value not in NOTHING
        for row in rows
        for fact, value in row.items()
        if value is not UNKNOWN and (fact == name or fact.startswith(f"{name}_"))
    )


@limited("upload")
@own_draft
def papers(request: HttpRequest) -> HttpResponse:
    """What is wanted, what is there, and a place to put photographs."""
    draft = drafts.of(request)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and "kind" not in request.POST:
        draft["papers_later"] = True
        drafts.keep(request, draft)
        return redirect(onward(request, "papers"))
    kinds, held = asked_for(draft)
    if request.method == "POST":
        kind_sent = kind_in(request, kinds)
        problems = took_in(request, draft, kind_sent)
        if not problems:
            return redirect(f"{reverse('resident:papers')}#kind-{kind_sent}")
    for kind in kinds:
        kind["papers"] = [
            row | {"remove": reverse("resident:paper_remove", args=[row["sha256"]])}
            for row in draft["papers"]
            if row["kind"] == kind["kind"]
        ]
    return render(
        request,
        "resident/draft_papers.html",
        {
            "kinds": kinds,
            "held": held,
            "problems": problems,
            "title": "拍材料",
            "unsent": True,
            "forward": "就这些，继续",
            "back": reverse("resident:apply"),
            "back_to": request.GET.get("back", ""),
            "lede": "把纸摊平，拍清楚四个角就行。现在没有的，交了申请再补。",
        },
    )


def kind_in(request: HttpRequest, kinds: list[dict[str, Any]]) -> str:
    """The kind of paper that was sent; one that is not on the list (any more) is kept among the others."""
    sent = request.POST.get("kind", "")
    return sent if sent in {each["kind"] for each in kinds} else str(OTHER["kind"])


def took_in(request: HttpRequest, draft: drafts.Draft, kind: str) -> list[dict[str, str]]:
    """Keep the photographs that are good; say of each other one what is wrong with it."""
    problems: list[dict[str, str]] = []
    files = request.FILES.getlist("photos")
    if not files:
        return [{"id": f"photos-{kind}", "text": "还没有选照片。请点「选择文件」，拍一张或从相册里选。"}]
    for file in files[:MOST_AT_ONCE]:
        try:
            row = kept(file, kind)
        except PaperRefused as refused:
            problems.append({"id": f"photos-{kind}", "text": f"{file.name}：{refused.reason}"})
        else:
            if row["sha256"] not in {known["sha256"] for known in draft["papers"]}:
                draft["papers"].append(row)
    if len(files) > MOST_AT_ONCE:
        problems.append({"id": f"photos-{kind}", "text": f"一次最多传 {MOST_AT_ONCE} 张，后面的请再传一次。"})
    drafts.keep(request, draft)
    return problems


def kept(file: UploadedFile, kind: str) -> dict[str, Any]:
    """One upload, checked, shrunk, without its place of taking, kept by hash."""
    paper = take_in(file, file.name or "", file.size)
    return {
        "kind": kind,
        "name": (file.name or "照片")[:120],
        "sha256": paper.sha256,
        "size": f"{max(1, paper.bytes // KILOBYTE)} KB",
        "content_type": paper.content_type,
    }


@require_POST
def paper_remove(request: HttpRequest, sha256: str) -> HttpResponse:
    """Take a photograph out of the draft."""
    if not may_see_draft(request):
        raise Http404
    draft = drafts.of(request)
    draft["papers"] = [row for row in draft["papers"] if row["sha256"] != sha256]
    drafts.keep(request, draft)
    return redirect("resident:papers")
