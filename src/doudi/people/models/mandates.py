"""Who acts for whom with that person's word (代办授权), and whose number is only said (待核对的号码).

民发〔2021〕57号 第四条: somebody who finds it hard may let another apply for him. A mandate is for a time, says how it was
given and who wrote it down, and ends the moment either side or the township says so.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doudi.people.models.knowledge import Paper
from doudi.people.models.persons import Person
from doudi.vault.fields import BlindIndex, SealedText

USER = settings.AUTH_USER_MODEL
HELPERS = [("family", "亲属"), ("village", "村里帮办的人"), ("social_worker", "社工、志愿者")]
GIVEN_HOW = [("spoken", "本人当面说的"), ("signed", "本人签字"), ("photo", "授权书照片")]


class Mandate(models.Model):
    """One person lets one account act for him, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    helper = models.ForeignKey(USER, models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=14, choices=HELPERS)
    given_how = models.CharField(max_length=6, choices=GIVEN_HOW)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="mandate_period_forward"),
            models.UniqueConstraint(fields=["person", "helper"], condition=Q(ended_at__isnull=True),
                                    name="mandate_open_once"),
        ]
        indexes = [models.Index(fields=["helper"], condition=Q(ended_at__isnull=True), name="mandate_by_helper")]


class ClaimedNumber(models.Model):
    """An ID number that somebody typed and that is on file already: kept beside the person it came with, sealed, until
    the township has seen the card. Gone once it is settled."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="claimed_number")
    number = SealedText(needles=["whole"])
    number_index = BlindIndex(of="number")
    claimed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["number_index"], name="claimed_number_by_index")]
