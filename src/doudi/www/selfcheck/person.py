"""One person of the household, by what the answers say of him; and what has happened to the family or to somebody.

A person's facts are known, between two ends, one of a few, or UNKNOWN; nothing is taken from somebody else's answer.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from doudi.law import UNKNOWN, Between, OneOf
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.www.selfcheck.answers import Answers, group_of, is_nought, people_of, pick, picks, ranged, row_of
from doudi.www.selfcheck.questions import AGES, INFANTS, MINORS, NONE, OLDEST
from doudi.www.selfcheck.settles import CHILD_ROLLS, NEVER_ASKED, PERSON_ROLLS, ROLLS, SETTLES

Facts = dict[str, Any]

HAPPENED: Final = {
    "disaster": ("disaster_",),
    "hospital": ("needs_hospital", "emergency_patient", "epidemic_patient", "cannot_pay_hospital", "first_seen", "hospital_in"),
    "orphan": ("orphan", "parents_cannot_care", "child_harmed", "father_", "mother_", "raised_in_institution"),
    "away": ("left_by",),
    "law": ("legal_matter", "judicial_case", "compensated_by_trial", "barred_from_relief"),
    "cancer": ("two_cancer",),
    "injury": ("injury_nursing",),
    "refused": ("refused_jobs",),
}
"""What a tick leaves open; not ticked it is as declared by default."""


def unknown_row(entity: str) -> Facts:
    """A row in which everything that is asked, or that nobody asks, is open."""
    asked = frozenset[tuple[str, str]]().union(*SETTLES.values()) | NEVER_ASKED
    return {name: UNKNOWN for of, name in asked if of == entity}


_OPEN_MEMBER = unknown_row("member")


def own_rolls(answers: Answers) -> Facts:
    """The same for each person: ticked, it may be any of them."""
    held = picks(answers, "receiving")
    if held is None:
        return {}
    alone = len(people_of(answers)) == 1
    facts: Facts = {f"receives_{code}": False for code in ROLLS}
    for code in PERSON_ROLLS:
        if code in held:
            facts[f"receives_{code}"] = True if alone else UNKNOWN
    if "children" in held:
        facts |= {f"receives_{code}": UNKNOWN for code in CHILD_ROLLS}
    return facts


def happened(answers: Answers, entity: str) -> Facts:
    """What has happened: not ticked it is as declared by default, ticked it is for a person to look at."""
    ticked = picks(answers, "happened")
    if ticked is None:
        return {}
    return {
        name: UNKNOWN if any(name.startswith(HAPPENED[tick]) for tick in ticked) else FACTS[entity, name].default
        for of, name in SETTLES["happened"]
        if of == entity
    }


def member_of(answers: Answers, person: str, place: int, day: date) -> Facts:
    """One person, by what is said of him."""
    facts = _OPEN_MEMBER | {
        "id": person,
        "birth": birth_of(group_of(person), day),
        "relation": relation_of(answers, person, place),
        "support_duty": True,
        "co_resident": True,
        "registration": "household" if pick(answers, "registration") else UNKNOWN,
        "insurance": pick(answers, "insured") or UNKNOWN,
        **{f"income_{kind}": 0 for kind in ("pension", "business", "land", "rent", "interest", "support", "unemployment")},
    }
    medical = ranged("costs", answers.get("costs", {}).get("medical"))
    facts["policy_range_self_pay"] = 0 if is_nought(medical) else UNKNOWN
    for part in (health(answers, person), work(answers, person), care(answers, person), school(answers, person)):
        facts |= part
    return facts | own_rolls(answers) | happened(answers, "member") | child_only(answers, person)


def child_only(answers: Answers, person: str) -> Facts:
    """Nobody grown up is a child without parents."""
    if group_of(person) in (MINORS, INFANTS) or picks(answers, "happened") is None:
        return {}
    # A grown pupil may still be paid as an orphan: that he is on no such roll settles it.
    on_roll = own_rolls(answers).get("receives_orphan", UNKNOWN)
    return {"parents_cannot_care": False, "child_harmed": False} | ({"orphan": False} if on_roll is False else {})


def birth_of(group: str, day: date) -> Between:
    """The first and the last day of birth of somebody of that age today."""
    youngest, oldest = AGES[group]
    earliest = _years_before(day, oldest + 1) + timedelta(days=1)
    return Between(earliest, _years_before(day, youngest))


def _years_before(day: date, years: int) -> date:
    """The same day some years before; 29 February becomes the 28th."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def relation_of(answers: Answers, person: str, place: int) -> Any:
    """What he is to the one who asks, as far as the answer about ties says."""
    if place == 0:
        return "self"
    ties, group, asker = pick(answers, "ties"), group_of(person), group_of(people_of(answers)[0])
    young = group in (MINORS, INFANTS)
    if ties == "grand":
        return "grandchild" if young else OneOf(frozenset({"spouse", "child"}))
    if ties == "kin":
        return OneOf(frozenset({"sibling", "grandparent", "grandchild", "other"}))
    if ties != "family":
        return UNKNOWN
    if young:
        return "child"
    if group == asker:
        return OneOf(frozenset({"spouse", "child", "parent"}))
    return OneOf(frozenset({"parent", "spouse"}))


def health(answers: Answers, person: str) -> Facts:
    """A card is one kind and one grade; of a lapsed one nothing is taken."""
    if "health" not in answers:
        return {}
    said, ill = row_of(answers, "health", person)
    facts: Facts = {"serious_illness": ill}
    if said is None or said == "lapsed":
        return facts | ({} if said else {"serious_illness": True if ill else UNKNOWN})
    facts |= {f"disability_{kind}": 0 for kind in DISABILITY_KINDS} | {"autism": said == "autism"}
    if said not in (NONE, "autism"):
        facts[f"disability_{said[:-1]}"] = int(said[-1])
    if said == NONE or not said.startswith("multiple"):
        facts["multiple_components_severe"] = False
    return facts


def work(answers: Answers, person: str) -> Facts:
    """What a grown-up does; children and the very old do no work, which nobody has to say."""
    group = group_of(person)
    if group in (MINORS, INFANTS, OLDEST):
        idle: Facts = {"works": False, "wants_work": False, "wants_training": False, "wants_business": False}
        return idle | ({"student": "none", "boarding": False, "cannot_attend_school": False} if group == OLDEST else {})
    said, _ = row_of(answers, "work", person)
    if said is None:
        return {}
    return {
        "works": said in ("works", "more"),
        "unable_to_work": said == "unable",
        "wants_work": said in ("seeking", "works", "more"),
        "wants_training": UNKNOWN if said == "more" else False,
        "wants_business": UNKNOWN if said == "more" else False,
        "student": OneOf(frozenset({"senior", "vocational", "college"})) if said == "study" else "none",
        "boarding": UNKNOWN if said == "study" else False,
        "cannot_attend_school": False,
    }


def care(answers: Answers, person: str) -> Facts:
    """How many of the six things somebody has to help with."""
    said, alone = row_of(answers, "care", person)
    if said is None:
        return {}
    return {"care_items_failed": int(said), "lives_without_carer": alone}


def school(answers: Answers, person: str) -> Facts:
    """How far a child is at school; one who should go and cannot is taught at home."""
    if group_of(person) not in (MINORS, INFANTS):
        return {}
    said, _ = row_of(answers, "school", person)
    if said is None:
        return {}
    stage, _, boarding = said.partition("_")
    kept = said == "kept"
    return {"student": NONE if kept else stage, "boarding": bool(boarding), "cannot_attend_school": kept}
