"""Sending (提交): persons, household, facts, consents and papers go on record and the application is made,
all or nothing.

Pressed ten times it is sent once: the session's row is locked, and what was sent stands in the same
transaction as the
application itself. Whoever has no account gets one, with six digits to come back with.

A number that is on file already is taken like any other: the answer is the same, the person is put on record beside the
known one, and the township compares the card before it accepts (people.claims).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localdate

from doudi.casework import actions as casework
from doudi.casework.lifecycle import NotPossible
from doudi.casework.programme import is_registered, programme
from doudi.kernel.days import add_months
from doudi.offices import actions as offices
from doudi.offices import reads as office_reads
from doudi.offices.access import as_system
from doudi.people import actions as people
from doudi.people import claims
from doudi.people import reads as people_reads
from doudi.people.storing import content_of
from doudi.policy import decide
from doudi.policy.lawbook import BASIC
from doudi.www import clock
from doudi.www.resident import draft as drafts
from doudi.www.resident.apply import ready, wanted_of
from doudi.www.resident.drafted import ADULT, age_of, document_of, household_facts, kin_facts, member_facts
from doudi.www.resident.whose import person_of
from doudi.www.selfcheck.law_today import sheet_for
from doudi.www.selfcheck.next_question import SPECIAL, supposed
from doudi.www.selfcheck.next_question import verdicts as verdicts_of

A_YEAR = 12
DECLARATION = "我写的都是真的。故意写假的要退钱，还要负责任。"
SENT, RECEIPTS = "sent", "receipts"
ABOUT_SOMEBODY = ("person", "id_number", "birth", "sex")
WHOSE = (
    "有一位家里人要先核对身份，才能提交。请照着身份证看一遍每个人的姓名和号码；都对的，请带身份证到村（居）委会"
    "或街道办，或打 12349，请他们看一下登记。您写的都还在。"
)


class NotSent(Exception):
    """Cannot be sent like this: what to do, and the element of the page that it is about."""

    def __init__(self, words: str, anchor: str = "form") -> None:
        super().__init__(words)
        self.anchor = anchor


@as_system("application")
def send(request: HttpRequest, user: Any | None) -> str:
    """Send the draft of this session once; the number of the application."""
    try:
        with transaction.atomic():
            return send_locked(request, user, person_of(request, user) if user else None)
    except people.Refused as refused:
        # One answer for a number under another name and for a place in another family: typing somebody's number
        # must not tell whose name is on record, or that he is.
        raise NotSent(WHOSE if refused.field in ABOUT_SOMEBODY else f"{refused}") from refused
    except (NotPossible, offices.OfficeRefused) as refused:
        raise NotSent(f"{refused}") from refused


def send_locked(request: HttpRequest, user: Any | None, whose: int | None) -> str:
    """Behind the lock of the session's row: look whether it has been sent, else send it."""
    Session.objects.select_for_update().filter(pk=request.session.session_key).first()
    stored = type(request.session)(request.session.session_key).load()
    draft = stored.get(drafts.KEY) or drafts.of(request)
    sent: dict[str, str] = stored.get(SENT, {})
    key = request.POST.get("key", "")
    if key in sent:
        return sent[key]
    if key != draft["key"] or not all(ready(draft).values()):
        raise NotSent("这份申请不完整，或者已经换过。请回到清单看一遍，再提交。")
    number, receipt = put_on_record(draft, user, whose, clock.now())
    drafts.drop(request)
    request.session[SENT] = {**sent, key: number}
    request.session[RECEIPTS] = {**stored.get(RECEIPTS, {}), number: receipt}
    request.session.save()
    return number


def put_on_record(
    draft: drafts.Draft, user: Any | None, whose: int | None, at: datetime
) -> tuple[str, dict[str, Any]]:
    """Everything of the draft, then the application itself. `whose` is the person signed in, or helped."""
    day, wanted = localdate(at), wanted_of(draft)
    family = family_of(whose, day)
    persons = {m["key"]: registered(draft, m, family, user, at) for m in draft["members"]}
    applicant = persons[draft["members"][0]["key"]]
    receipt: dict[str, Any] = {"wanted": wanted, "day": day.isoformat(), "village": draft["home"]["village"]}
    if user is None:
        user, receipt["code"] = account_for(applicant, at)
        receipt["user"] = user.pk
    household = household_for(draft, persons, applicant, user, at)
    put_facts(draft, persons, household, user, at)
    put_consents(draft, persons, household, user, at)
    keep_declaration(draft, household, user, at)
    for paper in draft["papers"]:
        people.keep_document(
            household=household,
            kind=paper["kind"],
            content=content_of(paper["sha256"]),
            name=paper["name"],
            content_type=paper["content_type"],
            by=user,
            at=at,
        )
    application = casework.submit_application(
        key=draft["key"],
        household_id=household.pk,
        applicant_id=applicant.pk,
        programmes=wanted,
        persons=who_for(draft, persons, wanted, day),
        channel="online",
        by=user,
        at=at,
    )
    return application.number, receipt


def family_of(whose: int | None, day: date) -> dict[int, Any]:
    """The person signed in or helped, and who stands in the same file; for a stranger nobody."""
    person = people_reads.person(whose) if whose is not None else None
    if person is None:
        return {}
    household = people_reads.household_of(person, day)
    rows = people_reads.members(household, day) if household else []
    return {person.pk: person, **{row.person_id: row.person for row in rows}}


