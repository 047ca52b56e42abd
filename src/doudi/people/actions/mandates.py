"""Letting another act for oneself (代办): given, ended, never assumed (民发〔2021〕57号 第四条)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.offices import reads as offices
from doudi.people.models import Mandate, Paper, Person
from doudi.people.refusals import Refused

LONGEST = timedelta(days=366)


@transaction.atomic
def give_mandate(*, person: Person, helper: Any, kind: str, given_how: str, valid_until: date, by: Any, at: datetime,
                 paper: Paper | None = None) -> Mandate:
    """The person lets the helper act for him from today until a day. A new one takes the place of the old."""
    day = localdate(at)
    if not day < valid_until <= day + LONGEST:
        raise Refused("授权到哪天,要在明天到一年之内。", "valid_until")
    if helper.person_id == person.pk:
        raise Refused("这是本人的账号,不用授权。", "helper")
    if offices.holds_post(helper, day):
        raise Refused("这是工作人员的账号。工作人员请在工作台上替居民办,不用授权。", "helper")
    if given_how == "photo" and paper is None:
        raise Refused("请拍下或选好授权书的照片。", "photo")
    for old in Mandate.objects.select_for_update().filter(person=person, helper=helper, ended_at__isnull=True):
        _end(old, by, at)
    mandate = Mandate.objects.create(person=person, helper=helper, kind=kind, given_how=given_how, paper=paper,
                                     valid_from=day, valid_until=valid_until, recorded_by=by, recorded_at=at)
    audit.record(by=by, at=at, verb="give_mandate", subject=("person", person.pk), details={
        "mandate": mandate.pk, "helper": helper.pk, "how": given_how, "until": valid_until.isoformat()})
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Any, at: datetime) -> Mandate:
    """From this moment on it no longer holds. What was done stays done."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.ended_at is None:
        _end(mandate, by, at)
        audit.record(by=by, at=at, verb="end_mandate", subject=("person", mandate.person_id),
                     details={"mandate": mandate.pk, "helper": mandate.helper_id})
    return mandate


def _end(mandate: Mandate, by: Any, at: datetime) -> None:
    mandate.ended_at, mandate.ended_by = at, by
    mandate.save(update_fields=["ended_at", "ended_by"])
