"""At the door: one list of what is missing, acceptance, relatives on file, complaints, longer limits, withdrawal.

民发〔2021〕57号 第四、十、十一、十七、二十、二十二条.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework.referrals import wishes
from doudi.www.staff.case_words import missing_of, missing_words
from doudi.www.staff.deeds.deed import DayField, Deed, PlainForm, reason_field

SPECIAL_REASONS = (
    ("registration_and_residence_differ", "人户分离"),
    ("out_of_town_check", "要异地核对"),
    ("hard_case", "情况复杂"),
    ("objection", "公示有异议"),
)


class AcceptForm(PlainForm):
    """Acceptance asks one thing: is he a near relative of staff? (近亲属备案)"""

    prefix_of_ids = "accept-"
    relative_note = forms.CharField(
        label="近亲属备案", required=False, max_length=200,
        help_text="申请人是低保经办人员或村(居)委会成员的近亲属时填:谁、什么关系。没有就空着。")


class SupplementForm(PlainForm):
    """The one list: what the law and the manifest still want, and what the clerk adds."""

    prefix_of_ids = "supplement-"
    items = forms.MultipleChoiceField(label="缺的材料", required=False, widget=forms.CheckboxSelectMultiple)
    other = forms.CharField(label="另外还缺", required=False, max_length=500,
                            widget=forms.Textarea(attrs={"rows": 2}), help_text="一行一样。以后不能再添新的。")
    due_on = DayField(label="请在哪天前补", required=False)

    def set_up(self) -> None:
        """Offer what is missing, all ticked."""
        choices = [(_key(each), missing_words(each)) for each in missing_of(self.page)]
        self.fields["items"].choices = choices
        self.fields["items"].initial = [value for value, _ in choices]

    def clean(self) -> dict[str, Any]:
        """A list with nothing on it is no list."""
        cleaned = super().clean()
        if not cleaned.get("items") and not cleaned.get("other", "").strip():
            raise forms.ValidationError("请至少勾选或写出一样缺的材料。")
        return cleaned

    def given(self) -> dict[str, Any]:
        """The list and the day."""
        return {"listed": self.listed(), "due_on": self.cleaned_data["due_on"]}

    def listed(self) -> list[dict[str, str]]:
        """The items as the action wants them."""
        words = dict(self.fields["items"].choices)
        whys = {_key(each): each.why for each in missing_of(self.page)}
        listed = [{"kind": value.split("|")[0], "label": words[value], "why": whys[value]}
                  for value in self.cleaned_data["items"]]
        lines = [line.strip() for line in self.cleaned_data["other"].splitlines() if line.strip()]
        return listed + [{"kind": "other", "label": line, "why": "办理需要"} for line in lines]


class RelativeForm(PlainForm):
    """Who of the staff is related, and how (近亲属备案)."""

    prefix_of_ids = "relative-"
    note = forms.CharField(label="谁、什么关系", max_length=200, help_text="登记后县级民政必须入户。表亲、堂亲不算近亲属。")


class ComplaintForm(PlainForm):
    """What was reported (登记举报)."""

    prefix_of_ids = "complaint-"
    note = reason_field("举报内容", max_length=200, help_text="不写举报人姓名。登记后县级民政必须入户。")


class LengthenForm(PlainForm):
    """A longer limit needs one of four grounds (延长到 45 个工作日)."""

    prefix_of_ids = "lengthen-"
    special_reason = forms.ChoiceField(label="依据", choices=SPECIAL_REASONS, widget=forms.RadioSelect)
    reason = reason_field("具体情况")


class WithdrawForm(PlainForm):
    """The family takes its application back (撤回)."""

    prefix_of_ids = "withdraw-"
    reason = reason_field("申请人怎么说", help_text="撤回要本人愿意,以后随时可以再申请。")


def _key(missing: Any) -> str:
    return f"{missing.kind}|{missing.person.pk if missing.person is not None else ''}"


def _accept(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.accept(case_id=page.case.id, relative_note=cleaned["relative_note"], by=duty.user, at=duty.at)
    gone = wishes.hand_on_ready(household_id=page.household.pk, by=duty.user, at=duty.at)
    to = "、".join(dict.fromkeys(each.office.name for each in gone.sent))
    also = [f"一并申请的 {len(gone.sent)} 项已转给{to}。"] if to else []
    return " ".join(["已受理,办理期限开始计算。", *also, *gone.problems])


def _supplement(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.request_supplement(case_id=page.case.id, items=cleaned["listed"], due_on=cleaned["due_on"],
                               by=duty.user, at=duty.at)
    return "已出一次性告知书,可以打印给申请人。"


def _received(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.supplement_received(case_id=page.case.id, by=duty.user, at=duty.at)
    return "材料已补齐,可以受理了。"


def _relative(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.register_relative(case_id=page.case.id, note=cleaned["note"], by=duty.user, at=duty.at)
    return "已单独登记备案,县级民政会入户。"


def _complaint(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.register_complaint(case_id=page.case.id, note=cleaned["note"], by=duty.user, at=duty.at)
    return "已登记举报,县级民政会入户。"


def _lengthen(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.lengthen(case_id=page.case.id, special_reason=cleaned["special_reason"], reason=cleaned["reason"],
                     by=duty.user, at=duty.at)
    return "办理期限已延长。"


def _withdraw(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.withdraw(case_id=page.case.id, reason=cleaned["reason"], by=duty.user, at=duty.at)
    return "申请已撤回。"


def _request_check(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.request_check(case_id=page.case.id, by=duty.user, at=duty.at)
    return "已提请县级开展经济状况核对。"


def _start_check(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.start_check(case_id=page.case.id, by=duty.user, at=duty.at)
    return "已登记开始核对。"


DEEDS = (
    Deed("accept", "accept", "受理", _accept, AcceptForm, key="a", main=True,
         hint="受理后 3 个工作日内开始入户调查。"),
    Deed("supplement", "request_supplement", "一次性告知", _supplement, SupplementForm, key="b",
         hint="只能告知一次,请把缺的都列上。政府能查到的不要让群众交。"),
    Deed("received", "supplement_received", "材料补齐了", _received, key="a", main=True),
    Deed("relative", "register_relative", "近亲属备案", _relative, RelativeForm, rare=True),
    Deed("complaint", "register_complaint", "登记举报", _complaint, ComplaintForm, rare=True),
    Deed("lengthen", "lengthen", "延长期限", _lengthen, LengthenForm,
         hint="只有这几种情形可以延长,每件只延一次。", rare=True),
    Deed("request_check", "request_check", "提请核对", _request_check),
    Deed("start_check", "start_check", "开始核对", _start_check),
    Deed("withdraw", "withdraw", "撤回", _withdraw, WithdrawForm, rare=True),
)
