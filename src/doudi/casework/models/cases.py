"""An application at the one window, the cases it opens, every step they take and their statutory clocks.

民发〔2021〕57号 第四、十、二十二条; 民发〔2021〕43号 第十至十六条; 济办发〔2020〕21号 三20.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q

from doudi.casework.programme import CLOCK_LABELS, programme


class Status(models.TextChoices):
    """Where a case stands. Only lifecycle.move writes it."""

    SUBMITTED = "submitted", "已提交"
    SUPPLEMENTING = "supplementing", "等补材料"
    ACCEPTED = "accepted", "已受理"
    SURVEYED = "surveyed", "已入户调查"
    OPINION_GIVEN = "opinion_given", "已初审"
    PUBLICISED = "publicised", "公示中"
    OBJECTED = "objected", "公示有异议"
    COUNTY_REVIEW = "county_review", "县级审核"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "不予确认"
    WITHDRAWN = "withdrawn", "已撤回"
    SET_ASIDE = "set_aside", "决定已撤销"
    ENDED = "ended", "已终止"


OPEN = (
    Status.SUBMITTED,
    Status.SUPPLEMENTING,
    Status.ACCEPTED,
    Status.SURVEYED,
    Status.OPINION_GIVEN,
    Status.PUBLICISED,
    Status.OBJECTED,
    Status.COUNTY_REVIEW,
)
# A family cannot have two of these for one programme: it would be asked and paid twice.
LIVE = (*OPEN, Status.CONFIRMED, Status.SET_ASIDE)


# Of what is paid once only those that wait for a decision: another event is another request.
OCCUPYING = Q(status__in=[str(each) for each in OPEN]) | Q(
    status__in=[str(Status.CONFIRMED), str(Status.SET_ASIDE)], pays_once=False
)


class Application(models.Model):
    """One paper at the window, for one or several programmes (一门受理)."""

    number = models.CharField(max_length=20, unique=True)
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="applications")
    applicant = models.ForeignKey("people.Person", models.PROTECT, related_name="applications")
    channel = models.CharField(
        max_length=12,
        choices=[("online", "网上"), ("counter", "窗口"), ("village", "村(居)代办"), ("import", "台账导入"),
                 ("automatic", "免申即享")],
    )
    programmes = ArrayField(models.CharField(max_length=40))
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["applicant", "id"], name="application_by_applicant")]


class Case(models.Model):
    """One programme for one household (or one person of it), from the door to the end."""

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="cases")
    programme = models.CharField(max_length=40)
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="cases")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="cases")
    area = models.CharField(max_length=12)
    status = models.CharField(max_length=16, choices=Status.choices)
    opened_at = models.DateTimeField()
    accepted_on = models.DateField(null=True)
    special_reason = models.CharField(
        max_length=40,
        blank=True,
        choices=[
            ("objection", "公示有异议"),
            ("registration_and_residence_differ", "人户分离"),
            ("out_of_town_check", "异地核对"),
            ("hard_case", "情况复杂"),
        ],
    )
    registered_relative = models.BooleanField(default=False)
    relative_note = models.CharField(max_length=200, blank=True)
    complaint = models.BooleanField(default=False)
    complaint_note = models.CharField(max_length=200, blank=True)
    delegated = models.BooleanField(default=False)
    # By law nobody outside may learn of this family; the ground itself is nowhere written down.
    not_posted = models.BooleanField(default=False, db_default=False)
    drawn_for_check = models.BooleanField(default=False)
    in_draw_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)
    pays_once = models.BooleanField(default=False, db_default=False)
    # Facts of the event that it is about (急难、支出), as a document writes them; they are this case's alone.
    event = models.JSONField(default=dict, db_default={})
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
            models.UniqueConstraint(
                fields=["household", "programme", "person"],
                condition=OCCUPYING,
                nulls_distinct=False,
                name="case_once_per_household_and_programme",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_due_on", "id"], name="case_worklist"),
            models.Index(
                OpClass("area", "varchar_pattern_ops"), "status", "next_due_on", name="case_by_area"
            ),
            models.Index(fields=["household", "id"], name="case_by_household"),
            models.Index(
                fields=["next_due_on", "id"], condition=Q(next_due_on__isnull=False), name="case_by_due"
            ),
        ]

    @property
    def programme_label(self) -> str:
        """The name of the benefit."""
        return programme(self.programme).label

    @property
    def status_label(self) -> str:
        """Where it stands, in words: what is one matter does not stop, it is done."""
        if self.pays_once and self.status == Status.ENDED:
            return "已办结"
        return Status(self.status).label

    @property
    def must_be_posted(self) -> bool:
        """Whether a proposal of help hangs on the board before it is decided (57号 第十九条)."""
        return programme(self.programme).publicity and not self.not_posted

    @property
    def flag(self) -> str:
        """Why the county must see this home itself; empty where it need not (57号 第二十条)."""
        if self.registered_relative:
            return "近亲属备案"
        if self.complaint:
            return "有举报"
        return "抽中入户" if self.drawn_for_check else ""


class Move(models.Model):
    """One step of a case: who did what, on which clause. Never edited."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=40)
    came_from = models.CharField(max_length=16, blank=True)
    went_to = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    clause = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="move_by_case")]


class HandedCase(models.Model):
    """Somebody left a post, and a colleague answers for the open case from then on (移交). No step of the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handed")
    area = models.CharField(max_length=12)
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="handed_by_case"),
                   models.Index(fields=["taker", "id"], name="handed_by_taker")]


class Clock(models.Model):
    """A statutory limit that runs: from which fact, until which day, ended when (办理期限)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=40)
    parameter = models.CharField(max_length=80)
    counted_in = models.CharField(
        max_length=16, choices=[("working_days", "工作日"), ("calendar_days", "自然日"), ("months", "月")]
    )
    length = models.PositiveSmallIntegerField(null=True)
    clause = models.CharField(max_length=120, blank=True)
    started_on = models.DateField()
    due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    uncovered = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_on__isnull=True), name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(uncovered=True), name="clock_due_or_uncovered"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(ended_on__isnull=True), name="clock_open_by_due"
            ),
            models.Index(fields=["case", "id"], name="clock_by_case"),
            models.Index(
                fields=["id"], condition=Q(uncovered=True, ended_on__isnull=True), name="clock_uncovered"
            ),
        ]

    @property
    def label(self) -> str:
        """What has to be done by then."""
        return CLOCK_LABELS.get(self.kind, self.kind)
