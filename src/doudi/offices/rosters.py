"""What the pages of an administrator need: who works in his offices, page after page, and who could stand in for whom.

A list never reads the whole table: people by key, a page at a time (人员岗位, X01).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from doudi.offices.administering import Reach, inside
from doudi.offices.models import Office, Post, User

DIGITS = (4, 6, 9, 12)  # of the codes of city, county, township and village


@dataclass(frozen=True)
class Colleague:
    """Somebody in the list: the account and the posts held today (or, without one, the latest)."""

    user: User
    posts: tuple[Post, ...]


def held_on(day: date) -> Q:
    """Posts that are held on a day."""
    return _held("", day)


def _held(to: str, day: date) -> Q:
    until = Q(**{f"{to}valid_until__isnull": True}) | Q(**{f"{to}valid_until__gt": day})
    return Q(**{f"{to}valid_from__lte": day}) & until


def colleagues(reach: Reach, *, text: str = "", state: str = "", office: int | None = None, after: int | None = None,
               limit: int = 40) -> tuple[list[Colleague], int | None]:
    """Whoever works (worked, will work) in the offices of an administrator, and the key of the next page."""
    mine = reach.offices()
    posts = Post.objects.filter(office__in=mine if office is None else mine.filter(pk=office))
    found = User.objects.filter(_in_state(state, posts, reach.day))
    if text:
        named = posts.filter(office__name__contains=text).values("user")
        found = found.filter(Q(name__contains=text) | Q(username__startswith=text) | Q(pk__in=named))
    held = posts.select_related("office", "deputy_for__user").order_by("-valid_until", "id")
    rows = list(found.filter(id__gt=after or 0).order_by("id").prefetch_related(Prefetch("posts", held))[: limit + 1])
    page = [Colleague(user, _shown(user, reach.day)) for user in rows[:limit]]
    return page, rows[limit - 1].pk if len(rows) > limit else None


def _in_state(state: str, posts: QuerySet[Post], day: date) -> Q:
    working, coming = posts.filter(held_on(day)).values("user"), posts.filter(valid_from__gt=day).values("user")
    if state == "working":
        return Q(pk__in=working, is_active=True)
    if state == "coming":
        return Q(pk__in=coming) & ~Q(pk__in=working)
    if state == "left":
        return Q(pk__in=posts.values("user")) & ~Q(pk__in=working) & ~Q(pk__in=coming)
    return Q(pk__in=posts.values("user")) & (Q(is_active=False) if state == "suspended" else Q())


def _shown(user: User, day: date) -> tuple[Post, ...]:
    posts = list(user.posts.all())
    return tuple(each for each in posts if each.valid_until is None or each.valid_until > day) or tuple(posts[:1])


def working_count(reach: Reach) -> int:
    """How many people hold a post in these offices today."""
    held = Post.objects.filter(held_on(reach.day), office__in=reach.offices(), user__is_active=True)
    return held.values("user").order_by().distinct().count()


def account(user_id: int, reach: Reach) -> User | None:
    """One account of the list; None outside the reach."""
    return reach.accounts().filter(pk=user_id).first()


def posts_of(user: User) -> list[Post]:
    """Every post past, present and to come, the newest first."""
    held = user.posts.select_related("office__parent", "deputy_for__user", "appointed_by", "user")
    return list(held.order_by("-valid_from", "-id"))


def post(post_id: int, reach: Reach) -> Post | None:
    """One post with its holder; None in an office outside the reach."""
    found = Post.objects.filter(pk=post_id).select_related("user", "office__parent").first()
    return found if found is not None and reach.over(found.office) else None


def beside(held: Post, day: date) -> list[User]:
    """Who else holds that role on that day for the whole area of the post's office, deputies too."""
    others = Post.objects.filter(held_on(day), role=held.role, user__is_active=True).exclude(user=held.user_id)
    # Any office whose area could hold the first of the prefixes; the whole is compared below.
    first = held.office.prefixes[0]
    near = [first[:length] for length in DIGITS if length <= len(first)]
    found = others.filter(office__prefixes__overlap=near).select_related("office", "user")
    found = found.order_by("user__name", "user_id", "id")
    return list({each.user_id: each.user for each in found
                 if inside(held.office.prefixes, each.office.prefixes)}.values())


def is_last(held: Post, day: date) -> bool:
    """Whether nobody else in that office holds the role on that day: its work would find nobody."""
    others = Post.objects.filter(held_on(day), office=held.office_id, role=held.role, user__is_active=True)
    return not others.exclude(user=held.user_id).exists()


def could_stand_in(held: Post, reach: Reach) -> QuerySet[User]:
    """The people of the same offices, for a choice of deputies: those above, below and beside in the reach."""
    above = [each for each in (held.office_id, held.office.parent_id) if each is not None]
    near = reach.offices().filter(Q(pk__in=above) | Q(parent__in=above))
    posts = Post.objects.filter(held_on(reach.day), office__in=near).exclude(user=held.user_id)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "id")


def offices(reach: Reach, *, text: str = "", after: int | None = None, limit: int = 40
            ) -> tuple[list[Office], int | None]:
    """The offices of an administrator with how many people work there today (`working`), a page at a time."""
    found = reach.offices().filter(id__gt=after or 0)
    if text:
        found = found.filter(name__contains=text)
    working = Count("posts__user", filter=_held("posts__", reach.day), distinct=True)
    rows = list(found.select_related("parent").annotate(working=working).order_by("id")[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None


def office(office_id: int, reach: Reach) -> Office | None:
    """One of them; None outside the reach."""
    return reach.offices().select_related("parent").filter(pk=office_id).first()


def office_choices(reach: Reach, *, most: int) -> list[Office]:
    """The offices to choose from where somebody is appointed; too many, and the villages are left out."""
    found = reach.offices().order_by("level", "name", "id")
    return list(found if found.count() <= most else found.exclude(level="village")[:most])
