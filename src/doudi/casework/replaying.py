"""Stored determinations made again (复算), a span of them at a time: each from what it keeps itself, never from what is
known or published today.

济办发〔2020〕21号 三21: every answer can be answered for. A row that cannot be read is counted and named like one that
comes out otherwise, and stops nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, F, Max, Min, Window
from django.db.models.functions import RowNumber

from doudi.casework.basis import calendar_again, sheet_again
from doudi.casework.models import Basis, Case, Determination
from doudi.policy.replay import DIFFERS, REWORDED, UNREADABLE, Difference, Question, replay

SPAN = 500
# What retention leaves of a determination whose family's term is over: nothing to make again.
EMPTIED = {"document": {}, "decision": {}}
COLUMNS = ("id", "day", "document", "decision", "law_version", "standards_id", "sheet_area", "calendar_id")


@dataclass(frozen=True)
class Found:
    """A determination that does not come out as it is stored."""

    determination: int
    case: str
    difference: Difference

    def to_json(self) -> dict[str, Any]:
        """Everything, figures too: for the screen of who asked, not for keeping."""
        return {"determination": self.determination, "case": self.case, **vars(self.difference)}

    def to_keep(self) -> dict[str, Any]:
        """Which determination, programme and rule: no figures of a family, no member."""
        names = ("kind", "programme", "key", "rule", "clause")
        return {"determination": self.determination, **{name: getattr(self.difference, name) for name in names}}


@dataclass
class Tally:
    """How many were made again, and what became of them."""

    counted: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    law_versions: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    @property
    def differing(self) -> int:
        return self.kinds[DIFFERS]

    @property
    def reworded(self) -> int:
        return self.kinds[REWORDED]

    @property
    def unreadable(self) -> int:
        return self.kinds[UNREADABLE]

    @property
    def in_order(self) -> bool:
        """Whether every answer could be given again."""
        return not (self.differing or self.unreadable)

    def add(self, other: "Tally") -> None:
        """Take in what another span came to."""
        self.counted += other.counted
        self.kinds += other.kinds
        self.law_versions += other.law_versions
        self.found += other.found


class Replayer:
    """Makes stored rows again; a sheet or a calendar that several share is read once."""

    def __init__(self) -> None:
        self._numbers = cache(lambda pk: sheet_again(_content(pk), date.min, ""))
        self._sheet = cache(lambda pk, day, area: replace(self._numbers(pk), day=day, area=area))
        self._calendar = cache(lambda pk: None if pk is None else calendar_again(_content(pk)))

    def difference(self, row: Any) -> Difference | None:
        """What comes out otherwise for one row of COLUMNS."""
        _, day, document, decision, _, standards, area, calendar = row
        try:
            question = Question(document, day, self._sheet(standards, day, area), self._calendar(calendar))
        except (KeyError, TypeError, ValueError, AttributeError, Basis.DoesNotExist) as error:
            # What is kept is at fault. A connection that is lost is not, and ends the run.
            what = f"存下的标准单或日历读不出来({type(error).__name__})"
            return Difference(UNREADABLE, key="standards", text=what)
        return replay(question, decision)


def _content(pk: int) -> Any:
    return Basis.objects.values_list("content", flat=True).get(pk=pk)


def replayed(*, after: int = 0, upto: int | None = None, case: str = "") -> Tally:
    """The determinations after one id up to another (or of one case) made again, in the order of their ids."""
    rows = _chosen(after, upto, case).order_by("pk").values_list(*COLUMNS)
    replayer, tally, found = Replayer(), Tally(), {}
    for row in rows.iterator(chunk_size=SPAN):
        tally.counted += 1
        tally.law_versions[row[4]] += 1
        difference = replayer.difference(row)
        if difference is not None:
            tally.kinds[difference.kind] += 1
            found[row[0]] = difference
    tally.found = list(_named({pk: each for pk, each in found.items() if each.kind != REWORDED}))
    return tally


def _chosen(after: int, upto: int | None, case: str) -> Any:
    rows = _kept(after)
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    return rows.filter(case__number=case) if case else rows


def _kept(after: int) -> Any:
    return Determination.objects.filter(pk__gt=after).exclude(**EMPTIED)


def _named(found: dict[int, Difference]) -> Iterator[Found]:
    cases = dict(Case.objects.filter(determinations__in=list(found)).values_list("determinations", "number"))
    for pk, difference in found.items():
        yield Found(pk, cases.get(pk, ""), difference)


@dataclass(frozen=True)
class Spans:
    """What there is to do: how many, and the id at which each span ends."""

    after: int
    count: int
    ends: tuple[int, ...]

    @property
    def upto(self) -> int:
        return self.ends[-1] if self.ends else self.after

    def pairs(self) -> Iterable[tuple[int, int]]:
        """(after, upto) of every span."""
        return zip((self.after, *self.ends), self.ends, strict=False)


def spans(*, after: int = 0, most: int | None = None) -> Spans:
    """The determinations after an id, cut into spans of which each is one piece of work; at most so many."""
    rows = _kept(after).order_by("pk")
    if most is not None:
        rows = Determination.objects.filter(pk__in=rows.values("pk")[:most])
    known = rows.aggregate(count=Count("pk"), last=Max("pk"))
    numbered = rows.annotate(number=Window(RowNumber(), order_by=F("pk").asc()))
    ends = list(numbered.annotate(over=F("number") % SPAN).filter(over=0).values_list("pk", flat=True))
    if known["last"] is not None and (not ends or ends[-1] != known["last"]):
        ends.append(known["last"])
    return Spans(after, known["count"], tuple(ends))


def before_day(day: date) -> int:
    """The id after which every determination of that day and later lies."""
    first = Determination.objects.filter(day__gte=day).aggregate(first=Min("pk"))["first"]
    if first is None:
        return Determination.objects.aggregate(last=Max("pk"))["last"] or 0
    return int(first) - 1
