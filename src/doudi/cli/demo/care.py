"""Demo care of 特困 people: two houses (示例), agreements, grades, wishes, people who moved in or wait, and visits that are due."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from doudi.basic.extreme_hardship.care import agreeing, assessing, institutions, placing, visiting
from doudi.basic.extreme_hardship.care.persons import Cared, cared_for
from doudi.cli.demo.accounts import TOWNSHIP
from doudi.kernel.identifiers import make_id_number
from doudi.offices.reads import jurisdiction

ITEMS = ("washing", "walking", "dressing", "bed", "toilet", "eating")
# How many of the six items each cannot do, round and round; None: nobody has assessed him yet.
FAILED = (5, 2, 0, 4, 1, None, 3)
HOUSES = (("示例中心敬老院", "示例证-001", 40, 24), ("示例颐养院", "示例证-002", 20, 5))
CARERS = ("孙二嫂", "周建业", "吴秀珍", "郑广田")
# How many days ago each was looked in on; None: never.
VISITED = (3, 9, 20, 8, None, 2, 16)
EVERY_THIRD = 3


def load(*, staff: Mapping[str, Any], at: datetime) -> None:
    """Look after everybody on the roll of the demo township."""
    county, day = staff["xianji"], at.date()
    houses = [institutions.keep(told=institutions.House(name, licence, TOWNSHIP, beds, nursing, day), by=county, at=at)[0]
              for name, licence, beds, nursing in HOUSES]
    for place, who in enumerate(cared_for(jurisdiction(staff["jingban"], day), day)):
        _assess(who, FAILED[place % len(FAILED)], day - timedelta(days=30 + place), staff, at)
        if place % EVERY_THIRD == 0:
            _moves(who, place, houses, staff, at)
        if place % (2 * EVERY_THIRD):
            _at_home(who, place, day, staff, at)


def _assess(who: Cared, failed: int | None, day: date, staff: Mapping[str, Any], at: datetime) -> None:
    if failed is not None:
        assessing.assess(person_id=who.person_id, day=day, failed=ITEMS[:failed], assessors="颜经办、孟经办", by=staff["jingban"], at=at)


def _moves(who: Cared, place: int, houses: list[Any], staff: Mapping[str, Any], at: datetime) -> None:
    """He wishes for a place; every second one moves in, the others wait for the second house or for an answer."""
    day = at.date()
    told = {"person_id": who.person_id, "by": staff["jingban"], "at": at}
    placing.wish(wants_institution=True, said_on=day - timedelta(days=20), witness="孔令协", **told)
    if place % (2 * EVERY_THIRD) == 0:
        placing.admit(institution_id=houses[0].pk, on=day - timedelta(days=10), **told)
    elif place % (4 * EVERY_THIRD) == EVERY_THIRD:
        placing.ask_for_place(institution_id=houses[1].pk, on=day - timedelta(days=15), **told)


def _at_home(who: Cared, place: int, day: date, staff: Mapping[str, Any], at: datetime) -> None:
    told = {"person_id": who.person_id, "at": at}
    if place % EVERY_THIRD != 2:
        number = make_id_number(TOWNSHIP[:6], date(1972, 3, 1) + timedelta(days=place), 11)
        terms = agreeing.Terms(f"示例照料〔{day:%Y}〕{place + 1}号", "neighbour", CARERS[place % len(CARERS)], number, "",
                               ("watching", "meals", "doctor"), day - timedelta(days=25), day + timedelta(days=340))
        agreeing.agree(terms=terms, by=staff["jingban"], **told)
    ago = VISITED[place % len(VISITED)]
    if ago is not None:
        visiting.visit(day=day - timedelta(days=ago), how="home", findings=["ill"] if ago > 15 else [],
                       remark="感冒,已提醒看医生" if ago > 15 else "", by=staff["jingban"], **told)
