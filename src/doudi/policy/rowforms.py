"""How a row of a standards file may be written shorter than its parameter is declared: sets and bands.

A set (`groups: [subsistence, orphan]`) stands for one yes or no for each of its words; rows for bands of age, amount or the
like (`age_from`, `age_to`) that hold from one day for one place are the rows of one table.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from doudi.policy.declared import Declared
from doudi.policy.reading import BadFile, Mapped, list_of, only_keys, whole_of


def unfolded(path: Path, declared: Declared, entries: Iterable[Mapped]) -> list[Mapped]:
    """The entries as the parameter is declared. BadFile for an unknown word or for bands that overlap."""
    rows = [_spelt_out(path, declared, entry) for entry in entries]
    return _tables(path, declared, rows) if declared.bands else rows


def _spelt_out(path: Path, declared: Declared, entry: Mapped) -> Mapped:
    for name, words in declared.sets.items():
        if name not in entry:
            continue
        chosen = [str(word) for word in list_of(path, entry, name)]
        stated = _written({word: True for word in chosen}, entry.at(name))
        only_keys(path, stated, words, f"“{declared.parameter.label}”的 {name}")
        entry = _changed(entry, {f"{name}_{word}": word in chosen for word in words}, without={name})
    return entry


def _tables(path: Path, declared: Declared, rows: list[Mapped]) -> list[Mapped]:
    written = {column: name for name, column in declared.bands.items()}
    names = {column: written.get(column, column) for column in declared.parameter.type.columns}
    heads: dict[tuple[Any, ...], Mapped] = {}
    for row in rows:
        tier = _written({column: row.get(name) for column, name in names.items()}, row.line)
        head = _changed(row, {"tiers": []}, without=set(names.values()))
        place = tuple(sorted((key, str(value)) for key, value in head.items()))
        heads.setdefault(place, head)["tiers"].append(tier)
    for head in heads.values():
        head["tiers"] = _in_order(path, declared, head["tiers"])
    return list(heads.values())


def _in_order(path: Path, declared: Declared, tiers: list[Mapped]) -> list[Mapped]:
    low, high = declared.bands.values()
    ends = sorted(
        (whole_of(path, tier, low), whole_of(path, tier, high), place) for place, tier in enumerate(tiers)
    )
    for (one, until, _), (other, _, place) in zip(ends, ends[1:], strict=False):
        if until >= other:
            what = f"“{declared.parameter.label}”的两档有重叠({one}—{until} 和 {other} 起)"
            raise BadFile(path, tiers[place].line, what, "核对各档的起止")
    return [tiers[place] for *_, place in ends]


def _written(values: Mapping[str, Any], line: int) -> Mapped:
    found = Mapped(values)
    found.line, found.lines = line, {}
    return found


def _changed(row: Mapped, more: Mapping[str, Any], without: set[str]) -> Mapped:
    found = _written({key: value for key, value in row.items() if key not in without} | dict(more), row.line)
    found.lines = row.lines
    return found
