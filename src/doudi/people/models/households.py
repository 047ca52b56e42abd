"""A household (共同生活的家庭), who belongs to it and when, and who owes its members support from outside.

民发〔2021〕57号 第七条. Who of the members counts is for the law to say; here stands who is on the file.
A household that splits or merges, or whose head dies, closes and another opens that names it as predecessor.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q, Value

from doudi.people.models.persons import REGISTRATIONS, Person
from doudi.vault.fields import SealedText, only_sealed
from doudi.vault.numbering import SealedManager

RELATIONS = [
    ("self", "本人"),
    ("spouse", "配偶"),
    ("child", "子女"),
    ("parent", "父母"),
    ("grandparent", "祖父母、外祖父母"),
    ("grandchild", "孙子女、外孙子女"),
    ("sibling", "兄弟姐妹"),
    ("other", "其他"),
]
CLOSED_BECAUSE = [
    ("head_died", "户主去世"), ("split", "分户"), ("merged", "并户"), ("moved_away", "迁出本市"),
    ("no_members", "没有成员"), ("opened_in_error", "误建"),
]
# Its term is over and everything personal is gone; no verb of a person closes a file for this.
FORGOTTEN = "forgotten"
PERIOD_FORWARD = Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))


def _same(column: str) -> Func:
    # The database has no btree_gist: equality of a bigint is written as overlap of two one-value ranges.
    return Func(F(column), F(column), Value("[]"), function="int8range")


def _period() -> Func:
    return Func(F("valid_from"), F("valid_until"), Value("[)"), function="daterange")


class StandingHouseholds(models.Manager["Household"]):
    """The files that still hold a family: not those whose term is over."""

    def get_queryset(self) -> models.QuerySet["Household"]:
        return super().get_queryset().exclude(closed_because=FORGOTTEN)


class Household(models.Model):
    """One family on one file."""

    area = models.CharField(max_length=12)
    address = SealedText()
    registration = models.CharField(max_length=6, choices=REGISTRATIONS)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_because = models.CharField(max_length=20, blank=True,
                                      choices=[*CLOSED_BECAUSE, (FORGOTTEN, "保存期限已到")])
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_from")
    created_at = models.DateTimeField()

    objects = SealedManager()
    standing = StandingHouseholds()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__regex=r"^[0-9]{12}$"), name="household_stands_in_a_village"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | (Q(closed_on__gte=F("opened_on")) & ~Q(closed_because="")),
                name="household_closes_for_a_reason",
            ),
            only_sealed("address", of="household"),
        ]
        indexes = [models.Index(OpClass("area", "varchar_pattern_ops"), name="household_by_area")]

    @property
    def forgotten(self) -> bool:
        """Whether the term of the file is over and its contents are gone (保存期限已到)."""
        return self.closed_because == FORGOTTEN

    def is_open_on(self, day: date) -> bool:
        """Whether the file is open on that day."""
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


class Membership(models.Model):
    """A person belongs to a household, as what to its applicant, from when until when."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12, choices=RELATIONS)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)
    # When we learnt of it: what was known at a moment can be asked again.
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=PERIOD_FORWARD, name="membership_period_forward"),
            ExclusionConstraint(name="membership_one_household_at_a_time",
                                expressions=[(_same("person_id"), "&&"), (_period(), "&&")]),
            ExclusionConstraint(name="membership_one_applicant_at_a_time", condition=Q(relation="self"),
                                expressions=[(_same("household_id"), "&&"), (_period(), "&&")]),
        ]
        indexes = [models.Index(fields=["household", "valid_from"], name="membership_by_household"),
                   models.Index(fields=["person", "valid_from"], name="membership_by_person")]


class Supporter(models.Model):
    """Somebody outside the household who owes one of its members support (赡养、扶养、抚养义务人)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="supporters")
    supported = models.ForeignKey(Person, models.PROTECT, related_name="supporters")
    name = models.CharField(max_length=80)
    # What the supporter is to the supported person: child, parent, sibling…
    relation = models.CharField(max_length=12, choices=RELATIONS)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=PERIOD_FORWARD, name="supporter_period_forward")]
        indexes = [models.Index(fields=["household", "valid_from"], name="supporter_by_household")]
