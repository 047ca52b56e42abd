"""What is known of a household and on whose word: dated facts, consent to verification, papers.

社会救助暂行办法 第五十八条 (authorised queries), 民发〔2021〕57号 第九、十三条. A fact is never edited: a
newer one stands beside it, or it is retracted, so that what was known on any day can be asked again.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doudi.people.models.households import Household, Supporter
from doudi.people.models.persons import Person

USER = settings.AUTH_USER_MODEL
SOURCES = [
    ("declared", "本人申报"),
    ("verified", "部门核对"),
    ("visited", "入户调查"),
    ("imported", "台账导入"),
]


class Fact(models.Model):
    """One value of one declared fact of one subject, as of a day, from a source."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="facts")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="facts")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="facts")
    name = models.CharField(max_length=60)
    # Money is whole fen, a day is ISO text, a code is its code; null says "asked, and not known".
    value = models.JSONField(null=True)
    as_of = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=SOURCES)
    office = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    retracted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, household__isnull=True, supporter__isnull=True)
                | Q(person__isnull=True, household__isnull=False, supporter__isnull=True)
                | Q(person__isnull=True, household__isnull=True, supporter__isnull=False),
                name="fact_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="fact_period_forward",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[code for code, _ in SOURCES]), name="fact_source_known"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "name"], condition=Q(person__isnull=False), name="fact_by_person"),
            models.Index(fields=["household", "name"], condition=Q(household__isnull=False),
                         name="fact_by_household"),
            models.Index(fields=["supporter", "name"], condition=Q(supporter__isnull=False),
                         name="fact_by_supporter"),
        ]


class Consent(models.Model):
    """A member allows, or no longer allows, that offices are asked about him or her (授权书)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    household = models.ForeignKey(Household, models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=80)
    signed_how = models.CharField(max_length=12, choices=[
        ("online", "网上确认"), ("paper", "纸质签名"), ("guardian", "监护人代签")])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "household", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_in_force_once",
            ),
        ]


class Paper(models.Model):
    """A photograph or PDF of a paper (材料), kept by the hash of its content."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="papers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    bytes = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            # The same photograph sent ten times is one paper.
            models.UniqueConstraint(fields=["household", "person", "kind", "sha256"], nulls_distinct=False,
                                    condition=Q(removed_at__isnull=True), name="paper_once"),
        ]


class RevealNote(models.Model):
    """Why somebody had to see a number whole, in his own words (查看理由); the journal holds codes and no words."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="reveal_notes")
    field = models.CharField(max_length=20)
    note = models.CharField(max_length=100)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
