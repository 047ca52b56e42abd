"""The verbs of papers (出文书). A letter is printed once and kept byte for byte; asking again gives the
same file.

`link` is the address that the QR code leads to (the face knows the site); without one the code holds the
case number.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.models import Case, Notice, Publicity
from doudi.casework.papers import filling, forms
from doudi.casework.papers.sheet import Paper, PaperWithheld, pdf
from doudi.people.actions import keep_document
from doudi.people.models import Paper as KeptPaper

WITH_CASE = ("case__household", "case__person__payee", "case__application__applicant__payee")


@transaction.atomic
def issue(*, notice_id: int, by: Any, at: datetime, link: str = "") -> KeptPaper:
    """The letter of a notice as a kept PDF. Raises PaperWithheld, MissingGlyph."""
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related(*WITH_CASE, "decision__determination", "pdf")
        .filter(pk=notice_id)
        .first()
    )
    if notice is None:
        raise PaperWithheld("没有找到这份通知书。")
    _refuse_forgotten(notice.case)
    if notice.pdf is None:
        paper = filling.letter(notice, link)
        notice.pdf = keep_document(
            household=notice.case.household,
            person=notice.case.person,
            kind="letter",
            content=pdf(paper),
            by=by,
            at=at,
            name=f"{paper.heading()} {notice.case.number}.pdf",
        )
        notice.save(update_fields=["pdf"])
        _journal("issue_letter", notice.case, by, at, {"notice": notice.pk, "kind": notice.kind})
    return notice.pdf


@transaction.atomic
def print_poster(*, publicity_id: int, by: Any, at: datetime, link: str = "") -> KeptPaper:
    """The poster of a publicity, kept."""
    found = Publicity.objects.select_related(*WITH_CASE, "opinion").filter(pk=publicity_id).first()
    if found is None:
        raise PaperWithheld("没有找到这次公示。")
    kept = keep_document(
        household=found.case.household,
        kind="poster",
        content=pdf(forms.poster(found, localdate(at), link)),
        by=by,
        at=at,
        name=f"公示 {found.posted_on}.pdf",
    )
    _journal("print_poster", found.case, by, at, {"publicity": found.pk})
    return kept


@transaction.atomic
def print_survey(*, case_id: int, by: Any, at: datetime, link: str = "") -> bytes:
    """入户调查表, filled in; not kept, the signed one comes back as a photograph."""
    case = _case(case_id)
    return _printed(forms.survey_form(case, localdate(at), link), "print_survey", case, by, at)


@transaction.atomic
def print_authorisation(*, case_id: int, person_id: int, by: Any, at: datetime, link: str = "") -> bytes:
    """核对授权书 of one member."""
    case = _case(case_id)
    return _printed(
        forms.authorisation(case, person_id, localdate(at), link), "print_authorisation", case, by, at
    )


@transaction.atomic
def print_service_return(*, notice_id: int, by: Any, at: datetime, link: str = "") -> bytes:
    """送达回证 for one letter."""
    notice = Notice.objects.select_related(*WITH_CASE, "decision").filter(pk=notice_id).first()
    if notice is None:
        raise PaperWithheld("没有找到这份通知书。")
    _refuse_forgotten(notice.case)
    paper = forms.service_return(notice, localdate(at), link)
    return _printed(paper, "print_service_return", notice.case, by, at)


def _printed(paper: Paper, verb: str, case: Case, by: Any, at: datetime) -> bytes:
    _journal(verb, case, by, at, {})
    return pdf(paper)


def _case(case_id: int) -> Case:
    found = (
        Case.objects.select_related("household", "person", "application__applicant")
        .filter(pk=case_id)
        .first()
    )
    if found is None:
        raise PaperWithheld("没有找到这件申请。")
    _refuse_forgotten(found)
    return found


def _refuse_forgotten(case: Case) -> None:
    if case.household.forgotten:
        raise PaperWithheld("这份档案已到保存期限,内容已经删除,文书不再提供。")


def _journal(verb: str, case: Case, by: Any, at: datetime, details: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject=("case", case.pk), details=details)
