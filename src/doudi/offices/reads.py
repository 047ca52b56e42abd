"""Who serves which area, and what somebody may see on a day (济办发〔2020〕21号 三20).

Every staff read of every room takes a Jurisdiction and filters by the prefix of the village code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Length

from doudi.kernel.areas import COUNTY_DIGITS, BadArea, level_of, lies_in, parent_of, prefix_of, township_of
from doudi.offices.access import as_system
from doudi.offices.models import (
    Area,
    ManagedTownship,
    ManagementArea,
    Office,
    Post,
    RecoveryCode,
    Role,
    SecondFactor,
    User,
)

ROLE_NAMES = dict(Role.choices)
NEARNESS = {"village": 0, "township": 1, "county": 2, "city": 3}
WINDOWS = frozenset({"village", "township", "county"})


@dataclass(frozen=True)
class Jurisdiction:
    """Area-code prefixes held through offices on a day, with the roles that hold them (管辖)."""

    prefixes: tuple[str, ...]
    roles: frozenset[str]
    offices: tuple[Office, ...] = ()
    by_role: tuple[tuple[str, tuple[str, ...]], ...] = ()
    posts: tuple[Post, ...] = ()

    @classmethod
    def of(cls, posts: Iterable[Post]) -> "Jurisdiction":
        """What these posts give together."""
        held = tuple(posts)
        by_role = tuple((post.role, tuple(post.office.prefixes)) for post in held)
        return cls(
            prefixes=_shortest(prefix for _, prefixes in by_role for prefix in prefixes),
            roles=frozenset(post.role for post in held),
            offices=tuple({post.office_id: post.office for post in held}.values()),
            by_role=by_role,
            posts=held)

    def held_as(self, *roles: str) -> "Jurisdiction":
        """Only what is held in these roles: a clerk here is not a clerk where he is something else."""
        return Jurisdiction.of(post for post in self.posts if post.role in roles)

    def covers(self, area: str) -> bool:
        """Whether an area lies inside."""
        return any(area.startswith(prefix) for prefix in self.prefixes)

    def covers_as(self, role: str, area: str) -> bool:
        """Whether an area lies inside what is held in that role."""
        return any(
            area.startswith(prefix) for held, prefixes in self.by_role if held == role for prefix in prefixes
        )

    def within(self, field: str = "area") -> Q:
        """The condition for a queryset: the village code in `field` begins with one of the prefixes."""
        # Nobody's area is no area: an empty set of prefixes must match nothing, not everything.
        condition = Q(pk__in=[])
        for prefix in self.prefixes:
            condition |= Q(**{f"{field}__begins": prefix})
        return condition


NOWHERE = Jurisdiction((), frozenset())


def jurisdiction(user: Any, day: date) -> Jurisdiction:
    """What `user` may see on `day` through the posts held then. One query."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return NOWHERE
    held = Post.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day), user=user, valid_from__lte=day
    )
    return Jurisdiction.of(held.select_related("office__parent", "deputy_for__user", "appointed_by").order_by("id"))


def _shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return tuple(kept)


def holders(area: str, role: str, day: date) -> QuerySet[User]:
    """Who holds a role for an area on a day, so that work and questions find somebody."""
    posts = Post.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        role=role,
        valid_from__lte=day,
        office__in=_serving(area),
    )
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("id")


def offices_for(area: str) -> list[Office]:
    """The offices that serve an area, nearest first: village, township, county, city."""
    # A management area is known by its townships: the length of the code alone would put it beside them.
    return sorted(
        _serving(area),
        key=lambda office: (
            NEARNESS.get(office.level, len(NEARNESS)),
            -max(len(p) for p in office.prefixes if area.startswith(p)),
        ),
    )


def windows_for(area: str) -> list[Office]:
    """Where a family of an area may go and ask, nearest first: nobody is sent to the auditors."""
    return [office for office in offices_for(area) if office.level in WINDOWS]


def _serving(area: str) -> QuerySet[Office]:
    prefixes = [area[:length] for length in (4, 6, 9, 12) if length <= len(area)]
    return Office.objects.filter(prefixes__overlap=prefixes).order_by("id")


def current(day: date | None = None) -> QuerySet[Area]:
    """The areas that exist on a day; without a day, those not yet ended."""
    if day is None:
        return Area.objects.filter(valid_until__isnull=True)
    return Area.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


def counties(day: date | None = None) -> QuerySet[Area]:
    """Counties in the order of their codes."""
    return current(day).filter(level="county").order_by("code")


def townships(county: str, day: date | None = None) -> QuerySet[Area]:
    """The townships of a county (or of the whole city for its code)."""
    return current(day).filter(level="township", code__begins=prefix_of(county)).order_by("code")


def villages(township: str, day: date | None = None) -> QuerySet[Area]:
    """The villages of a township (or of a county)."""
    return current(day).filter(level="village", code__begins=prefix_of(township)).order_by("code")


