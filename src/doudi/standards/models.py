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


class ProposalState(models.TextChoices):
    """A proposal counts for nothing; what it proposes counts once its numbers are published."""

    DRAFT = "draft", "草稿"
    SENT = "sent", "已送审"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公布"
    DROPPED = "dropped", "已作废"


class Proposal(models.Model):
    """Numbers and choices that somebody thinks about for a county or the city, with what they would do (标准方案)."""

    name = models.CharField(max_length=80)
    # The county (370811) or the city (3708) that it is for.
    area = models.CharField(max_length=12)
    # As simulation.changes writes them.
    changes = models.JSONField(default=list)
    choices = models.JSONField(default=list)
    # The sums of the last simulation, and the snapshot they were counted on; no household stands in them.
    effects = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.DRAFT)
    key = models.CharField(max_length=80, null=True, unique=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    published_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(instrument__isnull=False, valid_from__isnull=False),
                name="proposal_published_on_an_instrument",
            ),
            # Four eyes: whoever sends a proposal does not approve it.
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"]) | ~Q(decided_by=F("sent_by")),
                name="proposal_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["area", "id"], name="proposal_by_area")]
