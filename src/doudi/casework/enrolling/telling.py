"""What a family is told of what is handed on for it (告知): in plain words, with the day until which it may say no.

济办发〔2020〕21号 三20.
"""

from doudi.casework.enrolling.models import Entry
from doudi.casework.referrals.models import State
from doudi.casework.referrals.reads import result_of
from doudi.people.models import Household


def waiting_words(entry: Entry) -> str:
    """With whom it is, and what follows if nobody says anything."""
    if not entry.enrolment.handed_on:
        return "等县里确认,确认后开通"
    if entry.decline_until is None:
        return "等县里确认,确认后给您送告知书"
    until = entry.decline_until
    return f"{until.month}月{until.day}日以前可以说不要;不说,就转给部门替您办,您不用跑"


def referred_words(entry: Entry) -> str:
    """Where it is, and what came of it."""
    referral = entry.referral
    if referral is None:
        return str(entry.get_outcome_display())
    year, office = f"{entry.for_year} 年度", referral.office.name
    if referral.state == State.FINISHED:
        return f"{year}办好了:{result_of(referral)}"
    if referral.state == State.REFUSED:
        return f"{office}退回了:{result_of(referral)}"
    return f"{year}已经转给{office},它正在办"


def referred_for(home: Household) -> list[Entry]:
    """The entries of a family that a department has or had, the latest first; what was taken back is not among them."""
    rows = Entry.objects.filter(household=home, outcome="referred").exclude(referral__state=State.REVOKED)
    return list(rows.select_related("person", "referral__office").order_by("-id"))
