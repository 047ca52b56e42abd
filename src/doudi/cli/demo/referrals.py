"""Demo referrals: what the clerk handed to the insurance bureau, at every standing, and the school bureau beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import actions
from doudi.casework.referrals.answering import answer
from doudi.casework.referrals.course import Voice
from doudi.casework.referrals.said import Answer
from doudi.cli.demo.township import Settled
from doudi.people import reads as people
from doudi.standards import reads as standards

WANTED = "本人住院自付较多,请按规定给予医疗救助,并反馈金额。"
# How many working days ago each was sent, and how far it has come.
COURSES = ((1, "new"), (2, "new"), (4, "accepted"), (6, "accepted"), (20, "late"), (12, "finished"), (14, "finished"),
           (9, "back"), (8, "doubtful"))


def load(*, settled: Sequence[Settled], staff: Mapping[str, Any], at: datetime) -> None:
    """Refer some families with a serious illness; without one any family serves."""
    calendar = standards.working_calendar()
    ill = sorted(settled, key=lambda each: not any(map(_is_ill, each.record.persons)))
    for (ago, course), each in zip(COURSES, ill, strict=False):
        day = at.date()
        for _ in range(ago):
            day = _before(day, calendar)
        _one(each, course, staff, at.replace(year=day.year, month=day.month, day=day.day), at)


def _is_ill(person: Any) -> bool:
    return person.facts.get("serious_illness") is True


def _before(day: date, calendar: Any) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _one(each: Settled, course: str, staff: Mapping[str, Any], sent_at: datetime, at: datetime) -> None:
    members = people.members(each.household, sent_at.date())
    whom = next((row for row, person in zip(members, each.record.persons, strict=False)
                 if _is_ill(person)), members[0])
    try:
        sent = actions.refer(household_id=each.household.pk, programme="medical", person_id=whom.person_id, wanted=WANTED,
                             by=staff["jingban"], at=sent_at)
    except NotPossible:
        return  # its file is closed by now: somebody of the demo died or moved
    for told, name, later in _answers(course, sent_at):
        moment = min(sent_at + timedelta(days=later), at)
        answer(number=sent.number, told=told, name=name, voice=Voice(staff["yibao"], moment))


def _answers(course: str, sent_at: datetime) -> list[tuple[Answer, str | None, int]]:
    accepted = (Answer("accept"), None, 1)
    result = Answer("finish", given="住院救助", rhythm="once", amount_fen=326000, from_on=sent_at.date())
    return {
        "new": [], "accepted": [accepted], "late": [accepted],
        "finished": [accepted, (result, None, 5)],
        "back": [(Answer("refuse", reason_code="not_qualified", reason="未在本市参保,请先办理参保登记"), None, 2)],
        "doubtful": [accepted, (result, "张三丰", 4)]}[course]
