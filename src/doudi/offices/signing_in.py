"""Signing in (登录): a password is tried a few times, wherever the name exists or not, and nobody is locked out for ever.

Every attempt is counted before it is looked at, and put back when it succeeds. Counted are the name together with the
address it came from, the address, and the name over all addresses; the last is not asked of a browser that has been
signed in to this account before. So a stranger who guesses rests himself and not the owner, and many strangers
together rest the account only for browsers it has never seen. A name that nobody has rests just the same.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from doudi.audit import actions as audit
from doudi.offices.access import as_system
from doudi.offices.allowances import Allowance, forget, give_back, key_of, take
from doudi.offices.models import User
from doudi.offices.refusals import SignInRefused

# Name and address: five slips at once, then one every three minutes; and fifteen in a day.
HERE = Allowance("sign_in.here", 5, timedelta(minutes=3))
HERE_ALL_DAY = Allowance("sign_in.here.day", 15, timedelta(minutes=96))
# A name over all addresses: a six-digit code stands against forty guesses a day.
NAME = Allowance("sign_in.name", 40, timedelta(minutes=36))
# An address over all names: a hall full of people behind one address types wrong less often than this.
ADDRESS = Allowance("sign_in.address", 30, timedelta(minutes=1))
MOST_CANDIDATES = 3
WRONG = "用户名或密码不对。请再试一次;忘了密码请找管理员。"


@as_system("sign in")
def sign_in(*, username: str, password: str, at: datetime, address: str = "", devices: Collection[int] = (),
            accounts: Sequence[str] | None = None) -> User:
    """The user whose password it is. `accounts` are the names to look under where what was typed is no account name
    (an ID number); `devices` are the accounts this browser has been signed in to before."""
    typed = username.strip()
    found = list(User.objects.filter(username__in=[typed] if accounts is None else accounts, is_active=True)
                 .order_by("id")[:MOST_CANDIDATES])
    here = [(HERE, f"{typed} {address}"), (HERE_ALL_DAY, f"{typed} {address}")]
    beyond = [(ADDRESS, address)]
    if not any(user.pk in devices for user in found):
        beyond.append((NAME, typed))
    again = take([*here, *beyond], at)
    if again is not None:
        raise too_often(again, at)
    user = _matching(found, password)
    if user is not None:
        give_back(beyond, at)
        forget(here)
    with transaction.atomic():
        audit.record(by=user, at=at, verb="sign_in" if user else "sign_in_failed", subject=_whom(user, found, typed))
    if user is None:
        raise SignInRefused(WRONG)
    return user


def too_often(again: datetime, at: datetime) -> SignInRefused:
    """Not now: when again, and what to do if it cannot wait."""
    minutes = max(1, -int(-(again - at).total_seconds() // 60))
    return SignInRefused(f"试的次数太多了,先停一停。请 {minutes} 分钟后再试;急事请打 12349。", rests_until=again)


def _matching(found: list[User], password: str) -> User | None:
    if not found:
        # As slow as a real check, so that the time does not tell which names exist.
        make_password(password)
        return None
    # Django makes the hash anew when the parameters have changed since it was made.
    return next((user for user in found if user.check_password(password)), None)


def _whom(user: User | None, found: list[User], typed: str) -> tuple[str, Any]:
    if user is not None or found:
        return "user", (user or found[0]).pk
    return "sign_in_name", key_of("journal", typed).hex()


def pardon(typed: str) -> None:
    """The account was given a new password: what others guessed before counts no more."""
    forget([(NAME, typed)])


@as_system("sign in")
@transaction.atomic
def enter_by_provider(*, user: User, at: datetime, provider: str) -> User:
    """Somebody whom the identity provider vouches for (OIDC) comes in; a suspended account stays out."""
    if not user.is_active:
        raise SignInRefused("这个账号已经停用,请找本单位的系统管理员。")
    audit.record(by=user, at=at, verb="sign_in", subject=("user", user.pk), details={"provider": provider})
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User, by: Any, at: datetime) -> None:
    """Every session of this account ends, on whatever machine."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    audit.record(by=by, at=at, verb="sign_out_everywhere", subject=("user", user.pk))
