"""A small town for the staff pages: offices, officers, published numbers, families with facts that the real law decides."""

from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from doudi.casework import actions as casework
from doudi.offices import actions as offices
from doudi.offices.models import Area
from doudi.people import actions as people
from doudi.standards import actions as standards
from tests.kept_rows import published

JINING = ZoneInfo("Asia/Shanghai")
CITY, COUNTY, TOWNSHIP, VILLAGE = "3708", "370811", "370811006", "370811006201"
SECOND_VILLAGE, FAR_COUNTY, FAR_TOWNSHIP, FAR_VILLAGE = (
    "370811006202", "370830", "370830101", "370830101201")
AREAS = (
    (CITY, "济宁市", "city", None), (COUNTY, "任城区", "county", CITY), (FAR_COUNTY, "汶上县", "county", CITY),
    (TOWNSHIP, "阜桥街道", "township", COUNTY), (FAR_TOWNSHIP, "南站街道", "township", FAR_COUNTY),
    (VILLAGE, "航运新村", "village", TOWNSHIP), (SECOND_VILLAGE, "柳行新村", "village", TOWNSHIP),
    (FAR_VILLAGE, "北村", "village", FAR_TOWNSHIP),
)
PASSWORD = "jingban-2026"
START = datetime(2025, 1, 2, 9, 0, tzinfo=JINING)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_serial = count(1)


