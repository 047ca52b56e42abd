"""All verbs of the case page in the order of the bar, and which of them this person may press now."""
from __future__ import annotations

from typing import Any

from doudi.www.staff.deeds import decision, door, letters, opinion, survey
from doudi.www.staff.deeds.deed import Deed, PlainForm

ALL: tuple[Deed, ...] = (*door.DEEDS, *survey.DEEDS, *opinion.DEEDS, *decision.DEEDS, *letters.DEEDS)


class NoForm(PlainForm):
    """A verb that asks nothing."""


def find(name: str, verb: str) -> Deed | None:
    """The verb behind a button."""
    return next((deed for deed in ALL if (deed.name, deed.verb) == (name, verb)), None)


def open_deeds(page: Any, duty: Any) -> list[Deed]:
    """What the table of transitions allows this person on this case, main verbs first, rare ones last."""
    may = {row.verb for row in page.possible if duty.may(*row.roles)}
    fitting = [deed for deed in ALL if deed.verb in may and (deed.fits is None or deed.fits(duty, page))]
    return sorted(fitting, key=lambda deed: (deed.rare, not deed.main))
