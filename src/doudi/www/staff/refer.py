"""Handing a family's matter over (转办, C05, C08), what went out and waits, and the asking about other help after a refusal.

济办发〔2020〕21号 三20. The page shows beforehand which facts go along; nothing else leaves the file.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import actions, closing, reads, wishes
from doudi.policy.facts import FACTS
from doudi.policy.referring import referables
from doudi.www.staff.case_file import case_file, household_file, open_file
from doudi.www.staff.deeds.deed import PlainForm, reason_field
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CITY, CLERK, COUNTY, on_duty
from doudi.www.staff.looking import looked_over

BUCKETS = (("", "没办结的"), ("late", "催办过的"), ("asked", "答复待核实"), ("done", "已答复"), ("refused", "未通过待核查"),
           ("wished", "一并申请待转"))
OUTCOMES = {"entitled": "符合", "need_info": "还差信息", "discretion": "需人工裁量"}


class ReferForm(PlainForm):
    """Which programme, whose matter, what is wanted."""

    prefix_of_ids = "refer-"
    programme = forms.ChoiceField(label="转办什么")
    person = forms.TypedChoiceField(label="谁的事", coerce=int, required=False, empty_value=None,
                                    help_text="住房、零就业、受灾是全家的事,不用选。")
    wanted = reason_field("要办什么", required=False, max_length=300, help_text="写给部门看。空着就是:请按规定办理并反馈结果。")
    case = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def set_up(self) -> None:
        """Every programme that an office here takes, and the members."""
        taken = self.page.extra["receivers"]
        self.fields["programme"].choices = [("", "请选择"), *((code, each.label) for code, each in referables().items()
                                                           if code in taken)]
        self.fields["person"].choices = [("", "请选择"), *((each.id, each.name) for each in self.page.members)]


@on_duty(CLERK, COUNTY)
@open_file
@once
def refer(request: HttpRequest, household_id: int) -> HttpResponse:
    """One more referral of this family."""
    page, duty = household_file(request, household_id), request.duty
    page.extra["receivers"] = actions.receivers(page.household.area)
    asked = {name: request.GET.get(name, "") for name in ("programme", "person", "case")}
    form = ReferForm(request.POST or None, page=page, duty=duty, initial=asked)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        what = referables().get(told["programme"])
        try:
            sent = actions.refer(
                household_id=household_id, programme=told["programme"], case_id=told["case"],
                person_id=told["person"] if what and what.per_person else None,
                wanted=told["wanted"] or "请按规定办理并反馈结果。", by=duty.user, at=duty.at)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            due = f",{sent.due_on} 前反馈" if sent.due_on else ",还没有录入反馈期限"
            say(request, f"已转给{sent.office.name}(编号 {sent.number}){due}。")
            if told["case"] and closing.still_asks(told["case"]):
                return redirect("staff:other_help", told["case"])
            return redirect("staff:household", household_id)
    return show(request, "staff/refer.html", {"page": page, "form": form, "purposes": _purposes(page.extra["receivers"])})


def _purposes(receivers: dict[str, Any]) -> list[dict[str, Any]]:
    """What goes along with which programme, and to whom; those that nobody takes here come last."""
    found = [{"label": what.label, "office": receivers[code].name if code in receivers else "",
              "facts": "、".join(FACTS[key].label for key in what.facts)} for code, what in referables().items()]
    return sorted(found, key=lambda each: not each["office"])


@on_duty(CLERK, COUNTY, CITY)
def referrals(request: HttpRequest) -> HttpResponse:
    """What went out of this area, and the refused families whose other help nobody asked about yet."""
    duty, bucket = request.duty, request.GET.get("bucket", "")
    bucket = bucket if bucket in dict(BUCKETS) else ""
    waiting = closing.waiting(duty.jurisdiction)
    asked_for = wishes.waiting(duty.jurisdiction) if duty.hands_on else []
    counts = reads.sent_counted(duty.jurisdiction)
    shown = {"": counts["open"], "asked": counts["asked"], "refused": len(waiting), "wished": len(asked_for)}
    found = [] if bucket in ("refused", "wished") else reads.sent(duty.jurisdiction, duty.day, bucket)
    looked_over(request, "households", [each.referral.household_id for each in found])
    tiles = [{"code": code, "label": label, "count": shown.get(code), "here": code == bucket} for code, label in BUCKETS]
    return show(request, "staff/referrals.html", {
        "entries": found, "tiles": tiles, "bucket": bucket, "bucket_label": dict(BUCKETS)[bucket],
        "waiting": waiting if bucket == "refused" else [], "asked_for": asked_for if bucket == "wished" else []})


class DeclineForm(PlainForm):
    """Which programmes the family was told of and does not want."""

    prefix_of_ids = "decline-"
    claims = forms.MultipleChoiceField(label="已告知、不申请的", widget=forms.CheckboxSelectMultiple,
                                       error_messages={"required": "请勾选至少一项。"})
    note = reason_field("怎么告知的", max_length=300, help_text="例如:11 月 20 日当面逐项说明,本人表示暂不申请。")

    def set_up(self) -> None:
        """What is still open."""
        self.fields["claims"].choices = self.page.extra["open_claims"]


@on_duty(CLERK, COUNTY)
@once
def other_help(request: HttpRequest, case_id: int) -> HttpResponse:
    """After a refusal: every other programme the family may get, what was done about each, and the closing."""
    page, duty = case_file(request, case_id), request.duty
    stands = closing.standing(page.case, duty.day)
    page.extra["open_claims"] = [(f"{each.programme}/{each.member or ''}", _title(each, page)) for each in stands.open]
    closes = request.POST.get("do") == "close"
    form = DeclineForm(request.POST if request.method == "POST" and not closes else None, page=page, duty=duty)
    if request.method == "POST" and (closes or form.is_valid()):
        try:
            say(request, _closed(page, duty) if closes else _declined(page, duty, form.cleaned_data))
        except NotPossible as no:
            say(request, str(no), "bad")
        return redirect("staff:case" if closes and not closing.asks(page.case) else "staff:other_help", case_id)
    rows = [{"title": _title(each, page), "outcome": OUTCOMES[each.outcome], "done": each.done, "referable": each.referable,
             "query": f"programme={each.programme}&person={each.member or ''}&case={case_id}"} for each in stands.found]
    return show(request, "staff/other_help.html", {"page": page, "rows": rows, "left": len(stands.open), "form": form,
                                                   "asks": closing.asks(page.case)})


def _title(each: Any, page: Any) -> str:
    who = page.names.get(each.member or "", "")
    return f"{each.label}({who})" if who else each.label


def _closed(page: Any, duty: Any) -> str:
    closing.close_refused(case_id=page.case.pk, by=duty.user, at=duty.at)
    return "其他救助都已核查,这件办结了。"


def _declined(page: Any, duty: Any, told: dict[str, Any]) -> str:
    claims = [(code, member or None) for code, _, member in (each.partition("/") for each in told["claims"])]
    count = closing.decline(case_id=page.case.pk, claims=claims, note=told["note"], by=duty.user, at=duty.at)
    return f"已登记 {count} 项“已告知,不申请”。"
