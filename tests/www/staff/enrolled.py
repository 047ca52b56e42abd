"""A batch of what is given without an application that waits for the county, with one family in it."""

from typing import Any

from doudi.casework.enrolling import actions
from doudi.casework.enrolling.models import Enrolment, Entry
from doudi.people.models import Household
from tests.www.staff.world import World, at

PRICES = {"event_cpi_hundredths": 360, "event_food_cpi_hundredths": 510}


def waiting_batch(world: World, area: str, home: Household, month: str = "2026-09") -> Enrolment:
    """Found and not confirmed yet; entered by the county's first officer."""
    batch = actions.begin_published(programme_code="price_subsidy", area=area, month=month, facts=PRICES, source="统计公报",
                                    by=world.county, at=at("2026-10-19"))
    Entry.objects.create(enrolment=batch, household=home, programme=batch.programme, area=home.area, fen=12_000,
                         found_at=at("2026-10-19"))
    Enrolment.objects.filter(pk=batch.pk).update(state="ready")
    return Enrolment.objects.get(pk=batch.pk)


def said(home: Household, want: str = "no") -> dict[str, Any]:
    """What the button of a line sends."""
    return {"household": home.pk, "person": "", "programme": "price_subsidy", "want": want, "press": f"p-{want}"}
