"""Who answers for open work (经办责任): the last step or the last handing over says it; lists by area do not.

There is no appointment book of home visits: a visit still to be made is a case that waits for one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from doudi.casework.models import AppealRequest, Case, ChangeReport, HandedCase, Move, Publicity, Status
from doudi.casework.models.cases import OPEN
from doudi.casework.reads.worklists import NEXT, Page, Row, rows_of, split_key
from doudi.casework.rollbooks.models import ImportRun, State
from doudi.offices.access import as_system
from doudi.offices.models import Post
from doudi.offices.reads import Jurisdiction

UNDER_WAY = (*map(str, OPEN), str(Status.SET_ASIDE))
# A case is handed over by who handles it; the other roles leave no open case behind.
HANDLING = ("coordinator", "clerk", "county_officer")
IMPORTING = ("county_officer", "city_officer")
SHOWN = 200


@dataclass(frozen=True)
class OpenCase:
    """An open case by its number only: an administrator sees how much there is, not whose."""

    number: str
    programme_label: str
    status_label: str
    next: str
    due_on: date | None


@dataclass(frozen=True)
class OpenWork:
    """What is tied to somebody in the area of one post."""

    cases: list[OpenCase]
    count: int
    to_visit: int
    posters: int
    reports: int
    appeals: int
    imports: int

    @property
    def any(self) -> bool:
        """Whether anything can be handed on."""
        return bool(self.count or self.imports)


def answered_for(user: Any, prefixes: Iterable[str]) -> QuerySet[Case]:
    """The open cases of an area for which somebody answers."""
    near = Q(pk__in=[])
    for prefix in prefixes:
        near |= Q(area__startswith=prefix)
    last = Move.objects.filter(case=OuterRef("pk")).order_by("-id")
    handed = HandedCase.objects.filter(case=OuterRef("pk")).order_by("-id")
    moment = DateTimeField()
    found = Case.objects.filter(near, status__in=UNDER_WAY).annotate(
        last_by=Subquery(last.values("by")[:1]), last_at=Subquery(last.values("at")[:1], output_field=moment),
        taken_by=Subquery(handed.values("taker")[:1]), taken_at=Subquery(handed.values("at")[:1], output_field=moment))
    since = Q(taken_at__isnull=False, taken_at__gte=F("last_at"))
    return found.filter((since & Q(taken_by=user.pk)) | (~since & Q(last_by=user.pk)))


@as_system("hand over")
def open_work(post: Post) -> OpenWork:
    """What is tied to the holder of a post in the post's own area."""
    user, area = post.user, Jurisdiction.of([post])
    cases = answered_for(user, area.prefixes) if post.role in HANDLING else Case.objects.none()
    listed = list(cases.order_by(F("next_due_on").asc(nulls_last=True), "id")[:SHOWN])
    return OpenWork(
        cases=[OpenCase(each.number, each.programme_label, each.status_label, NEXT.get(Status(each.status), ""),
                        each.next_due_on) for each in listed],
        count=cases.count(),
        to_visit=cases.filter(status__in=[Status.ACCEPTED, Status.OBJECTED]).count(),
        posters=Publicity.objects.filter(area.within("case__area"), by=user, taken_down_at__isnull=True).count(),
        reports=ChangeReport.objects.filter(area.within("household__area"), by=user, handled_at__isnull=True).count(),
        appeals=AppealRequest.objects.filter(area.within("case__area"), by=user, answered_at__isnull=True).count(),
        imports=open_imports(post).count())


def open_imports(post: Post) -> QuerySet[ImportRun]:
    """The imports of the holder that are not finished, for a post that imports."""
    runs = ImportRun.objects.defer("content").filter(by=post.user).exclude(state=State.DONE)
    return runs.order_by("id") if post.role in IMPORTING else runs.none()


def _handed(user: Any, jurisdiction: Jurisdiction) -> QuerySet[Case]:
    return answered_for(user, jurisdiction.prefixes).filter(taken_by=user.pk, taken_at__gte=F("last_at"))


def handed_count(user: Any, jurisdiction: Jurisdiction) -> int:
    """How many cases were handed to somebody who has not taken a step in them yet."""
    if not HandedCase.objects.filter(taker=user).exists():
        return 0
    return _handed(user, jurisdiction).count()


def handed_cases(user: Any, jurisdiction: Jurisdiction, *, day: date, after: str | None = None,
                 limit: int = 50) -> Page:
    """Those cases, the newest first."""
    found = _handed(user, jurisdiction).order_by("-id").select_related("application__applicant", "person")
    last = split_key(after)[1]
    cases = list((found if last is None else found.filter(id__lt=last))[: limit + 1])
    rows: list[Row] = rows_of(cases[:limit], day)
    return Page(rows, str(cases[limit - 1].pk) if len(cases) > limit else None)
