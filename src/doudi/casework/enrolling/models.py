"""A batch of one month: who is entitled by what is known already, what became of each, and who will not have it.

济办发〔2020〕21号 三20, 二(三)9·6, 二(二)3·6. A line never pays anything: money moves by the decision that it leads to, after the
county has confirmed the batch; what another department decides goes to it as a referral, once for a person and year.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doudi.casework.batches.models import WAITING, Batch, Line
from doudi.casework.enrolling.kinds import kind
from doudi.casework.fields import MonthField

USER = settings.AUTH_USER_MODEL


class Enrolment(Batch):
    """One programme, one roll, one month. `facts` are what a publication said of the event, `source` its title."""

    programme = models.CharField(max_length=40)
    # The roll that pays: a county's code or a management area.
    area = models.CharField(max_length=20)
    month = MonthField()
    facts = models.JSONField(default=dict)
    source = models.CharField(max_length=120, blank=True)
    # Nobody, where the month begins by itself.
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    # How many families on the rolls are already helped, or will not have it.
    passed_over = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)

    class Meta(Batch.Meta):
        constraints = [
            *Batch.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "area", "month"], name="enrolment_once_per_month"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(made_by__isnull=True) | ~Q(confirmed_by=F("made_by")),
                name="enrolment_by_two",
            ),
        ]

    @property
    def label(self) -> str:
        """The name of the benefit."""
        return kind(self.programme).label

    @property
    def handed_on(self) -> bool:
        """Whether another department decides."""
        return kind(self.programme).handed_on


class Entry(Line):
    """One family (or person) that is entitled by what is known, with the sum, and what became of it."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="entries")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    fen = models.BigIntegerField()
    outcome = models.CharField(
        max_length=8,
        choices=[("waiting", "等确认"), ("enrolled", "已开通"), ("referred", "已转办"), ("declined", "本人不要"), ("left", "要人办")],
        default=WAITING,
    )
    found_at = models.DateTimeField()
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="+")
    # Of what is handed on: for which year, the letter, until when the family may say no before it goes, and where it went.
    for_year = models.PositiveSmallIntegerField(null=True)
    notice = models.OneToOneField("casework.Notice", models.PROTECT, null=True, related_name="+")
    decline_until = models.DateField(null=True)
    referral = models.ForeignKey("referrals.Referral", models.PROTECT, null=True, related_name="+")

    class Meta(Line.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "household", "person"], nulls_distinct=False, name="entry_once_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="enrolled") | Q(case__isnull=False), name="entry_enrolled_by_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="referred") | Q(referral__isnull=False, for_year__isnull=False),
                name="entry_referred_by_a_referral",
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "for_year"],
                condition=Q(for_year__isnull=False, outcome__in=["waiting", "referred"]),
                name="entry_once_a_year",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "outcome", "id"], name="entry_by_outcome"),
            models.Index(fields=["household", "id"], name="entry_by_household"),
        ]

    @property
    def label(self) -> str:
        """The name of the benefit."""
        return kind(self.programme).label

    @property
    def words(self) -> str:
        """What became of it; what waits and has been told of waits for the family's word."""
        return "已告知,等期满" if self.outcome == "waiting" and self.notice_id else str(self.get_outcome_display())

    @property
    def per(self) -> str:
        """How often the sum is paid, behind the number."""
        return kind(self.programme).per


class NotWanted(models.Model):
    """Somebody will not have a benefit that would be given without asking; kept until he changes his mind."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    programme = models.CharField(max_length=40)
    way = models.CharField(max_length=8, choices=[("online", "网上"), ("window", "窗口或电话")])
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "programme"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="not_wanted_once",
            )
        ]

    @property
    def label(self) -> str:
        """The name of the benefit."""
        return kind(self.programme).label
