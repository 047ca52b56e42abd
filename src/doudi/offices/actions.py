"""What is done to offices and the people in them: opening, appointing, signing in.

Accounts are made by administrators; a resident's account belongs to one person and holds no post.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.kernel.areas import BadArea, level_of, prefix_of
from doudi.offices.administering import RANKS, check_account, check_office, inside, rank_of, reach_of
from doudi.offices.models import ManagementArea, Office, User
from doudi.offices.posting import appoint, end_post, first_post, name_deputy
from doudi.offices.refusals import OfficeRefused, SignInRefused
from doudi.offices.second_factor import begin_factor, check_factor, confirm_factor, reset_factor
from doudi.offices.signing_in import enter_by_provider, pardon, sign_in, sign_out_everywhere

CODE_DIGITS, CODE_BYTES = 6, 32
# A helper's code opens more than one family's matters: it is longer.
HELPER_HEAD, HELPER_DIGITS, HELPER_CODE_DIGITS = "db", 6, 8
# A password that somebody reads to somebody else over a telephone: nothing that looks or sounds like another sign.
READABLE = "abcdefhjkmnprtuvwxy34679"
PARTS, PART = 3, 4
WEAK = {"password_too_short": "太短,至少要 8 位", "password_too_common": "太常见,容易被猜到",
        "password_entirely_numeric": "不能全是数字"}


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
    served = [_prefix(code) for code in prefixes]
    _may_open(Office(name=name, level=level, prefixes=served, parent=parent), by=by, day=localdate(at))
    office = Office.objects.create(
        name=name,
        level=level,
        prefixes=served,
        parent=parent,
        management_area=management_area,
        phone=phone,
        address=address,
    )
    audit.record(
        by=by, at=at, verb="open_office", subject=("office", office.pk), details={"prefixes": office.prefixes}
    )
    return office


def _may_open(office: Office, *, by: Any, day: date) -> None:
    """An administrator opens offices below his own (or beside it), for areas of the office they stand under."""
    if by is None:
        return
    if not office.name.strip():
        raise OfficeRefused("请填机构的名称。")
    if office.parent is None:
        raise OfficeRefused("请选上级机构。")
    check_office(office.parent, by=by, day=day)
    if not inside(office.prefixes, office.parent.prefixes):
        raise OfficeRefused(f"服务的地方要在“{office.parent.name}”管的地方里面。请核对区划代码。")
    if office.level in RANKS and rank_of(office) >= rank_of(office.parent):
        raise OfficeRefused(f"{office.get_level_display()}机构不能设在“{office.parent.name}”下面。")
    if not reach_of(by, day).over(office):
        raise OfficeRefused("这个机构不在您管理的范围里。")


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
def open_account(*, username: str, name: str, phone: str = "", office: Office, role: str, since: date, by: Any,
                 at: datetime, until: date | None = None) -> tuple[User, str]:
    """A new colleague: an account with its first post, and the password for the first sign-in, told once."""
    password = _one_time_password()
    user = make_user(username=username, name=name, password=password, phone=phone, by=by, at=at, check_password=False)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    first_post(user=user, office=office, role=role, since=since, until=until, by=by, at=at)
    return user, password


@transaction.atomic
def account_of(*, person_id: int, name: str, phone: str = "", by: Any, at: datetime) -> User:
    """The account of a resident whom an identity provider vouches for: the one there is, else one without a code."""
    known = User.objects.select_for_update().filter(person_id=person_id).first()
    if known is not None:
        return known
    return make_user(username=f"p{person_id}", name=name, password=secrets.token_urlsafe(CODE_BYTES), phone=phone,
                     person_id=person_id, by=by, at=at, check_password=False)


@transaction.atomic
def give_code(*, person_id: int, name: str, phone: str = "", typed: str = "", by: Any, at: datetime) -> tuple[User, str]:
    """A resident's new code (查询码) and account: six digits, told once, kept only as a hash.

    An account that is there gets the new code, and the old one no longer works. The account is called by the person's
    number here, never by the ID number; `typed` is what he signs in with, whose wrong tries are forgiven.
    """
    code = _digits(CODE_DIGITS)
    user = User.objects.select_for_update().filter(person_id=person_id).first()
    if user is None:
        made = make_user(username=f"p{person_id}", name=name, password=code, phone=phone, person_id=person_id, by=by, at=at,
                         check_password=False)
        return made, code
    user.set_password(code)
    user.save(update_fields=["password"])
    pardon(typed or user.username)
    audit.record(by=by, at=at, verb="give_code", subject=("user", user.pk))
    return user, code


@transaction.atomic
def make_helper(*, name: str, phone: str = "", by: Any, at: datetime) -> tuple[User, str]:
    """An account for somebody who helps others (代办账号) and is not on file himself, with its code, told once."""
    if not name.strip():
        raise OfficeRefused("请填帮办人的姓名。")
    username = HELPER_HEAD + _digits(HELPER_DIGITS)
    while User.objects.filter(username=username).exists():
        username = HELPER_HEAD + _digits(HELPER_DIGITS)
    code = _digits(HELPER_CODE_DIGITS)
    user = make_user(username=username, name=name, password=code, phone=phone, by=by, at=at, check_password=False)
    return user, code


@transaction.atomic
def new_helper_code(*, user: User, by: Any, at: datetime) -> str:
    """A new code for a helper's account; the old one no longer works."""
    code = _digits(HELPER_CODE_DIGITS)
    user.set_password(code)
    user.save(update_fields=["password"])
    pardon(user.username)
    audit.record(by=by, at=at, verb="give_code", subject=("user", user.pk))
    return code


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        wrong = [WEAK[each.code] for each in error.error_list]
        raise OfficeRefused("密码" + ",".join(wrong) + "。请换一个。") from error


