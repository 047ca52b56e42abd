"""A snapshot from registers (由部门名册做快照): the residents' register says who lives where, the others add what they know.

A row that cannot be read comes back with its number in the file; the rest is taken. A household of which a row was sent
back counts as one whose members are not all known. What no register tells of, income and property, was not asked, and
the law will say so. People are matched by number and name (only both together), and no number or name is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.kernel.areas import COUNTY_DIGITS, VILLAGE_DIGITS
from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.law.facts import UNKNOWN, BadDocument
from doudi.policy.facts import FACTS
from doudi.population.files import csv_text, digest, write_whole
from doudi.population.schema import Names, household_schema
from doudi.population.snapshot.registers import (
    AREA,
    GRADE,
    HOUSEHOLD,
    KIND,
    NAME,
    NOT_MEANT,
    NUMBER,
    REGISTERS,
    RESIDENTS,
    SECRET,
    SECRET_WORDS,
    Column,
    Register,
)
from doudi.population.snapshot.storing import stored
from doudi.population.snapshot.tables import BadRegister, read_text_table
from doudi.population.snapshot.writing import REFUSED, SnapshotWriter

__all__ = ["BadRegister", "snapshot_of_registers"]
Array = np.ndarray[Any, Any]
LONGEST_NUMBER: Final = 16
PEOPLE_OF_A_HOME: Final = 100
FIRST_ROW: Final = 2
HEADINGS: Final = ("名册", "行", "列", "问题")
NOT_ASKED: Final = {"household": ("property_asked",), "member": ("income_asked",)}


@dataclass
class SentBack:
    """Rows that could not be taken: register, row in the file, column, what is wrong."""

    rows: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, register: str, rows: Sequence[int] | Array, column: str, what: str) -> None:
        """The same fault of several rows (counted from 0 without the headings)."""
        self.rows += [(register, int(row) + FIRST_ROW, column, what) for row in rows]


@dataclass
class Residents:
    """Everybody of the residents' register, sorted by household: number, name, home; facts by (entity, name)."""

    keys: Array
    names: list[str | None]
    homes: Array
    areas: list[str]
    whole: Array
    facts: dict[tuple[str, str], list[Any]]


def snapshot_of_registers(out: Path, files: Mapping[str, Path], *, day: date) -> tuple[dict[str, Any], int]:
    """Write the snapshot; its manifest, and how many rows were sent back (`refused.csv`). Raises BadRegister, FolderInUse."""
    if RESIDENTS.name not in files:
        raise BadRegister("没有户籍名册:谁和谁是一家要从它知道。请加上 --register 户籍=文件。")
    back, columns = SentBack(), list[str]()
    people = _residents(_read(files, RESIDENTS, columns), back)
    for name in files:
        if name != RESIDENTS.name:
            _add(people, REGISTERS[name], _read(files, REGISTERS[name], columns), back)
    source = {
        "kind": "registers",
        "said": "部门名册",
        "registers": {name: {"office": REGISTERS[name].office, "sha256": digest(path)} for name, path in files.items()},
        "columns_refused": columns,
    }
    writer = SnapshotWriter(out, source=source, day=day)
    _write(writer, people)
    if back.rows:
        write_whole(out / REFUSED, csv_text(HEADINGS, sorted(back.rows)))
    return writer.finish(), len({row[:2] for row in back.rows})


def _read(files: Mapping[str, Path], register: Register, refused: list[str]) -> pa.Table:
    table = read_text_table(files[register.name])
    missing = [heading for heading in register.needs if heading not in table.column_names]
    if missing:
        raise BadRegister(f"{register.name}名册 {files[register.name].name} 缺少列:{'、'.join(missing)}")
    for heading in table.column_names:
        if heading not in register.headings:
            refused.append(f"{register.name}名册的“{heading}”列:{SECRET_WORDS if SECRET.search(heading) else NOT_MEANT}")
    return table


def _identities(table: pa.Table, register: Register, back: SentBack) -> list[Any]:
    """What each row's number says; None for a row that is sent back."""
    found: list[Any] = []
    for row, text in enumerate(table.column(NUMBER).to_pylist()):
        try:
            found.append(parse_id_number(text or ""))
        except BadIdentifier as error:
            back.add(register.name, [row], NUMBER, error.reason)
            found.append(None)
    return found


