"""What ends a case in which no money is paid: the day on which it was done, who did it, and what it came to (登记办好).

济办发〔2020〕21号 二(二)8·3, 8·9. What is asked for comes from the manifest.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework.programme import programme
from doudi.www.staff.deeds.deed import DayField, Deed, PlainForm, not_future, reason_field


class DeliverForm(PlainForm):
    """When, by whom, what; and, where a project decides, whether it gave anything."""

    prefix_of_ids = "deliver-"
    on = DayField(label="哪天")
    given = forms.ChoiceField(label="结果", choices=[("yes", "办好了"), ("no", "没有给")], initial="yes")
    by_whom = forms.CharField(label="谁办的", max_length=80)
    what = reason_field("办了什么", max_length=300)

    def set_up(self) -> None:
        """Today, in the words of the programme."""
        service = programme(self.page.case.programme).service
        self.fields["on"].initial = self.duty.day if self.duty else None
        self.fields["by_whom"].label, self.fields["what"].label = service.who, service.what
        if not service.may_fail:
            del self.fields["given"]

    def clean_on(self) -> Any:
        """Not in the future."""
        not_future(self.cleaned_data["on"], self.duty.day)
        return self.cleaned_data["on"]


def _deliver(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    given = cleaned.pop("given", "yes") == "yes"
    actions.deliver(case_id=page.case.id, given=given, by=duty.user, at=duty.at, **cleaned)
    return "已登记,这一件办结。" if given else "已登记没有给,这一件办结。请告诉家里人,以后还可以再申请。"


DEEDS = (
    Deed("deliver", "deliver", "登记办好", _deliver, DeliverForm, key="w", main=True,
         hint="不发钱的,办好或者有了答复再登记;登记以后这一件办结。"),
)
