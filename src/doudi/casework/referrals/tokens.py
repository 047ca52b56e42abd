"""Keys with which departments' own systems sign in (接口令牌): made by an administrator of the place, shown once, kept as a hash.

网络安全法 第二十一条. A secret of 32 random bytes needs no slow hash; it is looked up by its digest, so that no comparison of
texts tells anything.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.referrals.models import ApiToken
from doudi.offices.access import as_system
from doudi.offices.administering import check_office
from doudi.offices.models import Office
from doudi.offices.refusals import OfficeRefused

PREFIX: Final = "dd_"
MOST: Final = 5


@transaction.atomic
def make_token(*, office: Office, label: str, by: Any, at: datetime) -> tuple[ApiToken, str]:
    """A new key of a department's office, and the secret, which nobody can show again."""
    check_office(office, by=by, day=localdate(at))
    if office.level != "department":
        raise OfficeRefused("接口令牌只发给部门。")
    if not label.strip():
        raise OfficeRefused("请写明是哪个系统用,例如“医保结算系统”。")
    if ApiToken.objects.filter(office=office, revoked_at__isnull=True).count() >= MOST:
        raise OfficeRefused(f"一个部门最多 {MOST} 个令牌。请先收回不用的。")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(office=office, label=label.strip()[:40], hashed=_hashed(secret), made_by=by, made_at=at)
    audit.record(by=by, at=at, verb="referrals.make_token", subject=("office", office.pk), details={"token": made.pk})
    return made, secret


@transaction.atomic
def revoke_token(*, token_id: int, by: Any, at: datetime) -> ApiToken:
    """The key opens nothing from this moment; twice is once."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("office").filter(pk=token_id).first()
    if token is None:
        raise OfficeRefused("没有这个令牌。")
    check_office(token.office, by=by, day=localdate(at))
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = at, by
        token.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(by=by, at=at, verb="referrals.revoke_token", subject=("office", token.office_id), details={"token": token.pk})
    return token


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """Whose key this is; None for one that nobody has, or that was taken back."""
    with as_system("department api", about="0"):
        found = ApiToken.objects.filter(hashed=_hashed(secret), revoked_at__isnull=True).select_related("office").first()
        if found is not None and found.last_used_on != localdate(at):
            ApiToken.objects.filter(pk=found.pk).update(last_used_on=localdate(at))
    return found


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
