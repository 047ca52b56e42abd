"""The tables of care (照料服务): who assessed, who cares, who looked in, where somebody lives and wishes to live.

Every row of a person carries the household it was made in: whoever reaches that file reaches the row, and it goes with the
family. Names and numbers of carers and witnesses and every free word lie sealed.
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from doudi.vault.fields import BlindIndex, SealedBytes, SealedText, only_sealed
from doudi.vault.numbering import SealedManager

USER = settings.AUTH_USER_MODEL


class Grade(models.TextChoices):
    """How far somebody looks after himself (民发〔2021〕43号 第二十二条), in the codes of the law."""

    FULL = "full", "全自理"
    PARTIAL = "partial", "半护理"
    NONE = "none", "全护理"


class Item(models.TextChoices):
    """The six items that are looked at (民发〔2021〕43号 第二十一条)."""

    EATING = "eating", "吃饭"
    DRESSING = "dressing", "穿衣"
    BED = "bed", "上下床"
    TOILET = "toilet", "如厕"
    WALKING = "walking", "室内行走"
    WASHING = "washing", "洗澡"


class Service(models.TextChoices):
    """What an agreement may promise."""

    WATCHING = "watching", "日常看护"
    MEALS = "meals", "做饭送餐"
    CLEANING = "cleaning", "洗衣打扫"
    WASHING = "washing", "助浴理发"
    DOCTOR = "doctor", "陪同就医"
    HOSPITAL = "hospital", "住院陪护"
    ERRANDS = "errands", "代购代办"


class CarerKind(models.TextChoices):
    """Who cares: one human being, whose number is known, or an organisation."""

    RELATIVE = "relative", "亲属"
    NEIGHBOUR = "neighbour", "邻里或村民"
    HIRED = "hired", "护理员"
    ORGANISATION = "organisation", "服务机构"


class AgreementEnd(models.TextChoices):
    """Why an agreement ended."""

    REPLACED = "replaced", "换了照料人"
    EXPIRED = "expired", "到期"
    MOVED_IN = "moved_in", "住进供养机构"
    BROKEN = "broken", "没有履行"
    STOPPED = "stopped", "不再是特困人员"
    DIED = "died", "本人去世"
    OTHER = "other", "其他"


class Finding(models.TextChoices):
    """What a visit found; nothing ticked: all well."""

    ABSENT = "absent", "没见到本人"
    ILL = "ill", "生病或受伤"
    UNCARED = "uncared", "照料不到位"
    HOUSE = "house", "住房或用火用电不安全"
    SUPPLIES = "supplies", "缺衣少食"
    WORSE = "worse", "自理能力变差"
    OTHER = "other", "其他"


class LeftBecause(models.TextChoices):
    """Why somebody left an institution, or no longer waits for a place there."""

    HOME = "home", "回家居住"
    TRANSFER = "transfer", "转到别的机构"
    WITHDRAWN = "withdrawn", "不再排队"
    STOPPED = "stopped", "不再是特困人员"
    DIED = "died", "本人去世"
    CLOSED = "closed", "机构关停"


class OfPerson(models.Model):
    """What every row about a person carries: of whom, in which file, entered by whom and when."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SealedManager()

    class Meta:
        abstract = True
        ordering = ["id"]


class Assessment(OfPerson):
    """One look at the six items (自理能力评估), and the grade that the law makes of it."""

    day = models.DateField()
    failed = ArrayField(models.CharField(max_length=10, choices=Item.choices))
    grade = models.CharField(max_length=7, choices=Grade.choices)
    assessors = SealedText()

    class Meta(OfPerson.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="assessment_grade_known"),
            models.UniqueConstraint(fields=["person", "day"], name="assessment_once_a_day"),
            only_sealed("assessors", of="assessment")]


