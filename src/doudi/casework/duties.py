"""Who may lay hands on a case: a post of the right role in an office that serves the village, or the family
itself.

民发〔2021〕57号 第二、四、六条. A post counts with its own office's prefixes only: a clerk here is not a
clerk there.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from doudi.casework.models import Case
from doudi.offices.models import ManagedTownship, Office, Post
from doudi.people import helping
from doudi.people.models import Membership, Person

RESIDENT = "resident"
COUNTY, TOWNSHIP = 6, 9  # digits of the code
IN_OFFICE = ("coordinator", "clerk", "county_officer", "city_officer")


def posts(user: Any, day: date) -> list[Post]:
    """The posts a user holds on a day, with their offices."""
    in_force = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    return list(Post.objects.filter(in_force, user=user).select_related("office__parent"))


def serves(user: Any, roles: Iterable[str], *, area: str, day: date) -> bool:
    """Whether the user holds one of the roles in an office that serves this village."""
    wanted = set(roles)
    return any(
        post.role in wanted and any(area.startswith(prefix) for prefix in post.office.prefixes)
        for post in posts(user, day)
    )


def runs_roll(user: Any, *, payer: str, day: date) -> bool:
    """Whether the user is a county officer of the office that pays this roll."""
    return _pays(user, ("county_officer",), payer, day)


def takes_roll(user: Any, *, payer: str, day: date) -> bool:
    """Whether the user may take the frozen roll out as a file: the office that pays it, and its finance bureau."""
    return _pays(user, ("county_officer", "finance"), payer, day)


def _pays(user: Any, roles: Iterable[str], payer: str, day: date) -> bool:
    held = [paying_office(post.office) for post in posts(user, day) if post.role in roles]
    return any(office is not None and office.level == "county" and payer in payers_of(office) for office in held)


def paying_office(office: Office) -> Office | None:
    """The county or city office whose rolls an office has to do with: its own, or, for a finance or audit bureau
    that serves the whole of it, the one it stands under."""
    if office.level in {"county", "city"}:
        return office
    above = office.parent
    if office.level not in {"finance", "audit"} or above is None or above.level not in {"county", "city"}:
        return None
    whole = all(each.startswith(tuple(office.prefixes)) for each in above.prefixes)
    return above if whole else None


def payers_of(office: Office) -> set[str]:
    """The rolls an office pays: its management area's, else those of the counties that it serves townships of."""
    if office.management_area_id is not None:
        return {office.management_area_id}
    return {prefix[:COUNTY] for prefix in office.prefixes}


def payer_of(area: str) -> str:
    """Whose roll pays a village: its management area's where one runs the township, else its county's."""
    managed = ManagedTownship.objects.filter(township_id=area[:TOWNSHIP]).values_list(
        "management_area_id", flat=True
    )
    return managed.first() or area[:COUNTY]


def payers() -> Callable[[str], str]:
    """The same for many villages, asked once."""
    managed = dict(ManagedTownship.objects.order_by("township_id").values_list("township_id", "management_area_id"))
    return lambda area: managed.get(area[:TOWNSHIP], area[:COUNTY])


def belongs(user: Any, *, household_id: int, day: date) -> bool:
    """Whether the user is a member of the household on the day, the guardian of one, or acts for one with his mandate
    (代办授权)."""
    if getattr(user, "pk", None) is None:
        return False
    now = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    members = Membership.objects.filter(now, household_id=household_id)
    own = user.person_id is not None and (
        members.filter(person_id=user.person_id).exists()
        or Person.objects.filter(guardian_id=user.person_id, pk__in=members.values("person_id")).exists()
    )
    return own or helping.may_act_for(user, members.values("person_id"), day)


def holds(user: Any, roles: Iterable[str], *, case: Case, day: date) -> bool:
    """Whether the user may act on this case in one of these roles."""
    wanted = set(roles)
    if serves(user, wanted & set(IN_OFFICE), area=case.area, day=day):
        return True
    return RESIDENT in wanted and belongs(user, household_id=case.household_id, day=day)


def acting_role(user: Any, *, area: str, day: date) -> str | None:
    """The strongest of the user's posts that serves this village: county before township before village."""
    held = {
        post.role for post in posts(user, day) if any(area.startswith(each) for each in post.office.prefixes)
    }
    return next(
        (role for role in ("county_officer", "clerk", "coordinator", "city_officer") if role in held), None
    )
