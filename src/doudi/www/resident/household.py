"""家里人: where the family lives, who lives there, who outside owes support (民发〔2021〕57号 第四、七条)."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from doudi.offices import reads as offices
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident import place as places
from doudi.www.resident import told_before
from doudi.www.resident.apply import onward
from doudi.www.resident.applying import INCOMES, HomeForm, KinForm, MemberForm
from doudi.www.resident.drafted import age_of, disability_words, words_of
from doudi.www.resident.guard import own_draft
from doudi.www.selfcheck.answers import people_of
from doudi.www.selfcheck.person import relation_of
from doudi.www.selfcheck.questions import UNSURE

KEY_BYTES = 4


def came_back(request: HttpRequest) -> str:
    """Keeps ?back=summary on the way through a page."""
    return f"?{urlencode({'back': 'summary'})}" if request.GET.get("back") == "summary" else ""


@own_draft
def household(request: HttpRequest) -> HttpResponse:
    """The people at a glance, each with 修改."""
    draft, day = drafts.of(request), clock.today()
    counts = draft["answers"].get("people") or {}
    names = {member["key"]: member["name"] for member in draft["members"]}
    return render(
        request,
        "resident/household.html",
        {
            "members": [shown(member, day) for member in draft["members"]],
            "said": sum(counts.values()),
            "unwritten": told_before.unwritten(draft),
            "kin": [
                each
                | {
                    "of_name": names.get(each["of"], ""),
                    "relation_words": words_of("supporter", "relation", each["relation"]),
                }
                for each in draft["kin"]
            ],
            "home": {"village": "", "address": "", **draft["home"]},
            "onward": onward(request, "household"),
            "place": offices.area_path(draft["home"]["village"]) if draft["home"].get("village") else "",
        },
    )


def shown(member: dict[str, Any], day: Any) -> dict[str, Any]:
    """A member in words."""
    student = member["student"]
    return member | {
        "age": age_of(member, day),
        "disability_words": disability_words(member),
        "relation_words": words_of("member", "relation", member["relation"]),
        "student_words": "" if student == "none" else words_of("member", "student", student),
    }


class PlaceForm(forms.Form):
    """One place out of a list."""

    def __init__(self, choices: places.Places, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "请点一个地方。", "invalid_choice": "请在下面的地方里点一个。"},
        )


@own_draft
def place(request: HttpRequest) -> HttpResponse:
    """County, township, village: three lists, one after the other; what the self-check knows is not asked
    again."""
    draft = drafts.of(request)
    where = draft["answers"].get("where", {})
    known_town = where.get("town") if where.get("town") != UNSURE else None
    county = places.known_county(request.GET.get("county", ""))
    town = places.known_town(request.GET.get("town", ""))
    if not town and request.GET.get("county") is None:
        town = known_town or ""
    if town:
        title, choices = "哪个村、哪个社区？", places.villages(town)
    elif county:
        title, choices = f"{places.county_name(county)}的哪个街道、乡镇？", places.towns(county)
    else:
        title, choices = "户口在哪个县市区？", places.counties()
    form = PlaceForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return place_chosen(request, draft, county, town, form.cleaned_data["place"])
    back = reverse("resident:place") + "?county=" if county or town else reverse("resident:household")
    return render(
        request,
        "resident/place.html",
        {
            "form": form,
            "title": title,
            "back": back,
            "unsent": True,
            "forward": "下一步",
            "lede": "申请要交到户口所在的街道、乡镇。" if not town else offices.area_path(town),
        },
    )


def place_chosen(
    request: HttpRequest, draft: drafts.Draft, county: str, town: str, chosen: str
) -> HttpResponse:
    """Go one step nearer, or keep the village."""
    if town:
        draft["home"] = draft["home"] | {"village": chosen}
        drafts.keep(request, draft)
        return redirect(reverse("resident:home_address") + came_back(request))
    step = {"town": chosen} if county else {"county": chosen}
    back = {"back": "summary"} if request.GET.get("back") == "summary" else {}
    return redirect(reverse("resident:place") + "?" + urlencode(step | back))


@own_draft
def home_address(request: HttpRequest) -> HttpResponse:
    """Door, telephone, and which kind of registration."""
    draft = drafts.of(request)
    home = draft["home"]
    if not home.get("village") and request.method == "GET":
        return redirect("resident:place")
    said = draft["answers"].get("registration", {}).get("pick")
    start = {"registration": said if said != UNSURE else None, **home, **draft["contact"]}
    form = HomeForm(request.POST or None, initial=start, known=home.get("address", ""),
                    known_phone=draft["contact"].get("phone", ""))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft["home"] = home | {"address": data["address"], "registration": data["registration"]}
        draft["contact"] = {**draft["contact"], "phone": data["phone"]}
        drafts.keep(request, draft)
        if request.GET.get("back") == "summary":
            return redirect("resident:summary")
        return redirect("resident:household" if home.get("village") else "resident:place")
    return render(
        request,
        "resident/address.html",
        {
            "form": form,
            "title": "门牌号和电话",
            "back": reverse("resident:household"),
            "unsent": True,
            "place": offices.area_path(home["village"]) if home.get("village") else "",
            "came_back": came_back(request),
        },
    )


@own_draft
def member(request: HttpRequest, key: str) -> HttpResponse:
    """One person: add or change. The first is the applicant."""
    draft = drafts.of(request)
    known = drafts.member(draft, key)
    if known is None and key != "new" and request.method == "GET":
        raise Http404
    applicant = not draft["members"] or draft["members"][0]["key"] == key
    taken = frozenset(m["id_number"] for m in draft["members"] if m["key"] != key and m["id_number"])
    mark = mark_of(draft, known, request.GET.get("who", ""))
    told = told_before.of_person(draft, mark, clock.today())
    before = told_before.form_of(told)
    start = known or {**before, **({"relation": bond_of(draft, mark)} if mark else {})}
    form = MemberForm(request.POST or None, applicant=applicant, taken=taken, initial=dict(start))
    if request.method == "POST" and form.is_valid():
        keep_member(draft, key if known else secrets.token_hex(KEY_BYTES), form.cleaned_data, applicant, mark)
        drafts.keep(request, draft)
        return redirect("resident:summary" if request.GET.get("back") == "summary" else "resident:household")
    title = "申请人" if applicant else known["name"] if known else "再加一个人"
    return render(
        request,
        "resident/member.html",
        {
            "form": form,
            "title": title,
            "back": reverse("resident:household"),
            "unsent": True,
            "applicant": applicant,
            "said": told_before.said_of({name: start[name] for name in before}),
            "lede": "您自己，或者您替他办的那个人。" if applicant else "",
        },
    )


def mark_of(draft: drafts.Draft, known: dict[str, Any] | None, asked: str) -> str:
    """Who of the self-check a page is about: whom it was begun for, or the one that the page's link names."""
    if known is not None:
        return str(known.get("mark", ""))
    free = [mark for mark, _ in told_before.unwritten(draft)]
    return asked if asked in free else free[0] if free and not draft["members"] else ""