def run_apart() -> dict[str, str]:
    """The townships that management areas run under a county's code, with the area's name; 高新区 has a code of its own."""
    rows = ManagedTownship.objects.select_related("management_area").order_by("township_id")
    return {row.township_id: row.management_area.name for row in rows
            if row.township_id[:COUNTY_DIGITS] != row.management_area.statistical_code}


def managed_townships(management_area: str) -> list[Area]:
    """The townships that a management area runs."""
    return list(Area.objects.filter(managed__management_area=management_area).order_by("code"))


def management_areas() -> QuerySet[ManagementArea]:
    """高新区, 太白湖新区, 经开区."""
    return ManagementArea.objects.order_by("id")


def management_area_of(area: str) -> ManagementArea | None:
    """The management area that runs the township of an area, if one does."""
    try:
        township = township_of(area)
    except BadArea:
        return None
    return ManagementArea.objects.filter(townships__township=township).first()


def find_area(code: str) -> Area | None:
    """The area of that code, also one that has ended."""
    return Area.objects.filter(pk=code).first()


def area_exists(code: str, day: date, level: str = "village") -> bool:
    """Whether the code names an area of that level on that day; checks what people type and import."""
    return current(day).filter(pk=code, level=level).exists()


def area_name(code: str) -> str:
    """The name of one area, or its code when nobody knows it."""
    area = find_area(code)
    return area.name if area else code


def area_path(code: str) -> str:
    """任城区 南张街道 某某村: the names from the county down. One query."""
    codes = [part for part in (code[:6], code[:9], code[:12]) if part]
    names = (
        Area.objects.filter(pk__in=codes)
        .exclude(level="city")
        .order_by("code")
        .values_list("name", flat=True)
    )
    return " ".join(names) or code


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of many areas in one query."""
    return dict(Area.objects.filter(pk__in=set(codes)).values_list("code", "name"))


def search_areas(text: str, under: str = "3708", limit: int = 20) -> list[Area]:
    """Areas whose name contains the text, higher levels first."""
    found = current().filter(name__contains=text.strip(), code__begins=under)
    return list(found.annotate(digits=Length(F("code"))).order_by("digits", "code")[:limit])


def villages_named(text: str, prefixes: Iterable[str], limit: int = 40) -> list[str]:
    """Codes of the villages under these prefixes whose name begins with the text."""
    under = Q(pk__in=[])
    for prefix in prefixes:
        under |= Q(code__begins=prefix)
    found = current().filter(under, level="village", name__begins=text)
    return list(found.order_by("code").values_list("code", flat=True)[:limit])


def area_rows() -> list[dict[str, str]]:
    """Every current area as code, name, level, parent, kind: what the synthetic city is built on."""
    rows = current().order_by("code").annotate(above=F("parent_id"), none=Value(""))
    return [
        {"code": a.code, "name": a.name, "level": a.level, "parent": a.above or "", "kind": a.kind}
        for a in rows
    ]


def office_name(office_id: int) -> str:
    """The name of one office; its number when nobody knows it."""
    named = Office.objects.filter(pk=office_id).values_list("name", flat=True).first()
    return named or str(office_id)


def user_named(username: str) -> User | None:
    """The account of that sign-in name."""
    return User.objects.filter(username=username).first()


def user_of_person(person_id: int) -> User | None:
    """The resident's own account."""
    return User.objects.filter(person_id=person_id).first()


def user(user_id: int) -> User | None:
    """One account that may be used."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def users_numbered(user_ids: Iterable[int]) -> dict[int, User]:
    """Accounts by number, also those that rest, each with all its posts ever: who stands behind old deeds."""
    found = User.objects.filter(pk__in=set(user_ids)).order_by("id")
    return {user.pk: user for user in found.prefetch_related(Prefetch("posts", Post.objects.select_related("office")))}


def worked_under(user: User, here: Jurisdiction) -> bool:
    """Whether somebody ever held a post in an office that lies wholly inside a jurisdiction."""
    return any(all(here.covers(prefix) for prefix in post.office.prefixes) for post in user.posts.select_related("office"))


@as_system("sign in")
def has_factor(user: User) -> bool:
    """Whether the account has a second factor that was confirmed. Seen whoever asks: a factor that was hidden would not
    be asked for."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(factor__user=user, used_at__isnull=True).count()


def holds_post(user: User, day: date) -> bool:
    """Whether the account is staff on that day."""
    held = Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), user=user, valid_from__lte=day)
    return held.exists()


def is_empty() -> bool:
    """Whether nothing has been loaded yet."""
    return not Area.objects.exists()


def has_administrator(day: date) -> bool:
    """Whether somebody can already administer this installation."""
    open_posts = Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    return open_posts.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists()


__all__ = [
    "NOWHERE",
    "ROLE_NAMES",
    "Jurisdiction",
    "Role",
    "jurisdiction",
    "level_of",
    "lies_in",
    "parent_of",
]
