"""A new colleague, one more post, a deputy (新账号、任职、代班): each with its days, within the administrator's area."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.offices import actions, rosters
from doudi.offices.administering import reach_of
from doudi.www.staff import rows
from doudi.www.staff.deeds.deed import DayField, PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import ADMINISTRATOR, ROLE_NAMES, on_duty
from doudi.www.staff.posts_person import one_account, tell_password

MOST_OFFICES = 400


class PostForm(PlainForm):
    """Which office, which role, from when until when."""

    prefix_of_ids = "post-"
    office = forms.TypedChoiceField(label="单位", coerce=int)
    role = forms.ChoiceField(label="岗位", choices=[("", "请选择"), *ROLE_NAMES.items()])
    since = DayField(label="从哪天起")
    until = DayField(label="从哪天起不再担任", required=False, help_text="长期的空着。")

    def __init__(self, *args: Any, reach: Any, office: int | None = None, **kwargs: Any) -> None:
        self.reach, self.chosen = reach, office
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """The offices of this administrator; one that was named in the address stands alone."""
        named = rosters.office(self.chosen, self.reach) if self.chosen else None
        offices = [named] if named else rosters.office_choices(self.reach, most=MOST_OFFICES)
        blank = [] if named else [("", "请选择")]
        self.fields["office"].choices = [*blank, *((each.pk, each.name) for each in offices)]
        self.fields["since"].initial = self.duty.day

    def post(self) -> dict[str, Any]:
        """What appointing wants."""
        given = self.cleaned_data
        return {"office": rosters.office(given["office"], self.reach), "role": given["role"], "since": given["since"],
                "until": given["until"]}


class AccountForm(PostForm):
    """A new account and its first post; the first password is made by the system."""

    prefix_of_ids = "account-"
    username = forms.RegexField(r"^[A-Za-z0-9_.-]{2,40}$", label="账号", max_length=40,
                                error_messages={"invalid": "账号用字母、数字,2 到 40 位。"},
                                widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label="姓名", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.RegexField(r"^[0-9+\- ]{7,20}$", label="电话", required=False, max_length=20,
                             error_messages={"invalid": "请填手机号或带区号的座机。"})
    field_order = ("username", "name", "phone", "office", "role", "since", "until")


class DeputyForm(PlainForm):
    """Who stands in, from when until when."""

    prefix_of_ids = "deputy-"
    user = forms.TypedChoiceField(label="谁来代", coerce=int)
    since = DayField(label="从哪天起")
    until = DayField(label="从哪天起不再代")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """Colleagues of the same office, of those beside it and of the one above."""
        self.fields["user"].choices = [("", "请选择"), *((each.pk, f"{each.name}({each.username})")
                                                      for each in self.people)]
        self.fields["since"].initial = self.duty.day


def _form(request: HttpRequest, form_class: type[PostForm]) -> Any:
    duty = request.duty
    return form_class(request.POST if request.method == "POST" else None, duty=duty,
                      reach=reach_of(duty.user, duty.day), office=rows.number_in(request.GET.get("office", "")))


@on_duty(ADMINISTRATOR)
@once
def new_account(request: HttpRequest) -> HttpResponse:
    """An account with its first post; the first password is shown once, on the person's page."""
    form, duty = _form(request, AccountForm), request.duty
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user, password = actions.open_account(username=given["username"], name=given["name"], phone=given["phone"],
                                                  **form.post(), by=duty.user, at=duty.at)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            tell_password(request, user, password)
            return redirect("staff:colleague", user.pk)
    return show(request, "staff/post_form.html", {"form": form, "heading": "新账号", "button": "开账号",
                                                  "hint": "初始密码由系统给出,下一页只显示一次。", "back": ""})


@on_duty(ADMINISTRATOR)
@once
def give(request: HttpRequest, user_id: int) -> HttpResponse:
    """One more post for somebody who works here."""
    user, form, duty = one_account(request, user_id), _form(request, PostForm), request.duty
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(user=user, **form.post(), by=duty.user, at=duty.at)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            say(request, "岗位已登记。")
            return redirect("staff:colleague", user.pk)
    return show(request, "staff/post_form.html", {
        "form": form, "heading": f"{user.name}:加一个岗位", "button": "登记", "back": user.pk,
        "hint": "几个岗位可以同时有;每个岗位只管自己单位的地方。"})


@on_duty(ADMINISTRATOR)
@once
def deputy(request: HttpRequest, post_id: int) -> HttpResponse:
    """Somebody stands in for the holder of a post."""
    duty = request.duty
    reach = reach_of(duty.user, duty.day)
    held = rosters.post(post_id, reach)
    if held is None:
        raise Http404("没有这个岗位,或者不归您管理。")
    people = rosters.could_stand_in(held, reach)
    form = DeputyForm(request.POST if request.method == "POST" else None, duty=duty, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.name_deputy(post=held, user=people.get(pk=given["user"]), since=given["since"],
                                until=given["until"], by=duty.user, at=duty.at)
        except actions.OfficeRefused as no:
            form.add_error(None, str(no))
        else:
            say(request, "代班已登记。代班的人工作台上会写明代谁、代到哪天。")
            return redirect("staff:colleague", held.user_id)
    return show(request, "staff/post_form.html", {
        "form": form, "heading": f"{held.user.name}的{held.role_name}:找人代班", "button": "登记代班",
        "back": held.user_id, "hint": f"代班的人在{held.office.name}有同样的权限,到日子自动结束。"})
