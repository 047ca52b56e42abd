"""A batch after a new standard: which families would be paid another amount, what was done about each, and who is newly
within the line.

民发〔2021〕57号 第三十一条.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from doudi.casework.batches import models as batches
from doudi.casework.fields import MonthField

USER = settings.AUTH_USER_MODEL


class Batch(batches.Batch):
    """One county's families on the roll, looked at again by the numbers of one published proposal."""

    proposal = models.ForeignKey("standards.Proposal", models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    valid_from = models.DateField()
    # The first month that is paid by the new numbers.
    first_month = MonthField()
    programmes = models.JSONField(default=list)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    # How many of the cases looked at keep their amount.
    unchanged = models.PositiveIntegerField(default=0)
    # When the families newly within the line were noted.
    clues_at = models.DateTimeField(null=True)

    class Meta(batches.Batch.Meta):
        constraints = [
            *batches.Batch.Meta.constraints,
            models.UniqueConstraint(fields=["proposal", "area"], name="batch_once_per_county"),
        ]


class Line(batches.Line):
    """One case whose amount or answer is another by the new numbers; `new_fen` only where the law settles it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+")
    old_fen = models.BigIntegerField()
    new_fen = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=16)
    outcome = models.CharField(
        max_length=8, choices=[("waiting", "等办"), ("changed", "已变更"), ("left", "要人办")], default=batches.WAITING
    )
    decision = models.ForeignKey("casework.Decision", models.PROTECT, null=True, related_name="+")

    class Meta(batches.Line.Meta):
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="line_once_per_case"),
            models.CheckConstraint(
                condition=~Q(outcome="changed") | Q(decision__isnull=False), name="line_changed_by_a_decision"
            ),
        ]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="line_by_outcome")]


class Clue(models.Model):
    """A household that is newly within the line: somebody goes and asks (走访线索). Nobody is enrolled by it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="clues")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    area = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    monthly_fen = models.BigIntegerField()

    class Meta:
        ordering = ["area", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "household"], name="clue_once_per_household")]
