"""Every table that knows of a person or a household, and what becomes of it when the family's term is over.

个人信息保护法 第四十七条. One place, column by column: `empties` says what stands in a column afterwards, `drop` that the
rows go, `keeps` which columns of words or days stay because they say nothing of anybody. A table or column that is not
here fails the shared test. Money, months, areas, programmes and ids stay: the sums must still add up.
The order is that of the scrub: what points at a row goes before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from doudi.people.models.persons import GONE_NAME

GONE_WORDS: Final = "(已到保存期限,内容已删除)"
# With the family, with those of its persons whom no other family needs, or by a verb of its own room.
HOUSEHOLD, PERSON, ELSEWHERE = "household", "person", "elsewhere"


@dataclass(frozen=True)
class Rule:
    """What becomes of one table. `rows`: the ways from it to a household (or to a person)."""

    model: str
    rows: tuple[str, ...] = ()
    goes_with: str = HOUSEHOLD
    drop: bool = False
    empties: Mapping[str, Any] = field(default_factory=dict)
    # Words that a check of the database wants: replaced only where something stands.
    blanks: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    why: str = ""


CASE, HOME, WHO = ("case__household",), ("household",), ("person",)
RULES: Final[tuple[Rule, ...]] = (
    Rule("casework.Notice", CASE, empties={"pdf": None, "served_to": ""},
         keeps=("kind", "served_how", "issued_at", "served_at")),
    Rule("casework.Publicity", CASE, empties={"photo": None},
         keeps=("about", "place", "posted_on", "ends_on", "taken_down_at"), why="place names a board, not a family"),
    Rule("people.Mandate", ("paper__household",), empties={"paper": None},
         keeps=("kind", "given_how", "valid_from", "valid_until", "recorded_at", "ended_at"),
         why="the photograph of it goes with the family's papers, whoever stays"),
    Rule("people.Mandate", WHO, goes_with=PERSON, drop=True),
    Rule("people.Paper", HOME, drop=True, why="the files go from the disk after the commit"),
    Rule("people.Fact", ("household", "supporter__household"), drop=True),
    Rule("people.Fact", WHO, goes_with=PERSON, drop=True),
    Rule("people.Consent", HOME, drop=True),
    Rule("people.Supporter", HOME, drop=True),
    Rule("people.Membership", HOME, drop=True),
    Rule("referrals.Question", ("referral__household",), empties={"said": {}, "note": ""}, keeps=("kind", "at", "settled_at")),
    Rule("referrals.Step", ("referral__household",), empties={"key": "", "digest": ""},
         keeps=("verb", "came_from", "went_to", "at", "way")),
    Rule("referrals.Reminder", ("referral__household",), keeps=("level", "day"), why="how often a department was urged"),
    Rule("referrals.Referral", HOME, empties={"along": {}, "wanted": "", "reason": "", "given": ""},
         keeps=("number", "programme", "area", "state", "sent_at", "accept_due_on", "due_on", "accepted_at", "closed_at",
                "reason_code", "rhythm", "from_on"), why="what departments gave and how long they took stays"),
    Rule("referrals.Declined", HOME, empties={"note": ""}, keeps=("programme", "at")),
    *(Rule(f"care.{name}", HOME, drop=True) for name in ("Assessment", "Agreement", "Visit", "Wish", "Stay")),
    Rule("casework.Application", HOME,
         keeps=("number", "channel", "programmes", "submitted_at", "idempotency_key")),
    Rule("casework.Case", HOME, empties={"relative_note": "", "complaint_note": "", "event": {}},
         keeps=("number", "programme", "area", "status", "opened_at", "accepted_on", "special_reason", "in_draw_at",
                "next_due_on")),
    Rule("casework.Move", CASE, empties={"reason": ""},
         keeps=("verb", "came_from", "went_to", "at", "clause")),
    Rule("casework.Clock", CASE, keeps=("kind", "parameter", "counted_in", "clause", "started_on", "due_on", "ended_on")),
    Rule("casework.Determination", HOME,
         empties={"document": {}, "decision": {}, "explanation": {}, "outcomes": {}},
         keeps=("day", "kind", "law_version", "made_at", "sheet_area"),
         why="an empty document cannot be replayed, and need not be; standards and calendar are shared with others"),
    Rule("casework.Visit", CASE, empties={"signed_by_family": "", "findings": [], "remark": ""},
         keeps=("level", "day", "investigators", "signed_how", "at"), why="investigators are officers"),
    Rule("casework.SupplementRequest", CASE, empties={"items": []}, keeps=("issued_at", "due_on", "received_at")),
    Rule("casework.Opinion", CASE, empties={"reason": ""}, keeps=("proposal", "at")),
    Rule("casework.Objection", CASE, empties={"from_whom": "", "text": "", "outcome": ""},
         keeps=("received_on", "settled_on")),
    Rule("casework.Decision", CASE, empties={"reasons": [], "could_get": []}, blanks=("reason_text", "set_aside_reason"),
         keeps=("result", "level", "at", "set_aside_at")),
    Rule("casework.Delivery", CASE, empties={"what": ""}, keeps=("on", "by_whom", "at"), why="who worked for how many stays"),
    Rule("casework.AppealRequest", CASE, empties={"text": "", "disputed_facts": [], "answer": ""},
         keeps=("received_at", "answered_at")),
    Rule("casework.ReviewDue", CASE, keeps=("area", "review_class", "due_on", "started_on", "done_at", "outcome")),
    Rule("casework.ChangeReport", HOME, empties={"text": "", "details": {}, "happened_on": None},
         keeps=("kind", "idempotency_key", "at", "handled_at")),
    Rule("people.ClaimedNumber", WHO, goes_with=PERSON, drop=True),
    Rule("people.RevealNote", WHO, goes_with=PERSON, drop=True),
    Rule("casework.HandedCase", CASE, keeps=("area", "at"), why="from one officer to another"),
    Rule("casework.JobRefusal", WHO, goes_with=PERSON, drop=True),
    Rule("casework.Advance", CASE, empties={"paid_to": ""}, keeps=("area", "paid_at", "channel", "idempotency_key", "at"),
         why="what was handed out stays"),
    Rule("casework.Award", HOME, keeps=("programme", "area", "payer", "parts", "covers_from", "covers_until", "ended_because", "voided_at"),
         why="what was awarded and paid stays"),
    Rule("casework.RollLine", HOME, empties={"payee_name": None, "account_number": None, "account_bank": ""},
         keeps=("area", "programme", "kind", "reason", "held_because"), why="amount and month of every payment stay"),
    Rule("rollbooks.ImportRow", ("household",), empties={"reason": ""}, keeps=("outcome",)),
    Rule("enrolling.Entry", HOME, keeps=("programme", "area", "outcome", "why", "found_at", "decline_until"),
         why="amounts, as in the award"),
    Rule("enrolling.NotWanted", HOME, drop=True),
    Rule("adjusting.Line", CASE, keeps=("area", "programme", "answer", "outcome", "why"), why="amounts, as in the award"),
    Rule("adjusting.Clue", HOME, drop=True),
    Rule("retention.Hold", HOME, blanks=("reason",), keeps=("at", "lifted_at")),
    Rule("retention.Settlement", HOME, keeps=("at",)),
    Rule("retention.Expected", HOME, drop=True),
    Rule("retention.Forgotten", HOME, keeps=("area", "at", "due_on", "ground", "programme", "counts"),
         why="counts only; it is the proof that the family's data went"),
    Rule("offices.User", ("person_id",), goes_with=PERSON,
         empties={"username": lambda user: f"gone-{user.pk}", "name": GONE_NAME, "phone": None, "password": "!",
                  "is_active": False, "last_login": None, "created_at": None, "must_change_password": False},
         why="a resident's own account; who holds a post is staff and stays"),
    Rule("people.Person", ("pk",), goes_with=PERSON,
         empties={"id_number": None, "name": GONE_NAME, "pinyin": "", "initials": "", "sex": "",
                  "birth": None, "died_on": None, "phone": None, "account_number": None, "account_bank": "",
                  "account_name": None, "guardian": None, "payee": None, "area": "", "address": None, "registration": "",
                  "residence_area": "", "residence_permit": False},
         keeps=("created_at",)),
    Rule("people.Household", ("pk",), empties={"address": None},
         keeps=("area", "registration", "opened_on", "closed_on", "closed_because", "created_at"),
         why="the village alone tells nobody; its day and reason of closing become those of the forgetting"),
    Rule("rollbooks.ImportRun", goes_with=ELSEWHERE, why="rollbooks.forget_files empties file, sample and faults"),
    Rule("referrals.AnswerFile", goes_with=ELSEWHERE, why="reminding.forget_files empties the rows that went back"),
    Rule("care.Institution", goes_with=ELSEWHERE, why="a house, of nobody's family"),
    Rule("care.InstitutionFile", goes_with=ELSEWHERE, why="rows about houses that could not be taken"),
    Rule("referrals.ApiToken", goes_with=ELSEWHERE, why="keys of departments' machines, of nobody's family"),
    Rule("sessions.Session", goes_with=ELSEWHERE, why="drafts live in sessions: they end after twelve hours"),
    Rule("offices.SecondFactor", goes_with=ELSEWHERE, why="of those who work here; an administrator takes it away"),
    Rule("offices.RecoveryCode", goes_with=ELSEWHERE, why="goes with the second factor it stands in for"),
    Rule("offices.AllowanceRow", goes_with=ELSEWHERE, why="keyed digests only, swept once the bucket is full again"),
    Rule("casework.Basis", goes_with=ELSEWHERE, why="numbers and calendars that all families of a county share"),
    Rule("casework.ReplayRun", goes_with=ELSEWHERE, why="ids, rules and counts; the figures stay in the determination"),
    Rule("enrolling.Enrolment", goes_with=ELSEWHERE, why="a published number, counts, and who confirmed"),
    Rule("casework.Draw", goes_with=ELSEWHERE, why="numbers of cases only, so that anybody can repeat the draw"),
)
