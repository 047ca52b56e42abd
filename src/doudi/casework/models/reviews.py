"""What happens after the award: re-checks that fall due, reported changes, refusals of work (动态管理).

民发〔2021〕57号 第二十九至三十四条; 民政部等四部门2022年10月20日通知 一(三).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class ReviewDue(models.Model):
    """A day by which a household must have been looked at again, and why."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="reviews")
    award = models.ForeignKey("casework.Award", models.PROTECT, null=True, related_name="reviews")
    area = models.CharField(max_length=12)
    review_class = models.CharField(
        max_length=12,
        choices=[
            ("yearly", "每年核查"),
            ("half_yearly", "每半年核查"),
            ("death", "死亡后核查"),
            ("care", "自理能力评估"),
            ("change", "情况变化"),
            ("expiry", "到期"),
        ],
    )
    due_on = models.DateField(null=True)
    uncovered = models.BooleanField(default=False)
    started_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "review_class"], condition=Q(done_at__isnull=True), name="review_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(done_at__isnull=True), name="review_open_by_due"
            )
        ]


class ChangeReport(models.Model):
    """The family, the village or a department says that something changed (变化报告)."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="change_reports")
    kind = models.CharField(
        max_length=20,
        choices=[
            ("birth", "新增人口"),
            ("death", "成员去世"),
            ("moved", "搬家"),
            ("income", "收入变化"),
            ("property", "财产变化"),
            ("work", "就业变化"),
            ("health", "健康变化"),
            ("split", "分户"),
            ("merge", "并户"),
            ("nothing", "都没变"),
            ("other", "其他"),
        ],
    )
    happened_on = models.DateField(null=True)
    text = models.CharField(max_length=1000, blank=True)
    details = models.JSONField(default=dict)
    idempotency_key = models.CharField(max_length=80, null=True, unique=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class JobRefusal(models.Model):
    """A suitable job was offered and refused, or taken (介绍就业). Three refusals in a row count."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="job_refusals")
    offered_on = models.DateField()
    job = models.CharField(max_length=200)
    suitable = models.BooleanField()
    refused = models.BooleanField()
    good_reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["offered_on", "id"]
