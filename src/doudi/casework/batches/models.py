"""What every batch and every line of one carries, whatever it does: how far it is, who confirmed it, what became of whom.

Abstract: each kind keeps its own tables, with what it stands on. A line never pays anything: money moves by the decision that
it leads to, after the county has confirmed the batch.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL
# What a line waits for, and what it becomes where a person has to see to it. What it becomes when all is well is its kind's.
WAITING, LEFT = "waiting", "left"


class State(models.TextChoices):
    """Listed first, then looked at, then carried out."""

    PREPARING = "preparing", "正在出名单"
    READY = "ready", "等确认"
    CONFIRMED = "confirmed", "正在办"
    DONE = "done", "已办完"


# While a job works on it.
AT_WORK = (State.PREPARING, State.CONFIRMED)


class Batch(models.Model):
    """Something that is done to many families at once, after the county has seen who they are."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    # How far the listing is: the last case or household looked at.
    looked_to = models.BigIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CONFIRMED.value, State.DONE.value]) | Q(confirmed_by__isnull=False),
                name="%(class)s_confirmed_by_somebody",
            ),
        ]


class Line(models.Model):
    """One family (or person) of a batch; its kind adds whom, how much, and the outcomes in its own words."""

    outcome: str
    area = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["area", "id"]
