"""Two finished screenings compared (年度复核): every change with its reasons, into work lists."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from doudi.law import Document, Sheet
from doudi.population.drift.causes import APPEARED, GONE, Asker, Cause
from doudi.population.drift.comparing import Change, changes
from doudi.population.drift.things import State, settled
from doudi.population.drift.worklists import WorkLists
from doudi.population.screening.finding import household_of, stored_rows
from doudi.population.screening.judging import Law
from doudi.population.screening.opening import County, Population
from doudi.population.screening.results import Results
from doudi.population.screening.standards import Standards

TOGETHER_AT_MOST: Final = 20_000


class NotComparable(ValueError):
    """These two cannot be compared; the message is Chinese and says why."""


@dataclass(frozen=True)
class Screening:
    """A finished run with the snapshot and the numbers it went by."""

    results: Results
    population: Population
    standards: Standards
    day: date
    programmes: tuple[str, ...]

    @classmethod
    def of(cls, results: Results, opened: Callable[[Path], Population], population: Path | None = None) -> "Screening":
        """Of a folder of results. Raises NotComparable where it is not finished or its snapshot is another one."""
        said = results.manifest()
        if said is None:
            raise NotComparable(f"{results.root} 里没有做完的筛查结果")
        found = opened(population or Path(said["population"]))
        if found.sha256 != said["input_sha256"]:
            raise NotComparable(f"{found.root} 不是 {results.root} 用的那份人口快照(校验不一致)")
        standards = Standards.from_json(results.standards())
        return cls(results, found, standards, date.fromisoformat(said["day"]), tuple(said["programmes"]))

    def county(self, code: str) -> County | None:
        """The files of a county."""
        return next((each for each in self.population.counties if each.code == code), None)


@dataclass
class Drift:
    """What came of a comparison."""

    changes: int = 0
    households: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)


def drift(
    old: Screening, new: Screening, law: Law, out: Path, show: Callable[[str, int], None] = lambda county, done: None
) -> Drift:
    """Write the work lists into `out`; the counts. The programmes are those of both runs."""
    programmes = [law.book.programmes[code] for code in new.programmes if code in old.programmes]
    lists, found = WorkLists(law.book), Drift()
    out.mkdir(parents=True, exist_ok=True)
    for county in sorted({each.code for each in (*old.population.counties, *new.population.counties)}):
        by_home: dict[int, list[Change]] = {}
        for change in changes(county, old.results, new.results, programmes):
            by_home.setdefault(change.household, []).append(change)
        numbers = sorted(by_home)
        for start in range(0, len(numbers), TOGETHER_AT_MOST):
            part = {number: by_home[number] for number in numbers[start : start + TOGETHER_AT_MOST]}
            for change, causes in _explained(county, part, old, new, law):
                lists.add(change, causes)
                _count(found, change, causes)
            found.households += len(part)
            show(county, found.households)
    lists.write(out)
    return found


def _count(found: Drift, change: Change, causes: list[Cause]) -> None:
    found.changes += 1
    found.moves[change.programme, change.old.outcome, change.new.outcome] += 1
    found.causes.update({cause.kind for cause in causes})


def _explained(
    county: str, part: Mapping[int, list[Change]], old: Screening, new: Screening, law: Law
) -> list[tuple[Change, list[Cause]]]:
    told: list[tuple[Change, list[Cause]]] = []
    then, now = Places(old, county), Places(new, county)
    before, after = (_households(side, county, list(part)) for side in (old, new))
    for number, several in part.items():
        if number not in before or number not in after:
            word = Cause(GONE if number in before else APPEARED)
            told += [(change, [word]) for change in several]
            continue
        asker = Asker(law, then.state(before[number]), now.state(after[number]))
        told += [(change, asker.causes(change)) for change in several]
    return told


def _households(side: Screening, code: str, numbers: list[int]) -> dict[int, Document]:
    county = side.county(code)
    rows: Any = stored_rows(county, np.array(numbers, np.int64)) if county else ()
    return {row["household"]: household_of(row) for row in rows}


class Places:
    """The settled numbers of one side in a county, by village: looked up once for all who live there."""

    def __init__(self, side: Screening, county: str) -> None:
        self.day, self._whole = side.day, settled(side.standards.at(county))
        self._here: dict[str, Sheet] = {}

    def state(self, document: Document) -> State:
        """A household's circumstances."""
        area = document.household["area"]
        if area not in self._here:
            self._here[area] = self._whole.at(area)
        return State(document, self._here[area], self.day)