def bond_of(draft: drafts.Draft, mark: str) -> str:
    """What somebody is to the applicant, where the self-check leaves no doubt."""
    people = people_of(draft["answers"])
    relation = relation_of(draft["answers"], mark, people.index(mark))
    return relation if isinstance(relation, str) and relation != "self" else ""


def keep_member(draft: drafts.Draft, key: str, data: dict[str, Any], applicant: bool, mark: str = "") -> None:
    """Put the person into the draft, keeping what other pages said of him. Whose age is another's than was said is nobody
    of the self-check; what was told of him as exactly as his income page asks is not asked there."""
    number, day = data.pop("id_number"), clock.today()
    if mark and not told_before.fits(mark, data["birth"], day):
        mark = ""
    told = told_before.incomes_of(told_before.of_person(draft, mark, day)) if mark else {}
    row = {
        **data,
        "mark": mark,
        **({"income": told} if len(told) == len(INCOMES) else {}),
        "key": key,
        "birth": data["birth"].isoformat(),
        "id_number": number.number18 if number else "",
        "no_id": number is None,
        "relation": "self" if applicant else data["relation"],
    }
    for place_in, old in enumerate(draft["members"]):
        if old["key"] == key:
            draft["members"][place_in] = old | row | ({"income": old["income"]} if "income" in old else {})
            return
    draft["members"].append(row)


@own_draft
def member_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a person out again, after asking."""
    draft = drafts.of(request)
    known = drafts.member(draft, key)
    if known is None or draft["members"][0]["key"] == key:
        raise Http404
    if request.method == "POST":
        draft["members"] = [each for each in draft["members"] if each["key"] != key]
        draft["kin"] = [each for each in draft["kin"] if each["of"] != key]
        draft["consents"].pop(key, None)
        drafts.keep(request, draft)
        return redirect("resident:household")
    return render(
        request,
        "resident/form.html",
        {
            "form": forms.Form(),
            "title": f"删除{known['name']}?",
            "forward": "删除",
            "back": reverse("resident:household"),
            "lede": "只是从这次申请里去掉，写过的收入也一起去掉。",
        },
    )


@own_draft
def kin(request: HttpRequest, key: str) -> HttpResponse:
    """One relative outside the household."""
    draft = drafts.of(request)
    known = next((each for each in draft["kin"] if each["key"] == key), None)
    if known is None and key != "new" and request.method == "GET":
        raise Http404
    form = KinForm(
        request.POST or None,
        initial=known,
        members=[(each["key"], each["name"]) for each in draft["members"]],
    )
    if request.method == "POST" and form.is_valid():
        row = {**form.cleaned_data, "key": key if known else secrets.token_hex(KEY_BYTES)}
        draft["kin"] = (
            [row if each is known else each for each in draft["kin"]] if known else [*draft["kin"], row]
        )
        drafts.keep(request, draft)
        return redirect("resident:summary" if request.GET.get("back") == "summary" else "resident:household")
    return render(
        request,
        "resident/form.html",
        {
            "form": form,
            "title": known["name"] if known else "加一个亲人",
            "back": reverse("resident:household"),
            "unsent": True,
            "lede": "不住一起、按道理该养家里人的亲人。不知道的可以空着。",
        },
    )


@own_draft
def kin_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a relative out again, after asking."""
    draft = drafts.of(request)
    known = next((each for each in draft["kin"] if each["key"] == key), None)
    if known is None:
        raise Http404
    if request.method == "POST":
        draft["kin"] = [each for each in draft["kin"] if each is not known]
        drafts.keep(request, draft)
        return redirect("resident:household")
    return render(
        request,
        "resident/form.html",
        {
            "form": forms.Form(),
            "title": f"删除{known['name']}?",
            "forward": "删除",
            "back": reverse("resident:household"),
        },
    )
