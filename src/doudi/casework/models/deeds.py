"""What officers and families do to a case: determinations, visits, opinions, publicity, decisions, notices.

民发〔2021〕57号 第十、十五至二十四条; 民发〔2021〕43号 第十三至十八、二十六条; 社会救助暂行办法 第六十五条.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from doudi.casework.fields import MonthField

USER = settings.AUTH_USER_MODEL


class Determination(models.Model):
    """What the law said of one household on one day, with everything needed to say it again (认定). Sheet and
    calendar are kept once for all that share them; without a `calendar` none was entered, or it was made before
    calendars were kept."""

    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="determinations")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="determinations")
    day = models.DateField()
    kind = models.CharField(
        max_length=16,
        choices=[
            ("application", "申请"),
            ("review", "定期核查"),
            ("change", "情况变化"),
            ("death", "死亡核查"),
            ("import", "台账导入"),
            ("reopen", "重新办理"),
            ("enrolment", "免申即享"),
        ],
    )
    document = models.JSONField()
    standards = models.ForeignKey("casework.Basis", models.PROTECT, related_name="+")
    sheet_area = models.CharField(max_length=12)
    calendar = models.ForeignKey("casework.Basis", models.PROTECT, null=True, related_name="+")
    law_version = models.CharField(max_length=80)
    decision = models.JSONField()
    explanation = models.JSONField()
    outcomes = models.JSONField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["household", "id"], name="determination_by_household"),
            models.Index(fields=["case", "id"], name="determination_by_case"),
        ]


class Visit(models.Model):
    """A home visit: two investigators or more, signed by both sides (入户调查)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="visits")
    level = models.CharField(max_length=10, choices=[("township", "乡镇"), ("county", "县级")])
    day = models.DateField()
    investigators = ArrayField(models.CharField(max_length=40))
    signed_by_family = models.CharField(max_length=40)
    signed_how = models.CharField(
        max_length=12,
        choices=[("paper", "纸上签字"), ("screen", "屏幕签字"), ("thumb", "按手印"), ("remote", "远程确认")],
    )
    findings = models.JSONField()
    remark = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class SupplementRequest(models.Model):
    """The one list of what is missing (一次性告知)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="supplement_requests")
    items = models.JSONField()
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class Opinion(models.Model):
    """The township's opinion (初审意见, or 拟终止)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="opinions")
    determination = models.ForeignKey(Determination, models.PROTECT, related_name="+")
    proposal = models.CharField(
        max_length=8, choices=[("confirm", "建议确认"), ("refuse", "建议不予确认"), ("end", "建议终止")]
    )
    amount_fen = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Publicity(models.Model):
    """A notice on the village board: where, from when, until when (公示). The list shows three things
    only."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="publicities")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="publicities")
    about = models.CharField(max_length=8, choices=[("award", "拟救助"), ("ending", "拟终止")])
    place = models.CharField(max_length=120)
    posted_on = models.DateField()
    ends_on = models.DateField()
    taken_down_at = models.DateTimeField(null=True)
    cut_short = models.BooleanField(default=False)
    photo = models.ForeignKey("people.Paper", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(taken_down_at__isnull=True), name="publicity_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("posted_on")), name="publicity_lasts"),
        ]


class Objection(models.Model):
    """Somebody objected to what was posted, and what came of it (公示异议)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="objections")
    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    from_whom = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=1000)
    received_on = models.DateField()
    outcome = models.CharField(max_length=1000, blank=True)
    settled_on = models.DateField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class Decision(models.Model):
    """A decision in writing. Never edited: a wrong one is set aside, with its reason."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="decisions")
    determination = models.ForeignKey(Determination, models.PROTECT, null=True, related_name="decisions")
    result = models.CharField(
        max_length=8,
        choices=[("confirm", "确认"), ("refuse", "不予确认"), ("end", "终止"), ("change", "变更")],
    )
    level = models.CharField(max_length=10, choices=[("township", "乡镇"), ("county", "县级")])
    amount_fen = models.BigIntegerField(null=True)
    reasons = models.JSONField(default=list)
    reason_text = models.CharField(max_length=1000, blank=True)
    could_get = models.JSONField(default=list)
    differs = models.BooleanField(default=False)
    from_month = MonthField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="decision_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(differs=False) | ~Q(reason_text=""), name="decision_that_differs_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(result="refuse") | ~Q(reason_text=""), name="refusal_says_why"
            ),
        ]


class Notice(models.Model):
    """A letter to the family and how it reached them (告知与送达)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="notices")
    kind = models.CharField(
        max_length=20,
        choices=[
            ("supplement", "一次性告知书"),
            ("acceptance", "受理通知书"),
            ("confirmation", "确认通知书"),
            ("refusal", "不予确认告知书"),
            ("change", "变更通知书"),
            ("ending", "终止通知书"),
            ("set_aside", "撤销决定通知书"),
            ("review_answer", "复核答复"),
            ("enrolment", "免申即享告知书"),
        ],
    )
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="notices")
    pdf = models.ForeignKey("people.Paper", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    served_how = models.CharField(
        max_length=12,
        blank=True,
        choices=[("in_person", "当面送交"), ("left", "留置送达"), ("post", "邮寄"), ("online", "网上送达")],
    )
    served_to = models.CharField(max_length=40, blank=True)
    served_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="notice_by_case")]


class Delivery(models.Model):
    """What a service came to: the day, who did it, what it was; or that those who were to do it said no (`given`). Once per case."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="deliveries")
    on = models.DateField()
    by_whom = models.CharField(max_length=80)
    what = models.CharField(max_length=300)
    given = models.BooleanField(default=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case"], name="delivery_once_per_case")]


class Draw(models.Model):
    """A random draw anybody can repeat from its seed (随机抽查)."""

    kind = models.CharField(max_length=20)
    county = models.CharField(max_length=12)
    programme = models.CharField(max_length=40, blank=True)
    seed = models.CharField(max_length=64)
    share = models.CharField(max_length=20)
    population = ArrayField(models.BigIntegerField())
    chosen = ArrayField(models.BigIntegerField())
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class AppealRequest(models.Model):
    """The family does not agree and asks to look again (复核, 社会救助暂行办法 第六十五条)."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    text = models.CharField(max_length=1000)
    disputed_facts = models.JSONField(default=list)
    received_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True)
    upheld = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(answered_at__isnull=True),
                name="appeal_one_open_per_decision",
            )
        ]
