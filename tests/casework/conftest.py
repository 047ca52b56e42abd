"""A township with its people in office, families at its window, and a law that says what the test tells
it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from doudi.casework import actions, determining
from doudi.casework.models import Case, Decision
from doudi.offices import access
from doudi.offices.actions import appoint, make_user, open_office
from doudi.offices.models import Area, User
from doudi.people import actions as people
from doudi.people.models import Household, Person
from doudi.standards.actions import enter_instrument, enter_switch, enter_value, publish, seed_calendar
from tests.acting import press_as_oneself
from tests.casework.law import Law
from tests.kept_rows import published

JINING = ZoneInfo("Asia/Shanghai")
TOWNSHIP, VILLAGE, OTHER_VILLAGE = "370811006", "370811006201", "370811006202"
ELSEWHERE = "370830101201"
AREAS = (
    ("3708", "济宁市", "city", None),
    ("370811", "任城区", "county", "3708"),
    ("370830", "汶上县", "county", "3708"),
    (TOWNSHIP, "甲街道", "township", "370811"),
    ("370811007", "乙街道", "township", "370811"),
    ("370830101", "丙镇", "township", "370830"),
    (VILLAGE, "东村", "village", TOWNSHIP),
    (OTHER_VILLAGE, "西村", "village", TOWNSHIP),
    ("370811007201", "南村", "village", "370811007"),
    (ELSEWHERE, "北村", "village", "370830101"),
)
START = datetime(2020, 1, 2, 9, 0, tzinfo=JINING)


def moment(day: date | str, hour: int = 10) -> datetime:
    """A moment of a day in Jining."""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(known.year, known.month, known.day, hour, 0, tzinfo=JINING)


@dataclass
class Town:
    """Who works where, and short ways to bring a case to a standing."""

    law: Law
    resident: User
    coordinator: User
    clerk: User
    county: User
    city: User
    far_clerk: User
    far_county: User
    keys: Any = field(default_factory=lambda: count(1))

    def family(
        self, *names: str, village: str = VILLAGE, opened: str = "2026-01-05", consent: bool = True
    ) -> Household:
        """A household; the first name is the applicant's, the rest are spouse and children."""
        at = moment(opened)
        relations = ["self", "spouse", *["child"] * len(names)]
        persons = [
            people.register_person(
                name=name,
                by=self.clerk,
                at=at,
                sex="male",
                account_number="6222000011112222",
                birth=date(2015, 5, 5) if relation == "child" else date(1984, 3, 2),
            )
            for name, relation in zip(names, relations, strict=False)
        ]
        household = people.open_household(
            area=village,
            registration="urban",
            day=at.date(),
            by=self.clerk,
            at=at,
            members=list(zip(persons, relations, strict=False)),
        )
        for person in persons if consent else ():
            people.give_consent(
                person=person,
                household=household,
                signed_by=person.name,
                signed_how="paper",
                by=self.clerk,
                at=at,
            )
        return household

    def members(self, household: Household) -> list[Person]:
        rows = household.memberships.filter(valid_until__isnull=True).order_by("id").select_related("person")
        return [row.person for row in rows]

    def submit(
        self,
        household: Household | None = None,
        day: str = "2026-09-20",
        programmes: Any = ("subsistence",),
        by: User | None = None,
        **more: Any,
    ) -> Case:
        household = household or self.family("王建国", "李秀英", "王小宝")
        application = actions.submit_application(
            key=f"key-{next(self.keys)}",
            household_id=household.pk,
            applicant_id=self.members(household)[0].pk,
            programmes=list(programmes),
            channel="counter",
            by=by or self.clerk,
            at=moment(day),
            **more,
        )
        return application.cases.get(programme=programmes[0])

    def visit(self, case: Case, day: str, by: User | None = None, findings: Any = ()) -> Any:
        return actions.record_visit(
            case_id=case.pk,
            day=date.fromisoformat(day),
            investigators=["赵一", "钱二"],
            signed_by_family="王建国",
            signed_how="paper",
            findings=list(findings),
            by=by or self.clerk,
            at=moment(day),
        )

    def bring(
        self,
        standing: str,
        case: Case | None = None,
        *,
        programme: str = "subsistence",
        start: str = "2026-09-21",
        proposal: str = "confirm",
    ) -> Case:
        """A case brought to a standing through the real verbs, a few days apart."""
        case = case or self.submit(day=start, programmes=[programme])
        day = date.fromisoformat(start)
        for name, wait, step in self._way(case, proposal):
            if case.status == standing:
                break
            day += timedelta(days=wait)
            step(moment(day))
            case.refresh_from_db()
            if name == standing and case.status == standing:
                break
        assert case.status == standing, f"{case.status} instead of {standing}"
        return case

    def _way(self, case: Case, proposal: str) -> list[tuple[str, int, Callable[[datetime], Any]]]:
        key = {"case_id": case.pk}
        way = [
            ("accepted", 0, lambda at: actions.accept(**key, by=self.clerk, at=at)),
            ("surveyed", 2, lambda at: self.visit(case, at.date().isoformat())),
            ("determined", 1, lambda at: actions.determine(**key, by=self.clerk, at=at)),
            (
                "opinion_given",
                0,
                lambda at: actions.give_opinion(
                    **key, proposal=proposal, reason="按认定结果", by=self.clerk, at=at
                ),
            ),
        ]
        posted = proposal == "confirm" and case.must_be_posted
        if posted:
            way.append(
                (
                    "publicised",
                    0,
                    lambda at: actions.open_publicity(**key, place="村务公开栏", by=self.clerk, at=at),
                )
            )
        way.append(
            (
                "county_review",
                8 if posted else 0,
                lambda at: actions.send_to_county(**key, by=self.clerk, at=at),
            )
        )
        if case.programme == "extreme_hardship" and proposal == "confirm":
            way += [
                (
                    "drawn",
                    0,
                    lambda at: actions.draw_sample(
                        county="370811", programme_code=case.programme, seed="7", by=self.county, at=at
                    ),
                ),
                ("seen", 1, lambda at: self.visit(case, at.date().isoformat(), by=self.county)),
                ("again", 0, lambda at: actions.determine(**key, by=self.county, at=at + timedelta(hours=1))),
            ]
        verb, said = (
            (actions.confirm, {})
            if proposal == "confirm"
            else (actions.refuse, {"reason_text": "收入不低于标准"})
        )
        way.append(
            (
                "confirmed" if proposal == "confirm" else "refused",
                2,
                lambda at: verb(**key, **said, by=self.county, at=at),
            )
        )
        return way

    def awarded(
        self,
        fen: int = 64000,
        start: str = "2026-03-02",
        programme: str = "subsistence",
        household: Household | None = None,
    ) -> Case:
        """A confirmed case with an award (from April 2026 if nothing is said)."""
        self.law.grants(fen, programme)
        case = self.submit(household, day=start, programmes=[programme])
        return self.bring("confirmed", case, programme=programme, start=start)

    def decision(self, case: Case) -> Decision:
        return case.decisions.order_by("-id").first()


