"""The tables of referrals (转办): what was handed to whom, every step, what waits for a person, reminders, keys of machines.

What goes along lies in the referral itself, sealed: a department reads this row and nothing of the file behind it. The
state of a referral is written by `course.move` only.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from doudi.vault.fields import SealedBytes, SealedJSON, SealedText, only_sealed
from doudi.vault.numbering import SealedManager

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where a referral stands."""

    SENT = "sent", "待签收"
    ACCEPTED = "accepted", "办理中"
    REFUSED = "refused", "部门退回"
    FINISHED = "finished", "已办结"
    REVOKED = "revoked", "已撤回"


OPEN = (State.SENT, State.ACCEPTED)


class Rhythm(models.TextChoices):
    """How the help comes."""

    ONCE = "once", "一次性"
    MONTHLY = "monthly", "每月"
    SERVICE = "service", "实物或服务"


class Refusal(models.TextChoices):
    """Why a department gives a referral back."""

    NOT_OURS = "not_ours", "不归本部门办"
    NOT_QUALIFIED = "not_qualified", "不符合条件"
    ALREADY_HELPED = "already_helped", "已经在享受"
    NOT_FOUND = "not_found", "查无此人或信息不符"
    NOT_WANTED = "not_wanted", "本人不申请"
    OTHER = "other", "其他"


class Way(models.TextChoices):
    """By which way a department said something."""

    PAGE = "page", "页面"
    FILE = "file", "表格"
    API = "api", "接口"


class Referral(models.Model):
    """One programme for one family, or one member of it, handed to one department."""

    number = models.CharField(max_length=20, unique=True)
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="referrals")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("casework.Case", models.PROTECT, null=True, related_name="referrals")
    programme = models.CharField(max_length=40)
    # The village; decides who of the sending side sees it.
    area = models.CharField(max_length=12)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    # Name, number, township and telephone of whom it is about, and the facts that the purpose needs, as they stood.
    along = SealedJSON()
    wanted = SealedText()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    # None where nobody entered the limit, or the working calendar does not reach.
    accept_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=20, blank=True, choices=Refusal.choices)
    reason = SealedText()
    given = SealedText()
    rhythm = models.CharField(max_length=10, blank=True, choices=Rhythm.choices)
    amount_fen = models.BigIntegerField(null=True)
    from_on = models.DateField(null=True)

    objects = SealedManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="referral_state_known"),
            models.UniqueConstraint(fields=["household", "person", "programme"], condition=Q(state__in=OPEN),
                                    nulls_distinct=False, name="referral_open_once"),
            models.CheckConstraint(condition=Q(state=State.FINISHED) ^ Q(rhythm="", from_on__isnull=True),
                                   name="referral_finished_says_what"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0, rhythm__in=[Rhythm.ONCE, Rhythm.MONTHLY])
                                   | Q(amount_fen__isnull=True, rhythm__in=["", Rhythm.SERVICE]),
                                   name="referral_money_is_once_or_monthly"),
            models.CheckConstraint(condition=Q(state__in=OPEN) ^ Q(closed_at__isnull=False), name="referral_closed_has_a_day"),
            *(only_sealed(column, of="referral") for column in ("along", "wanted", "reason", "given")),
        ]
        indexes = [models.Index(fields=["office", "state", "due_on"], name="referral_by_office"),
                   models.Index(fields=["area", "state"], name="referral_by_area")]

    @property
    def is_open(self) -> bool:
        """Whether the department still owes an answer."""
        return self.state in OPEN

    @property
    def next_due_on(self) -> "models.DateField | None":
        """The day that counts next: of acceptance while it is not accepted, then of the result."""
        return self.accept_due_on if self.state == State.SENT and self.accept_due_on else self.due_on


class ApiToken(models.Model):
    """With what a department's own system signs in (接口令牌): a hash only; the secret was shown once."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    hashed = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class Question(models.Model):
    """An answer that nobody takes unseen (待核实): it came too late, contradicts, or names another person."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=12, choices=[
        ("wrong_person", "编号和姓名对不上"), ("file_closed", "这户的档案已经关闭"), ("differs", "和已有的结果不一样")])
    said = SealedJSON()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    taken = models.BooleanField(null=True)
    note = SealedText()

    objects = SealedManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(settled_at__isnull=True) ^ Q(taken__isnull=False), name="question_settled_says_how"),
            only_sealed("said", of="referral_question"), only_sealed("note", of="referral_question")]


class Step(models.Model):
    """Something happened to a referral. `key`: the caller's own mark, so that a repeated call counts once."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    came_from = models.CharField(max_length=10, blank=True)
    went_to = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=4, choices=Way.choices)
    key = models.CharField(max_length=64, blank=True)
    # What exactly was said with the key, so that another word under the same key is noticed.
    digest = models.CharField(max_length=64, blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["referral", "key"], condition=~Q(key=""), name="referral_key_once")]


class Level(models.TextChoices):
    """How loud a reminder is."""

    SOON = "soon", "快到期"
    OVERDUE = "overdue", "已超期"
    COUNTY = "county", "已报县级"
    CITY = "city", "已报市级"


class Reminder(models.Model):
    """One reminder: of a referral, on a working day, at a level; never twice."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="reminders")
    level = models.CharField(max_length=10, choices=Level.choices)
    day = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["referral", "level", "day"], name="reminder_once_a_day")]


class Declined(models.Model):
    """The family was told of a programme and does not ask for it (已告知,不申请)."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    programme = models.CharField(max_length=40)
    note = SealedText()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SealedManager()

    class Meta:
        ordering = ["id"]
        constraints = [only_sealed("note", of="referral_declined")]


class AnswerFile(models.Model):
    """A spreadsheet of answers that came in: how many rows were taken, and the rows that go back."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    counts = models.JSONField()
    # Emptied after a time: it names people.
    returned = SealedBytes()

    objects = SealedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [only_sealed("returned", of="referral_file")]
