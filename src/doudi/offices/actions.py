"""What is done to offices and the people in them: opening, appointing, signing in.

Accounts are made by administrators; a resident's account belongs to one person and holds no post.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from doudi.audit import actions as audit
from doudi.kernel.areas import BadArea, level_of, prefix_of
from doudi.offices.access import as_system
from doudi.offices.models import ManagementArea, Office, Post, Role, User

ATTEMPTS_ALLOWED = 5
CODE_DIGITS = 6
LOCKED_FOR = timedelta(minutes=15)
WEAK = {"password_too_short": "太短,至少要 8 位", "password_too_common": "太常见,容易被猜到",
        "password_entirely_numeric": "不能全是数字"}


class OfficeRefused(ValueError):
    """Something about offices or accounts that cannot be done; the message is Chinese, for the user."""


class SignInRefused(OfficeRefused):
    """The sign-in did not succeed; the message is Chinese and does not tell which part was wrong."""


@transaction.atomic
def open_office(
    *,
    name: str,
    level: str,
    prefixes: Sequence[str],
    by: Any,
    at: datetime,
    parent: Office | None = None,
    management_area: ManagementArea | None = None,
    phone: str = "",
    address: str = "",
) -> Office:
    """Open an office for a set of areas; opening the same one again changes nothing."""
    known = Office.objects.filter(name=name, level=level, parent=parent).first()
    if known:
        return known
    office = Office.objects.create(
        name=name,
        level=level,
        prefixes=[_prefix(code) for code in prefixes],
        parent=parent,
        management_area=management_area,
        phone=phone,
        address=address,
    )
    audit.record(
        by=by, at=at, verb="open_office", subject=("office", office.pk), details={"prefixes": office.prefixes}
    )
    return office


def _prefix(code: str) -> str:
    if len(code) == 4 and code.isdigit():
        return code
    try:
        level_of(code)
    except BadArea as error:
        raise OfficeRefused(str(error)) from error
    return prefix_of(code)


@transaction.atomic
def make_user(*, username: str, name: str, password: str, by: Any, at: datetime, phone: str = "",
              person_id: int | None = None, check_password: bool = True) -> User:
    """An account. The password is checked for strength unless it is a demo's."""
    username = username.strip()
    if not username or User.objects.filter(username=username).exists():
        raise OfficeRefused(f"用户名“{username}”已经有人用了,请换一个。" if username else "请填写用户名。")
    if check_password:
        _refuse_weak(password)
    user = User.objects.create(
        username=username,
        name=name.strip(),
        phone=phone,
        person_id=person_id,
        created_at=at,
        password=make_password(password),
    )
    audit.record(by=by, at=at, verb="make_user", subject=("user", user.pk))
    return user


@transaction.atomic
def give_code(*, person_id: int, username: str, name: str, phone: str = "", by: Any, at: datetime) -> tuple[User, str]:
    """A resident's new code (查询码) and account: six digits, told once, kept only as a hash.

    An account that is there gets the new code, and the old one no longer works.
    """
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    user = User.objects.select_for_update().filter(person_id=person_id).first()
    if user is None:
        made = make_user(username=username, name=name, password=code, phone=phone, person_id=person_id, by=by, at=at,
                         check_password=False)
        return made, code
    user.set_password(code)
    user.forget_failures()
    user.save(update_fields=["password", "failed_attempts", "locked_until"])
    audit.record(by=by, at=at, verb="give_code", subject=("user", user.pk))
    return user, code


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        wrong = [WEAK[each.code] for each in error.error_list]
        raise OfficeRefused("密码" + ",".join(wrong) + "。请换一个。") from error


@transaction.atomic
def change_password(*, user: User, password: str, by: Any, at: datetime) -> None:
    """A new password; the journal says that, not what."""
    _refuse_weak(password)
    user.set_password(password)
    user.forget_failures()
    user.save(update_fields=["password", "failed_attempts", "locked_until"])
    audit.record(by=by, at=at, verb="change_password", subject=("user", user.pk))


@transaction.atomic
def appoint(*, user: User, office: Office, role: str, since: date, by: Any, at: datetime,
            until: date | None = None) -> Post:
    """Give somebody a post; the same open post twice is one post."""
    if role not in Role.values:
        raise OfficeRefused(f"没有“{role}”这个岗位。")
    post, made = Post.objects.get_or_create(user=user, office=office, role=role, valid_until=until,
                                            defaults={"valid_from": since})
    if made:
        audit.record(by=by, at=at, verb="appoint", subject=("user", user.pk),
                     details={"office": office.pk, "role": role, "from": since.isoformat()})
    return post


@transaction.atomic
def end_post(*, post: Post, day: date, by: Any, at: datetime) -> Post:
    """The post is no longer held from that day on."""
    post.valid_until = day
    post.save(update_fields=["valid_until"])
    audit.record(by=by, at=at, verb="end_post", subject=("user", post.user_id), details={"post": post.pk})
    return post


@transaction.atomic
def suspend_user(*, user: User, by: Any, at: datetime) -> User:
    """Nobody signs in with this account any more; what it did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(by=by, at=at, verb="suspend_user", subject=("user", user.pk))
    return user


@as_system("sign in")
def sign_in(*, username: str, password: str, at: datetime) -> User:
    """The user, if name and password fit and the account is not resting after too many failures."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=username.strip()).first()
        refusal = _attempt(user, password, at)
    # Raised after the commit: the counted failure must stay.
    if refusal:
        raise SignInRefused(refusal)
    return user


def _attempt(user: User | None, password: str, at: datetime) -> str:
    if user is None or not user.is_active:
        # As slow as a real check, so that the time does not tell which names exist.
        make_password(password)
        return "用户名或密码不对。请再试一次;忘了密码请找管理员。"
    if user.locked_until and at < user.locked_until:
        minutes = int((user.locked_until - at).total_seconds() // 60) + 1
        return f"输错次数太多,账号暂时锁住了。请 {minutes} 分钟后再试。"
    right = user.check_password(password)
    if right:
        user.forget_failures()
    else:
        user.count_failure(at, ATTEMPTS_ALLOWED, at + LOCKED_FOR)
    user.save(update_fields=["failed_attempts", "locked_until"])
    audit.record(by=user if right else None, at=at, verb="sign_in" if right else "sign_in_failed",
                 subject=("user", user.pk))
    return "" if right else "用户名或密码不对。请再试一次;忘了密码请找管理员。"
