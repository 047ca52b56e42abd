"""Reading mandates (代办授权): for whom an account may act on a day, and who acts for somebody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from doudi.people.models import Mandate, Person
from doudi.people.models.mandates import GIVEN_HOW as GIVEN_HOW
from doudi.people.models.mandates import HELPERS as HELPERS


def in_force(day: date) -> QuerySet[Mandate]:
    """The mandates that hold on a day."""
    return Mandate.objects.filter(ended_at__isnull=True, valid_from__lte=day, valid_until__gt=day)


def helped_by(helper: Any, day: date) -> list[Mandate]:
    """Whom an account acts for, by name."""
    return list(in_force(day).filter(helper=helper).select_related("person").order_by("person__name", "id"))


def may_act_for(helper: Any, persons: Iterable[int], day: date) -> bool:
    """Whether the account has a mandate of one of these persons."""
    return in_force(day).filter(helper_id=helper.pk, person__in=persons).exists()


def helpers_of(persons: Iterable[Person], day: date) -> list[Mandate]:
    """Who acts for these persons, the newest first."""
    return list(in_force(day).filter(person__in=persons).select_related("helper", "person", "recorded_by").order_by("-id"))


def mandate(mandate_id: int) -> Mandate | None:
    """One mandate."""
    return Mandate.objects.filter(pk=mandate_id).select_related("person", "helper").first()
