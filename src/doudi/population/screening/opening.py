"""Opening a snapshot for screening: which files hold which county, their hashes, whether they are as their manifest
says; and whether a file has the columns of the layout in types that can be read without guessing.
"""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.kernel.areas import COUNTY_DIGITS
from doudi.policy.facts import FACTS
from doudi.population.files import digest, digest_of_digests
from doudi.population.schema import arrow_type
from doudi.population.snapshot.manifest import MANIFEST

NO_AREA: Final = "000000"
ENTITY_LISTS: Final = {"members": ("member", "id"), "supporters": ("supporter", "of")}
Reads = Mapping[str, tuple[str, ...]]


class BadPopulation(ValueError):
    """Nothing of it can be screened; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class County:
    """The files of one county; `mixed`: they hold households of other counties too."""

    code: str
    files: tuple[Path, ...]
    mixed: bool = False
    fault: str = ""


@dataclass(frozen=True)
class Population:
    """A snapshot: its counties, one hash over all files; day, people (0: not said) and source of its manifest."""

    root: Path
    counties: tuple[County, ...]
    sha256: str
    day: date | None = None
    people: int = 0
    source: Mapping[str, Any] = field(default_factory=dict)


def open_population(path: Path, threads: int = 1) -> Population:
    """A .parquet file, or a folder with county=CODE/*.parquet. Raises BadPopulation."""
    if path.is_file():
        return _of_file(path)
    if not path.is_dir():
        raise BadPopulation(f"没有 {path} 这个文件或文件夹")
    folders = sorted(each for each in path.glob("county=*") if each.is_dir())
    files = {each.name.removeprefix("county="): tuple(sorted(each.glob("*.parquet"))) for each in folders}
    if not any(files.values()):
        raise BadPopulation(f"{path} 里没有 county=区划代码/*.parquet 这样的文件")
    flat = [file for several in files.values() for file in several]
    with ThreadPoolExecutor(threads) as pool:
        found = dict(zip((str(file.relative_to(path)) for file in flat), pool.map(digest, flat), strict=True))
    said = _manifest(path)
    faults = _against_manifest(said, found, files)
    counties = tuple(County(code, several, fault=faults.get(code, "")) for code, several in files.items() if several)
    gone = tuple(County(code, (), fault=what) for code, what in faults.items() if not files.get(code))
    day = date.fromisoformat(said["day"]) if "day" in said else None
    return Population(path, counties + gone, digest_of_digests(found), day, said.get("people", 0), said.get("source", {}))


def _of_file(path: Path) -> Population:
    try:
        areas = pq.read_table(path, columns=["area"], partitioning=None).column("area")
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadPopulation(f"{path.name} 读不出来:不是 Parquet 文件,或者没有 area 这一列") from error
    if not pa.types.is_string(areas.type) and not pa.types.is_dictionary(areas.type):
        raise BadPopulation(f"{path.name} 的 area 列应为文字(村居 12 位代码),实际是 {areas.type}")
    codes = pc.unique(pc.utf8_slice_codeunits(areas.cast(pa.string()), 0, COUNTY_DIGITS)).to_pylist()
    counties = tuple(County(code, (path,), mixed=len(codes) > 1) for code in sorted(each or NO_AREA for each in codes))
    return Population(path, counties, digest(path))


def _manifest(root: Path) -> Mapping[str, Any]:
    try:
        said: Mapping[str, Any] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise BadPopulation(f"{root / MANIFEST} 不是完整的清单。请重新生成这份快照。") from error
    return said


def _against_manifest(
    said: Mapping[str, Any], found: Mapping[str, str], files: Mapping[str, tuple[Path, ...]]
) -> dict[str, str]:
    """Counties whose files are not those of the manifest."""
    faults = {}
    for code, row in said.get("counties", {}).items():
        if not files.get(code):
            faults[code] = "清单里有这个县区,文件没有"
        elif found.get(f"county={code}/part-0.parquet") != row["sha256"]:
            faults[code] = "文件和清单里的校验不一致:可能没有写完,或者被改过"
    if said:
        faults |= {code: "清单里没有这个县区" for code in files if code not in said["counties"]}
    return faults


def faults_of_schema(schema: pa.Schema, reads: Reads) -> Iterator[tuple[str, str]]:
    """(column, what is wrong): a column that must be there and is not, or is of a type that says something else."""
    yield from _field_fault(schema, "household", pa.int64())
    if "area" not in schema.names:
        yield "area", "缺少这一列,不知道按哪里的标准"
    yield from _fact_faults(schema, "household", reads["household"])
    for name, (entity, key) in ENTITY_LISTS.items():
        if name not in schema.names:
            yield name, "缺少这一列"
            continue
        kind = schema.field(name).type
        if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)) or not pa.types.is_struct(kind.value_type):
            yield name, f"应为名单(列表),实际是 {kind}"
            continue
        inner = pa.schema(list(kind.value_type))
        yield from ((f"{name}.{column}", what) for column, what in _field_fault(inner, key, pa.int64()))
        yield from ((f"{name}.{column}", what) for column, what in _fact_faults(inner, entity, reads[entity]))


def _field_fault(schema: pa.Schema, name: str, wanted: pa.DataType) -> Iterator[tuple[str, str]]:
    if name not in schema.names:
        yield name, "缺少这一列"
    elif not pa.types.is_integer(schema.field(name).type):
        yield name, f"应为整数({wanted}),实际是 {schema.field(name).type}"


def _fact_faults(schema: pa.Schema, entity: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name in schema.names:
            wanted, kind = arrow_type(FACTS[entity, name]), schema.field(name).type
            if not fits(kind, wanted):
                unit = ",金额以分计" if FACTS[entity, name].type.is_money else ""
                yield name, f"{FACTS[entity, name].label}应为 {wanted}{unit},实际是 {kind}"


def fits(kind: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a stored type says the same as the layout's: integers of another width, text however encoded."""
    if pa.types.is_integer(wanted):
        return bool(pa.types.is_integer(kind))
    if pa.types.is_string(wanted):
        coded = pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type)
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or coded)
    return bool(kind == wanted)


def leaves(file: pq.ParquetFile, reads: Reads) -> list[str]:
    """The leaf columns that are needed, by their path in the file."""
    wanted = {"household", "area", "members_known", *reads["household"]}
    inner = {
        "members": {"id", *reads["member"]},
        "supporters": {"of", *reads["supporter"]},
    }
    paths = [file.schema.column(place).path for place in range(len(file.schema))]
    return [path for path in paths if _wanted(path.split("."), wanted, inner)]


def _wanted(path: list[str], flat: set[str], inner: Mapping[str, set[str]]) -> bool:
    return path[0] in flat if len(path) == 1 else path[-1] in inner.get(path[0], ())