@transaction.atomic
def change_password(*, user: User, password: str, by: Any, at: datetime) -> None:
    """A new password, chosen by its owner; the journal says that, not what."""
    _refuse_weak(password)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    pardon(user.username)
    audit.record(by=by, at=at, verb="change_password", subject=("user", user.pk))


@transaction.atomic
def change_own_password(*, user: User, old: str, new: str, at: datetime) -> None:
    """The owner of an account changes its password; he must know the old one, and the new one must be another."""
    if not user.check_password(old):
        raise OfficeRefused("现在的密码不对。请再填一次。")
    if old == new:
        raise OfficeRefused("新密码和现在的一样。请换一个。")
    change_password(user=user, password=new, by=user, at=at)


@transaction.atomic
def reset_password(*, user: User, by: Any, at: datetime) -> str:
    """A password for one sign-in, told once; it must be changed there. Sessions of the old one end (密码重置)."""
    check_account(user, by=by, day=localdate(at))
    password = _one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    pardon(user.username)
    audit.record(by=by, at=at, verb="reset_password", subject=("user", user.pk))
    return password


def _one_time_password() -> str:
    return "-".join("".join(secrets.choice(READABLE) for _ in range(PART)) for _ in range(PARTS))


@transaction.atomic
def suspend_user(*, user: User, by: Any, at: datetime) -> User:
    """Nobody signs in with this account any more, and who is signed in is out; what it did stays (停用)."""
    check_account(user, by=by, day=localdate(at))
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(by=by, at=at, verb="suspend_user", subject=("user", user.pk))
    return user


@transaction.atomic
def restore_user(*, user: User, by: Any, at: datetime) -> User:
    """The account works again, with the posts that it still holds (恢复)."""
    check_account(user, by=by, day=localdate(at))
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=by, at=at, verb="restore_user", subject=("user", user.pk))
    return user


__all__ = [
    "OfficeRefused",
    "SignInRefused",
    "account_of",
    "appoint",
    "begin_factor",
    "change_own_password",
    "change_password",
    "check_factor",
    "confirm_factor",
    "end_post",
    "enter_by_provider",
    "give_code",
    "make_user",
    "name_deputy",
    "open_account",
    "open_office",
    "reset_factor",
    "reset_password",
    "restore_user",
    "sign_in",
    "sign_out_everywhere",
    "suspend_user",
]
