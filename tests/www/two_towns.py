"""Two towns that have nothing to do with each other, the same things in both: what every address of the product needs
to be asked for something of one's own and for something of somebody else's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from io import BytesIO
from typing import Any

from PIL import Image

from doudi.casework import actions as casework
from doudi.casework.models import ReviewDue
from doudi.casework.papers import actions as printing
from doudi.casework.referrals import actions as referrals
from doudi.casework.referrals import sheets, tokens
from doudi.casework.retention import actions as retention
from doudi.casework.rollbooks import actions as rollbooks
from doudi.offices import actions as offices
from doudi.people import actions as people
from tests.casework.rollbooks import rolls
from tests.www.staff.proposed import published_batch, saved_proposal
from tests.www.staff.world import FAR_VILLAGE, VILLAGE, World, at


@dataclass
class Side:
    """One town: its officers, its family with names that stand nowhere else, and one of everything."""

    world: World
    village: str
    surname: str
    street: str
    birth: date
    things: dict[str, Any] = field(default_factory=dict)

    def family(self, member: str) -> Any:
        """A family whose words betray it wherever they turn up."""
        names = [(f"{self.surname}{member}", "self", self.birth), (f"{self.surname}{member}妻", "spouse", self.birth)]
        home = self.world.family(*names, village=self.village)
        for person in self.world.persons(home):
            self.world.know(person, income_wage=0)
        people.move_household(household=home, area=self.village, day=date(2026, 6, 2), address=self.street,
                              by=self.world.clerk, at=at("2026-06-02"))
        return home

    @property
    def head(self) -> Any:
        """The head of the first family."""
        return self.world.persons(self.things["household"])[0]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What must not be seen elsewhere: names, ID numbers, street, case numbers."""
        found = [self.surname, self.street]
        for home in self.things["homes"]:
            for person in self.world.persons(home):
                found += [person.id_number]
            found += [case.number for case in home.cases.order_by("id")]
            found += [paper.number for paper in home.applications.order_by("id")]
        return tuple(str(each) for each in found if each)


def photograph() -> bytes:
    """A small photograph."""
    out = BytesIO()
    Image.new("RGB", (900, 600), "white").save(out, "JPEG")
    return out.getvalue()


def furnish(side: Side) -> Side:
    """One of everything: cases at several standings, a notice, a poster, a paper, a roll, a review, an import."""
    world = side.world
    homes = [side.family(member) for member in ("甲明", "乙明", "丙明")]
    accepted = world.brought("accepted", homes[0])
    posted = world.brought("publicised", homes[1])
    confirmed = world.brought("confirmed", homes[2])
    paper = people.attach_paper(household=homes[0], person=world.persons(homes[0])[0], kind="id_card",
                                file=photograph(), name="证.jpg", by=world.clerk, at=at("2026-09-22"))
    run = casework.build_roll(area=world.payer, month="2026-11", by=world.county, at=at("2026-10-20"))
    for notice in confirmed.notices.order_by("id"):
        printing.issue(notice_id=notice.pk, by=world.clerk, at=at("2026-10-14"))
    imported = rollbooks.upload(content=rolls.text(rolls.roll(3)), file_name=f"{side.surname}名册.csv", by=world.county,
                                at=at("2026-10-20"))
    side.things |= {
        "homes": homes, "household": homes[0], "case": accepted, "posted": posted, "confirmed": confirmed,
        "paper": paper, "roll": run, "notice": confirmed.notices.order_by("id").first(),
        "publicity": posted.publicities.order_by("id").first(), "import": imported,
        "review": ReviewDue.objects.filter(case=confirmed).order_by("id").first(),
        "fact": world.persons(homes[0])[0].facts.order_by("id").first(), "post": world.clerk.posts.first(),
    }
    side.things["resident"] = resident(side, homes[0])
    helper, _ = offices.make_helper(name=f"{side.surname}帮办", by=world.clerk, at=at("2026-09-22"))
    side.things["helper"] = helper
    side.things["mandate"] = people.give_mandate(
        person=side.head, helper=helper, kind="village", given_how="spoken", valid_until=date(2027, 3, 1),
        by=world.clerk, at=at("2026-09-22"))
    side.things |= referred(side, homes[0])
    side.things["hold"] = retention.set_hold(
        household_id=homes[0].pk, reason="正在诉讼", by=world.county, at=at("2026-09-23"))
    side.things["proposal"] = saved_proposal(world, world.payer, side.surname)
    side.things["batch"] = published_batch(world, world.payer, side.surname)
    return side


