"""The journal (日志): who did what to which record, when and what for (个人信息保护法 第五十四条), and the seals over it.

It holds ids and codes, never personal data, so that deleting a person and keeping the journal do not fight.
Rows are only ever added; a trigger and the database role refuse anything else.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class JournalEntry(models.Model):
    """One deed. Kept for good: it names nobody.

    The table has one more column that no program writes and no model knows: `xact`, the number of the transaction,
    given by the database. Sealing goes by it, because the order of ids is not the order of commits.
    """

    at = models.DateTimeField()
    # Not a foreign key: the journal lies below the room that knows who works here.
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="journal_by_subject"),
            models.Index(fields=["actor_id", "at", "id"], name="journal_by_actor"),
            models.Index(fields=["at", "id"], name="journal_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_id}"


class JournalSeal(models.Model):
    """The records of the transactions from `since` up to, not with, `upto`. See seals.Seal for what is signed."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    since = models.BigIntegerField()
    upto = models.BigIntegerField()
    count = models.IntegerField()
    ids = ArrayField(models.BigIntegerField())
    hashes = models.BinaryField()
    previous = models.BinaryField()
    key_id = models.IntegerField()
    mac = models.BinaryField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"
