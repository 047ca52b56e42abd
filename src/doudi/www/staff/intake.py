"""Take an application at the counter (受理, C05): facts, consents, papers, what the law says already, submit.

民发〔2021〕57号 第四至十条; 民发〔2021〕43号 第十条; 济办发〔2020〕21号 三20. The law is asked at once with what is known,
for every programme; nobody is asked what is already on file. One application carries all that is ticked: a case for each
programme decided here, and what another department decides is handed on with the acceptance.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.lifecycle import NotPossible
from doudi.casework.programme import is_registered, programme, programmes
from doudi.people import actions as people
from doudi.people import reads as people_reads
from doudi.policy.decide import programme_label
from doudi.policy.lawbook import BASIC
from doudi.policy.referring import referables
from doudi.www.selfcheck.law_today import sheet_for
from doudi.www.selfcheck.next_question import hopeful_verdicts
from doudi.www.selfcheck.programmes import applied_here
from doudi.www.staff.case_file import HouseholdFile, household_file, known_facts, open_file, subjects
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, on_duty
from doudi.www.staff.fact_fields import FactSheet
from doudi.www.staff.law_view import LABELS, ruled_out
from doudi.www.staff.look import look

ADULT = 18
PROPOSED = ("subsistence", "extreme_hardship", "low_income", "rigid_expenditure")
HOPEFUL = ("entitled", "need_info", "discretion")


class SubmitForm(PlainForm):
    """Which programmes, and for whom where the programme is decided per person."""

    prefix_of_ids = "apply-"
    programmes = forms.MultipleChoiceField(
        label="申请", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这一项。"})
    persons = forms.TypedMultipleChoiceField(
        label="按人办的给谁", coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def set_up(self) -> None:
        """Whatever has a manifest that is applied for, and what another department decides and the law does not rule out; ticked
        is what the law says yes to."""
        here = {each.code: LABELS[each.code] for each in programmes() if each.applied_for}
        self.fields["programmes"].choices = [*(here | {code: programme_label(code) for code in self.page.beyond}).items()]
        sure = [code for code, verdicts in self.page.beyond.items() if any(each.outcome == "entitled" for each in verdicts)]
        self.fields["programmes"].initial = [*self.page.hopeful, *sure]
        self.fields["persons"].choices = [(each.id, each.name) for each in self.page.members]
        self.fields["persons"].initial = self.page.hopeful_persons or [self.page.members[0].id]


@on_duty(CLERK, COORDINATOR)
@open_file
@once
def intake(request: HttpRequest, household_id: int) -> HttpResponse:
    """Facts on the left, the law in the middle, papers and submitting on the right."""
    page = household_file(request, household_id)
    if not page.members:
        say(request, "这份档案里已经没有人,不能再申请。请到这家人现在的档案里办。", "bad")
        return redirect("staff:household", household_id)
    seen = look(page, why=request.GET.get("why", ""))
    page.extra.update(hopeful=_hopeful(seen), hopeful_persons=_hopeful_persons(seen), look=seen, beyond=_beyond(page, seen.document))
    data = request.POST if request.method == "POST" else None
    sheet = FactSheet(subjects(page), known_facts(page), data)
    form = SubmitForm(data, page=page, duty=request.duty)
    if data is not None and not sheet.problems and form.is_valid():
        answer = _saved(request, page, sheet, form)
        if answer is not None:
            return answer
    return show(request, "staff/intake.html", {
        "turns_url": "", "page": page, "sheet": sheet, "form": form,
        "problems": sheet.problems, "programmes": seen.cards, **ruled_out(seen.cards), "doubts": seen.doubts,
        "law_day": request.duty.day, "law_version": seen.law_version[:7], "law_problem": seen.problem,
        "consents": _consents(page, request.duty.day),
        "papers": people_reads.papers(page.household), "wanted": casework.wanted(page.known, page.hopeful)})


def _hopeful(seen: Any) -> list[str]:
    codes = [card.code for card in seen.cards if card.outcome in HOPEFUL and card.code in PROPOSED]
    entitled = [card.code for card in seen.cards if card.outcome == "entitled" and card.code in PROPOSED]
    return entitled or codes[:1]


def _hopeful_persons(seen: Any) -> list[int]:
    return [int(card.member) for card in seen.cards
            if card.code == "extreme_hardship" and card.member and card.outcome == "entitled"]


def _beyond(page: HouseholdFile, document: Any) -> dict[str, list[Any]]:
    """The programmes beyond the basic ones that one application serves and the law does not rule out, now or once the family
    has the standing it may get: their verdicts."""
    found: dict[str, list[Any]] = {}
    for verdict in hopeful_verdicts(document, page.day, sheet_for(document, page.day)):
        if verdict.programme not in BASIC and verdict.outcome in HOPEFUL and applied_here(verdict.programme):
            found.setdefault(verdict.programme, []).append(verdict)
    return found


def _consents(page: HouseholdFile, day: Any) -> list[dict[str, Any]]:
    signed = {each.person_id: each for each in people_reads.consents(page.household)
              if each.withdrawn_at is None and each.valid_from <= day
              and (each.valid_until is None or day < each.valid_until)}
    return [{"member": each, "signed": signed.get(each.id), "key": f"consent-{each.id}",
             "by_guardian": each.age is not None and each.age < ADULT} for each in page.members]


def _for_whom(page: HouseholdFile, chosen: list[str], ticked: list[int]) -> dict[str, list[int]]:
    """Who is meant by which programme: of those ticked whom the law does not rule out; where it rules out all of them, whom
    else it does not, and at last everybody ticked. One programme alone is for those ticked, whatever the law says."""
    by_person = [code for code in chosen if is_registered(code) and programme(code).per_person]
    fit = {(card.code, int(card.member)) for card in page.look.cards if card.member and card.outcome in HOPEFUL}
    beyond = {code: [int(each.member) for each in page.beyond.get(code, ()) if each.member] for code in by_person}
    if len(by_person) == 1 and not beyond[by_person[0]]:
        return {by_person[0]: ticked}
    return {code: [each for each in ticked if (code, each) in fit or each in beyond[code]] or beyond[code] or ticked
            for code in by_person}


@transaction.atomic
def _saved(request: HttpRequest, page: HouseholdFile, sheet: FactSheet, form: SubmitForm) -> HttpResponse | None:
    """Facts and consents are kept either way; submitting makes the application, once."""
    try:
        keep_changes(request.duty, page, sheet, source="declared")
        _keep_consents(request, page)
        if request.POST.get("do") != "submit":
            say(request, "已保存。右边和中间按新情况重算了。")
            return redirect("staff:intake", page.household.pk)
        return _submitted(request, page, form)
    except (NotPossible, people.Refused) as no:
        transaction.set_rollback(True)
        form.add_error(None, str(no))
        return None


def keep_changes(duty: Any, page: HouseholdFile, sheet: FactSheet, *, source: str, office: str = "") -> None:
    """Record what was typed, one journal line per subject."""
    by_subject: dict[Any, dict[str, Any]] = {}
    for change in sheet.changes:
        by_subject.setdefault(change.subject, {})[change.name] = change.value
    rows = {("member", each.id): each.person for each in page.members}
    rows |= {("supporter", each.pk): each for each in page.supporters}
    rows[("household", page.household.pk)] = page.household
    for subject, values in by_subject.items():
        people.record_facts(subject=rows[subject.entity, subject.id], values=values, as_of=duty.day, source=source,
                            office=office, by=duty.user, at=duty.at)


def _keep_consents(request: HttpRequest, page: HouseholdFile) -> None:
    duty = request.duty
    for each in _consents(page, duty.day):
        if each["signed"] is None and request.POST.get(each["key"]):
            guardian = each["by_guardian"]
            people.give_consent(person=each["member"].person, household=page.household,
                                signed_by=page.head_name if guardian else each["member"].name,
                                signed_how="guardian" if guardian else "paper", by=duty.user, at=duty.at)


def _submitted(request: HttpRequest, page: HouseholdFile, form: SubmitForm) -> HttpResponse | None:
    chosen = form.cleaned_data["programmes"]
    duty = request.duty
    application = actions.submit_application(
        key=f"staff-{duty.user.pk}-{request.POST.get('press', '')}", household_id=page.household.pk,
        applicant_id=page.members[0].id, programmes=chosen,
        persons=_for_whom(page, chosen, form.cleaned_data["persons"]),
        channel="counter" if duty.may_in(page.household.area, CLERK) else "village", by=duty.user, at=duty.at)
    first = application.cases.order_by("id").first()
    others = sum(code in referables() for code in application.programmes)
    also = f",另有 {others} 项受理时转给别的部门" if others else ""
    say(request, f"已提交,申请号 {application.number},共 {application.cases.count()} 件{also}。")
    if first:
        return redirect("staff:case", first.pk)
    return redirect("staff:wished" if duty.hands_on else "staff:household", page.household.pk)
