"""A person (居民): also one without an ID number yet, a child with a guardian, somebody paid through another.

ID number, telephone, account and address lie sealed (个人信息保护法 第二十八、五十一条); name, pinyin and village code do not,
because a window finds people by them.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q

from doudi.vault.fields import BlindIndex, SealedText, only_sealed
from doudi.vault.numbering import SealedManager

# What stands in place of the name once the term of a family is over.
GONE_NAME = "已删除"
REGISTRATIONS = [("urban", "城镇"), ("rural", "农村")]


class Person(models.Model):
    """One human being, once. What changes and decides anything is a dated fact, not a column here."""

    # 18 digits, checked by GB 11643; empty for a newborn or somebody whose papers are being made.
    id_number = SealedText(needles=["whole", "last4"], or_none=True)
    id_number_index = BlindIndex(of="id_number")
    # Four digits are few: they are only ever looked for together with an area.
    id_last4_index = BlindIndex(of="id_number", number=1)
    name = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=6, blank=True, choices=[("male", "男"), ("female", "女")])
    birth = models.DateField(null=True)
    died_on = models.DateField(null=True)
    phone = SealedText(needles=["whole"])
    phone_index = BlindIndex(of="phone")
    account_number = SealedText()
    account_bank = models.CharField(max_length=80, blank=True)
    account_name = SealedText()
    guardian = models.ForeignKey("self", models.PROTECT, null=True, related_name="wards")
    payee = models.ForeignKey("self", models.PROTECT, null=True, related_name="paid_for")
    # The village code where the person is registered; the rest of the address is sealed.
    area = models.CharField(max_length=12, blank=True)
    address = SealedText()
    registration = models.CharField(max_length=6, blank=True, choices=REGISTRATIONS)
    residence_area = models.CharField(max_length=12, blank=True)
    residence_permit = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = SealedManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Partial: a key that other tables could refer to would make every new index key wait for them.
            models.UniqueConstraint(fields=["id_number_index"], condition=Q(id_number_index__isnull=False),
                                    name="person_id_number_once"),
            only_sealed("id_number", of="person", needles=2),
            only_sealed("phone", of="person", needles=1),
            *(only_sealed(column, of="person") for column in ("account_number", "account_name", "address")),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]
        indexes = [
            models.Index(OpClass("name", "varchar_pattern_ops"), name="person_by_name"),
            models.Index(OpClass("pinyin", "varchar_pattern_ops"), name="person_by_pinyin"),
            models.Index(OpClass("initials", "varchar_pattern_ops"), name="person_by_initials"),
            models.Index("id_last4_index", OpClass("area", "varchar_pattern_ops"), name="person_by_last4"),
            models.Index(fields=["phone_index"], name="person_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def id_last4(self) -> str:
        """The last four of the ID number, as people know them."""
        return (self.id_number or "")[-4:]

    @property
    def paid_to(self) -> "Person":
        """Whose account the money goes to: the payee, else the person."""
        return self.payee or self
