"""Some households of a finished run, told in full by the scalar run, and compared with what the run has written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from doudi.cli.explain import tree
from doudi.law import Decision
from doudi.population.screening.engine import OUTCOMES, Array
from doudi.population.screening.finding import household_of, stored_rows
from doudi.population.screening.layout import HOUSEHOLDS, PERSONS, Columns
from doudi.population.screening.results import Results
from doudi.population.screening.run import Run


@dataclass
class Told:
    """The explanations as lines, and every place where the two runs differ."""

    lines: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def explain(run: Run, most: int) -> Told:
    """Up to so many households, those with help or an open question first, each outcome of each programme once."""
    told = Told()
    results = Results(run.out)
    for county in run.population.counties:
        left = most - len(told.lines)
        if left <= 0 or not county.files:
            break
        picked = _picked(run, results, county.code, left)
        for row in stored_rows(county, picked):
            decision = run.law.scalar.decide_document(household_of(row), run.standards.at(county.code), trace=True)
            told.lines.append("\n".join(_household(row["household"], decision)))
            told.differences += list(_compared(run, results, county.code, row["household"], decision))
    return told


def _picked(run: Run, results: Results, county: str, most: int) -> Array:
    """Numbers of households, of many kinds."""
    households = results.table(county, HOUSEHOLDS)
    numbers = households.column("household").to_numpy()
    kinds = np.zeros(len(numbers), np.int64)
    for columns in run.law.layout.of("household"):
        kinds = kinds * len(OUTCOMES) + households.column(f"{columns.programme.code}_outcome").to_numpy()
    _, first = np.unique(kinds, return_index=True)
    rest = np.setdiff1d(np.arange(len(numbers)), first)
    return np.asarray(numbers[np.concatenate([first, rest])[:most]])


def _household(number: int, decision: Decision) -> Iterator[str]:
    yield f"户 {number}({decision.day})"
    for programme, found in decision.verdicts.items():
        for member in found if isinstance(found, dict) else [None]:
            yield from tree(decision, programme, member)


def _compared(run: Run, results: Results, county: str, number: int, decision: Decision) -> Iterator[str]:
    for columns in run.law.layout.columns:
        name = HOUSEHOLDS if columns.programme.entity == "household" else PERSONS
        table = results.table(county, name)
        here = np.flatnonzero(table.column("household").to_numpy() == number)
        stored = table.take(here).to_pylist()
        for row, one in zip(stored, run.law.scalar.answers(decision, columns.programme.code), strict=True):
            if _answer(columns, row) != (one.outcome, dict(one.amounts)):
                whose = f" 人员 {row['person']}" if "person" in row else ""
                yield (f"户 {number}{whose} {columns.programme.label}:筛查 {_said(_answer(columns, row))},"
                       f"逐户 {_said((one.outcome, dict(one.amounts)))}")


def _answer(columns: Columns, row: dict[str, Any]) -> tuple[int, dict[str, tuple[int, int]]]:
    code = columns.programme.code
    amounts = {name: (row[f"{code}_{name}_low"], row[f"{code}_{name}_high"]) for name in columns.programme.amounts}
    return row[f"{code}_outcome"], amounts


def _said(answer: tuple[int, dict[str, tuple[int, int]]]) -> str:
    return f"{OUTCOMES[answer[0]]} {answer[1]}"
