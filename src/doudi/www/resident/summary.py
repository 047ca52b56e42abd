"""核对提交: everything that was written, each with 修改 that leads back here, what the law makes of it, and
the one button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.kernel.masking import mask_account, mask_address, mask_id, mask_phone
from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.limits import limited
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import ready, told_of, wanted_of
from doudi.www.resident.applying import PropertyForm, words_of_sum
from doudi.www.resident.consent import CHOICES
from doudi.www.resident.drafted import age_of, disability_words, words_of
from doudi.www.resident.guard import enter_first, may_see_draft, resident
from doudi.www.resident.send import DECLARATION, SENT, NotSent, send
from doudi.www.selfcheck.programmes import NAMES
from doudi.www.templatetags.words import yuan


class TrueForm(forms.Form):
    """The declaration (声明): what is written is true."""

    true = forms.BooleanField(
        label=DECLARATION, error_messages={"required": "请在这里打勾，保证写的是真的。"}
    )


@limited("submit")
def summary(request: HttpRequest) -> HttpResponse:
    """Look through it once, then send it."""
    if number := request.session.get(SENT, {}).get(request.POST.get("key", "")):
        return redirect("resident:done", number=number)
    if not may_see_draft(request):
        return redirect(enter_first(request))
    draft = drafts.of(request)
    if not draft["members"] and request.method == "GET" and (sent := request.session.get(SENT)):
        # The back button after sending leads to where the application stands, not to an empty list.
        return redirect("resident:case", number=list(sent.values())[-1])
    if not draft["members"]:
        # Pressing 提交 on a page whose draft is gone must not look as if nothing had happened.
        return redirect(reverse("resident:apply") + ("?gone" if request.method == "POST" else ""))
    form, problems = TrueForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("resident:done", number=send(request, resident(request)))
        except NotSent as refused:
            problems = [{"id": refused.anchor, "text": str(refused)}]
    return render(
        request,
        "resident/summary.html",
        {
            "form": form,
            "problems": problems,
            "parts": parts(draft),
            "key": draft["key"],
            "ready": all(ready(draft).values()),
            "results": results(draft),
            "wanted": wanted_names(draft),
        },
    )


def wanted_names(draft: drafts.Draft) -> list[str]:
    """What is applied for, in words."""
    return [NAMES[code] for code in wanted_of(draft)]


def results(draft: drafts.Draft) -> list[dict[str, Any]]:
    """What the law says of the draft, short."""
    return [
        {
            "label": told.name,
            "outcome": told.outcome,
            "covered": told.covered,
            "amount": f"{told.per} {yuan(told.low)} 元" if told.low is not None else "",
        }
        for told in told_of(draft)
    ]


def row(label: str, value: Any, address: str, *args: str) -> dict[str, Any]:
    """One line of the page."""
    return {"label": label, "value": value, "href": reverse(f"resident:{address}", args=args)}


def parts(draft: drafts.Draft) -> list[dict[str, Any]]:
    """The answers by part."""
    return [
        {"title": "申请什么", "rows": [row("项目", "、".join(wanted_names(draft)), "wanted")]},
        {"title": "家里人", "rows": household_rows(draft)},
        {"title": "收入", "rows": [income_row(member) for member in draft["members"]]},
        {"title": "财产和花销", "rows": property_rows(draft)},
        {
            "title": "同意核对",
            "rows": [
                row(
                    member["name"],
                    dict(CHOICES).get(draft["consents"].get(member["key"], ""), "还没点"),
                    "consent",
                )
                for member in draft["members"]
            ],
        },
        {
            "title": "材料",
            "rows": [row("照片", f"{len(draft['papers'])} 份" if draft["papers"] else "以后补", "papers")],
        },
    ]


def household_rows(draft: drafts.Draft) -> list[dict[str, Any]]:
    """Home, telephone, people, relatives."""
    day, home, phone = clock.today(), draft["home"], draft["contact"].get("phone", "")
    registration = words_of("household", "registration", home.get("registration", ""))
    rows = [
        row(
            "住址",
            f"{offices.area_path(home.get('village', ''))} {mask_address(home.get('address', ''))}({registration})",
            "home_address",
        ),
        row("电话", mask_phone(phone) if phone else "", "home_address"),
    ]
    for member in draft["members"]:
        who = [
            words_of("member", "relation", member["relation"]),
            f"{age_of(member, day)} 岁",
            f"身份证 {mask_id(member['id_number'])}" if member["id_number"] else "没有身份证号",
            disability_words(member),
        ]
        rows.append(row(member["name"], "，".join(part for part in who if part), "member", member["key"]))
    return [*rows, *(row(each["name"], "不住一起的亲人", "kin", each["key"]) for each in draft["kin"])]


def income_row(member: dict[str, Any]) -> dict[str, Any]:
    """Income of one person, by the year."""
    total = sum(member.get("income", {}).values())
    return row(member["name"], f"一年 {yuan(total)} 元" if total else "没有收入", "income", member["key"])


def property_rows(draft: drafts.Draft) -> list[dict[str, Any]]:
    """What there is of property and of spending, in two lines, and the card; what is nought is said in one
    word."""
    rows = []
    for title, owned in (("家里有的", True), ("近一年花的", False)):
        said = [
            words_of_sum(name, value)
            for name, value in draft["property"].items()
            if value and (name in PropertyForm.OWNED) is owned
        ]
        rows.append(row(title, "，".join([*said, "别的没有"]) if said else "都没有", "property"))
    account = draft["contact"].get("account_number")
    return [*rows, row("领钱的卡", mask_account(account) if account else "以后再给", "property")]
