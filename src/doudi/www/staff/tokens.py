"""Keys for departments' own systems (接口令牌, X04): an administrator makes one, sees it once, and takes it back."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doudi.casework.referrals import reads, tokens
from doudi.offices import rosters
from doudi.offices.administering import reach_of
from doudi.offices.refusals import OfficeRefused
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, on_duty
from doudi.www.staff.posts_give import MOST_OFFICES

FRESH = "fresh_token"


class TokenForm(PlainForm):
    """For which department's which system."""

    prefix_of_ids = "token-"
    office = forms.TypedChoiceField(label="哪个部门", coerce=int)
    label = forms.CharField(label="给哪个系统用", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
                            help_text="例如:医保结算系统。")

    def __init__(self, *args: Any, offices: list[Any], **kwargs: Any) -> None:
        self.offices = offices
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """The departments of one's own area."""
        self.fields["office"].choices = [("", "请选择"), *((each.pk, each.name) for each in self.offices)]


def _departments(request: HttpRequest) -> list[Any]:
    reach = reach_of(request.duty.user, request.duty.day)
    return [each for each in rosters.office_choices(reach, most=MOST_OFFICES) if each.level == "department"]


@on_duty(ADMINISTRATOR)
@once
def api_tokens(request: HttpRequest) -> HttpResponse:
    """The keys there are, and a new one."""
    duty, offices = request.duty, _departments(request)
    form = TokenForm(request.POST or None, duty=duty, offices=offices)
    if request.method == "POST" and form.is_valid():
        office = next(each for each in offices if each.pk == form.cleaned_data["office"])
        try:
            made, secret = tokens.make_token(office=office, label=form.cleaned_data["label"], by=duty.user, at=duty.at)
        except OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            request.session[FRESH] = {"token": made.pk, "secret": secret}
            return redirect("staff:api_tokens")
    fresh = request.session.pop(FRESH, None)
    return show(request, "staff/tokens.html", {"form": form, "tokens": reads.tokens([each.pk for each in offices]),
                                               "fresh": fresh["secret"] if fresh else ""})


@on_duty(ADMINISTRATOR)
@require_POST
@once
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a key back: it opens nothing from now on."""
    try:
        token = tokens.revoke_token(token_id=token_id, by=request.duty.user, at=request.duty.at)
        say(request, f"“{token.label}”的令牌已收回,马上失效。")
    except OfficeRefused as no:
        say(request, str(no), "bad")
    return redirect("staff:api_tokens")
