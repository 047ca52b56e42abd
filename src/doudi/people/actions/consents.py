"""Consent to verification, per member (授权书): given, withdrawn, never assumed (暂行办法 第五十八条)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.people.models import Consent, Household, Person
from doudi.people.refusals import Refused

VERIFICATION = "verification"


@transaction.atomic
def give_consent(
    *,
    person: Person,
    household: Household,
    signed_by: str,
    signed_how: str,
    by: Any,
    at: datetime,
    scope: str = VERIFICATION,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Consent:
    """A member allows that offices are asked. Given twice, it is one consent."""
    if not signed_by.strip():
        raise Refused("请写明由谁签字。", "signed_by")
    if signed_how not in {"online", "paper", "guardian"}:
        raise TypeError(f"no way of signing {signed_how!r}")
    consent, made = Consent.objects.get_or_create(
        person=person,
        household=household,
        scope=scope,
        withdrawn_at=None,
        defaults={
            "signed_by": signed_by.strip(),
            "signed_how": signed_how,
            "valid_from": valid_from or localdate(at),
            "valid_until": valid_until,
            "given_at": at,
            "recorded_by": by,
        },
    )
    if made:
        audit.record(by=by, at=at, verb="give_consent", subject=("person", person.pk),
                     details={"household": household.pk, "scope": scope, "how": signed_how})
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Any, at: datetime) -> Consent:
    """The member no longer allows it. What was asked before stays asked."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        audit.record(by=by, at=at, verb="withdraw_consent", subject=("person", consent.person_id),
                     details={"household": consent.household_id, "scope": consent.scope})
    return consent
