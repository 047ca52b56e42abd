"""Papers that came in and letters that go out (材料, 文书): uploads, downloads inside the jurisdiction, PDFs.

民发〔2021〕57号 第九、十、十九、二十一条.
"""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.casework import reads as casework
from doudi.casework.papers import actions as printing
from doudi.casework.papers.sheet import PaperWithheld
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.www.limits import limited
from doudi.www.staff import rows
from doudi.www.staff.case_file import case_file, household_file, open_file
from doudi.www.staff.case_words import paper_kinds
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ANY_CASE, CLERK, COORDINATOR, COUNTY, READERS, on_duty
from doudi.www.staff.looking import looked

PDF = "application/pdf"
MOST_AT_ONCE = 20


@limited("upload")
@on_duty(CLERK, COORDINATOR, COUNTY)
@open_file
@once
def papers(request: HttpRequest, household_id: int) -> HttpResponse:
    """Several photographs at once; each one that cannot be taken says why, the others are kept."""
    page = household_file(request, household_id)
    problems: list[dict[str, str]] = []
    kind = request.POST.get("kind", "")
    if request.method == "POST":
        files = request.FILES.getlist("files")[:MOST_AT_ONCE]
        problems = _refused(request, page, files, kind)
        if files and not problems:
            say(request, f"收下 {len(files)} 份材料。")
            return redirect("staff:papers", household_id)
    kept = [{"paper": each, "label": paper_kinds().get(each.kind, each.kind)}
            for each in people_reads.papers(page.household)]
    case = rows.number_in(request.GET.get("case", ""))
    before = "staff:intake" if request.duty.may(CLERK, COORDINATOR) else "staff:household"
    return show(request, "staff/papers.html", {
        "page": page, "kept": kept, "kinds": paper_kinds().items(), "kind": kind, "problems": problems,
        "back": reverse("staff:case", args=[case]) if case is not None else
        reverse(before, args=[household_id])})


def _refused(request: HttpRequest, page: Any, files: list[Any], kind: str) -> list[dict[str, str]]:
    if kind not in paper_kinds():
        return [{"id": "paper-kind", "text": "请选是什么材料。"}]
    if not files:
        return [{"id": "paper-files", "text": "请选照片或 PDF。"}]
    whose = request.POST.get("person", "")
    person = next((each.person for each in page.members if str(each.id) == whose), None)
    refused = []
    for file in files:
        try:
            people.attach_paper(household=page.household, person=person, kind=kind, file=file, name=file.name,
                                by=request.duty.user, at=request.duty.at)
        except people.PaperRefused as no:
            refused.append({"id": "paper-files", "text": f"{file.name}:{no}"})
    return refused


@on_duty(*READERS)
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """One paper of a household of this area; looking at it is journalled."""
    found = people_reads.paper(paper_id)
    if found is None or not request.duty.jurisdiction.covers(found.household.area):
        raise Http404("没有这份材料,或者不归您这里管。")
    looked(request, ("paper", found.pk), "read_paper")
    return inline(people_reads.paper_content(found), found.content_type, paper_kinds().get(found.kind, "材料"))


def inline(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that the browser shows, with a name for saving it."""
    answer = HttpResponse(content, content_type=content_type)
    suffix = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}.get(content_type, "")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name + suffix)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@on_duty(*READERS)
def letter(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The letter of a notice as a PDF; made once, the same bytes afterwards."""
    duty = request.duty
    found = casework.notice(notice_id, duty.jurisdiction)
    if found is None or not (found.pdf_id or duty.may_in(found.case.area, *ANY_CASE)):
        raise Http404("没有这份文书,或者不归您这里管。")
    try:
        kept = printing.issue(notice_id=notice_id, by=duty.user, at=duty.at)
    except PaperWithheld as no:
        say(request, str(no), "bad")
        return redirect("staff:case", found.case_id)
    looked(request, ("case", found.case_id), "read_letter", notice=notice_id)
    return inline(people_reads.paper_content(kept), PDF, found.get_kind_display())


@on_duty(*ANY_CASE)
def poster(request: HttpRequest, publicity_id: int) -> HttpResponse:
    """The poster for the village board as a PDF."""
    duty = request.duty
    found = casework.publicity(publicity_id, duty.jurisdiction)
    if found is None:
        raise Http404("没有这份公示,或者不归您这里管。")
    link = request.build_absolute_uri(reverse("publicity"))
    try:
        kept = printing.print_poster(publicity_id=publicity_id, by=duty.user, at=duty.at, link=link)
    except PaperWithheld as no:
        say(request, str(no), "bad")
        return redirect("staff:case", found.case_id)
    return inline(people_reads.paper_content(kept), PDF, "公示单")


@on_duty(CLERK, COORDINATOR, COUNTY)
def survey_form(request: HttpRequest, case_id: int) -> HttpResponse:
    """The survey form with everything known, to take along on the visit."""
    case_file(request, case_id, journal=False)
    content = printing.print_survey(case_id=case_id, by=request.duty.user, at=request.duty.at)
    return inline(content, PDF, "入户调查表")


@on_duty(CLERK, COORDINATOR, COUNTY)
def service_form(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The proof of service to be signed on delivery (送达回证)."""
    found = casework.notice(notice_id, request.duty.jurisdiction)
    if found is None:
        raise Http404("没有这份文书,或者不归您这里管。")
    try:
        content = printing.print_service_return(notice_id=notice_id, by=request.duty.user, at=request.duty.at)
    except PaperWithheld as no:
        say(request, str(no), "bad")
        return redirect("staff:case", found.case_id)
    return inline(content, PDF, "送达回证")
