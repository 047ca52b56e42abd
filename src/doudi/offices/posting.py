"""Posts given and ended, and deputies (任职、离岗、代班). `by` None is the installation itself.

Nobody gives himself a post; an administrator acts within his reach only (administering). Ending one of his own area's
posts is allowed him also where the account has posts elsewhere: those stay.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.offices.administering import check_account, check_office, check_role
from doudi.offices.models import Office, Post, Role, User
from doudi.offices.refusals import OfficeRefused


@transaction.atomic
def appoint(*, user: User, office: Office, role: str, since: date, by: Any, at: datetime,
            until: date | None = None) -> Post:
    """Give somebody a post; the same open post twice is one post."""
    check_role(role, office)
    _may_give(user, office, by=by, day=localdate(at))
    _forward(since, until)
    known = _overlapping(user, office, role, since, until)
    if known is not None:
        if known.valid_until != until:
            raise OfficeRefused(f"{user.name}已经有这个岗位了:{_period(known)}。先让那一段结束,再给新的。")
        return known
    return _given(user, office, role, since, until, by=by, at=at)


@transaction.atomic
def first_post(*, user: User, office: Office, role: str, since: date, by: Any, at: datetime,
               until: date | None = None) -> Post:
    """The post that a new account is made for: it has none yet by which anybody could be asked for leave."""
    check_role(role, office)
    check_office(office, by=by, day=localdate(at))
    _forward(since, until)
    return _given(user, office, role, since, until, by=by, at=at)


@transaction.atomic
def name_deputy(*, post: Post, user: User, since: date, until: date, by: Any, at: datetime) -> Post:
    """Somebody stands in for the holder of a post, from one day to another, with the same powers (代班)."""
    post = Post.objects.select_for_update(of=("self",)).select_related("office__parent", "user").get(pk=post.pk)
    if user.pk == post.user_id:
        raise OfficeRefused("不能自己代自己。请选另一位同事。")
    if post.valid_until is not None and post.valid_until <= since:
        raise OfficeRefused(f"{post.user.name}到那天已经不在这个岗位了。请直接给同事这个岗位。")
    _may_give(user, post.office, by=by, day=localdate(at))
    _forward(since, until)
    twice = Post.objects.filter(_meets(since, until), user=user, deputy_for=post).first()
    if twice is not None:
        raise OfficeRefused(f"{user.name}这段时间已经在代{post.user.name}:{_period(twice)}。")
    return _given(user, post.office, post.role, since, until, deputy_for=post, by=by, at=at)


def _may_give(user: User, office: Office, *, by: Any, day: date) -> None:
    if user.person_id is not None:
        raise OfficeRefused("这是居民查进度的账号,不能任职。请另开一个工作账号。")
    if not user.is_active:
        raise OfficeRefused(f"{user.name}的账号停用了。先恢复账号,再给岗位。")
    check_office(office, by=by, day=day)
    check_account(user, by=by, day=day)


def _forward(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise OfficeRefused("结束的日子要在开始的日子以后。")


def _meets(since: date, until: date | None) -> Q:
    # A post that ended before it began was never held and meets nothing.
    held = Q(valid_until__gt=since) & Q(valid_until__gt=F("valid_from"))
    later = Q(valid_until__isnull=True) | held
    return later if until is None else later & Q(valid_from__lt=until)


def _overlapping(user: User, office: Office, role: str, since: date, until: date | None) -> Post | None:
    # Two presses at once wait for each other at the account's row.
    User.objects.select_for_update().get(pk=user.pk)
    held = Post.objects.filter(_meets(since, until), user=user, office=office, role=role, deputy_for__isnull=True)
    return held.order_by("id").first()


def _period(post: Post) -> str:
    return f"{post.valid_from} 起" + (f",到 {post.valid_until} 为止" if post.valid_until else "")


def _given(user: User, office: Office, role: str, since: date, until: date | None, *, by: Any, at: datetime,
           deputy_for: Post | None = None) -> Post:
    post = Post.objects.create(user=user, office=office, role=role, valid_from=since, valid_until=until,
                               deputy_for=deputy_for, appointed_by=by)
    details = {"post": post.pk, "office": office.pk, "role": role, "from": since.isoformat()}
    details |= {"until": until.isoformat()} if until else {}
    details |= {"deputy_for": deputy_for.pk} if deputy_for else {}
    audit.record(by=by, at=at, verb="name_deputy" if deputy_for else "appoint", subject=("user", user.pk),
                 details=details)
    return post


@transaction.atomic
def end_post(*, post: Post, day: date, by: Any, at: datetime) -> Post:
    """The post is no longer held from that day on; one that was to begin later was never held."""
    post = Post.objects.select_for_update(of=("self",)).select_related("office__parent", "user").get(pk=post.pk)
    check_office(post.office, by=by, day=localdate(at))
    if by is not None and by.pk == post.user_id and post.role == Role.ADMINISTRATOR:
        raise OfficeRefused("不能撤掉自己的管理员岗位。请让另一位管理员来办。")
    if by is not None and day < localdate(at):
        raise OfficeRefused("离岗的日子不能早于今天:已经过去的日子里他办过事。")
    if post.valid_until is not None and post.valid_until <= day:
        raise OfficeRefused(f"这个岗位到 {post.valid_until} 就结束了,不用再办。")
    post.valid_until = max(day, post.valid_from)
    post.save(update_fields=["valid_until"])
    audit.record(by=by, at=at, verb="end_post", subject=("user", post.user_id),
                 details={"post": post.pk, "until": post.valid_until.isoformat()})
    return post
