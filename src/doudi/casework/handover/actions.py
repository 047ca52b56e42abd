"""Handing open work to a colleague or deputy (移交), with a record. Nothing of the case itself changes.

Clocks go on as they are: the family does not wait longer because somebody at the desk changed.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.handover.reads import HANDLING, answered_for, open_imports
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, HandedCase
from doudi.casework.rollbooks.models import ImportRun, State
from doudi.offices.access import as_system
from doudi.offices.administering import check_office
from doudi.offices.models import Post, User
from doudi.offices.rosters import beside


# An administrator sees no family: what he hands on he knows by number only.
@as_system("hand over")
@transaction.atomic
def hand_over(*, post: Post, taker: User, by: Any, at: datetime) -> int:
    """Hand what is tied to the holder of a post, in that post's area, to somebody who holds the same role there.

    `by` is an administrator who reaches the office, or None for the installation. Gives the number of cases.
    """
    day = localdate(at)
    check_office(post.office, by=by, day=day)
    if taker.pk == post.user_id or taker.pk not in {each.pk for each in beside(post, day)}:
        raise NotPossible(f"{taker.name}今天不是{post.office.name}的{post.role_name},接不了这些事。请选在岗的同事。")
    cases = _locked(post)
    HandedCase.objects.bulk_create([
        HandedCase(case=case, area=case.area, post=post, giver=post.user, taker=taker, by=by, at=at)
        for case in cases])
    imports = _imports(post, taker)
    audit.record(by=by, at=at, verb="casework.hand_over_work", subject=("user", post.user_id),
                 details={"to": taker.pk, "post": post.pk, "cases": [case.pk for case in cases], "imports": imports})
    return len(cases)


def _locked(post: Post) -> list[Case]:
    if post.role not in HANDLING:
        return []
    wanted = answered_for(post.user, post.office.prefixes).values_list("pk", flat=True)
    # A step that is being taken at this moment comes first; whoever takes it answers from then on.
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=list(wanted)).order_by("pk"))
    return list(answered_for(post.user, post.office.prefixes).order_by("pk"))


def _imports(post: Post, taker: User) -> list[int]:
    """Imports that are not done go along, but for a file that the colleague has open himself."""
    own = ImportRun.objects.filter(by=taker).exclude(state=State.DONE).values("sha256")
    moved = list(open_imports(post).exclude(sha256__in=own).values_list("pk", flat=True))
    ImportRun.objects.filter(pk__in=moved).update(by=taker)
    return moved
