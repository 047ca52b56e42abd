"""All cases of the jurisdiction, by status and programme, page after page by key (案件)."""
from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from doudi.casework import reads as casework
from doudi.casework.programme import programmes
from doudi.www.staff import rows
from doudi.www.staff.desk import show
from doudi.www.staff.duty import ANY_CASE, on_duty
from doudi.www.staff.looking import looked_over

STATUSES = (
    ("", "所有步骤"), ("submitted", "已提交"), ("supplementing", "等补材料"), ("accepted", "已受理"),
    ("surveyed", "已入户调查"), ("opinion_given", "已初审"), ("publicised", "公示中"), ("objected", "公示有异议"),
    ("county_review", "县级审核"), ("confirmed", "已确认"), ("refused", "不予确认"), ("withdrawn", "已撤回"),
    ("set_aside", "决定已撤销"), ("ended", "已终止"),
)


class FilterForm(forms.Form):
    """What to list."""

    status = forms.ChoiceField(label="到哪一步", choices=STATUSES, required=False)
    programme = forms.ChoiceField(label="事项", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [("", "所有事项"), *((each.code, each.label) for each in programmes())]


@on_duty(*ANY_CASE)
def cases(request: HttpRequest) -> HttpResponse:
    """Newest first; the filter stays in the address."""
    form = FilterForm(request.GET or None, auto_id="filter-%s")
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = casework.worklist(
        request.duty.jurisdiction, day=request.duty.day, role=None, status=chosen.get("status") or None,
        programme=chosen.get("programme") or None, after=rows.after(request), limit=rows.PER_PAGE)
    looked_over(request, "cases", [each.id for each in page.rows])
    return show(request, "staff/cases.html", {"form": form, "empty": "没有这样的案件。",
                                              **rows.listed(request, page, request.duty.day)})