def _residents(table: pa.Table, back: SentBack) -> Residents:
    people = _identities(table, RESIDENTS, back)
    homes = [_home(text) for text in table.column(HOUSEHOLD).to_pylist()]
    areas = [text or "" for text in table.column(AREA).to_pylist()]
    keys = [int(each.number18[:17]) if each else 0 for each in people]
    good = np.array([each is not None for each in people])
    for fault, rows, column in _faults(homes, areas, keys, good):
        back.add(RESIDENTS.name, rows, column, fault)
        good[rows] = False
    told = {(column.entity, column.fact): _told(table, column, RESIDENTS, back) for column in RESIDENTS.columns
            if column.heading in table.column_names}  # fmt: skip
    _from_numbers(told, people)
    half = {home for home, taken in zip(homes, good, strict=True) if not taken}
    kept = np.flatnonzero(good)
    relations, head = told["member", "relation"], stored(FACTS["member", "relation"], "self")
    order = sorted(kept.tolist(), key=lambda row: (homes[row], relations[row] != head))
    names = table.column(NAME).to_pylist() if NAME in table.column_names else [None] * len(people)
    return Residents(
        np.array([keys[row] for row in order], np.int64), [names[row] for row in order],
        np.array([homes[row] for row in order], np.int64), [areas[row] for row in order],
        np.array([homes[row] not in half for row in order], bool),
        {key: [values[row] for row in order] for key, values in told.items()},
    )  # fmt: skip


