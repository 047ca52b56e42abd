"""Letters reach people: when and how a notice was served, and the answer to a family that disagrees.

民发〔2021〕57号 第二十一条; 社会救助暂行办法 第六十五条.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework.referrals.closing import asks
from doudi.www.staff.deeds.deed import DayField, Deed, PlainForm, not_future, reason_field

SERVED_HOW = (("in_person", "当面送交"), ("left", "留置送达"), ("post", "邮寄"), ("online", "网上送达"))


class ServiceForm(PlainForm):
    """Which letter, how, to whom, when (登记送达)."""

    prefix_of_ids = "serve-"
    notice_id = forms.TypedChoiceField(label="哪份文书", coerce=int)
    served_how = forms.ChoiceField(label="怎么送的", choices=SERVED_HOW, widget=forms.RadioSelect,
                                   initial="in_person")
    served_to = forms.CharField(label="谁收的", max_length=40)
    served_on = DayField(label="哪天送到")

    def set_up(self) -> None:
        """Letters still on the desk; to the applicant, today, unless told otherwise."""
        waiting = unserved(self.page)
        self.fields["notice_id"].choices = [(each.id, each.get_kind_display()) for each in waiting]
        self.fields["notice_id"].initial = waiting[-1].id if waiting else None
        self.fields["served_to"].initial = self.page.head_name
        self.fields["served_on"].initial = self.duty.day if self.duty else None

    def clean_served_on(self) -> Any:
        """Not in the future."""
        not_future(self.cleaned_data["served_on"], self.duty.day)
        return self.cleaned_data["served_on"]


class AnswerForm(PlainForm):
    """Was the decision right? (复核答复)"""

    prefix_of_ids = "answer-"
    upheld = forms.ChoiceField(label="复核结果", widget=forms.RadioSelect, choices=(
        ("stands", "原决定正确,维持"), ("wrong", "原决定有误,撤销后重新办理")))
    answer = reason_field("答复内容", max_length=1000, help_text="写给申请人看,说清楚看了什么、依据哪一条。")


def unserved(page: Any) -> list[Any]:
    """Letters that have not reached the family yet."""
    return [each for each in page.notices if each.served_at is None]


def waiting_appeals(page: Any) -> list[Any]:
    """Requests to look again that wait for their answer."""
    return [each for each in page.appeals if each.answered_at is None]


def _serve(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.record_service(notice_id=cleaned["notice_id"], served_how=cleaned["served_how"],
                           served_to=cleaned["served_to"], served_on=cleaned["served_on"],
                           by=duty.user, at=duty.at)
    return "送达已登记。"


def _answer(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    appeal = waiting_appeals(page)[0]
    wrong = cleaned["upheld"] == "wrong"
    standing = {each.id for each in page.decisions if each.set_aside_at is None}
    if wrong and appeal.decision_id in standing:
        actions.set_aside(decision_id=appeal.decision_id, reason=cleaned["answer"], by=duty.user, at=duty.at)
    actions.answer_review(appeal_id=appeal.id, upheld=wrong, answer=cleaned["answer"], by=duty.user, at=duty.at)
    return "复核已答复。请打印答复并登记送达。"


DEEDS = (
    # The page itself shows what is still to be asked about, and closes.
    Deed("other", "close_refused", "核查其他救助并办结", own_page="staff:other_help", main=True,
         fits=lambda duty, page: asks(page.case)),
    Deed("serve", "record_service", "登记送达", _serve, ServiceForm, key="d", main=True,
         fits=lambda duty, page: bool(unserved(page))),
    Deed("answer", "answer_review", "答复复核", _answer, AnswerForm, main=True,
         fits=lambda duty, page: bool(waiting_appeals(page))),
)