def registered(
    draft: drafts.Draft, member: dict[str, Any], family: Mapping[int, Any], user: Any | None, at: datetime
) -> Any:
    """The person on record, once. A number that belongs to somebody outside this family is only claimed: the sender is
    told nothing, and the township looks at the card."""
    number = member["id_number"]
    told = {"name": member["name"], "id_number": number, "by": user, "at": at, **plain_of(draft, member)}
    claimed = next((each for each in claims.claimants(number) if each.pk in family), None) if number else None
    if claimed is not None:
        return claimed
    known = people_reads.person_numbered(number) if number else None
    if known is not None and known.pk not in family and (known.name != member["name"] or on_file(known, localdate(at))):
        return people.register_claimant(**told)
    return people.register_person(sex=member["sex"], birth=date.fromisoformat(member["birth"]), **told)


def on_file(person: Any, day: date) -> bool:
    """Whether something of this person's could be opened or changed: an account or a file."""
    return bool(office_reads.user_of_person(person.pk) or people_reads.household_of(person, day))


def plain_of(draft: drafts.Draft, member: dict[str, Any]) -> dict[str, Any]:
    """Where he is registered; telephone and card of the applicant."""
    plain = {"area": draft["home"]["village"], "registration": draft["home"]["registration"]}
    if member["relation"] == "self":
        contact = draft["contact"]
        plain |= {
            name: contact[name] for name in ("phone", "account_number", "account_bank") if contact.get(name)
        }
        if plain.get("account_number"):
            plain["account_name"] = member["name"]
    return plain


def account_for(person: Any, at: datetime) -> tuple[Any, str]:
    """An account for the applicant and its code, shown once. Five wrong tries rest it."""
    return offices.give_code(person_id=person.pk, name=person.name, phone=person.phone, typed=claims.typed_number(person),
                             by=None, at=at)


def household_for(
    draft: drafts.Draft, persons: dict[str, Any], applicant: Any, user: Any, at: datetime
) -> Any:
    """The applicant's file if there is one, with whoever is new in it; else a new file."""
    day, home = localdate(at), draft["home"]
    household = people_reads.household_of(applicant, day)
    relations = [(persons[m["key"]], m["relation"]) for m in draft["members"]]
    if household is None:
        return people.open_household(
            area=home["village"],
            registration=home["registration"],
            members=relations,
            address=home["address"],
            day=day,
            by=user,
            at=at,
        )
    present = {row.person_id for row in people_reads.members(household, day)}
    for person, relation in relations:
        if person.pk not in present:
            people.add_member(household=household, person=person, relation=relation, day=day, by=user, at=at)
    return household


def put_facts(draft: drafts.Draft, persons: dict[str, Any], household: Any, user: Any, at: datetime) -> None:
    """What was declared, dated today. Consent is a record of its own and no fact."""
    day = localdate(at)
    told: dict[str, Any] = {"as_of": day, "source": "declared", "by": user, "at": at}
    known = people_reads.document(household, day)
    people.record_facts(subject=household, values=changed(household_facts(draft, day), known.household), **told)
    rows = {row["id"]: row for row in known.members}
    for member in draft["members"]:
        person = persons[member["key"]]
        values = member_facts(draft, member, day)
        people.record_facts(subject=person, values=changed(values, rows.get(str(person.pk), {})), **told)
    for kin in draft["kin"]:
        supporter = people.add_supporter(
            household=household,
            supported=persons[kin["of"]],
            name=kin["name"],
            relation=kin["relation"],
            day=localdate(at),
            by=user,
            at=at,
        )
        people.record_facts(subject=supporter, values=kin_facts(kin), **told)


def changed(values: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from what stands: an unchanged fact keeps the word and the date of whoever established it."""
    return {name: value for name, value in values.items() if name not in known or known[name] != value}


def put_consents(
    draft: drafts.Draft, persons: dict[str, Any], household: Any, user: Any, at: datetime
) -> None:
    """Consent of everyone who gave it, for one year; for a child by the one who fills this in."""
    day = localdate(at)
    for member in draft["members"]:
        if draft["consents"].get(member["key"]) == "yes":
            people.give_consent(
                person=persons[member["key"]],
                household=household,
                signed_by=draft["signed"],
                signed_how="guardian" if age_of(member, day) < ADULT else "online",
                valid_until=add_months(day, A_YEAR),
                by=user,
                at=at,
            )


def keep_declaration(draft: drafts.Draft, household: Any, user: Any, at: datetime) -> None:
    """The promise and the written statement (诚信承诺, 书面声明) as they were given: who ticked what, and
    when."""
    words = f"{DECLARATION}\n填写人：{draft['signed']}\n时间：{at:%Y-%m-%d %H:%M}\n方式：网上勾选确认\n"
    for kind, name in (("promise", "诚信承诺（网上）"), ("statement", "书面声明（网上）")):
        people.keep_document(
            household=household,
            kind=kind,
            content=words.encode(),
            name=name,
            by=user,
            at=at,
            content_type="text/plain",
        )


def who_for(
    draft: drafts.Draft, persons: dict[str, Any], wanted: list[str], day: date
) -> dict[str, list[int]]:
    """For programmes decided per person: everybody whom the law does not plainly leave out; of what rests on a standing, whom
    it would not leave out if the family had the one it may get now."""
    document = document_of(draft, day)
    sheet = sheet_for(document, day)
    standing = list(verdicts_of(document, day, sheet, BASIC))
    then = decide(supposed(document, standing), day=day, sheet=sheet, programmes=SPECIAL)
    found = {**decide(document, day=day, sheet=sheet).verdicts, **then.verdicts}
    chosen: dict[str, list[int]] = {}
    for code in filter(is_registered, wanted):
        verdicts = found.get(code)
        if programme(code).per_person and isinstance(verdicts, dict):
            hopeful = [
                persons[key].pk for key, verdict in verdicts.items() if verdict.outcome != "not_entitled"
            ]
            chosen[code] = hopeful or [persons[draft["members"][0]["key"]].pk]
    return chosen
