"""Whose matters are at hand (本人、代办): one's own, or those of the person one acts for at this moment.

A helper signs in to a list of people, never to a form. Whom he acts for stands in the session; taking up another person
begins the session anew, with another key and other form tokens, so that nothing typed for one reaches the next and a
page left open for the first is refused.
"""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.kernel.masking import mask_name
from doudi.offices import reads as offices
from doudi.offices.access import as_system
from doudi.people import claims, helping
from doudi.people import reads as people
from doudi.www import clock

# TURNED holds the person a helper has turned to, or OWN for his own matters; without it he has not chosen.
TURNED, TURNED_NAME, HELPS, OWN = "turned_to", "turned_to_name", "helps", "own"


def turn_to(request: HttpRequest, person: Any | None) -> None:
    """From now on every page is about this person, or about the helper himself."""
    request.session[HELPS] = True
    request.session[TURNED] = OWN if person is None else person.pk
    if person is not None:
        request.session[TURNED_NAME] = mask_name(person.name)


def person_of(request: HttpRequest, user: Any) -> int | None:
    """The number of the person whose matters these are, while the mandate holds; None for a helper who has not chosen,
    or whose mandate is over."""
    turned = request.session.get(TURNED)
    if turned is None and request.session.get(HELPS):
        return None
    if turned is None or turned == OWN:
        return user.person_id
    return turned if helping.may_act_for(user, [turned], clock.today()) else None


@as_system("sign in")
def accounts_for(typed: str) -> list[str] | None:
    """The accounts that an ID number stands for: of the person on record, and of those who claim the number. None when
    it is no ID number but the name of an account."""
    try:
        number = parse_id_number(typed).number18
    except BadIdentifier:
        return None
    known = people.person_numbered(number)
    persons = [*([known] if known else []), *claims.claimants(number)]
    found = [offices.user_of_person(person.pk) for person in persons]
    return [user.username for user in found if user is not None]
