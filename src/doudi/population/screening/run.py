"""A whole run (全员筛查): every county that is not finished yet, several at a time, then the summary of all.

Stopping keeps what is finished; the same question goes on where it stopped, another question is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.areas import COUNTY_DIGITS
from doudi.policy.lawbook import law_version
from doudi.population.files import csv_text, write_json, write_whole
from doudi.population.screening.county import (
    Numbered,
    Task,
    doubled,
    numbered,
    readable,
    screen_county,
)
from doudi.population.screening.judging import Law
from doudi.population.screening.opening import County, Population
from doudi.population.screening.refusals import HEADINGS, Refusal, table_of
from doudi.population.screening.results import Results
from doudi.population.screening.standards import Standards, missing_numbers
from doudi.population.screening.tally import FIGURES, added
from doudi.population.screening.watching import Watcher
from doudi.population.snapshot.manifest import MANIFEST

WARM_MS: Final = 10_000
SUMMARY_WORDS: Final = {
    "level": "级别", "area": "区划", "programme": "项目", "label": "项目名称",
    "none": "不适用", "entitled": "符合", "not_entitled": "暂不符合", "need_info": "还差信息", "discretion": "需人工裁量",
    "not_decided": "没有算出", "households": "符合的户数", "people": "涉及人数", "monthly_fen": "每月金额(分)",
}  # fmt: skip


@dataclass
class Run:
    """One question put to a snapshot."""

    population: Population
    law: Law
    standards: Standards
    day: date
    out: Path
    threads: int = 1
    stop: Event = field(default_factory=Event)
    watcher: Watcher = field(default_factory=Watcher)

    @property
    def identity(self) -> dict[str, Any]:
        """What must be the same for the results to be the same."""
        return {
            "population": str(self.population.root.resolve()),
            "input_sha256": self.population.sha256,
            "day": self.day.isoformat(),
            "law_version": law_version(),
            "standards_sha256": self.standards.sha256,
            "standards": self.standards.title,
            "programmes": list(self.law.programmes),
        }


@dataclass(frozen=True)
class Prepared:
    """A county that is to be decided: its readable files, the faults of the others, its numbers and areas."""

    county: County
    files: tuple[Path, ...]
    refusals: list[Refusal]
    numbered: Numbered


Engine = Callable[[Run, Task, list[Prepared]], None]


def screen(run: Run, engine: Engine | None = None) -> dict[str, Any]:
    """Decide every county and write the summary; the manifest of the results. Raises NotTheSame, Stopped."""
    results = Results(run.out)
    results.begin(run.identity, run.standards.to_json())
    done = results.done()
    prepared = _prepare(run)
    twice = doubled({each.county.code: each.numbered for each in prepared})
    todo = [each for each in prepared if each.county.code not in done]
    for code, marker in done.items():
        run.watcher.batch(code, marker["people"])
        run.watcher.county(code, marker)
    workers = max(1, min(run.threads, len(todo)))
    task = Task(run.law, run.standards, results, twice, max(1, run.threads // workers), run.stop, run.watcher)
    if todo:
        (engine or _in_threads)(run, task, sorted(todo, key=lambda each: -len(each.numbered.numbers)))
    return _summarise(run, results, prepared)


def keep_memory_warm() -> None:
    """For a process that screens: freed columns stay ours for the next row group. Giving them back and getting new pages
    from the system cost a third of the reading (8.4 million people: 5.2 s of processor time, 3.4 s so)."""
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
        pa.jemalloc_set_decay_ms(WARM_MS)


def _prepare(run: Run) -> list[Prepared]:
    def one(county: County) -> Prepared:
        files, refusals = readable(county, run.law)
        return Prepared(county, files, refusals, numbered(county, files))

    with ThreadPoolExecutor(run.threads) as pool:
        return list(pool.map(one, run.population.counties))


def _in_threads(run: Run, task: Task, todo: list[Prepared]) -> None:
    """The largest county first, so that nobody waits long at the end."""
    with ThreadPoolExecutor(run.threads) as pool:
        futures = [
            pool.submit(screen_county, each.county, each.files, each.refusals, each.numbered.areas, task) for each in todo
        ]
        try:
            for future in as_completed(futures):
                future.result()
        except BaseException:
            # Also for a Ctrl-C: whoever is at work ends with its batch and leaves nothing half done.
            run.stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _summarise(run: Run, results: Results, prepared: list[Prepared]) -> dict[str, Any]:
    done, codes = results.done(), [each.county.code for each in prepared]
    places = sorted({area[:COUNTY_DIGITS] for each in prepared for area in each.numbered.areas})
    rows = [{**row, "label": run.law.book.programmes[row["programme"]].label} for row in added(
        done[code]["summary"] for code in codes)]  # fmt: skip
    refusals = [each for code in codes for each in results.refusals(code)]
    missing = missing_numbers(run.law.book, run.law.programmes, run.standards, places)
    _write_summary(run.out, rows)
    pq.write_table(table_of(refusals), run.out / "refused.parquet")
    write_whole(run.out / "refused.csv", csv_text(HEADINGS.values(), ([getattr(each, n) for n in HEADINGS] for each in refusals)))
    manifest = {
        **run.identity,
        "households": sum(done[code]["households"] for code in codes),
        "people": sum(done[code]["people"] for code in codes),
        "refused": len(refusals),
        "missing_numbers": [each.text for each in missing],
        "counties": {code: {name: done[code][name] for name in ("households", "people", "refused", "files")} for code in codes},
        "totals": {row["programme"]: {name: row[name] for name in FIGURES} for row in rows if row["level"] == "all"},
    }
    write_json(run.out / MANIFEST, manifest)
    return manifest


def _write_summary(out: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(SUMMARY_WORDS)
    table = pa.Table.from_pylist([{name: row[name] for name in names} for row in rows]) if rows else pa.table({n: [] for n in names})
    pq.write_table(table, out / "summary.parquet")
    write_whole(out / "summary.csv", csv_text(SUMMARY_WORDS.values(), ([row[name] for name in names] for row in rows)))
