"""A proposal of standards that is being thought over, and the batch that a published one leads to."""

from datetime import date
from typing import Any

from doudi.casework.adjusting import actions as adjusting
from doudi.population.simulation.changes import Change
from doudi.standards import proposing
from tests.www.staff.world import World, at


def saved_proposal(world: World, area: str, word: str) -> Any:
    """Saved and not sent yet; its name begins with the word."""
    return proposing.save_proposal(
        proposal_id=None, name=f"{word}方案", area=area, by=world.county, at=at("2026-10-19"),
        changes=[Change("subsistence_standard", area, {"value": "941.00"}, {"registration": "urban"})])


def published_batch(world: World, area: str, word: str, key: str = "extreme_hardship_basic", value: str = "1301.00",
                    valid_from: date = date(2027, 1, 1)) -> Any:
    """What a published standard leads to, not counted yet."""
    told = {"at": at("2026-10-19")}
    made = proposing.save_proposal(
        proposal_id=None, name=f"{word}标准", area=area, by=world.county, **told,
        changes=[Change(key, area, {"value": value}, {"registration": "urban"})])
    proposing.send_proposal(proposal_id=made.pk, by=world.county, **told)
    proposing.decide_proposal(proposal_id=made.pk, approve=True, note="", by=world.city, **told)
    proposing.publish_proposal(proposal_id=made.pk, number=f"{word}〔2026〕9号", title="通知",
                               valid_from=valid_from, by=world.county, **told)
    [batch] = adjusting.begin(proposal_id=made.pk, by=world.county, **told)
    return batch
