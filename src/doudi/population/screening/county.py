"""One county from its files to its results: row group by row group, so that memory does not grow with the county."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from threading import Event
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.population.screening.engine import Array
from doudi.population.screening.judging import Judge, Judged, Law
from doudi.population.screening.opening import NO_AREA, County, Reads, faults_of_schema, leaves
from doudi.population.screening.refusals import Refusal, whole
from doudi.population.screening.results import PartWriter, Results
from doudi.population.screening.standards import Standards
from doudi.population.screening.watching import Watcher

NOBODY = np.empty(0, np.int64)


class Stopped(Exception):
    """Somebody asked to stop; what is finished is kept."""


@dataclass(frozen=True)
class Numbered:
    """The household numbers and the areas of a county, read before anything is decided."""

    numbers: Array
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """What every county of a run shares."""

    law: Law
    standards: Standards
    results: Results
    doubled: Array
    threads: int
    stop: Event
    watcher: Watcher


def readable(county: County, law: Law) -> tuple[tuple[Path, ...], list[Refusal]]:
    """The files of a county that have the layout, and what is wrong with the others."""
    if county.fault:
        return (), [whole(county.code, county.fault)]
    good, refusals = [], []
    for file in county.files:
        try:
            schema = pq.read_schema(file)
        except (pa.ArrowInvalid, OSError):
            refusals.append(whole(county.code, f"{file.name} 不是完整的 Parquet 文件"))
            continue
        faults = [whole(county.code, what, column) for column, what in faults_of_schema(schema, law.kernel.reads)]
        refusals += faults
        good += [] if faults else [file]
    return tuple(good), refusals


def numbered(county: County, files: tuple[Path, ...]) -> Numbered:
    """Which households a county has and where they live."""
    numbers, areas = [NOBODY], set[str]()
    for file in files:
        table = pq.read_table(file, columns=["household", "area"], partitioning=None, read_dictionary=["area"], use_threads=False)
        for batch in table.to_batches():
            batch = own(batch, county)
            column = as_codes(batch.column("area"))
            areas |= {each for each in column.dictionary.to_pylist() if each}
            numbers.append(batch.column("household").drop_null().to_numpy(zero_copy_only=False).astype(np.int64))
    return Numbered(np.concatenate(numbers), tuple(sorted(areas)))


def doubled(counties: dict[str, Numbered]) -> Array:
    """Household numbers that stand more than once, in one county or in two. In files that rise it is seen at once."""
    found = [NOBODY]
    spans = []
    for each in counties.values():
        rising = bool((np.diff(each.numbers) > 0).all())
        found.append(NOBODY if rising else _twice(each.numbers))
        if len(each.numbers):
            spans.append((int(each.numbers.min()), int(each.numbers.max())))
    spans.sort()
    if any(low <= before for (_, before), (low, _) in zip(spans, spans[1:], strict=False)):
        found.append(_twice(np.concatenate([np.unique(each.numbers) for each in counties.values()])))
    return np.unique(np.concatenate(found))


def _twice(numbers: Array) -> Array:
    values, counts = np.unique(numbers, return_counts=True)
    return np.asarray(values[counts > 1])


def own(batch: pa.RecordBatch, county: County) -> pa.RecordBatch:
    """The rows of a batch that belong to the county."""
    if not county.mixed:
        return batch
    area = as_codes(batch.column("area")).cast(pa.string())
    here = pc.is_null(area) if county.code == NO_AREA else pc.starts_with(area, county.code).fill_null(False)
    return batch.filter(here)


def as_codes(area: pa.Array) -> pa.DictionaryArray:
    """An area column dictionary-encoded, however the file has it."""
    if not pa.types.is_dictionary(area.type):
        area = area.cast(pa.string()).dictionary_encode()
    return area if area.type.index_type == pa.int32() else area.cast(pa.dictionary(pa.int32(), pa.string()))


def batches(county: County, files: tuple[Path, ...], law: Law) -> Iterator[pa.RecordBatch]:
    """The households of a county with the columns that are needed."""
    yield from batches_of(county, files, law.kernel.reads)


def batches_of(county: County, files: tuple[Path, ...], reads: Reads) -> Iterator[pa.RecordBatch]:
    """The same for any choice of facts."""
    for path in files:
        with pq.ParquetFile(path, read_dictionary=["area"]) as file:
            columns = leaves(file, reads)
            for group in range(file.num_row_groups):
                found = _group(file, group, columns)
                # Handed out for good: memory that is free before the next group is read is used again while it is warm.
                while found:
                    yield coded(found.pop(), county)


def _group(file: pq.ParquetFile, group: int, columns: list[str]) -> list[pa.RecordBatch]:
    """A row group as batches, the last one first."""
    table = file.read_row_group(group, columns=columns, use_threads=False)
    # Combining copies everything, also where there is one chunk already.
    if any(column.num_chunks != 1 for column in table.columns):
        table = table.combine_chunks()
    return list(reversed(table.to_batches()))


def coded(batch: pa.RecordBatch, county: County) -> pa.RecordBatch:
    """A batch as the kernel takes it: only the county's rows, the area as codes."""
    batch = own(batch, county)
    return batch.set_column(batch.schema.get_field_index("area"), "area", as_codes(batch.column("area")))


def screen_county(county: County, files: tuple[Path, ...], refusals: list[Refusal], areas: tuple[str, ...], task: Task) -> None:
    """Decide a county and put it among the results. Raises Stopped, and then leaves nothing behind."""
    judge = Judge(task.law, task.standards.at(county.code), county.code, areas, task.doubled, task.threads)
    draft = task.results.draft(county.code)
    try:
        done = _write(county, files, judge, PartWriter(draft, 0, task.law.layout.schemas), task)
    except BaseException:
        rmtree(draft)
        raise
    refusals = [*refusals, *done.refusals]
    said = marker(done.households, done.people, refusals, judge.tally.to_json())
    task.results.finish(county.code, said, refusals)
    task.watcher.county(county.code, said)


@dataclass
class Done:
    """What a county came to."""

    households: int = 0
    people: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """One batch more."""
        self.households += judged.households
        self.people += judged.people
        self.refusals += judged.refusals


def _write(county: County, files: tuple[Path, ...], judge: Judge, writer: PartWriter, task: Task) -> Done:
    done = Done()
    with writer:
        for batch in batches(county, files, task.law):
            if task.stop.is_set():
                raise Stopped
            judged = judge.judge(batch)
            writer.write(judged.tables)
            done.add(judged)
            task.watcher.batch(county.code, judged.people)
            del batch, judged
    return done


def marker(households: int, people: int, refusals: list[Refusal], summary: list[dict[str, Any]]) -> dict[str, Any]:
    """What a finished county says of itself."""
    return {"households": households, "people": people, "refused": len(refusals), "summary": summary}