def user(name: str, role: str, office: Any) -> User:
    made = make_user(username=name, name=name, password="demo", by=None, at=START, check_password=False)
    appoint(user=made, office=office, role=role, since=START.date(), by=None, at=START)
    return made


@pytest.fixture(autouse=True)
def _pressed_as_oneself(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs run as the app role, each as whoever presses: what they may write and see is what the post reaches."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("as_app")
        press_as_oneself(monkeypatch, actions)


@pytest.fixture
def law(monkeypatch: pytest.MonkeyPatch) -> Law:
    told = Law()
    monkeypatch.setattr(determining, "policy", told)
    return told


def places() -> None:
    for code, name, level, parent in AREAS:
        Area.objects.create(
            code=code,
            name=name,
            level=level,
            parent_id=parent,
            source="test",
            valid_from=START.date(),
            kind="urban" if level == "village" else "",
        )


def staff(law: Law) -> Town:
    """The people in office."""
    city = open_office(name="济宁市民政局", level="city", prefixes=["3708"], by=None, at=START)
    county = open_office(
        name="任城区民政局", level="county", prefixes=["370811"], parent=city, by=None, at=START
    )
    town = open_office(name="甲街道", level="township", prefixes=[TOWNSHIP], parent=county, by=None, at=START)
    village = open_office(name="东村", level="village", prefixes=[VILLAGE], parent=town, by=None, at=START)
    far = open_office(
        name="汶上县民政局", level="county", prefixes=["370830"], parent=city, by=None, at=START
    )
    far_town = open_office(
        name="丙镇", level="township", prefixes=["370830101"], parent=far, by=None, at=START
    )
    resident = make_user(
        username="resident", name="王建国", password="demo", by=None, at=START, check_password=False
    )
    return Town(
        law=law,
        resident=resident,
        coordinator=user("coordinator", "coordinator", village),
        clerk=user("clerk", "clerk", town),
        county=user("county", "county_officer", county),
        city=user("city", "city_officer", city),
        far_clerk=user("far-clerk", "clerk", far_town),
        far_county=user("far-county", "county_officer", far),
    )


def ground() -> None:
    """Areas, the calendar of 2026 and the one switch that publicity needs."""
    places()
    published("casework", _publish)


def _publish() -> None:
    seed_calendar(years=[2025, 2026], by=None, at=START)
    paper = enter_instrument(number="测试〔2026〕1号", title="测试用本地标准", by=None, at=START)
    entered = enter_switch(
        key="publicity_first_day_counts", area="3708", value=True, valid_from=START.date(), by=None, at=START
    )
    publish(entered=entered, by=None, at=START, instrument=paper)


@pytest.fixture
def town(db: None, law: Law, settings: Any) -> Town:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ground()
    return staff(law)


@pytest.fixture
def delegate() -> Callable[[str], None]:
    """Delegate the power to confirm to the township from a day on."""

    def give(since: str) -> None:
        paper = enter_instrument(number="测试〔2026〕2号", title="权限下放", by=None, at=START)
        value = enter_value(
            key="delegated_confirmation",
            area=TOWNSHIP,
            value={"value": True},
            by=None,
            at=START,
            valid_from=date.fromisoformat(since),
        )
        publish(entered=value, by=None, at=START, instrument=paper)

    return give


@pytest.fixture
def as_far_clerk(town: Town, as_app: None) -> Callable[[], Any]:
    """Act as the clerk of another county, in June 2026."""
    return lambda: access.acting(town.far_clerk.pk, date(2026, 6, 1))
