"""Areas by code, offices, and the people who work in them (济办发〔2020〕21号 三20; operational rules
13).

An office serves a set of area-code prefixes, not one area: 高新区, 太白湖新区 and 经开区 serve townships
whose codes belong elsewhere. Every period is half open: `valid_until` is the first day on which it no longer
holds.
"""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from doudi.offices import beginning  # noqa: F401  (`…__begins` is known from here on)
from doudi.vault.fields import SealedBytes, SealedText, only_sealed
from doudi.vault.numbering import SealedQuerySet


class Area(models.Model):
    """One area of GB/T 2260 and below (行政区划): city 6, county 6, township 9, village 12 digits. Never
    deleted."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=[
        ("city", "市"), ("county", "县(市、区)"), ("township", "乡镇(街道)"), ("village", "村(居)")])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=10, blank=True, choices=[("urban", "居委会"), ("rural", "村委会")])
    source = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^([0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"),
                                   name="area_code_has_a_known_length"),
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                                   name="area_period_forward"),
        ]
        indexes = [models.Index(OpClass("code", "varchar_pattern_ops"), name="area_by_prefix"),
                   models.Index(fields=["level", "name"], name="area_by_name")]

    def __str__(self) -> str:
        return self.name


class ManagementArea(models.Model):
    """An area run by its own offices without a GB/T 2260 code (功能区): 高新区, 太白湖新区, 经开区."""

    id = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=80)
    statistical_code = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ManagedTownship(models.Model):
    """A township that a management area runs, and whether that was read or only remembered (待确认)."""

    management_area = models.ForeignKey(ManagementArea, models.PROTECT, related_name="townships")
    township = models.OneToOneField(Area, models.PROTECT, related_name="managed")
    confirmed = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["township_id"]


class Office(models.Model):
    """An office (机构) and the area-code prefixes it serves."""

    name = models.CharField(max_length=80)
    level = models.CharField(max_length=12, choices=[
        ("city", "市级"), ("county", "县级"), ("township", "乡镇(街道)"), ("village", "村(居)"),
        ("department", "部门"), ("hotline", "热线"), ("finance", "财政"), ("audit", "审计")])
    prefixes = ArrayField(models.CharField(max_length=12))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    management_area = models.ForeignKey(ManagementArea, models.PROTECT, null=True, related_name="offices")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["name", "level", "parent"], nulls_distinct=False,
                                               name="office_once")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(SealedQuerySet)):
    """Looks users up by their sign-in name."""


class User(AbstractBaseUser):
    """Somebody who signs in (账号): staff through posts, a resident through `person_id`."""

    # A resident's is never the ID number: it is found through the person.
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    phone = SealedText()
    # Not a foreign key: persons live on the floor above.
    person_id = models.BigIntegerField(null=True, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True)
    # The password was made by an administrator and is good for one sign-in.
    must_change_password = models.BooleanField(default=False)
    # Counted up to end every session there is: each carries the number it began with.
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering = ["id"]
        constraints = [only_sealed("phone", of="user")]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must still agree with: a new password or a new round ends it."""
        told = f"{self.password} {self.session_round}"
        return salted_hmac("doudi.offices.session", told, secret=secret, algorithm="sha256").hexdigest()


class SecondFactor(models.Model):
    """What an account shows besides the password (第二因素): the secret of an authenticator app, sealed."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="second_factor")
    secret = SealedBytes()
    confirmed_at = models.DateTimeField(null=True)
    # A code counts once: the step of the last one that was taken.
    last_step = models.BigIntegerField(default=0)

    class Meta:
        constraints = [only_sealed("secret", of="second_factor")]


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost; kept as a hash, good for one sign-in."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class AllowanceRow(models.Model):
    """When a bucket will be full again (see allowances); whose it is says only a keyed digest. Gone after a crash."""

    key = models.BinaryField(primary_key=True)
    full_at = models.DateTimeField()

    class Meta:
        db_table = "offices_allowance"
        indexes = [models.Index(fields=["full_at"], name="allowance_by_moment")]


class Role(models.TextChoices):
    """What somebody may do (岗位). A resident holds no post."""

    COORDINATOR = "coordinator", "村(居)协理员"
    CLERK = "clerk", "乡镇(街道)经办"
    COUNTY_OFFICER = "county_officer", "县级民政"
    CITY_OFFICER = "city_officer", "市民政局"
    DEPARTMENT = "department", "部门经办"
    HOTLINE = "hotline", "12349 话务"
    FINANCE = "finance", "财政"
    AUDITOR = "auditor", "审计"
    ADMINISTRATOR = "administrator", "系统管理员"


class Post(models.Model):
    """A role in an office, for a time (任职); a deputy's post (代班) says for whose post it stands in."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    deputy_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="deputies")
    appointed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_known"),
            # A post that ends on the day it was to begin was never held.
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                                   name="post_period_forward"),
            models.CheckConstraint(condition=Q(deputy_for__isnull=True) | Q(valid_until__isnull=False),
                                   name="post_of_a_deputy_ends"),
            models.UniqueConstraint(fields=["user", "office", "role"], condition=Q(valid_until__isnull=True),
                                    name="post_open_once"),
        ]
        indexes = [models.Index(fields=["office", "role"], name="post_by_office")]

    @property
    def role_name(self) -> str:
        """The role in words."""
        return Role(self.role).label

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
