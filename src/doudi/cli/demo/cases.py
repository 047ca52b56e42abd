"""Demo cases in every state of the lifecycle, moved by the same verbs as real ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from doudi.casework import actions, reads
from doudi.cli.demo.accounts import TOWNSHIP
from doudi.cli.demo.courses import Course, Desk, determine, length, serve, take_down, visit, walk
from doudi.cli.demo.township import KNOWN_FOR, Settled
from doudi.kernel.days import Month
from doudi.people import reads as people
from doudi.policy import decide
from doudi.standards import reads as standards

COUNTY = "370811"
# Of the families that the law says yes to: most are helped, the rest stand somewhere on the way.
YES = (
    "confirmed",
    "confirmed",
    "confirmed",
    "submitted",
    "confirmed",
    "accepted",
    "confirmed",
    "surveyed",
    "confirmed",
    "publicised",
    "confirmed",
    "county_review",
    "confirmed",
    "opinion_given",
    "confirmed",
    "objected",
    "confirmed",
    "late",
    "confirmed",
    "withdrawn",
)
NO = ("refused", "appealed", "county_review_no")
UNCLEAR = ("supplementing", "submitted", "accepted")
MOST = {"yes": 46, "no": 6, "unclear": 6}
AGO = {"confirmed": 96, "refused": 24, "appealed": 30, "withdrawn": 20, "late": 80}
DEFAULT_AGO = 6


def load(*, settled: Sequence[Settled], staff: Mapping[str, Any], at: datetime) -> None:
    """Open cases for some of the households. `staff`: username → user; facts are known since 120 days
    before `at`."""
    desk = Desk(
        clerk=staff["jingban"],
        county=staff["xianji"],
        coordinator=staff["xieliyuan"],
        calendar=standards.working_calendar(),
        now=at,
    )
    courses = list(planned(desk, settled))
    apart = [
        course
        for course in courses
        if course.programme == "extreme_hardship" and course.target == "confirmed"
    ]
    for course in courses:
        if course in apart:
            course.target = "county_review"
        walk(desk, course)
    _sampled(desk, apart)
    helped = [course for course in courses if course.target == "confirmed" and course not in apart]
    _what_came_later(desk, helped)


def planned(desk: Desk, settled: Sequence[Settled]) -> Iterator[Course]:
    """Which household applies for what, since when, and where its case stands today."""
    turns = {"yes": cycle(YES), "no": cycle(NO), "unclear": cycle(UNCLEAR)}
    count = dict.fromkeys(MOST, 0)
    day = desk.now.date()
    # No number of the example set is a single village's own: the township's sheet serves all of it.
    sheet = standards.sheet(day, TOWNSHIP)
    # Families made for a story come first: their cases show what the law has to say.
    for each in sorted(settled, key=lambda one: not one.record.story):
        if count == MOST:
            return
        household = each.household
        kind, programme, person = _answer(household, day, sheet, desk.calendar)
        if count[kind] >= MOST[kind]:
            continue
        count[kind] += 1
        target = next(turns[kind])
        ago = AGO.get(target, DEFAULT_AGO) - ((7 * count[kind]) % 40 if target == "confirmed" else 0)
        target = {"late": "accepted", "county_review_no": "refused"}.get(target, target)
        applicant = people.members(household, day)[0].person
        yield Course(household, applicant, programme, target, _start(desk, target, ago), person)


def _answer(household: Any, day: date, sheet: Any, calendar: Any) -> tuple[str, str, Any]:
    """What the law says of a household today, and which programme it would apply for."""
    verdicts = decide(
        people.document(household, day), day=day, sheet=sheet, calendar=calendar, trace=False
    ).verdicts
    persons = {str(row.person_id): row.person for row in people.members(household, day)}
    for member, verdict in verdicts["extreme_hardship"].items():
        if verdict.outcome == "entitled":
            return "yes", "extreme_hardship", persons[member]
    for code in ("subsistence", "low_income", "rigid_expenditure"):
        if verdicts[code].outcome == "entitled":
            return "yes", code, None
    if verdicts["subsistence"].outcome == "not_entitled":
        return "no", "subsistence", None
    return "unclear", "subsistence", None


def _start(desk: Desk, target: str, ago: int) -> date:
    """The first working day from which the course has reached its end by now."""
    first = desk.now.date() - KNOWN_FOR + timedelta(days=2)
    start = max(first, desk.now.date() - timedelta(days=ago))
    while length(desk, target, start) > desk.now.date() and start > first:
        start -= timedelta(days=1)
    return start if desk.calendar.is_working(start) else desk.after(start, 1)


def _sampled(desk: Desk, courses: Sequence[Course]) -> None:
    """The county draws its share of homes, visits those, and confirms all (43号 第十六条)."""
    if not courses:
        return
    day = desk.after(max(course.day for course in courses), 1)
    draw = actions.draw_sample(
        county=COUNTY,
        programme_code="extreme_hardship",
        seed=f"{day:%Y%m%d}",
        by=desk.county,
        at=desk.moment(day),
    )
    for course in courses:
        if course.case_id in draw.chosen:
            visit(desk, course, desk.moment(day, 11), by=desk.county)
            determine(desk, course, desk.moment(day, 14))
        actions.confirm(case_id=course.case_id, by=desk.county, at=desk.moment(day, 15))
        take_down(desk, course, desk.moment(day, 16))
        serve(desk, course, desk.moment(day, 17))


def _what_came_later(desk: Desk, helped: Sequence[Course]) -> None:
    """Rolls of the months before, and what happened to some families since: taken back, changed, ended, died."""
    now = Month.of(desk.now.date())
    for back in range(3, -1, -1):
        month = now + -back
        actions.freeze_roll(
            area=COUNTY, month=month, by=desk.county, at=min(desk.moment(month.first), desk.now)
        )
    at = desk.now - timedelta(hours=2)
    told = [course for course in helped if course.programme == "subsistence"]
    if len(told) > 4:
        _wrong(desk, told[0], at)
        actions.end_award(
            case_id=told[1].case_id,
            cause="own_wish",
            reason_text="儿子参加工作,家庭自愿放弃",
            by=desk.county,
            at=at,
        )
        _widowed(desk, told[2:], at)
        actions.report_change(
            household_id=told[3].household.pk,
            kind="work",
            text="妻子开始打零工",
            by=desk.clerk,
            at=at,
            happened_on=at.date() - timedelta(days=9),
        )
    actions.build_roll(area=COUNTY, month=now + 1, by=desk.county, at=desk.now - timedelta(hours=1))


def _wrong(desk: Desk, course: Course, at: datetime) -> None:
    page = reads.case_page(course.case_id, None, day=at.date())
    actions.set_aside(
        decision_id=page.decisions[-1].pk, reason="两份工资只计了一份,原决定有误", by=desk.county, at=at
    )


def _widowed(desk: Desk, courses: Sequence[Course], at: datetime) -> None:
    for course in courses:
        rows = people.members(course.household, at.date())
        grown = [row for row in rows[1:] if row.relation == "spouse"]
        if grown:
            actions.record_death(
                household_id=course.household.pk,
                person_id=rows[0].person_id,
                head_id=grown[0].person_id,
                died_on=at.date() - timedelta(days=20),
                by=desk.clerk,
                at=at,
            )
            return
