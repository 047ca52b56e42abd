"""The tables of retention: what will go soon, what went, what is held back (保存期限, 留存).

Nothing here names anybody; a hold's reason is free text, so it goes with the family's other words.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class Ground(models.TextChoices):
    """Which term counts: that of the longest thing the family was in."""

    AWARDED = "awarded", "享受过待遇"
    REFUSED = "refused", "不予确认"
    WITHDRAWN = "withdrawn", "撤回申请"
    NOT_APPLIED = "not_applied", "建档后没有申请"


class Expected(models.Model):
    """A family whose term ends soon, as the last round found it; made anew every night."""

    household = models.OneToOneField("people.Household", models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    due_on = models.DateField()
    ground = models.CharField(max_length=12, choices=Ground.choices)
    programme = models.CharField(max_length=40, blank=True)
    # Why it stays although its day has come: hold, appeal, recovery, roll_open, goes_on.
    kept_by = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["due_on", "household_id"]
        indexes = [models.Index(fields=["due_on", "household"], name="expected_by_day")]


class Forgotten(models.Model):
    """A family whose data went: when, after which programme, how much. For good, and without a name."""

    household = models.OneToOneField("people.Household", models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    at = models.DateTimeField()
    due_on = models.DateField()
    ground = models.CharField(max_length=12, choices=Ground.choices)
    programme = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Round(models.Model):
    """One night's round: what it looked at, what went, what could not."""

    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]


class Hold(models.Model):
    """Kept although its term ends: a lawsuit, an audit, an investigation (留存)."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(lifted_at__isnull=True), name="hold_once_at_a_time"
            )
        ]


class Settlement(models.Model):
    """What a roll asked back of a family is settled: paid or written off, as the county knows (追缴已结清)."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="settlements")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