class Agreement(OfPerson):
    """Who cares for somebody living at home, from when to when, with what (委托照料服务协议)."""

    paper_number = models.CharField(max_length=40)
    carer_kind = models.CharField(max_length=12, choices=CarerKind.choices)
    carer_name = SealedText()
    # Of a human being: with it one finds for how many others he cares.
    carer_id_number = SealedText(needles=["whole"])
    carer_id_number_index = BlindIndex(of="carer_id_number")
    carer_phone = SealedText()
    services = ArrayField(models.CharField(max_length=10, choices=Service.choices))
    from_on = models.DateField()
    # The first day on which it no longer holds.
    until_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=10, blank=True, choices=AgreementEnd.choices)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta(OfPerson.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on__isnull=True), name="agreement_one_at_a_time"),
            models.UniqueConstraint(fields=["person", "paper_number"], name="agreement_paper_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="agreement_period_forward"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) ^ ~Q(ended_because=""), name="agreement_end_says_why"),
            only_sealed("carer_id_number", of="agreement", needles=1),
            *(only_sealed(column, of="agreement") for column in ("carer_name", "carer_phone"))]
        indexes = [models.Index(fields=["carer_id_number_index"], name="agreement_by_carer")]

    def holds_on(self, day: date) -> bool:
        """Whether somebody cares on that day by this paper."""
        return self.ended_on is None and self.from_on <= day < self.until_on


class Visit(OfPerson):
    """Somebody looked in on a person at home (探访)."""

    day = models.DateField()
    how = models.CharField(max_length=5, choices=[("home", "上门"), ("phone", "电话")])
    findings = ArrayField(models.CharField(max_length=10, choices=Finding.choices))
    remark = SealedText()

    class Meta(OfPerson.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "day", "by"], name="care_visit_once_a_day"),
                       only_sealed("remark", of="care_visit")]
        indexes = [models.Index(fields=["person", "-day"], name="care_visit_latest")]


class Institution(models.Model):
    """A house that takes 特困 people in (供养服务机构); of nobody's family."""

    name = models.CharField(max_length=80)
    # County, township or village in which it lies.
    area = models.CharField(max_length=12)
    licence = models.CharField(max_length=40)
    beds = models.PositiveIntegerField()
    # None: nobody has said how many of them are nursing beds (护理型床位).
    nursing_beds = models.PositiveIntegerField(null=True)
    counted_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["licence"], name="institution_licence_once"),
            models.CheckConstraint(condition=Q(nursing_beds__isnull=True) | Q(nursing_beds__lte=F("beds")),
                                   name="institution_nursing_beds_are_beds")]
        indexes = [models.Index(fields=["area"], name="institution_by_area")]

    def __str__(self) -> str:
        return self.name


class Wish(OfPerson):
    """Where somebody wishes to live (供养意愿): said on a day before a witness; the last one counts."""

    wants_institution = models.BooleanField()
    said_on = models.DateField()
    witness = SealedText()

    class Meta(OfPerson.Meta):
        constraints = [only_sealed("witness", of="wish")]
        indexes = [models.Index(fields=["person", "-said_on"], name="wish_latest")]


class Stay(OfPerson):
    """A place in an institution: waited for since a day, moved into, left (排队、入住、离开)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="stays")
    asked_on = models.DateField()
    admitted_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    left_because = models.CharField(max_length=10, blank=True, choices=LeftBecause.choices)

    class Meta(OfPerson.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(left_on__isnull=True), name="stay_one_at_a_time"),
            models.CheckConstraint(condition=Q(left_on__isnull=True) ^ ~Q(left_because=""), name="stay_end_says_why"),
            models.CheckConstraint(condition=Q(admitted_on__isnull=True) | Q(admitted_on__gte=F("asked_on")),
                                   name="stay_asked_before_admitted")]
        indexes = [
            models.Index(fields=["institution"], condition=Q(left_on__isnull=True), name="stay_open_by_house"),
            models.Index(fields=["institution"], condition=Q(left_on__isnull=True, admitted_on__isnull=True), name="stay_waiting")]


class InstitutionFile(models.Model):
    """A table of institutions that came in: how many rows were taken, and the rows that go back."""

    county = models.CharField(max_length=12)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    counts = models.JSONField()
    returned = SealedBytes()

    objects = SealedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [only_sealed("returned", of="institution_file")]
