"""The decision, its undoing, and what becomes of an award: confirm, refuse, return, set aside, change, end.

民发〔2021〕57号 第二十至二十三、三十一至三十三、三十九条; 民发〔2021〕43号 第十六、二十四、二十六条.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework.actions.awards import CAUSES
from doudi.casework.lifecycle import NotPossible
from doudi.casework.programme import programme
from doudi.www.staff.deeds.deed import DayField, Deed, PlainForm, YuanField, reason_field
from doudi.www.staff.deeds.opinion import sum_of

# A term that runs out and a merged file end by themselves; nobody chooses them.
ENDING_CAUSES = tuple((code, words) for code, words in CAUSES.items() if code not in {"expired", "merged", "ground_gone"})


class ConfirmForm(PlainForm):
    """Confirm; another sum than proposed needs its reason."""

    prefix_of_ids = "confirm-"
    amount_fen = YuanField(label="每月金额(元)", required=False, help_text="空着就按初审意见和法规算出的金额。")
    reason = reason_field("理由", required=False, help_text="与法规结果不同时必填。")

    def set_up(self) -> None:
        """What is paid once is one sum; what is no money has none."""
        sum_of(self)


class RefuseForm(PlainForm):
    """Refuse in writing; the letter carries these words and what else the family could get."""

    prefix_of_ids = "refuse-"
    reason_text = reason_field("不予确认的理由", max_length=1000,
                               help_text="差多少、哪一条。告知书会写上,也会写还可以申请什么。")


class BackForm(PlainForm):
    """Why the township must look again (退回)."""

    prefix_of_ids = "back-"
    reason = reason_field("要补查什么")


class SetAsideForm(PlainForm):
    """Why the decision was wrong (撤销决定)."""

    prefix_of_ids = "aside-"
    reason = reason_field("为什么撤销", help_text="原决定会保留,发放差额在下月名册里调整。")


class EndForm(PlainForm):
    """Why the help ends; the family reads it."""

    prefix_of_ids = "end-"
    cause = forms.ChoiceField(label="原因", choices=ENDING_CAUSES)
    reason_text = reason_field("写给家庭的理由", max_length=1000)


class EndingPostForm(PlainForm):
    """Where the notice of the proposed ending hangs (公示拟终止)."""

    prefix_of_ids = "endpost-"
    place = forms.CharField(label="张贴地点", max_length=120)
    posted_on = DayField(label="张贴日期")

    def set_up(self) -> None:
        """The village's own board, today."""
        self.fields["place"].initial = f"{self.page.village}公示栏"
        self.fields["posted_on"].initial = self.duty.day if self.duty else None


def _confirm(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    decision = actions.confirm(case_id=page.case.id, amount_fen=cleaned.get("amount_fen"),
                               reason=cleaned.get("reason", ""), by=duty.user, at=duty.at)
    if programme(page.case.programme).service is not None:
        return "已确认。请打印确认通知书并登记送达;办好以后在这里「登记办好」。"
    when = f"随 {decision.from_month} 的名册发放" if page.case.pays_once else f"自 {decision.from_month} 起发放"
    return f"已确认,{when}。请打印确认通知书并登记送达。"


def _refuse(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.refuse(case_id=page.case.id, reason_text=cleaned["reason_text"], by=duty.user, at=duty.at)
    return "已作出不予确认决定。请在 3 个工作日内把书面告知书送到申请人手里。"


def _back(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.return_to_township(case_id=page.case.id, reason=cleaned["reason"], by=duty.user, at=duty.at)
    return "已退回乡镇补查。"


def _set_aside(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    standing = [each for each in page.decisions if each.set_aside_at is None]
    if not standing:
        raise NotPossible("这件案子没有可以撤销的决定。")
    actions.set_aside(decision_id=standing[-1].id, reason=cleaned["reason"], by=duty.user, at=duty.at)
    return "决定已撤销,原决定留存。下一步:重新办理,或撤销后办结。"


def _reopen(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.reopen(case_id=page.case.id, reason=cleaned["reason"], by=duty.user, at=duty.at)
    return "已重新办理,从受理开始。"


def _close(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.close_set_aside(case_id=page.case.id, reason=cleaned["reason"], by=duty.user, at=duty.at)
    return "已办结。"


def _change(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.change_award(case_id=page.case.id, amount_fen=cleaned.get("amount_fen"),
                         reason=cleaned.get("reason", ""), by=duty.user, at=duty.at)
    return "待遇已变更,从下个月起按新金额。请打印变更通知书并登记送达。"


def _gradual(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.grant_gradual_exit(case_id=page.case.id, by=duty.user, at=duty.at)
    return "已给予渐退期。"


def _propose_ending(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.propose_ending(case_id=page.case.id, cause=cleaned["cause"], reason_text=cleaned["reason_text"],
                           by=duty.user, at=duty.at)
    return "已提出终止意见。"


def _publicise_ending(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.publicise_ending(case_id=page.case.id, place=cleaned["place"], posted_on=cleaned["posted_on"],
                             by=duty.user, at=duty.at)
    return "拟终止公示已登记。"


def _end(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.end_award(case_id=page.case.id, cause=cleaned["cause"], reason_text=cleaned["reason_text"],
                      by=duty.user, at=duty.at)
    return "已终止,从下个月起停发。请打印终止通知书并登记送达。"


DEEDS = (
    Deed("confirm", "confirm", "确认", _confirm, ConfirmForm, key="a", main=True),
    Deed("confirm", "confirm_delegated", "确认(权限已下放)", _confirm, ConfirmForm, key="a", main=True,
         hint="本乡镇已受委托确认。"),
    Deed("refuse", "refuse", "不予确认", _refuse, RefuseForm, key="r"),
    Deed("refuse", "refuse_delegated", "不予确认", _refuse, RefuseForm, key="r"),
    Deed("back", "return_to_township", "退回补查", _back, BackForm, key="b"),
    Deed("set_aside", "set_aside", "撤销决定", _set_aside, SetAsideForm),
    Deed("set_aside", "set_aside_change", "撤销变更", _set_aside, SetAsideForm),
    Deed("set_aside", "set_aside_ending", "撤销终止", _set_aside, SetAsideForm),
    Deed("reopen", "reopen", "重新办理", _reopen, BackForm, key="a", main=True),
    Deed("close", "close_set_aside", "撤销后办结", _close, BackForm),
    Deed("change", "change_award", "变更待遇", _change, ConfirmForm, key="c"),
    Deed("change", "change_award_delegated", "变更待遇", _change, ConfirmForm, key="c"),
    Deed("gradual", "gradual_exit", "给予渐退期", _gradual),
    Deed("propose_ending", "propose_ending", "提出终止", _propose_ending, EndForm),
    Deed("publicise_ending", "publicise_ending", "公示拟终止", _publicise_ending, EndingPostForm),
    Deed("end", "end", "终止", _end, EndForm),
    Deed("end", "end_delegated", "终止", _end, EndForm),
)
