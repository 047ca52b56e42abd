"""What a family may get, over every programme, on one page (自查): for whoever stands at the window, on the telephone, or in
the village. The questions, the order of the law and the answers are those of the residents' self-check.

济办发〔2020〕21号 三20, 三21. The hotline asks without a file, and nothing is stored. A clerk or a village coordinator opens a
family's own page, where what is on file stands in the questions already, with its dates; what the family says otherwise is
kept as declared when he goes on to the application, so that no form asks for it again.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from doudi.law import UNKNOWN
from doudi.offices import reads as offices
from doudi.people import actions as people_actions
from doudi.people import reads as people
from doudi.policy.doubts import Doubt
from doudi.policy.lawbook import law_book
from doudi.www.selfcheck import settled
from doudi.www.selfcheck.answers import names_of, people_of
from doudi.www.selfcheck.asking import PARTS, Part, parts_of
from doudi.www.selfcheck.doubts import doubts_of
from doudi.www.selfcheck.household import document_of
from doudi.www.selfcheck.law_today import sheet_for, sheet_of
from doudi.www.selfcheck.next_question import next_question, parts_for
from doudi.www.selfcheck.on_file import OnFile, is_blank
from doudi.www.selfcheck.questions import ALWAYS, PAGES, UNSURE
from doudi.www.selfcheck.settles import SETTLES
from doudi.www.selfcheck.telling import GROUPS, Told, ask, tell
from doudi.www.staff.case_file import household_file, open_file
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import CLERK, COORDINATOR, HOTLINE, on_duty

MOST_PEOPLE = 9
ASKED_HERE = tuple(page for page in PAGES if page.code not in ALWAYS)


class WhoForm(forms.Form):
    """Where they live and how many of each age: the rows of the other questions depend on it. It stands in the address
    line and says nothing of anybody."""

    county = forms.ChoiceField(label="住在哪个县市区", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [("", "没说"), *((area.code, area.name) for area in offices.counties())]
        for group, label in PARTS:
            self.fields[group] = forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE)

    def answers(self) -> dict[str, Any]:
        """As the self-check keeps them; one grown-up where nothing is said."""
        if not self.is_valid():
            return start("", {})
        counts = {group: self.cleaned_data[group] or 0 for group, _ in PARTS}
        return start(self.cleaned_data["county"], counts)


def start(area: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """The three answers that every check begins with."""
    people_said = dict(counts) if any(counts.values()) else {"adults": 1}
    return {"where": {"county": area[:6], "town": area if len(area) > 6 else UNSURE}, "urgent": {"pick": "later"},
            "people": people_said}


@on_duty(HOTLINE, CLERK, COORDINATOR)
def check_all(request: HttpRequest) -> HttpResponse:
    """Somebody asks; nobody's file is opened."""
    who = WhoForm(request.GET or None, initial={"adults": 1})
    answers = who.answers() if request.GET else start("", {})
    return shown(request, answers, names_of(people_of(answers)), who=who)


@on_duty(CLERK, COORDINATOR)
@open_file
@once
def check_file(request: HttpRequest, household_id: int) -> HttpResponse:
    """A family on file: its questions are answered as far as the record goes."""
    page = household_file(request, household_id)
    day, document = request.duty.day, people.document_of(page.known)
    values = law_book().values(document, day=day, sheet=sheet_for(document, day))
    filed = OnFile(document, lambda key: values.member(key).get("counted") is True, day)
    answers = start(page.household.area, filed.people) | filed.answers({"county": page.household.area[:6],
                                                                        "town": page.household.area})
    marks = {mark: page.names.get(row["id"], "") for mark, row in filed.by_mark().items()}
    if request.method == "POST" and request.POST.get("do") == "apply":
        said = answers | typed(questions(answers, marks, request.POST))
        kept = keep(request, page, filed, answers, said)
        say(request, f"记下了 {kept} 条说法(自报,今天),下面不用再填。" if kept else "没有新的说法,下面接着申请。")
        return redirect("staff:intake", household_id)
    return shown(request, answers, marks, page=page, dates=dates_of(people.facts_in(page.known)))


