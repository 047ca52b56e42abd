"""Numbers, switches and calendar that people enter and publish (本地标准), each with instrument and date.

What an instrument fixes for everybody is a file in policy/parameters; what a county publishes is a row here.
A published row is never edited: it is withdrawn, or a later one takes over from its first day.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class Status(models.TextChoices):
    """A row counts only while it is published."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"


class Instrument(models.Model):
    """The document that orders a number (文号)."""

    number = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    issued_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number


class Entered(models.Model):
    """What numbers and switches have in common: where, since when, on whose word."""

    key = models.CharField(max_length=80)
    # An area-code prefix (3708 the city, 370811 a county, 370811006 a township).
    area = models.CharField(max_length=12)
    value = models.JSONField(null=True)
    valid_from = models.DateField()
    # The last day on which it holds, as the standards files write it.
    valid_until = models.DateField(null=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Value(Entered):
    """One local number, in the words of a standards file: selectors and named values (标准数值)."""

    selectors = models.JSONField(default=dict)

    class Meta:
        ordering = ["key", "area", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="value_status_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="value_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(instrument__isnull=False),
                name="value_published_on_an_instrument",
            ),
            # Two published numbers for the same thing from the same day would leave the choice to chance.
            models.UniqueConstraint(
                fields=["key", "area", "selectors", "valid_from"],
                condition=Q(status="published"),
                name="value_published_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "area", "key"], name="value_by_area")]


class Switch(Entered):
    """One choice the law leaves open, made here (本地选择). A null value means undecided, and says so."""

    class Meta:
        ordering = ["key", "area", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="switch_status_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="switch_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(instrument__isnull=False),
                name="switch_published_on_an_instrument",
            ),
            models.UniqueConstraint(
                fields=["key", "area", "valid_from"],
                condition=Q(status="published"),
                name="switch_published_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "area", "key"], name="switch_by_area")]


class CalendarYear(models.Model):
    """The days off and the weekend days worked of one year (工作日历). Past its cover nothing is guessed."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    covers_from = models.DateField()
    covers_until = models.DateField()
    rest_days = ArrayField(models.DateField())
    work_days = ArrayField(models.DateField())
    source = models.CharField(max_length=200)
    published = models.BooleanField(default=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]
        constraints = [models.CheckConstraint(condition=Q(covers_until__gte=F("covers_from")),
                                              name="calendar_period_forward")]
