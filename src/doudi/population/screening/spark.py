"""The same run by Spark's `mapInArrow` (全员筛查,多机): Spark reads the files and deals them out, every worker puts its
batches to the same kernel and writes its part of the county, the driver finishes the county when all parts are there.

For a province or the country, on machines that see the same folders. pyspark and Java are an extra; nothing else here
needs them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from py4j.protocol import Py4JError
from pyspark import TaskContext
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from doudi.law import Sheet
from doudi.population.screening.county import Done, Stopped, Task, coded, marker
from doudi.population.screening.engine import Array
from doudi.population.screening.judging import Judge, Law
from doudi.population.screening.opening import ENTITY_LISTS, County, Reads
from doudi.population.screening.refusals import Refusal
from doudi.population.screening.results import PartWriter
from doudi.population.screening.run import Engine, Prepared, Run
from doudi.population.screening.tally import Tally

SPLIT_BYTES: Final = 8 * 1024 * 1024
ROWS: Final = 40_000
SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.files.maxPartitionBytes": str(SPLIT_BYTES),
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS),
    "spark.sql.session.timeZone": "UTC",
}
LOCAL: Final = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
PARTS_OF_A_FILE: Final = 100_000
ANSWER: Final = "part int, said string"


@dataclass(frozen=True)
class Recipe:
    """How a worker makes the law: a function that can be imported there, and its arguments."""

    make: Callable[..., Law]
    arguments: tuple[Any, ...]


@cache
def made(recipe: Recipe) -> Law:
    """The law of a process, made once."""
    return recipe.make(*recipe.arguments)


@dataclass(frozen=True)
class Share:
    """What a worker must know to decide its part of a file."""

    recipe: Recipe
    sheet: Sheet
    county: County
    areas: tuple[str, ...]
    doubled: Array
    draft: Path
    number: int

    def decide(self, given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Write the part; say what it came to."""
        law = made(self.recipe)
        judge = Judge(law, self.sheet, self.county.code, self.areas, self.doubled)
        context = TaskContext.get()
        part = self.number * PARTS_OF_A_FILE + (context.partitionId() if context else 0)
        done = Done()
        with PartWriter(self.draft, part, law.layout.schemas) as writer:
            for batch in given:
                judged = judge.judge(coded(batch, self.county))
                writer.write(judged.tables)
                done.add(judged)
        said = {**asdict(done), "summary": judge.tally.to_json()}
        yield pa.RecordBatch.from_pydict({"part": pa.array([part], pa.int32()), "said": [json.dumps(said)]})


def spark_engine(master: str, recipe: Recipe) -> Engine:
    """Runs counties by Spark, one after another, each spread over all workers."""

    def engine(run: Run, task: Task, todo: list[Prepared]) -> None:
        settings = SETTINGS | (LOCAL if master.startswith("local") else {})
        builder = SparkSession.builder.master(master).appName("doudi screen")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            session.sparkContext.setLogLevel("ERROR")
            for prepared in todo:
                if run.stop.is_set():
                    raise Stopped
                _county(session, recipe, task, prepared)
        finally:
            # After a Ctrl-C the other side may be gone already; what is told is that we have stopped.
            with suppress(Py4JError, OSError):
                session.stop()

    return engine


def _county(session: SparkSession, recipe: Recipe, task: Task, prepared: Prepared) -> None:
    county, draft, tally = prepared.county, task.results.draft(prepared.county.code), Tally(task.law.book)
    done = Done(refusals=list(prepared.refusals))
    for number, file in enumerate(prepared.files):
        schema = from_arrow_schema(_needed(pq.read_schema(file), task.law.kernel.reads))
        share = Share(recipe, task.standards.at(county.code), county, prepared.numbered.areas, task.doubled, draft, number)
        rows = session.read.schema(schema).parquet(str(file)).mapInArrow(share.decide, ANSWER).collect()
        for row in sorted(rows, key=lambda each: int(each.part)):
            said = json.loads(row.said)
            done.households += said["households"]
            done.people += said["people"]
            done.refusals += [Refusal(**each) for each in said["refusals"]]
            tally.add_json(said["summary"])
            task.watcher.batch(county.code, said["people"])
    told = marker(done.households, done.people, done.refusals, tally.to_json())
    task.results.finish(county.code, told, done.refusals)
    task.watcher.county(county.code, told)


def _needed(schema: pa.Schema, reads: Reads) -> pa.Schema:
    """The columns that are read, in types that Spark has."""
    flat = {"household", "area", "members_known", *reads["household"]}
    fields = []
    for field in schema:
        if field.name in ENTITY_LISTS:
            entity, key = ENTITY_LISTS[field.name]
            inner = [_plain(each) for each in field.type.value_type if each.name in (key, *reads[entity])]
            fields.append(pa.field(field.name, pa.list_(pa.struct(inner))))
        elif field.name in flat:
            fields.append(_plain(field))
    return pa.schema(fields)


def _plain(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind):
        return pa.field(field.name, pa.string())
    if pa.types.is_unsigned_integer(kind):
        return pa.field(field.name, pa.int64())
    return pa.field(field.name, kind)
