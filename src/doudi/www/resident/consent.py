"""同意核对: each member decides, sees every source by name, and may refuse (社会救助暂行办法 第五十八条;
57号 第九条).

Consent is never carried over from before and never assumed. For a child the guardian signs.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import onward
from doudi.www.resident.applying import text_input
from doudi.www.resident.drafted import ADULT, age_of
from doudi.www.resident.guard import own_draft

# Who is asked, and for what: the sources of policy.facts in the words of everyday.
SOURCES = (
    ("公安", "户口、家里人、车辆登记"),
    ("人社", "社保、养老金、失业金、就业"),
    ("税务", "工资和经营的纳税"),
    ("自然资源（不动产）", "房屋、门面房"),
    ("市场监管", "开店、办企业"),
    ("公积金中心", "住房公积金"),
    ("医保", "看病报销"),
    ("残联", "残疾证"),
    ("教育", "上学"),
    ("银行", "存款余额"),
    ("证券、保险", "股票基金、商业保险"),
    ("民政", "已经领的救助、去世"),
)
CHOICES = (("yes", "同意核对"), ("later", "人不在身边，以后当面签"), ("no", "不同意"))


class ConsentForm(forms.Form):
    """One choice for each member, and the name of who gives it."""

    def __init__(self, members: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[f"choice_{member['key']}"] = forms.ChoiceField(
                label=f"{member['name']}同意吗？",
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": f"请替{member['name']}点一个。不在身边就点「以后当面签」。"},
            )
        self.fields["signed"] = forms.CharField(
            label="填写人签名",
            max_length=80,
            widget=text_input(),
            help_text="写您自己的名字，就是签字",
            error_messages={"required": "请写上您的名字，算签字。"},
        )

    def people(self) -> list[dict[str, Any]]:
        """Members with their fields, for the page."""
        day = clock.today()
        return [
            {
                "name": member["name"],
                "minor": age_of(member, day) < ADULT,
                "choice": self[f"choice_{member['key']}"],
            }
            for member in self.members
        ]


@own_draft
def consent(request: HttpRequest) -> HttpResponse:
    """The page of consent."""
    draft = drafts.of(request)
    members = draft["members"]
    if not members:
        return redirect("resident:household")
    start = {f"choice_{key}": choice for key, choice in draft["consents"].items()}
    form = ConsentForm(members, request.POST or None, initial=start | {"signed": draft.get("signed", "")})
    if request.method == "POST" and form.is_valid():
        draft["consents"] = {
            member["key"]: form.cleaned_data[f"choice_{member['key']}"] for member in members
        }
        draft["signed"] = form.cleaned_data["signed"]
        drafts.keep(request, draft)
        return redirect(onward(request, "consent"))
    return render(
        request,
        "resident/consent.html",
        {
            "form": form,
            "title": "同意核对",
            "forward": "签好了，继续",
            "back": reverse("resident:apply"),
            "unsent": True,
            "sources": [{"office": office, "what": what} for office, what in SOURCES],
            "guardian": members[0]["name"],
            "lede": "领救助要核对收入和财产。查谁、向谁查，写在下面。"
            "不同意也能申请，但说不清的要您自己拿证明。",
        },
    )
