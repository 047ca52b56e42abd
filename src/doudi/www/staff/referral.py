"""One referral (转办件, D02): the department accepts, gives back or says what came of it; the sender revokes and looks into doubts.

Both sides read the same page: what went along, the steps, the days. 济办发〔2020〕21号 三20.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import actions, reads
from doudi.casework.referrals.answering import answer
from doudi.casework.referrals.course import DEPARTMENT as DEPARTMENT_SIDE
from doudi.casework.referrals.course import LABELS, Voice
from doudi.casework.referrals.said import Answer
from doudi.www.staff.deeds.deed import DayField, PlainForm, YuanField, reason_field
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import AUDITOR, CITY, CLERK, COUNTY, DEPARTMENT, REFERRAL_READERS, on_duty
from doudi.www.staff.looking import looked

REFUSALS = (("not_ours", "不归本部门办"), ("not_qualified", "不符合条件"), ("already_helped", "已经在享受"),
            ("not_found", "查无此人或信息不符"), ("not_wanted", "本人不申请"), ("other", "其他"))
RHYTHMS = (("once", "一次性"), ("monthly", "每月"), ("service", "实物或服务"))


class AcceptForm(PlainForm):
    """Nothing to say."""

    prefix_of_ids = "accept-"

    def given(self) -> Answer:
        """As an answer."""
        return Answer("accept")


class RefuseForm(PlainForm):
    """Why not."""

    prefix_of_ids = "refuse-"
    reason_code = forms.ChoiceField(label="退回理由", choices=[("", "请选择"), *REFUSALS])
    reason = reason_field("说明", required=False, max_length=300, help_text="选“其他”时要写。转出的人看得到。")

    def given(self) -> Answer:
        """As an answer."""
        return Answer("refuse", reason_code=self.cleaned_data["reason_code"], reason=self.cleaned_data["reason"])


class FinishForm(PlainForm):
    """What was given, how, how much, from when."""

    prefix_of_ids = "finish-"
    given_text = forms.CharField(label="给了什么", max_length=300, help_text="例如:住院救助、助学金、辅具一套。")
    rhythm = forms.ChoiceField(label="怎么给", choices=RHYTHMS, widget=forms.RadioSelect, initial="once")
    amount = YuanField(label="金额(元)", required=False, help_text="每月给的填每月多少;实物或服务不填。")
    from_on = DayField(label="从哪天起")

    def given(self) -> Answer:
        """As an answer."""
        told = self.cleaned_data
        return Answer("finish", given=told["given_text"], rhythm=told["rhythm"], amount_fen=told["amount"],
                      from_on=told["from_on"])


class RevokeForm(PlainForm):
    """Why it is taken back."""

    prefix_of_ids = "revoke-"
    reason = reason_field("为什么撤回", max_length=300, help_text="部门看得到。")


class SettleForm(PlainForm):
    """What a person found out about an answer."""

    prefix_of_ids = "settle-"
    question = forms.IntegerField(widget=forms.HiddenInput)
    take = forms.ChoiceField(label="核实结果", widget=forms.RadioSelect, choices=(("yes", "属实,采用"), ("no", "不采用")))
    note = reason_field("怎么核实的", max_length=300)


FORMS: dict[str, type[PlainForm]] = {"accept": AcceptForm, "refuse": RefuseForm, "finish": FinishForm,
                                     "revoke": RevokeForm, "settle": SettleForm}


@on_duty(*REFERRAL_READERS)
def referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Everything of one referral that this side may see."""
    return _shown(request, _row(request, referral_id), "", None)


@on_duty(DEPARTMENT, CLERK, COUNTY)
@require_POST
@once
def referral_do(request: HttpRequest, referral_id: int, verb: str) -> HttpResponse:
    """Say one thing; what cannot be said stands on the same page with what was typed."""
    row = _row(request, referral_id)
    if verb not in FORMS:
        raise Http404("没有这个动作。")
    form = FORMS[verb](request.POST, duty=request.duty)
    if form.is_valid():
        try:
            say(request, DEEDS[verb](request, row, form))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:referral", referral_id)
    return _shown(request, row, verb, form)


def _answer(request: HttpRequest, row: Any, form: Any) -> str:
    return answer(number=row.number, told=form.given(), voice=Voice(request.duty.user, request.duty.at), name=None).words


def _revoke(request: HttpRequest, row: Any, form: Any) -> str:
    actions.revoke(referral_id=row.pk, reason=form.cleaned_data["reason"], by=request.duty.user, at=request.duty.at)
    return f"{row.number} 已撤回。"


def _settle(request: HttpRequest, row: Any, form: Any) -> str:
    told = form.cleaned_data
    actions.settle(question_id=told["question"], take=told["take"] == "yes", note=told["note"], by=request.duty.user,
                   at=request.duty.at)
    return "核实结果已登记。"


DEEDS: dict[str, Callable[[HttpRequest, Any, Any], str]] = {
    "accept": _answer, "refuse": _answer, "finish": _answer, "revoke": _revoke, "settle": _settle}


def _row(request: HttpRequest, referral_id: int) -> Any:
    row = reads.referral(referral_id)
    if row is None or not (_is_ours(request, row) or request.duty.may_in(row.area, CLERK, COUNTY, CITY, AUDITOR)):
        raise Http404("没有这件转办,或者不归您这里管。")
    if not row.along:
        raise Http404("这家的档案已到保存期限,随件信息已经删除。")
    return row


def _is_ours(request: HttpRequest, row: Any) -> bool:
    return any(post.role == DEPARTMENT and post.office_id == row.office_id for post in request.duty.held.posts)


def _shown(request: HttpRequest, row: Any, tried: str, form: Any) -> HttpResponse:
    duty = request.duty
    looked(request, ("household", row.household_id), "read_referral", referral=row.pk)
    sends = duty.may_in(row.area, CLERK, COUNTY)
    open_verbs = reads.may_do(row, DEPARTMENT_SIDE) if _is_ours(request, row) else []
    open_verbs += reads.may_do(row, "sender") if sends else []
    deeds = [{"verb": verb, "label": LABELS[verb], "open": verb == tried,
              "form": form if verb == tried else FORMS[verb](None, duty=duty)} for verb in open_verbs]
    questions = reads.questions_of(row)
    for each in questions:
        mine = tried == "settle" and str(each["id"]) == request.POST.get("question", "")
        each["form"] = form if mine else SettleForm(None, duty=duty, initial={"question": each["id"]}, auto_id=f"settle-{each['id']}-%s")
    [entry] = reads.entries([row], duty.day)
    return show(request, "staff/referral.html", {
        "row": row, "entry": entry, "along": row.along, "steps": reads.steps_of(row), "result": reads.result_of(row),
        "deeds": deeds, "questions": questions, "may_settle": sends, "form": form if tried != "settle" else None,
        "ours": _is_ours(request, row), "reads_file": duty.may_in(row.area, CLERK, COUNTY, CITY, AUDITOR)})
