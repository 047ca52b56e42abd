"""What a family is owed each month, and the roll it is paid from (待遇, 发放名册).

民发〔2021〕57号 第二十一、二十三、二十五条; 民发〔2021〕43号 第十七、十九、二十六条. Money is whole fen.
An award is never edited into another amount: it is closed and a new one linked to it. A frozen roll never
changes; what turns out different afterwards is a line of the next month.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from doudi.casework.fields import MonthField
from doudi.casework.programme import programme
from doudi.kernel.days import Month
from doudi.vault.fields import SealedText, only_sealed
from doudi.vault.numbering import SealedManager


def _range(function: str, low: str, high: str, absent: int | None = None) -> Func:
    ends = [F(end) if absent is None else Coalesce(F(end), Value(absent)) for end in (low, high)]
    return Func(*ends, Value("[]"), function=function)


class Award(models.Model):
    """So many fen a month from one month on, because of one decision; or one sum, paid in so many instalments.

    Of one sum `once_fen` the family may have had `advanced_fen` in hand before (先行救助); the rest is paid in equal parts
    of `monthly_fen`, and what does not divide goes with the first.
    """

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="awards")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="awards")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="awards")
    programme = models.CharField(max_length=40)
    area = models.CharField(max_length=12)
    # The county code or management area whose roll pays it; a later move never rewrites what was paid.
    payer = models.CharField(max_length=20)
    monthly_fen = models.BigIntegerField()
    parts = models.JSONField(default=dict)
    members = models.PositiveSmallIntegerField()
    from_month = MonthField()
    until_month = MonthField(null=True)
    decision = models.ForeignKey("casework.Decision", models.PROTECT, related_name="awards")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="following")
    # Which decision closed or voided it, and until when it stood before: a decision set aside puts it back.
    closed_by = models.ForeignKey(
        "casework.Decision", models.PROTECT, null=True, related_name="closed_awards"
    )
    until_before = MonthField(null=True)
    gradual_exit = models.BooleanField(default=False)
    once_fen = models.BigIntegerField(null=True)
    advanced_fen = models.BigIntegerField(default=0, db_default=0)
    instalments = models.PositiveSmallIntegerField(null=True)
    # The time it is given for (取暖季, 保单): nobody is given the same one twice.
    covers_from = models.DateField(null=True)
    covers_until = models.DateField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(monthly_fen__gte=0), name="award_not_negative"),
            models.UniqueConstraint(
                fields=["household", "programme", "person", "covers_from"],
                condition=Q(voided_at__isnull=True, covers_from__isnull=False),
                nulls_distinct=False,
                name="award_once_per_span",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True, covers_until__isnull=True)
                | Q(once_fen__isnull=False, covers_until__gte=F("covers_from")),
                name="award_span_forward",
            ),
            models.CheckConstraint(
                condition=Q(until_month__isnull=True)
                | Q(until_month__gte=F("from_month"))
                | Q(voided_at__isnull=False),
                name="award_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(once_fen__isnull=True, instalments__isnull=True, advanced_fen=0)
                | Q(
                    instalments__gte=1,
                    advanced_fen__gte=0,
                    once_fen__gte=F("advanced_fen") + F("monthly_fen") * F("instalments"),
                    once_fen__lt=F("advanced_fen") + F("monthly_fen") * F("instalments") + F("instalments"),
                    until_month=F("from_month") + F("instalments") - 1,
                ),
                name="award_once_adds_up",
            ),
            ExclusionConstraint(
                name="award_once_per_month",
                condition=Q(voided_at__isnull=True),
                expressions=[
                    (_range("int8range", "household_id", "household_id"), "&&"),
                    (_range("int8range", "person_id", "person_id", 0), "&&"),
                    (_range("int8range", "case_id", "case_id"), "&&"),
                    (Func(F("from_month"), F("until_month"), Value("[]"), function="int4range"), "&&"),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["household", "programme", "id"], name="award_by_household"),
            models.Index(fields=["payer", "from_month", "until_month"], name="award_by_payer"),
        ]

    @property
    def programme_label(self) -> str:
        """The name of the benefit."""
        return programme(self.programme).label

    @property
    def sum_fen(self) -> int:
        """What the family is told: the whole sum of what is paid once, else the month's."""
        return self.monthly_fen if self.once_fen is None else self.once_fen

    @property
    def per(self) -> str:
        """How often that is paid, behind the number."""
        if self.once_fen is None:
            return "元/月"
        return "元(一次)" if self.instalments == 1 else f"元(分 {self.instalments} 次)"

    def owed_in(self, month: Month) -> int:
        """What it entitles to in a month of its time: the rule that the roll's statement also follows."""
        if self.voided_at is not None or month < self.from_month or (self.until_month and self.until_month < month):
            return 0
        if self.once_fen is None or month != self.from_month:
            return self.monthly_fen
        return self.once_fen - self.advanced_fen - self.monthly_fen * (self.instalments - 1)


class Advance(models.Model):
    """Money that was handed out before the papers were there (先行救助): by whom, to whom, when by the clock, out of what."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="advances")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    amount_fen = models.BigIntegerField()
    paid_at = models.DateTimeField()
    paid_to = models.CharField(max_length=40)
    channel = models.CharField(
        max_length=12, choices=[("petty_fund", "乡镇(街道)备用金"), ("county_topup", "县级补足")]
    )
    idempotency_key = models.CharField(max_length=80, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="advance_is_money"),
            models.UniqueConstraint(fields=["case"], name="advance_once_per_case"),
        ]


class RollRun(models.Model):
    """One month's roll of one county (or management area): open until it is frozen."""

    area = models.CharField(max_length=20)
    month = MonthField()
    built_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["area", "month"]
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="roll_once_per_month")]

    @property
    def frozen(self) -> bool:
        """Whether nothing of it can change any more."""
        return self.frozen_at is not None


class RollLine(models.Model):
    """One payment of one award for one month: regular, made up for (补发) or corrected (扣回)."""

    run = models.ForeignKey(RollRun, models.PROTECT, related_name="lines")
    award = models.ForeignKey(Award, models.PROTECT, related_name="lines")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="roll_lines")
    payee = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    # The holder of the account, as the bank knows him.
    payee_name = SealedText()
    account_number = SealedText()
    account_bank = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    amount_fen = models.BigIntegerField()
    kind = models.CharField(
        max_length=12, choices=[("regular", "当月"), ("arrears", "补发"), ("adjustment", "扣回")]
    )
    for_month = MonthField()
    reason = models.CharField(max_length=80, blank=True)
    # Why this line cannot go to the bank yet: no_account, no_payee.
    held_because = models.CharField(max_length=20, blank=True)

    objects = SealedManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "award", "kind", "for_month"], name="line_once"),
            models.UniqueConstraint(
                fields=["award", "for_month"], condition=Q(kind="regular"), name="month_paid_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["regular", "arrears"]) & Q(amount_fen__gt=0))
                | (Q(kind="adjustment") & Q(amount_fen__lt=0)),
                name="line_has_its_sign",
            ),
            only_sealed("account_number", of="line"),
            only_sealed("payee_name", of="line"),
        ]
        indexes = [
            models.Index(fields=["run", "area", "id"], name="line_by_run"),
            models.Index(fields=["household", "for_month"], name="line_by_household"),
        ]
