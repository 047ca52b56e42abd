"""A person (居民): also one without an ID number yet, a child with a guardian, somebody paid through
another."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q

REGISTRATIONS = [("urban", "城镇"), ("rural", "农村")]


class Person(models.Model):
    """One human being, once. What changes and decides anything is a dated fact, not a column here."""

    # 18 digits, checked by GB 11643; empty for a newborn or somebody whose papers are being made.
    id_number = models.CharField(max_length=18, null=True, unique=True)
    id_last4 = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=6, blank=True, choices=[("male", "男"), ("female", "女")])
    birth = models.DateField(null=True)
    died_on = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    account_number = models.CharField(max_length=40, blank=True)
    account_bank = models.CharField(max_length=80, blank=True)
    account_name = models.CharField(max_length=80, blank=True)
    guardian = models.ForeignKey("self", models.PROTECT, null=True, related_name="wards")
    payee = models.ForeignKey("self", models.PROTECT, null=True, related_name="paid_for")
    # The village code where the person is registered; the rest of the address is text.
    area = models.CharField(max_length=12, blank=True)
    address = models.CharField(max_length=120, blank=True)
    registration = models.CharField(max_length=6, blank=True, choices=REGISTRATIONS)
    residence_area = models.CharField(max_length=12, blank=True)
    residence_permit = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(id_number__isnull=True) | Q(id_number__regex=r"^[0-9]{17}[0-9X]$"),
                name="person_id_number_has_its_form",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]
        indexes = [
            models.Index(OpClass("name", "varchar_pattern_ops"), name="person_by_name"),
            models.Index(OpClass("pinyin", "varchar_pattern_ops"), name="person_by_pinyin"),
            models.Index(OpClass("initials", "varchar_pattern_ops"), name="person_by_initials"),
            models.Index("id_last4", OpClass("area", "varchar_pattern_ops"), name="person_by_last4"),
            models.Index(fields=["phone"], name="person_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paid_to(self) -> "Person":
        """Whose account the money goes to: the payee, else the person."""
        return self.payee or self
