"""The tables of an import (导入): the file, how its columns are read, how far it is, what became of
every row.

A file is kept as long as its rows may still be corrected; `actions.forget_files` empties it after that. A row of the run
names persons by key only. The file, and whatever quotes its cells, lies sealed.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from doudi.casework.fields import MonthField
from doudi.vault.fields import SealedBytes, SealedJSON, SealedText, only_sealed
from doudi.vault.numbering import SealedManager

USER = settings.AUTH_USER_MODEL


class ColumnMapping(models.Model):
    """How a layout of columns is read, as somebody confirmed it once (列的对应)."""

    fingerprint = models.CharField(max_length=64, unique=True)
    headers = models.JSONField()
    columns = models.JSONField()
    programme = models.CharField(max_length=40, blank=True)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class State(models.TextChoices):
    """How far a run is."""

    UPLOADED = "uploaded", "已上传"
    CHECKED = "checked", "已试算"
    QUEUED = "queued", "排队中"
    RUNNING = "running", "导入中"
    DONE = "done", "已完成"


class ImportRun(models.Model):
    """One import of one file."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = SealedBytes()
    headers = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()
    # Whether the columns were remembered from an earlier file of the same layout.
    remembered = models.BooleanField(default=False)
    # What the whole file is about, where it has no column for it.
    programme = models.CharField(max_length=40, blank=True)
    # The first month that is paid from here; what was paid before is not paid again.
    first_month = MonthField()
    state = models.CharField(max_length=10, choices=State.choices)
    rows = models.PositiveIntegerField()
    done_rows = models.PositiveIntegerField(default=0)
    # What the dry run expects, and what came of it: rows by outcome, families, money.
    forecast = SealedJSON()
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = SealedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(done_rows__lte=models.F("rows")), name="import_not_beyond_its_end"
            ),
            # A button pressed ten times makes one run.
            models.UniqueConstraint(
                fields=["sha256", "by"], condition=~Q(state="done"), name="import_open_once"
            ),
            only_sealed("content", of="import"),
            only_sealed("forecast", of="import"),
        ]


class ImportRow(models.Model):
    """What became of one row: written in the transaction that did it, so a killed run knows where it is."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    outcome = models.CharField(
        max_length=10,
        choices=[("new", "新增"), ("changed", "有变化"), ("unchanged", "没变化"), ("error", "有错")],
    )
    reason = SealedText()
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    objects = SealedManager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=~Q(outcome="error") | Q(reason__isnull=False), name="import_error_has_a_reason"
            ),
            only_sealed("reason", of="import_row"),
        ]
