"""The township's opinion, the seven days on the village board, an objection, and the way to the county.

民发〔2021〕57号 第十九、二十四条; 民发〔2021〕43号 第十三、十五条.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework.programme import programme
from doudi.www.staff.deeds.deed import DayField, Deed, PlainForm, YuanField, not_future, reason_field


def sum_of(form: PlainForm) -> None:
    """The field of the amount as the programme of the case knows it."""
    if not programme(form.page.case.programme).pays:
        del form.fields["amount_fen"]
    elif form.page.case.pays_once:
        form.fields["amount_fen"].label = "救助金额(元)"


class AgreeForm(PlainForm):
    """Agree; a sum that differs from the law's needs its reason."""

    prefix_of_ids = "agree-"
    amount_fen = YuanField(label="每月金额(元)", required=False, help_text="空着就按法规算出的金额。")
    reason = reason_field("理由", required=False, help_text="意见或金额与法规结果不同时必填。")

    def set_up(self) -> None:
        """What is paid once is one sum; what is no money has none."""
        sum_of(self)


class DisagreeForm(PlainForm):
    """Disagree, with the reason that the refusal will carry (不同意)."""

    prefix_of_ids = "disagree-"
    reason = reason_field("不同意的理由", help_text="写清差在哪里。申请人会看到。")


class PostForm(PlainForm):
    """Where the notice hangs, and from which day (张贴公示)."""

    prefix_of_ids = "post-"
    place = forms.CharField(label="张贴地点", max_length=120)
    posted_on = DayField(label="张贴日期")

    def set_up(self) -> None:
        """The village's own board, today."""
        self.fields["place"].initial = f"{self.page.village}公示栏"
        self.fields["posted_on"].initial = self.duty.day if self.duty else None

    def clean_posted_on(self) -> Any:
        """Nobody can have read a notice that is not up yet."""
        not_future(self.cleaned_data["posted_on"], self.duty.day)
        return self.cleaned_data["posted_on"]


class ObjectionForm(PlainForm):
    """Somebody objects (登记异议)."""

    prefix_of_ids = "objection-"
    text = reason_field("异议内容", max_length=1000)
    from_whom = forms.CharField(label="谁提的", required=False, max_length=80, help_text="可以不留名。")
    received_on = DayField(label="哪天收到")

    def set_up(self) -> None:
        """Today, unless told otherwise."""
        self.fields["received_on"].initial = self.duty.day if self.duty else None

    def clean_received_on(self) -> Any:
        """Not in the future."""
        not_future(self.cleaned_data["received_on"], self.duty.day)
        return self.cleaned_data["received_on"]


class WithholdForm(PlainForm):
    """One tick, so that it is no slip of the finger."""

    prefix_of_ids = "withhold-"
    sure = forms.BooleanField(label="已经核实,这户的情况依法不能让外人知道")


def _determined(duty: Any, page: Any) -> None:
    """The opinion rests on what stands on the screen: the law is asked again on the facts of this moment."""
    actions.determine(case_id=page.case.id, kind="application", by=duty.user, at=duty.at)


def _agree(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    _determined(duty, page)
    actions.give_opinion(case_id=page.case.id, proposal="confirm", amount_fen=cleaned.get("amount_fen"),
                         reason=cleaned.get("reason", ""), by=duty.user, at=duty.at)
    return "已提出初审意见:建议确认。下一步:张贴公示。"


def _disagree(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    _determined(duty, page)
    actions.give_opinion(case_id=page.case.id, proposal="refuse", reason=cleaned["reason"],
                         by=duty.user, at=duty.at)
    return "已提出初审意见:建议不予确认。"


def _post(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.open_publicity(case_id=page.case.id, place=cleaned["place"], posted_on=cleaned["posted_on"],
                           by=duty.user, at=duty.at)
    return "公示已登记,公示单可以打印了。"


def _take_down(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    hanging = [each for each in page.publicities if each.taken_down_at is None]
    for each in hanging:
        actions.take_down_publicity(publicity_id=each.id, by=duty.user, at=duty.at)
    return "已登记撤下公示。" if hanging else "公示早已撤下。"


def _withhold(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.withhold_publicity(case_id=page.case.id, by=duty.user, at=duty.at)
    return "这户定为不公示,网上的已经撤下。村里贴着的,请马上通知撤下。理由只写在纸质档案里。"


def _allow(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.allow_publicity(case_id=page.case.id, by=duty.user, at=duty.at)
    return "这户恢复公示。"


def _object(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.record_objection(case_id=page.case.id, text=cleaned["text"], from_whom=cleaned["from_whom"],
                             received_on=cleaned["received_on"], by=duty.user, at=duty.at)
    return "异议已登记,公示停止。请重新调查或组织民主评议,再提意见。"


def _send(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.send_to_county(case_id=page.case.id, by=duty.user, at=duty.at)
    return "已报送县级民政。"


def _hanging(duty: Any, page: Any) -> bool:
    return any(each.taken_down_at is None for each in page.publicities)


DEEDS = (
    Deed("agree", "give_opinion", "同意", _agree, AgreeForm, key="a", main=True,
         hint="意见与法规结果不同时要写理由。"),
    Deed("disagree", "give_opinion", "不同意", _disagree, DisagreeForm, key="r"),
    Deed("post", "open_publicity", "张贴公示", _post, PostForm, key="p", main=True,
         hint="公示 7 天,只公开姓名、人口、金额。"),
    Deed("send", "send_to_county", "报送县级", _send, key="s", main=True),
    Deed("object", "record_objection", "登记异议", _object, ObjectionForm, key="o"),
    Deed("withhold", "withhold_publicity", "依法不公示", _withhold, WithholdForm, rare=True,
         hint="家暴受害人、艾滋病病人等。系统里不写是哪一种;没公示的,由县级把关。"),
    Deed("allow", "allow_publicity", "恢复公示", _allow, rare=True),
    Deed("take_down", "take_down_publicity", "撤下公示", _take_down, fits=_hanging),
)