def at(day: str, hour: int = 10) -> datetime:
    """A moment of a day in Jining."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=JINING)


def id_number(birth: date, serial: int, area: str = "370811") -> str:
    """A valid 18-digit number of an invented person."""
    body = f"{area}{birth:%Y%m%d}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


@dataclass
class World:
    """Who works where, and short ways to make families and cases."""

    officers: dict[str, Any] = field(default_factory=dict)
    offices: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["officers"][name]
        except KeyError:
            raise AttributeError(name) from None

    def hire(self, name: str, words: str, role: str, office: Any, since: date | None = None,
             until: date | None = None) -> Any:
        """Somebody new with a post."""
        user = offices.make_user(username=name, name=words, password=PASSWORD, check_password=False, by=None, at=START)
        offices.appoint(user=user, office=office, role=role, since=since or START.date(), until=until, by=None, at=START)
        self.officers[name] = user
        return user

    def family(self, *members: tuple[str, str, date], day: str = "2026-06-01", village: str = VILLAGE,
               registration: str = "urban", household: dict[str, Any] | None = None,
               consent: bool = True) -> Any:
        """A household; each member is (name, relation, birth), the first one is "self"."""
        by, moment = self.clerk, at(day)
        persons = [(people.register_person(
            name=name, id_number=id_number(birth, next(_serial)), area=village, registration=registration,
            phone="13800000000" if relation == "self" else "", account_number="6222000011112222",
            account_bank="济宁银行", account_name=name, by=by, at=moment), relation)
            for name, relation, birth in members]
        home = people.open_household(area=village, registration=registration, members=persons, day=moment.date(),
                                     address="12 号", by=by, at=moment)
        if consent:
            for person, _ in persons:
                people.give_consent(person=person, household=home, signed_by=person.name, signed_how="paper", by=by,
                                    at=moment)
        values = {"deposits": 2000000, "homes": 1, "vehicles": 0, **(household or {})}
        people.record_facts(subject=home, values=values, as_of=moment.date(), source="declared", by=by, at=moment)
        return home

    def persons(self, home: Any) -> list[Any]:
        """Members, the applicant first."""
        rows = home.memberships.filter(valid_until__isnull=True).select_related("person").order_by("id")
        return [row.person for row in rows]

    def know(self, subject: Any, day: str = "2026-06-01", source: str = "declared", **values: Any) -> None:
        """Facts of a member or of the household."""
        people.record_facts(subject=subject, values=values, as_of=at(day).date(), source=source, by=self.clerk,
                            at=at(day))

    def wangs(self, day: str = "2026-06-01", wage: int = 220000, village: str = VILLAGE) -> Any:
        """Father with a wage, mother without, a child at school: entitled to 低保 while the wage is low."""
        home = self.family(("王建国", "self", date(1984, 3, 2)), ("陈桂花", "spouse", date(1986, 7, 19)),
                           ("王小明", "child", date(2015, 11, 30)), day=day, village=village)
        father, mother, child = self.persons(home)
        self.know(mother, day, income_wage=0)
        self.know(father, day, works=True, income_wage=wage * 12)
        self.know(child, day, student="primary")
        return home

    def old_li(self, day: str = "2026-06-01", village: str = VILLAGE) -> Any:
        """An old man alone, without income: 特困."""
        home = self.family(("李长河", "self", date(1950, 5, 6)), day=day, registration="rural",
                           village=village, household={"deposits": 100000})
        self.know(self.persons(home)[0], day, care_items_failed=2, income_pension=0)
        return home

    def apply(self, home: Any, *programmes: str, day: str = "2026-09-21") -> Any:
        """An application at the counter; the first case."""
        application = casework.submit_application(
            key=f"world-{next(_serial)}", household_id=home.pk, applicant_id=self.persons(home)[0].pk,
            programmes=list(programmes or ("subsistence",)), channel="counter", by=self.clerk, at=at(day))
        return application.cases.order_by("id").first()

    def accept(self, case: Any, day: str = "2026-09-21") -> Any:
        """Accepted."""
        casework.accept(case_id=case.pk, by=self.clerk, at=at(day, 11))
        return case

    def visit(self, case: Any, day: str = "2026-09-23", by: Any = None, findings: Any = ()) -> Any:
        """Visited by two."""
        casework.record_visit(case_id=case.pk, day=at(day).date(), investigators=["颜经办", "孟经办"],
                              signed_by_family="家属", signed_how="paper", findings=list(findings),
                              by=by or self.clerk, at=at(day, 15))
        return case

    def opinion(self, case: Any, day: str = "2026-09-24", proposal: str = "confirm", reason: str = "") -> Any:
        """Determined, and an opinion given."""
        casework.determine(case_id=case.pk, by=self.clerk, at=at(day, 9))
        casework.give_opinion(case_id=case.pk, proposal=proposal, reason=reason, by=self.clerk, at=at(day, 10))
        return case

    def post(self, case: Any, day: str = "2026-09-28") -> Any:
        """On the village board."""
        casework.open_publicity(case_id=case.pk, place="航运新村公示栏", by=self.clerk, at=at(day))
        return case

    def send(self, case: Any, day: str = "2026-10-09") -> Any:
        """To the county."""
        casework.send_to_county(case_id=case.pk, by=self.clerk, at=at(day))
        return case

    def confirm(self, case: Any, day: str = "2026-10-13") -> Any:
        """Confirmed by the county."""
        casework.confirm(case_id=case.pk, by=self.county, at=at(day))
        return case

    def brought(self, standing: str, home: Any = None, *programmes: str) -> Any:
        """A case of the Wangs (or of a family) at a standing, through the real verbs."""
        case = self.apply(home or self.wangs(), *programmes)
        for name, step in (("accepted", self.accept), ("surveyed", self.visit), ("opinion_given", self.opinion),
                           ("publicised", self.post), ("county_review", self.send), ("confirmed", self.confirm)):
            case.refresh_from_db()
            if case.status == standing:
                break
            step(case)
            if name == standing:
                break
        case.refresh_from_db()
        assert case.status == standing, f"{case.status} instead of {standing}"
        return case


def build() -> World:
    """Areas, offices, officers, the calendar, the example numbers."""
    for code, name, level, parent in AREAS:
        Area.objects.create(code=code, name=name, level=level, parent_id=parent, source="test",
                            valid_from=START.date(), kind="urban" if level == "village" else "")
    told = {"by": None, "at": START}
    city = offices.open_office(name="济宁市民政局", level="city", prefixes=[CITY], **told)
    county = offices.open_office(name="任城区民政局", level="county", prefixes=[COUNTY], parent=city, **told)
    town = offices.open_office(name="阜桥街道", level="township", prefixes=[TOWNSHIP], parent=county, **told)
    village = offices.open_office(name="航运新村", level="village", prefixes=[VILLAGE], parent=town, **told)
    far = offices.open_office(name="汶上县民政局", level="county", prefixes=[FAR_COUNTY], parent=city, **told)
    far_town = offices.open_office(name="南站街道", level="township", prefixes=[FAR_TOWNSHIP], parent=far, **told)
    finance = offices.open_office(name="任城区财政局", level="finance", prefixes=[COUNTY], parent=county, **told)
    audit = offices.open_office(name="任城区审计局", level="audit", prefixes=[COUNTY], parent=county, **told)
    hotline = offices.open_office(name="12349 服务热线", level="hotline", prefixes=[CITY], parent=city, **told)
    medical = offices.open_office(name="任城区医保局", level="department", prefixes=[COUNTY], parent=county, **told)
    world = World(offices={"city": city, "county": county, "town": town, "village": village, "far": far,
                           "far_town": far_town, "finance": finance, "audit": audit})
    for name, words, role, office in (
            ("coordinator", "孔令协", "coordinator", village), ("clerk", "颜经办", "clerk", town),
            ("county", "曾县级", "county_officer", county), ("city", "任市级", "city_officer", city),
            ("administrator", "系统管理员", "administrator", city), ("far_clerk", "丁经办", "clerk", far_town),
            ("far_county", "丁县级", "county_officer", far), ("finance", "端木财政", "finance", finance),
            ("auditor", "闵审计", "auditor", audit), ("hotline", "冉话务", "hotline", hotline),
            ("department", "宰医保", "department", medical), ("county_admin", "县管理员", "administrator", county),
            ("town_admin", "街道管理员", "administrator", town)):
        world.hire(name, words, role, office)
    publish_numbers()
    return world


def publish_numbers() -> None:
    """The calendar and the example numbers of the whole city."""
    published("world", _publish)


def _publish() -> None:
    told = {"by": None, "at": START}
    standards.seed_calendar(years=[2025, 2026], **told)
    standards.load_file(path=files("doudi.standards") / "data" / "demo-standards.yaml", number="示例〔2026〕1号",
                        title="示例标准(非济宁市公布标准)", **told)
