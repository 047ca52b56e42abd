"""How a demo case gets to where it stands: the steps of the law in their order, some working days apart (演示案件).

Nothing is written past the verbs of casework, so every demo case has its clocks, letters, journal and reasons.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from doudi.casework import actions, reads

PLACE = "村务公开栏"
INVESTIGATORS = ("颜经办", "孟经办")
POSTED_DAYS = 8  # calendar days that a demo notice is left hanging


@dataclass
class Course:
    """One case on its way: for whom, which programme, where it is to stop, and the day it has reached."""

    household: Any
    applicant: Any
    programme: str
    target: str
    start: date
    person: Any = None
    case_id: int = 0
    day: date = field(default=date.min)


@dataclass(frozen=True)
class Desk:
    """The people of the demo offices, the calendar they work by, and the present."""

    clerk: Any
    county: Any
    coordinator: Any
    calendar: Any
    now: datetime

    def moment(self, day: date, hour: int = 10) -> datetime:
        """A working hour of a day, never after the present."""
        return min(datetime.combine(day, time(hour), self.now.tzinfo), self.now)

    def after(self, day: date, working_days: int) -> date:
        """So many working days later."""
        return self.calendar.add_working_days(day, working_days)


def submit(desk: Desk, course: Course) -> None:
    """The family hands in its application at the counter."""
    course.day = course.start
    application = actions.submit_application(
        key=f"demo-{course.programme}-{course.household.pk}-{course.person.pk if course.person else 0}",
        household_id=course.household.pk,
        applicant_id=course.applicant.pk,
        programmes=[course.programme],
        persons={course.programme: [course.person.pk]} if course.person else None,
        channel="counter",
        by=desk.clerk,
        at=desk.moment(course.start, 9),
    )
    course.case_id = reads.application_status(application.number, day=course.start).cases[0].case.pk


def accept(desk: Desk, course: Course, at: datetime) -> None:
    actions.accept(case_id=course.case_id, by=desk.clerk, at=at)


def ask_for_papers(desk: Desk, course: Course, at: datetime) -> None:
    actions.request_supplement(
        case_id=course.case_id,
        by=desk.clerk,
        at=at,
        items=[
            {"kind": "promise", "label": "诚信承诺书", "why": "57号 第九条"},
            {"kind": "bank_account", "label": "银行卡(一卡通)照片", "why": "按月发放要用"},
        ],
    )


def visit(desk: Desk, course: Course, at: datetime, by: Any = None) -> None:
    actions.record_visit(
        case_id=course.case_id,
        day=at.date(),
        investigators=list(INVESTIGATORS),
        signed_how="paper",
        signed_by_family=course.applicant.name,
        findings=[],
        by=by or desk.clerk,
        at=at,
    )


def determine(desk: Desk, course: Course, at: datetime) -> None:
    actions.determine(case_id=course.case_id, by=desk.clerk, at=at)


def propose(desk: Desk, course: Course, at: datetime) -> None:
    proposal = "refuse" if course.target in {"refused", "appealed"} else "confirm"
    actions.give_opinion(case_id=course.case_id, proposal=proposal, reason="按认定结果", by=desk.clerk, at=at)


def post(desk: Desk, course: Course, at: datetime) -> None:
    actions.open_publicity(case_id=course.case_id, place=PLACE, by=desk.clerk, at=at)


def object_to(desk: Desk, course: Course, at: datetime) -> None:
    actions.record_objection(
        case_id=course.case_id,
        text="听说他家儿子在外地有固定工资",
        from_whom="同村居民",
        by=desk.clerk,
        at=at,
    )


def send(desk: Desk, course: Course, at: datetime) -> None:
    actions.send_to_county(case_id=course.case_id, by=desk.clerk, at=at)


def refuse(desk: Desk, course: Course, at: datetime) -> None:
    actions.refuse(case_id=course.case_id, by=desk.county, at=at)


def confirm(desk: Desk, course: Course, at: datetime) -> None:
    actions.confirm(case_id=course.case_id, by=desk.county, at=at)


def take_down(desk: Desk, course: Course, at: datetime) -> None:
    page = reads.case_page(course.case_id, None, day=at.date())
    for publicity in page.publicities:
        if publicity.taken_down_at is None:
            actions.take_down_publicity(publicity_id=publicity.pk, by=desk.clerk, at=at)


def serve(desk: Desk, course: Course, at: datetime) -> None:
    page = reads.case_page(course.case_id, None, day=at.date())
    for notice in page.notices:
        if notice.kind in {"confirmation", "refusal"} and notice.served_at is None:
            actions.record_service(
                notice_id=notice.pk,
                served_how="in_person",
                served_to=course.applicant.name,
                by=desk.clerk,
                at=at,
            )


def ask_again(desk: Desk, course: Course, at: datetime) -> None:
    actions.request_review(case_id=course.case_id, text="种地去年遭了灾,收入没有那么多", by=desk.clerk, at=at)


def withdraw(desk: Desk, course: Course, at: datetime) -> None:
    actions.withdraw(case_id=course.case_id, reason="孩子找到工作了", by=desk.clerk, at=at)


Step = Callable[[Desk, Course, datetime], None]
TO_OPINION: tuple[tuple[str, int, Step], ...] = (
    ("accepted", 1, accept),
    ("surveyed", 2, visit),
    ("surveyed", 1, determine),
    ("opinion_given", 0, propose),
)
TO_COUNTY = (*TO_OPINION, ("publicised", 0, post), ("county_review", POSTED_DAYS, send))
WAYS: dict[str, tuple[tuple[str, int, Step], ...]] = {
    "submitted": (),
    "supplementing": (("supplementing", 1, ask_for_papers),),
    "withdrawn": (("accepted", 1, accept), ("withdrawn", 1, withdraw)),
    "accepted": TO_OPINION[:1],
    "surveyed": TO_OPINION[:2],
    "opinion_given": TO_OPINION,
    "publicised": TO_COUNTY[:5],
    "objected": (*TO_COUNTY[:5], ("objected", 2, object_to)),
    "county_review": TO_COUNTY,
    "confirmed": (
        *TO_COUNTY,
        ("confirmed", 2, confirm),
        ("confirmed", 0, take_down),
        ("confirmed", 1, serve),
    ),
    "refused": (*TO_OPINION, ("county_review", 1, send), ("refused", 2, refuse)),
    "appealed": (
        *TO_OPINION,
        ("county_review", 1, send),
        ("refused", 2, refuse),
        ("refused", 1, serve),
        ("refused", 3, ask_again),
    ),
}


def walk(desk: Desk, course: Course) -> None:
    """Take a course from its first day to where it stops."""
    submit(desk, course)
    for day, step in days(desk, course):
        course.day = day
        step(desk, course, desk.moment(day, hour_of(step)))


def days(desk: Desk, course: Course) -> Iterator[tuple[date, Step]]:
    """The steps of a course with their days; a notice hangs by the calendar, the rest waits working days."""
    day = course.start
    for _, wait, step in WAYS[course.target]:
        if step is send and wait == POSTED_DAYS:
            day = desk.after(day + timedelta(days=POSTED_DAYS - 1), 1)
        elif wait:
            day = desk.after(day, wait)
        yield day, step


def hour_of(step: Step) -> int:
    """Later deeds of one day come later in it."""
    return {determine: 11, propose: 14, post: 15, take_down: 16}.get(step, 10)


def length(desk: Desk, target: str, start: date) -> date:
    """The last day of a course that begins on a day."""
    course = Course(None, None, "", target, start)
    return max((day for day, _ in days(desk, course)), default=start)
