"""The application as a list of six things to do (任务清单): what is done, what is not, and that nothing is
sent yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from doudi.law import Document
from doudi.policy import decide
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.drafted import document_of
from doudi.www.resident.guard import enter_first, may_see_draft, own_draft, resident
from doudi.www.resident.record import draft_of
from doudi.www.resident.whose import person_of
from doudi.www.selfcheck.household import document_of as said_document
from doudi.www.selfcheck.law_today import sheet_for
from doudi.www.selfcheck.next_question import hopeful_verdicts
from doudi.www.selfcheck.programmes import BASIC_ORDER, NAMES, ORDER, applied_here
from doudi.www.selfcheck.telling import Told, ask_document, best, of_programme, tell


def apply(request: HttpRequest) -> HttpResponse:
    """The task list."""
    if not may_see_draft(request):
        return redirect(enter_first(request))
    user = resident(request)
    if user is not None and not drafts.begun(request):
        drafts.keep(request, draft_of(user, person_of(request, user), clock.today()))
    draft = drafts.of(request)
    return render(
        request,
        "resident/tasks.html",
        {
            "tasks": tasks(draft),
            "wanted": [NAMES[code] for code in wanted_of(draft)],
            "gone": "gone" in request.GET and not draft["members"],
        },
    )


def ready(draft: drafts.Draft) -> dict[str, bool]:
    """Which of the five parts are complete."""
    members = draft["members"]
    return {
        "household": bool(members) and bool(draft["home"].get("address")),
        "income_list": bool(members) and all("income" in member for member in members),
        "property": bool(draft["property"]),
        "consent": bool(members) and all(member["key"] in draft["consents"] for member in members),
        "papers": bool(draft["papers"]) or bool(draft.get("papers_later")),
    }


TASKS = (
    ("household", "家里人", "住哪儿，和谁一起过"),
    ("income_list", "收入", "一个人一页"),
    ("property", "财产和花销", "存款、车、房，看病上学的钱"),
    ("consent", "同意核对", "每个人自己定"),
    ("papers", "材料", "拍照就行，没有可以后补"),
)


def tasks(draft: drafts.Draft) -> list[dict[str, Any]]:
    """The list as the page shows it; sending opens when the parts before it are done."""
    done = ready(draft)
    rows = [
        {
            "name": name,
            "small": small,
            "href": reverse(f"resident:{code}"),
            **(
                {"css": "done", "icon": "done", "state": "写好了"}
                if done[code]
                else {"css": "todo", "icon": "todo", "state": "要写"}
            ),
        }
        for code, name, small in TASKS
    ]
    all_done = all(done.values())
    last = (
        {"css": "todo", "icon": "todo", "state": "可以提交"}
        if all_done
        else {"css": "", "icon": "no", "state": "等上面的"}
    )
    return [
        *rows,
        {
            "name": "核对提交",
            "small": "看一遍，交上去",
            "href": reverse("resident:summary") if all_done else "",
            **last,
        },
    ]


def onward(request: HttpRequest, done_with: str) -> str:
    """After a part: back to the check if that is where one came from, else the next part that is not done."""
    if request.GET.get("back") == "summary":
        return reverse("resident:summary")
    done = ready(drafts.of(request))
    codes = [code for code, _, _ in TASKS]
    after = codes[codes.index(done_with) + 1 :]
    following = next((code for code in [*after, *codes] if not done[code]), None)
    return reverse(f"resident:{following}" if following else "resident:summary")


def told_of(draft: drafts.Draft) -> list[Told]:
    """What the law says on the draft as it stands."""
    day = clock.today()
    names = {member["key"]: member["name"] for member in draft["members"]}
    if not draft["members"]:
        return []
    document = document_of(draft, day)
    return tell(ask_document(document, day, sheet_for(document, day), BASIC_ORDER), names)


def wanted_of(draft: drafts.Draft) -> list[str]:
    """The programmes applied for: what was chosen, else everything that is not plainly out of reach."""
    if draft.get("wanted"):
        return list(draft["wanted"])
    return hopeful(draft) or ["subsistence"]


def hopeful(draft: drafts.Draft) -> list[str]:
    """What is not plainly out of reach: the answers only, because the reasons cost a hundred times as much."""
    if not draft["members"]:
        return []
    day = clock.today()
    document = document_of(draft, day)
    decision = decide(document, day=day, sheet=sheet_for(document, day), programmes=BASIC_ORDER)
    asked = [code for code in BASIC_ORDER if decision.verdicts.get(code)]
    return [code for code in asked if best(of_programme(decision, code)).outcome != "not_entitled"]


def offered(draft: drafts.Draft) -> list[str]:
    """What may be asked for in one application: the basic programmes, and whatever else the law does not rule out now or
    once the family has the standing it may get."""
    day, said = clock.today(), drafts_document(draft)
    found = hopeful_verdicts(said, day, sheet_for(said, day)) if said else []
    open_still = {verdict.programme for verdict in found if verdict.outcome != "not_entitled"} | set(draft.get("wanted", ()))
    return [code for code in ORDER if code in BASIC_ORDER or (code in open_still and applied_here(code))]


def drafts_document(draft: drafts.Draft) -> Document | None:
    """The household as it is written, else as the self-check was told of it."""
    if draft["members"]:
        return document_of(draft, clock.today())
    return said_document(draft["answers"], clock.today()) if "people" in draft["answers"] else None


class WantedForm(forms.Form):
    """Which programmes to apply for; the window hears them all at once."""

    wanted = forms.MultipleChoiceField(
        label="想申请哪几项？",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少点一项。拿不准就点低保，工作人员会替您看别的。"},
    )

    def __init__(self, draft: drafts.Draft, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(code, NAMES[code]) for code in offered(draft)]


@own_draft
def wanted(request: HttpRequest) -> HttpResponse:
    """Choose the programmes by hand."""
    draft = drafts.of(request)
    form = WantedForm(draft, request.POST or None, initial={"wanted": wanted_of(draft)})
    if request.method == "POST" and form.is_valid():
        draft["wanted"] = form.cleaned_data["wanted"]
        drafts.keep(request, draft)
        return redirect("resident:apply")
    return render(
        request,
        "resident/form.html",
        {
            "form": form,
            "title": "申请哪几项",
            "back": reverse("resident:apply"),
            "unsent": True,
            "lede": "不懂没关系，照原来的就行。工作人员会替您看还能领什么。",
        },
    )


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw the draft away, on the resident's word."""
    drafts.drop(request)
    return redirect("resident:home")
