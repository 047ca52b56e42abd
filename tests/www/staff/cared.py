"""An old man on the roll of 特困 with everything that can hang on his care: for the walks over all pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.basic.extreme_hardship.care import agreeing, assessing, institutions, placing, visiting
from doudi.casework import actions as casework
from doudi.casework.rollbooks.filled import workbook
from doudi.kernel.identifiers import make_id_number
from doudi.offices.reads import jurisdiction
from tests.www.staff.world import World, at

DAY = "2026-10-14"


@dataclass
class Cared:
    """Whom it is about, and the ids that addresses are made of."""

    home: Any
    person: Any
    agreement: Any
    house: Any
    table: Any


def on_the_roll(world: World, home: Any, county: str) -> Any:
    """A family's head becomes 特困: drawn, seen by the county, confirmed (民发〔2021〕43号 第十六条)."""
    case = world.brought("county_review", home, "extreme_hardship")
    casework.draw_sample(county=county, programme_code="extreme_hardship", seed="1 2 3", by=world.county, at=at("2026-10-10"))
    world.visit(case, "2026-10-12", by=world.county)
    casework.determine(case_id=case.pk, by=world.county, at=at("2026-10-12", 16))
    world.confirm(case)
    case.refresh_from_db()
    return case


def cared_for(world: World, home: Any, county: str = "370811", town: str = "370811006") -> Cared:
    """Assessed, cared for by a neighbour, visited; he wishes for a place and waits for it."""
    case = on_the_roll(world, home, county)
    told = {"person_id": case.person_id, "by": world.clerk, "at": at(DAY)}
    day = date.fromisoformat(DAY)
    assessing.assess(day=day, failed=["walking", "washing", "toilet", "bed"], assessors="颜经办、孟经办", **told)
    carer = agreeing.Terms("示例-1", "neighbour", "孙二嫂", make_id_number("370811", date(1970, 1, 1), 5), "13805370042",
                           ("meals", "watching"), date(2026, 10, 14), date(2027, 10, 14))
    agreed = agreeing.agree(terms=carer, **told)
    visiting.visit(day=day, how="home", findings=["ill"], remark="感冒", **told)
    placing.wish(wants_institution=True, said_on=day, witness="孔令协", **told)
    house, _ = institutions.keep(told=institutions.House(f"{county}敬老院", f"证-{county}", town, 20, None, day), by=world.county,
                                 at=at(DAY))
    placing.ask_for_place(institution_id=house.pk, on=day, **told)
    bad = workbook(institutions.COLUMNS, [["某敬老院", "证-x", "没有的镇", "10", "", ""]])
    table = institutions.take_in(content=bad, file_name="机构.xlsx", county=county, here=jurisdiction(world.county, day), by=world.county,
                                 at=at(DAY))
    return Cared(home, case.person, agreed, house, table)
