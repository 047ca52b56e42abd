"""What a family asked for in one application and another department decides (一并申请): handed on with one press, or let go.

济办发〔2020〕21号 三20. Acceptance hands on what the law does not rule out; here stands the rest: what waits for a standing, what
no office takes yet, and applications that are for other departments alone.
"""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import actions, wishes
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.deeds.deed import PlainForm, reason_field
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COUNTY, on_duty

OUTCOMES = {"entitled": "符合", "need_info": "还差信息", "discretion": "需人工裁量", "not_entitled": "眼下不符合,等认定或由部门判断"}


class WishedForm(PlainForm):
    """Which of them; what the law does not rule out is ticked. A note is for what the family does not want any more."""

    prefix_of_ids = "wished-"
    claims = forms.MultipleChoiceField(label="一并申请的", widget=forms.CheckboxSelectMultiple,
                                       error_messages={"required": "请勾选至少一项。"})
    note = reason_field("不转的,怎么告知的", required=False, max_length=300,
                        help_text="只在登记“已告知,不申请”时填。例如:11 月 20 日当面说明,本人表示不申请。")

    def set_up(self) -> None:
        """What waits, by programme and person."""
        waiting = self.page.extra["wishes"]
        self.fields["claims"].choices = [(_key(each), _title(each, self.page)) for each in waiting]
        self.fields["claims"].initial = [_key(each) for each in waiting if each.ready]


@on_duty(CLERK, COUNTY)
@open_file
@once
def wished(request: HttpRequest, household_id: int) -> HttpResponse:
    """Everything that still waits in this family's applications."""
    page, duty = household_file(request, household_id), request.duty
    page.extra["wishes"] = wishes.wishes(page.household, duty.day)
    form = WishedForm(request.POST or None, page=page, duty=duty)
    if request.method == "POST" and form.is_valid():
        try:
            say(request, *_done(page, duty, form.cleaned_data, request.POST.get("do")))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:wished" if wishes.unsettled(page.household) else "staff:household", household_id)
    taken = actions.receivers(page.household.area)
    rows = [{"title": _title(each, page), "outcome": OUTCOMES[each.outcome],
             "office": taken[each.programme].name if each.programme in taken else ""} for each in page.extra["wishes"]]
    return show(request, "staff/wished.html", {"page": page, "form": form, "rows": rows})


def _done(page: Any, duty: Any, told: dict[str, Any], how: str | None) -> tuple[str, str]:
    claims = [(code, int(person) if person else None)
              for code, _, person in (each.partition("/") for each in told["claims"])]
    common: dict[str, Any] = {"household_id": page.household.pk, "claims": claims, "by": duty.user, "at": duty.at}
    if how == "let_go":
        return f"已登记 {wishes.let_go(note=told['note'], **common)} 项“已告知,不申请”。", ""
    gone = wishes.hand_on(**common)
    sent = [f"已转给{each.office.name}(编号 {each.number})。" for each in gone.sent]
    return " ".join([*sent, *gone.problems]) or "没有转出。", "bad" if gone.problems else ""


def _key(wish: Any) -> str:
    return f"{wish.programme}/{wish.person or ''}"


def _title(wish: Any, page: Any) -> str:
    who = page.names.get(str(wish.person or ""), "")
    return f"{wish.label}({who})" if who else wish.label