def referred(side: Side, home: Any) -> dict[str, Any]:
    """A department of this side with an officer, a referral to it, a returned table and a token."""
    world, when = side.world, at("2026-10-12")
    office = offices.open_office(name=f"{side.surname}医疗保障局", level="department", prefixes=[side.village[:6]], by=None, at=when)
    officer = offices.make_user(username=f"insurer-{office.pk}", name="经办", password="x", by=None, at=when, check_password=False)
    offices.appoint(user=officer, office=office, role="department", since=when.date(), by=None, at=when)
    sent = referrals.refer(household_id=home.pk, programme="medical", person_id=world.persons(home)[0].pk, by=world.clerk, at=when)
    bad = sheets.workbook(["转办编号", "姓名", "答复"], [[sent.number, f"{side.surname}甲明", "再说"]])
    table = sheets.take_in(content=bad, file_name="转办.xlsx", office=office, by=officer, at=when).file
    token, _ = tokens.make_token(office=office, label="结算系统", by=None, at=when)
    return {"insurer": officer, "referral": sent, "table": table, "token": token, "bureau": office}


def resident(side: Side, home: Any) -> Any:
    """The head of a family with an account of his own."""
    head = side.world.persons(home)[0]
    return offices.make_user(username=f"resident-{head.pk}", name=head.name, password="x", person_id=head.pk, by=None,
                             at=at("2026-09-21"), check_password=False)


def near_side(world: World) -> Side:
    """The town that asks."""
    world.officers["payer"] = "370811"
    return furnish(Side(world, VILLAGE, "欧阳", "杏花巷七号", date(1984, 3, 2)))


def far_side(world: World) -> Side:
    """The town that nobody from the first has any business with."""
    there = World({**world.officers, "clerk": world.far_clerk, "county": world.far_county, "payer": "370830"})
    return furnish(Side(there, FAR_VILLAGE, "司徒", "枣林胡同九号", date(1979, 8, 21)))


# What an address needs, by the name of the address and of its argument. An address that needs something and is not
# told here makes the matrix fail: nobody adds a door without saying whose it is.
ARGUMENTS: dict[str, Callable[[Side], Any]] = {
    "case_id": lambda side: side.things["case"].pk,
    "household_id": lambda side: side.things["household"].pk,
    "paper_id": lambda side: side.things["paper"].pk,
    "notice_id": lambda side: side.things["notice"].pk,
    "publicity_id": lambda side: side.things["publicity"].pk,
    "review_id": lambda side: side.things["review"].pk,
    "post_id": lambda side: side.things["post"].pk,
    "fact_id": lambda side: side.things["fact"].pk,
    "number": lambda side: side.things["case"].application.number,
    "run_id": lambda side: side.things["roll"].pk,
    "key": lambda side: "subsistence_standard",
    "kind": lambda side: "csv",
    "name": lambda side: "record",
    "verb": lambda side: "accept",
    "code": lambda side: "subsistence",
    "sha256": lambda side: side.things["paper"].sha256,
    "row_id": lambda side: 1,
    "proposal_id": lambda side: side.things["proposal"].pk,
    "batch_id": lambda side: side.things["batch"].pk,
    "area": lambda side: side.world.payer,
    "person_id": lambda side: side.head.pk,
    "user_id": lambda side: side.world.clerk.pk,
    "mandate_id": lambda side: side.things["mandate"].pk,
    "hold_id": lambda side: side.things["hold"].pk,
    "referral_id": lambda side: side.things["referral"].pk,
    "file_id": lambda side: side.things["table"].pk,
    "token_id": lambda side: side.things["token"].pk,
    "office_id": lambda side: side.things["bureau"].pk,
    "decision_id": lambda side: side.things["confirmed"].decisions.order_by("id").first().pk,
}
SPECIAL: dict[tuple[str, str], Callable[[Side], Any]] = {
    (f"staff:{name}", "run_id"): lambda side: side.things["import"].pk
    for name in ("import_run", "import_start", "import_bad")
} | {("api:referral", "number"): lambda side: side.things["referral"].number,
     ("api:answered", "number"): lambda side: side.things["referral"].number,
     ("staff:referral_do", "verb"): lambda side: "accept"
} | {("staff:standard_publish", "kind"): lambda side: "value"} | {
    ("staff:proposal_do", "verb"): lambda side: "send", ("staff:batch_do", "verb"): lambda side: "confirm"}