def typed(parts: Iterable[Part]) -> dict[str, Any]:
    """The answers of the parts that say something."""
    return {part.question.code: part.cleaned_data for part in parts if part.is_valid() and not is_blank(part.cleaned_data)}


def keep(request: HttpRequest, page: Any, filed: OnFile, before: Mapping[str, Any], said: Mapping[str, Any]) -> int:
    """Record what was said otherwise than it stands on file, as the family's own word of today; how many facts."""
    duty, changed = request.duty, [part for part in said if said[part] != before.get(part)]
    told: list[tuple[Any, dict[str, Any], Mapping[str, Any]]] = [
        (page.household, settled.of_household(said, duty.day, changed), filed.document.household)]
    persons = {str(each.id): each.person for each in page.members}
    for mark, row in filed.by_mark().items():
        told.append((persons[row["id"]], settled.of_person(said, mark, duty.day, changed), row))
    count = 0
    for subject, values, known in told:
        new = {name: value for name, value in values.items() if known.get(name, UNKNOWN) != value}
        count += len(people_actions.record_facts(subject=subject, values=new, as_of=duty.day, source="declared", by=duty.user,
                                                 at=duty.at)) if new else 0
    return count


def dates_of(known: Iterable[Any]) -> dict[str, str]:
    """For each question the day of what is on file for it, and whether it has grown old."""
    found: dict[str, list[Any]] = {}
    for each in known:
        for part, facts in SETTLES.items():
            if (each.entity, each.name) in facts:
                found.setdefault(part, []).append(each)
    return {part: f"档案 {min(e.as_of for e in rows):%Y-%m-%d}" + ("" if all(e.fresh for e in rows) else "，有的该再问一次")
            for part, rows in found.items()}


def shown(request: HttpRequest, answers: dict[str, Any], names: Mapping[str, str], *, who: WhoForm | None = None,
          page: Any = None, dates: Mapping[str, str] | None = None) -> HttpResponse:
    """The questions on the left, what they come to on the right."""
    data = request.POST if request.method == "POST" else None
    parts = questions(answers, names, data)
    said = answers | (typed(parts) if data is not None else {})
    day = request.duty.day
    sheet = sheet_of(said, day)
    names = {mark: names.get(mark) or called for mark, called in names_of(people_of(said)).items()}
    told = tell(ask(said, day, sheet), names)
    asked = [code for code in (page.code for page in PAGES) if all(p in said for p in answered_by(code))]
    following = next_question({"answers": said, "asked": asked}, day, sheet)
    return show(request, "staff/check_all.html", {
        "who": who, "page": page, "parts": [{"form": part, "date": (dates or {}).get(part.question.code, ""),
                                             "next": part.question.code in answered_by(following)} for part in parts],
        "problems": [error for part in parts if data is not None for errors in part.errors.values() for error in errors],
        "groups": grouped(told), "after": [each for each in told if each.after],
        "doubts": doubts(said, request, names), "began": data is not None or page is not None})


def answered_by(code: str | None) -> tuple[str, ...]:
    """The parts of a page that somebody must have answered; ties and insurance may be left."""
    return next((page.parts[:1] for page in PAGES if page.code == code), ())


def doubts(said: Mapping[str, Any], request: HttpRequest, names: Mapping[str, str]) -> list[Doubt]:
    """What does not go together."""
    day = request.duty.day
    return doubts_of(said, document_of(said, day, in_doubt=True), day, names)


def questions(answers: Mapping[str, Any], names: Mapping[str, str], data: QueryDict | None) -> list[Part]:
    """Every question that concerns these people, each under its own name, the first grown-up as “您” unless he has one."""
    found = [part for page in ASKED_HERE if parts_for(page.code, answers) for part in parts_of(page.code, answers, data, prefix=True)]
    for part in found:
        part.optional()
        rows = part.people.items() if part.question.kind == "each" else ()
        for place, (mark, called) in enumerate(rows):
            part.fields[f"row{place}"].label = names.get(mark) or called
    return found


def grouped(told: list[Told]) -> list[tuple[str, list[Told]]]:
    """By answer; what is plainly not for them comes last."""
    now = [each for each in told if not each.after and not each.covered]
    return [(words, found) for outcome, words in GROUPS if (found := [each for each in now if each.outcome == outcome])]
