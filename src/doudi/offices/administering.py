"""How far an administrator's hand reaches (济办发〔2020〕21号 三20): city, county and township each run their own.

An administrator's post reaches the offices whose prefixes all lie inside his own office's and that do not rank above it.
He reaches an account when every post it still holds, or has been given for later, lies in such an office.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, F, Func, Q, QuerySet, Value

from doudi.offices.models import Office, Post, Role, User
from doudi.offices.reads import jurisdiction
from doudi.offices.refusals import OfficeRefused

RANKS = {"village": 0, "township": 1, "county": 2, "city": 3}
CITY_RANK = RANKS["city"]
# Where a role can be held: a county's powers are not given out at a township's desk.
LEVELS_OF = {
    Role.COORDINATOR: ("village", "township"),
    Role.CLERK: ("township", "county"),
    Role.COUNTY_OFFICER: ("county",),
    Role.CITY_OFFICER: ("city",),
    Role.DEPARTMENT: ("department",),
    Role.HOTLINE: ("hotline",),
    Role.FINANCE: ("finance",),
    Role.AUDITOR: ("audit",),
    Role.ADMINISTRATOR: ("city", "county", "township"),
}
LEVEL_NAMES = dict(Office._meta.get_field("level").choices)


def rank_of(office: Office) -> int:
    """City 3 … village 0; a bureau of another kind ranks with the office it stands under, else it is the city's."""
    level = office.level if office.level in RANKS or office.parent is None else office.parent.level
    return RANKS.get(level, CITY_RANK)


def inside(prefixes: Iterable[str], around: Iterable[str]) -> bool:
    """Whether every prefix lies inside one of those around; no prefixes lie nowhere."""
    wanted, outer = list(prefixes), tuple(around)
    return bool(wanted) and all(each.startswith(outer) for each in wanted)


class AllInside(Func):
    """As `inside`, in the database: no element of the first array that is like none of the second's patterns."""

    template = "NOT EXISTS (SELECT 1 FROM unnest(%(expressions)s))"
    arg_joiner = ") AS prefix WHERE NOT prefix LIKE ANY("
    output_field = BooleanField()

    def __init__(self, field: str, around: Iterable[str]) -> None:
        patterns = Value([f"{prefix}%" for prefix in around], output_field=ArrayField(CharField()))
        super().__init__(F(field), patterns)


@dataclass(frozen=True)
class Reach:
    """What the administrator's posts of somebody reach on a day."""

    user: Any
    day: date
    posts: tuple[Post, ...]

    def over(self, office: Office) -> bool:
        """Whether the office is his to run."""
        return any(inside(office.prefixes, post.office.prefixes) and rank_of(office) <= rank_of(post.office)
                   for post in self.posts)

    def over_account(self, user: User) -> bool:
        """Whether the account is his to run: all its posts that stand or are to come; without any, the last one."""
        if user.person_id is not None:
            return False
        posts = list(user.posts.select_related("office__parent").order_by("valid_until", "id"))
        live = [post for post in posts if post.valid_until is None or post.valid_until > self.day]
        if not posts:
            return any(post.office.level == "city" for post in self.posts)
        return all(self.over(post.office) for post in live or posts[-1:])

    def offices(self) -> QuerySet[Office]:
        """Every office he runs: what `over` says of one, as a condition."""
        mine = Q(pk__in=[])
        for post in self.posts:
            below = [level for level, rank in RANKS.items() if rank <= rank_of(post.office)]
            ranked, bureau = Q(level__in=below), ~Q(level__in=list(RANKS))
            ranked |= bureau & Q(parent__level__in=below)
            if rank_of(post.office) == CITY_RANK:
                ranked |= bureau
            mine |= ranked & Q(AllInside("prefixes", post.office.prefixes))
        return Office.objects.filter(mine, prefixes__len__gt=0)

    def accounts(self) -> QuerySet[User]:
        """Whoever works, has worked or is going to work in one of these offices."""
        posts = Post.objects.filter(office__in=self.offices())
        return User.objects.filter(pk__in=posts.values("user")).order_by("id")


def reach_of(user: Any, day: date) -> Reach:
    """The administrator's posts that somebody holds on a day."""
    return Reach(user, day, jurisdiction(user, day).held_as(Role.ADMINISTRATOR).posts)


def check_office(office: Office, *, by: Any, day: date) -> None:
    """The office is the administrator's to run. `by` None is the installation itself."""
    if by is not None and not reach_of(by, day).over(office):
        raise OfficeRefused(f"“{office.name}”不归您管理。请让上一级或那边的管理员来办。")


def check_account(user: User, *, by: Any, day: date) -> None:
    """The account is the administrator's to run, and not his own."""
    if by is None:
        return
    if by.pk == user.pk:
        raise OfficeRefused("不能办自己的账号和岗位。请让另一位管理员来办。")
    if not reach_of(by, day).over_account(user):
        raise OfficeRefused(f"{user.name}在您管理范围以外还有岗位,或者不归您管理。请让上一级管理员来办。")


def check_role(role: str, office: Office) -> None:
    """A role that such an office can have."""
    if role not in Role.values:
        raise OfficeRefused(f"没有“{role}”这个岗位。")
    if office.level not in LEVELS_OF[Role(role)]:
        levels = "、".join(LEVEL_NAMES[level] for level in LEVELS_OF[Role(role)])
        raise OfficeRefused(f"“{Role(role).label}”是{levels}机构的岗位,“{office.name}”没有这个岗位。")
