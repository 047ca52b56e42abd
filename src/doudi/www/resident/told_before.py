"""What the self-check was told, on the pages of the application: filled in and folded away, so that nobody is asked twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.kernel.days import age_on
from doudi.law import UNKNOWN, Between
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.www.resident.applying import INCOMES
from doudi.www.resident.draft import Draft
from doudi.www.selfcheck import settled
from doudi.www.selfcheck.answers import group_of, names_of, people_of
from doudi.www.selfcheck.household import document_of
from doudi.www.selfcheck.questions import AGES, NONE

Facts = dict[str, Any]


def of_household(draft: Draft, day: date) -> Facts:
    """The facts of the family that are known from the answers."""
    return settled.of_household(draft["answers"], day) if "people" in draft["answers"] else {}


def least_of(draft: Draft, day: date) -> Facts:
    """Of what the family surely has some, the least: a car is at least one."""
    if "people" not in draft["answers"]:
        return {}
    row = document_of(draft["answers"], day).household
    return {name: row[name].low for name in ("vehicles", "homes", "non_residential_property")
            if isinstance(row[name], Between) and row[name].low}


def of_person(draft: Draft, mark: str, day: date) -> Facts:
    """The facts of one person, by his mark in the self-check."""
    return settled.of_person(draft["answers"], mark, day) if mark and "people" in draft["answers"] else {}


def unwritten(draft: Draft) -> list[tuple[str, str]]:
    """The people of the self-check who stand in no page of the application yet: mark and how they are called."""
    if "people" not in draft["answers"]:
        return []
    people = people_of(draft["answers"])
    written = {member.get("mark") for member in draft["members"]}
    names = names_of(people)
    return [(mark, names[mark]) for mark in people if mark not in written]


def fits(mark: str, birth: date, day: date) -> bool:
    """Whether somebody of that birth can be the one who was named by an age."""
    youngest, oldest = AGES[group_of(mark)]
    return youngest <= age_on(birth, day) <= oldest


def form_of(known: Facts) -> Facts:
    """What is known of one person as the fields of his page show it."""
    filled: Facts = {name: known[name] for name in ("student", "serious_illness", "unable_to_work") if name in known}
    grades = {kind: known.get(f"disability_{kind}", UNKNOWN) for kind in DISABILITY_KINDS}
    if UNKNOWN not in grades.values():
        held = next((kind for kind, grade in grades.items() if grade), "")
        filled |= {"disability": held, "grade": str(grades[held]) if held else ""}
    return filled


def said_of(said: Facts) -> str:
    """Fields of his page in words: 小学，没有残疾证，没有大病."""
    words = []
    if "student" in said:
        words.append("不上学" if said["student"] == NONE else FACTS["member", "student"].values[said["student"]])
    if "disability" in said:
        kind = said["disability"]
        grade = FACTS["member", f"disability_{kind}"].values[said["grade"]] if kind else ""
        words.append(f"{DISABILITY_KINDS[kind]}{grade}残疾" if kind else "没有残疾证")
    if "serious_illness" in said:
        words.append("正在治大病" if said["serious_illness"] else "没有大病")
    if said.get("unable_to_work"):
        words.append("干不了活")
    return "，".join(words)


def incomes_of(known: Facts) -> Facts:
    """What is known of one person's incomes, by the year, for the kinds of the income page."""
    return {f"income_{kind}": known[f"income_{kind}"] for kind, _ in INCOMES if f"income_{kind}" in known}
