"""Which published numbers a run goes by: a file or a folder of them, else those of the database, else the demo's.

Reading the database needs Django; it is loaded only where there is one.
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from django.utils.module_loading import import_string

from doudi.cli.folder import data_folder
from doudi.cli.ground import database, set_up
from doudi.law import Row
from doudi.policy.reading import BadFile
from doudi.policy.sheets import StandardsSet
from doudi.population.screening.standards import Standards


def kernels() -> Path:
    """Where compiled law is kept."""
    return data_folder() / "kernel"


def has_database() -> bool:
    """Whether an installation is here."""
    return bool(os.environ.get("DATABASE_URL")) or (data_folder() / "postgres").exists()


def standards_for(given: Path | None, day: date, counties: Iterable[str]) -> Standards:
    """The numbers for these counties on the day. Raises BadFile, CannotStart."""
    if given is not None:
        return of_set(_folder(given) if given.is_dir() else StandardsSet.from_yaml(given), day)
    if has_database():
        set_up()
        with database():
            found: Standards = import_string("doudi.cli.citywide.published.published")(day, list(counties))
        return found
    with as_file(files("doudi.standards") / "data" / "demo-standards.yaml") as demo:
        return of_set(StandardsSet.from_yaml(demo), day)


def of_set(found: StandardsSet, day: date) -> Standards:
    """Everything of a set, for every area."""
    return Standards(found.title, found.sheet(day, ""), calendar=found.calendar)


def _folder(folder: Path) -> StandardsSet:
    """Several files as one set: each may bring other keys, or the same ones for other areas."""
    whole: StandardsSet | None = None
    for path in sorted(each for each in folder.iterdir() if each.suffix in (".yaml", ".yml")):
        if path.stem.startswith("calendar"):
            continue
        found = StandardsSet.from_yaml(path)
        whole = found if whole is None else _joined(path, whole, found)
    if whole is None:
        raise BadFile(folder, 0, "没有找到标准文件", "指明一个 .yaml 文件或放标准的文件夹")
    return whole


def _joined(path: Path, one: StandardsSet, other: StandardsSet) -> StandardsSet:
    clash = [name for name, value in other.switches.items() if one.switches.get(name, value) != value]
    if clash:
        raise BadFile(path, 0, f"“{clash[0]}”和别的文件选得不一样", "留下决定了的那一个")
    rows = dict(one.rows)
    for key, more in other.rows.items():
        _no_clash(path, key, rows.get(key, ()), more)
        rows[key] = (*rows.get(key, ()), *more)
    return replace(
        one,
        title=f"{one.title}、{other.title}",
        rows=rows,
        switches={**one.switches, **other.switches},
        switch_sources={**one.switch_sources, **other.switch_sources},
        calendar=one.calendar or other.calendar,
    )


def _no_clash(path: Path, key: str, before: Iterable[Row], more: Iterable[Row]) -> None:
    known = {(row.area, row.valid_from, *sorted(row.selectors.items())): row.value for row in before}
    for row in more:
        place = (row.area, row.valid_from, *sorted(row.selectors.items()))
        if known.get(place, row.value) != row.value:
            raise BadFile(path, 0, f"“{key}”在 {row.area or '全部地区'} {row.valid_from} 和别的文件不一样", "留下公布的那一个")
