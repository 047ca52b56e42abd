"""A refusal takes effect at once (不要,马上生效): what runs ends, what is with a department comes back, what is on its way stops.

济办发〔2020〕21号 三20. `hold` comes before the refusal is written: whoever carries an entry out holds the same rows, so that
either the refusal is seen there, or what was opened is seen here. A family writes only its own refusal; the rest is done as the
system, for this one claim.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from doudi.casework.enrolling.carrying import end_declined
from doudi.casework.enrolling.models import Entry
from doudi.casework.referrals import course
from doudi.casework.referrals.course import Voice
from doudi.casework.referrals.models import OPEN
from doudi.offices.access import as_system

OWN_WISH: Final = "本人说不要,不用办了。"


@dataclass(frozen=True)
class Claim:
    """One benefit of one family, or of one person of it."""

    household_id: int
    person_id: int | None
    programme: str


def hold(claim: Claim) -> None:
    """Wait for whoever is carrying it out at this moment, and keep others waiting until the refusal is written."""
    with as_system("expired help"):
        list(_entries(claim).select_for_update(of=("self",)).order_by("pk"))


def take_effect(claim: Claim, *, by: Any, at: datetime) -> None:
    """In the transaction of the refusal; what a department has finished already stays, and is not renewed."""
    with as_system("expired help"):
        end_declined(claim.household_id, claim.person_id, claim.programme, at)
        for entry in _entries(claim).filter(outcome="referred", referral__state__in=OPEN).order_by("pk"):
            _take_back(entry, by, at)


def _take_back(entry: Entry, by: Any, at: datetime) -> None:
    referral = course.locked(pk=entry.referral_id)
    # The department may have answered while its row was waited for: what is given stays given.
    if referral is None or not referral.is_open:
        return
    referral.reason = OWN_WISH
    course.move(referral, "revoke", Voice(by, at))
    entry.outcome = "declined"
    entry.save(update_fields=["outcome"])


def _entries(claim: Claim) -> Any:
    return Entry.objects.filter(household=claim.household_id, person_id=claim.person_id, programme=claim.programme)
