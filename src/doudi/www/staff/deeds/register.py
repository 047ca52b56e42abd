"""All verbs of the case page in the order of the bar, and which of them this person may press now."""
from __future__ import annotations

from typing import Any

from doudi.www.staff.deeds import decision, delivering, door, letters, opinion, survey, urgent
from doudi.www.staff.deeds.deed import Deed, PlainForm

ALL: tuple[Deed, ...] = (*door.DEEDS, *urgent.DEEDS, *survey.DEEDS, *opinion.DEEDS, *decision.DEEDS, *delivering.DEEDS,
                         *letters.DEEDS)


# The button asks the law again before it does anything else.
CURED_BY_THE_DEED = ("先重新认定",)


class NoForm(PlainForm):
    """A verb that asks nothing."""


def find(name: str, verb: str) -> Deed | None:
    """The verb behind a button."""
    return next((deed for deed in ALL if (deed.name, deed.verb) == (name, verb)), None)


def open_deeds(page: Any, duty: Any) -> list[Deed]:
    """What the table of transitions allows this person on this case, main verbs first, rare ones last."""
    may = {row.verb for row in page.verbs if not row.why_not or row.why_not in CURED_BY_THE_DEED}
    fitting = [deed for deed in ALL if deed.verb in may and (deed.fits is None or deed.fits(duty, page))]
    return sorted(fitting, key=lambda deed: (deed.rare, not deed.main))


def blocked(page: Any) -> list[str]:
    """Main verbs that wait for something, with what they wait for."""
    main = {deed.verb: deed.label for deed in ALL if deed.main}
    return [f"{main[row.verb]}:{row.why_not}" for row in page.verbs
            if row.verb in main and row.why_not and row.why_not not in CURED_BY_THE_DEED
            and row.verb not in {"record_service", "answer_review"}]
