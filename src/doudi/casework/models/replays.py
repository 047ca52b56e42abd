"""What determinations stand on, kept once by its content, and the runs that made old determinations again (复算).

社会救助暂行办法 第六十五条: whoever asks again is answered from what was known and in force then, not from what is today.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Basis(models.Model):
    """A sheet of numbers and choices without its day and place, or a working calendar (依据). Never changed; a
    hundred thousand determinations of one county and one season share one."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=[("sheet", "标准单"), ("calendar", "工作日历")])
    content = models.JSONField()

    class Meta:
        ordering = ["id"]


class ReplayRun(models.Model):
    """Determinations after one id up to another, made again under one text of the law: how many came out the same.
    `found` names what did not by id, programme and key; the figures themselves stay in the determination."""

    law_version = models.CharField(max_length=80)
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    counted = models.BigIntegerField()
    reworded = models.BigIntegerField()
    differing = models.BigIntegerField()
    unreadable = models.BigIntegerField()
    found = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(upto__gte=F("after")), name="replay_goes_forward"),
            models.CheckConstraint(
                condition=Q(counted__gte=F("reworded") + F("differing") + F("unreadable")),
                name="replay_counts_add_up",
            ),
        ]