def _home(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else -1


def _faults(homes: list[int], areas: list[str], keys: list[int], good: Array) -> Iterator[tuple[str, list[int], str]]:
    yield f"户号应为不超过 {LONGEST_NUMBER} 位的数字", [row for row, home in enumerate(homes) if home < 0], HOUSEHOLD
    wrong = [row for row, area in enumerate(areas) if len(area) != VILLAGE_DIGITS or not area.isdigit()]
    yield f"应为村(居)的 {VILLAGE_DIGITS} 位代码", wrong, AREA
    seen: set[int] = set()
    again = [row for row, key in enumerate(keys) if good[row] and (key in seen or seen.add(key))]  # type: ignore[func-returns-value]
    yield "同一个号码在名册里出现了不止一次", again, NUMBER


def _told(table: pa.Table, column: Column, register: Register, back: SentBack) -> list[Any]:
    """The stored values of a column: an empty cell is as the fact's default, a word that is not known is unknown."""
    declared = FACTS[column.entity, column.fact]
    coded = pc.dictionary_encode(table.column(column.heading).combine_chunks())
    values, bad = [], []
    for place, word in enumerate(coded.dictionary.to_pylist()):
        value = _value(column, word)
        values.append(stored(declared, value))
        if value is UNKNOWN:
            bad.append(place)
    rows = np.flatnonzero(np.isin(coded.indices.fill_null(-1).to_numpy(), bad))
    for row in rows.tolist():
        back.add(register.name, [row], column.heading, f"{declared.label}看不懂,按没有查清算")
    empty = stored(declared, declared.default)
    return [empty if place is None else values[place] for place in coded.indices.to_pylist()]


def _value(column: Column, word: str) -> Any:
    declared = FACTS[column.entity, column.fact]
    word = word.strip()
    try:
        if declared.type.family == "day":
            return date.fromisoformat(word.replace("/", "-").replace(".", "-"))
        if declared.type.family == "bool":
            return {"yes": True, "no": False}[column.words[word]]
        value = column.words[word]
        declared.check(value)
    except (KeyError, ValueError, BadDocument):
        return UNKNOWN
    return value


def _from_numbers(told: dict[tuple[str, str], list[Any]], people: Sequence[Any]) -> None:
    """What the register has no column for, the number itself says."""
    sex = FACTS["member", "sex"]
    told.setdefault(("member", "birth"), [each and each.birth for each in people])
    told.setdefault(("member", "sex"), [each and stored(sex, each.sex) for each in people])
    told.setdefault(("household", "registration"), [None] * len(people))


def _add(people: Residents, register: Register, table: pa.Table, back: SentBack) -> None:
    """What another register says of these people."""
    found = _identities(table, register, back)
    names = table.column(NAME).to_pylist() if NAME in table.column_names else [None] * len(found)
    order = np.argsort(people.keys)
    places: list[int] = []
    for row, each in enumerate(found):
        place = -1 if each is None else _place(people, order, int(each.number18[:17]))
        if each is not None and place < 0:
            back.add(register.name, [row], NUMBER, "户籍名册里没有这个号码")
        elif place >= 0 and names[row] and people.names[place] and names[row] != people.names[place]:
            back.add(register.name, [row], NAME, "姓名和户籍名册不一致,没有采用")
            place = -1
        places.append(place)
    for fact, values in _of_register(register, table, back).items():
        declared = FACTS["member", fact]
        empty = stored(declared, declared.default)
        target = people.facts.setdefault(("member", fact), [empty] * len(people.keys))
        for place, value in zip(places, values, strict=True):
            if place >= 0 and value != empty:
                target[place] = value


def _place(people: Residents, order: Array, key: int) -> int:
    at = int(np.searchsorted(people.keys, key, sorter=order))
    return int(order[at]) if at < len(order) and people.keys[order[at]] == key else -1


def _of_register(register: Register, table: pa.Table, back: SentBack) -> dict[str, list[Any]]:
    told = {column.fact: _told(table, column, register, back) for column in register.columns
            if column.heading in table.column_names}  # fmt: skip
    if register.by_kind:
        told |= _grades(register, table, back)
    return told


def _grades(register: Register, table: pa.Table, back: SentBack) -> dict[str, list[Any]]:
    """One column for the kind and one for the grade: a fact for each kind."""
    facts = {fact: [0] * table.num_rows for fact in register.by_kind.values()}
    grades = {text: grade for grade, texts in enumerate(("一级 1", "二级 2", "三级 3", "四级 4"), 1) for text in texts.split()}
    pairs = zip(table.column(KIND).to_pylist(), table.column(GRADE).to_pylist(), strict=True)
    for row, (kind, grade) in enumerate(pairs):
        fact = register.by_kind.get((kind or "").strip())
        if fact is None or (grade or "").strip() not in grades:
            back.add(register.name, [row], KIND if fact is None else GRADE, "残疾类别或等级看不懂,没有采用")
        else:
            facts[fact][row] = grades[(grade or "").strip()]
    return dict(facts)


def _write(writer: SnapshotWriter, people: Residents) -> None:
    names = _names(people)
    counties = np.array([area[:COUNTY_DIGITS] for area in people.areas])
    starts = np.flatnonzero(np.diff(people.homes, prepend=-1))
    for county in sorted(set(counties[starts].tolist())):
        homes = [start for start in starts.tolist() if counties[start] == county]
        with writer.county(county) as file:
            file.write(_table(people, names, homes, starts))


def _names(people: Residents) -> Names:
    told = {entity: {name for of, name in people.facts if of == entity} | set(NOT_ASKED[entity]) for entity in NOT_ASKED}
    told["household"] |= {"area", "members_known"}
    return {"supporter": [], **{entity: [name for of, name in FACTS if of == entity and name in told[entity]] for entity in told}}


def _table(people: Residents, names: Names, homes: list[int], starts: Array) -> pa.Table:
    ends = np.append(starts, len(people.homes))
    sizes = ends[np.searchsorted(starts, homes) + 1] - np.array(homes)
    rows = np.concatenate([np.arange(start, start + size) for start, size in zip(homes, sizes, strict=True)])
    places = np.concatenate([np.arange(size) for size in sizes])
    schema = household_schema(names)
    own = {"area": people.areas, "members_known": people.whole.tolist(), "property_asked": [False] * len(people.homes)}
    household = {**own, **{name: values for (of, name), values in people.facts.items() if of == "household"}}
    member = {"income_asked": [False] * len(people.homes),
              **{name: values for (of, name), values in people.facts.items() if of == "member"}}  # fmt: skip
    inner = schema.field("members").type.value_type
    flat = [pa.array(people.homes[rows] * PEOPLE_OF_A_HOME + places)]
    flat += [pa.array([member[each.name][row] for row in rows], each.type) for each in list(inner)[1:]]
    offsets = pa.array(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32))
    lists = pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(flat, fields=list(inner)), type=schema.field("members").type)
    nobody = pa.array([[]] * len(homes), schema.field("supporters").type)
    columns = [pa.array([household[name][home] for home in homes], schema.field(name).type) for name in names["household"]]
    return pa.Table.from_arrays([pa.array(people.homes[homes]), *columns, lists, nobody], schema=schema)
