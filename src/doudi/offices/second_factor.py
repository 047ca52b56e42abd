"""The second factor of staff (第二因素, 等保三级 身份鉴别): a code of an authenticator app (TOTP, RFC 6238), each good for
one sign-in, and ten recovery codes on paper.

The secret is sealed and bound to its account. A code of the step before or after counts too, because telephones go
wrong by half a minute; a step that was used, or one before it, never counts again.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from doudi.audit import actions as audit
from doudi.offices.access import as_system
from doudi.offices.allowances import Allowance, forget, take
from doudi.offices.models import RecoveryCode, SecondFactor, User
from doudi.offices.refusals import OfficeRefused, SignInRefused
from doudi.offices.signing_in import too_often

DIGITS, STEP, DRIFT = 6, 30, 1
SECRET_BYTES = 20
RECOVERY_CODES, RECOVERY_LETTERS = 10, 10
# No 0 o 1 i l: these are copied by hand.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ISSUER = "兜底"
CODES = Allowance("second_factor", 5, timedelta(minutes=3))
CODES_ALL_DAY = Allowance("second_factor.day", 20, timedelta(minutes=72))
WRONG = "验证码不对,或者已经用过。请等手机上换了新码再填;手机时间要准。"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: the address inside the picture, and the key as text."""

    address: str
    key: str


@as_system("sign in")
@transaction.atomic
def begin_factor(*, user: User, at: datetime) -> Enrolment:
    """A secret to put into the app; the same one until it is confirmed."""
    factor = _locked(user)
    if factor is not None and factor.confirmed_at is not None:
        raise OfficeRefused("您已经登记过验证器。换手机请用恢复码登录,或请管理员重置。")
    if factor is None:
        factor = SecondFactor(user=user, secret=secrets.token_bytes(SECRET_BYTES))
        factor.save(force_insert=True)
        audit.record(by=user, at=at, verb="begin_factor", subject=("user", user.pk))
    key = base64.b32encode(factor.secret).decode()
    label = quote(f"{ISSUER}:{user.username}")
    return Enrolment(f"otpauth://totp/{label}?secret={key}&issuer={quote(ISSUER)}&digits={DIGITS}&period={STEP}",
                     " ".join(key[place:place + 4] for place in range(0, len(key), 4)))


@as_system("sign in")
def confirm_factor(*, user: User, code: str, at: datetime) -> list[str]:
    """The first code of the app: from now on it is asked for. The recovery codes, told this one time."""
    _counted(user, at)
    with transaction.atomic():
        factor = _locked(user)
        if factor is None or factor.confirmed_at is not None:
            raise OfficeRefused("请回到登记验证器的页面,从头再来。")
        if not _takes(factor, code, at):
            raise SignInRefused(WRONG)
        factor.confirmed_at = at
        factor.save(update_fields=["confirmed_at", "last_step"])
        told = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
        RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, hashed=make_password(each)) for each in told])
        audit.record(by=user, at=at, verb="confirm_factor", subject=("user", user.pk))
    _forgiven(user)
    return told


@as_system("sign in")
def check_factor(*, user: User, code: str, at: datetime) -> None:
    """Whether this is a fresh code of the app, or a recovery code that was not used yet. Raises SignInRefused."""
    _counted(user, at)
    with transaction.atomic():
        factor = _locked(user)
        by_app = factor is not None and factor.confirmed_at is not None and _takes(factor, code, at)
        right = by_app or (factor is not None and _recovers(factor, code, at))
        if by_app:
            factor.save(update_fields=["last_step"])
        verb = "second_factor" if by_app else "recovery_code" if right else "second_factor_failed"
        audit.record(by=user if right else None, at=at, verb=verb, subject=("user", user.pk))
    # Raised after the commit: the journal keeps the failure.
    if not right:
        raise SignInRefused(WRONG)
    _forgiven(user)


@as_system("sign in")
@transaction.atomic
def reset_factor(*, user: User, by: Any, at: datetime) -> None:
    """An administrator takes the factor away, because the telephone and the codes are lost. The next sign-in enrols
    again; the sessions there are end."""
    gone, _ = SecondFactor.objects.filter(user=user).delete()
    user.session_round += 1
    user.save(update_fields=["session_round"])
    audit.record(by=by, at=at, verb="reset_factor", subject=("user", user.pk), details={"had_one": bool(gone)})


def _locked(user: User) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(user=user).first()


def _takes(factor: SecondFactor, code: str, at: datetime) -> bool:
    typed = "".join(code.split()).encode()
    if len(typed) != DIGITS:
        return False
    generator = TOTP(factor.secret, DIGITS, SHA1(), STEP)
    now = int(at.timestamp()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > factor.last_step and bytes_eq(generator.generate(step * STEP), typed):
            factor.last_step = step
            return True
    return False


def _recovers(factor: SecondFactor, code: str, at: datetime) -> bool:
    typed = "".join(code.split()).replace("-", "").lower()
    if factor.confirmed_at is None or len(typed) != RECOVERY_LETTERS:
        return False
    for kept in factor.recovery_codes.filter(used_at__isnull=True):
        if check_password(typed, kept.hashed):
            kept.used_at = at
            kept.save(update_fields=["used_at"])
            return True
    return False


def _counted(user: User, at: datetime) -> None:
    again = take([(CODES, str(user.pk)), (CODES_ALL_DAY, str(user.pk))], at)
    if again is not None:
        raise too_often(again, at)


def _forgiven(user: User) -> None:
    forget([(CODES, str(user.pk)), (CODES_ALL_DAY, str(user.pk))])
