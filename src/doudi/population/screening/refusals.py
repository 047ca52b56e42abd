"""What of a snapshot could not be decided, and why: county, household, person, column and the fault, in Chinese.

A fault never stops the run: the rest is decided, and these rows come back to whoever made the files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import pyarrow as pa

from doudi.law.facts import UNKNOWN, BadDocument, Fact
from doudi.policy.facts import FACTS
from doudi.population.schema import value_of

HEADINGS: Final = {
    "county": "县区",
    "household": "户号",
    "person": "人员编号",
    "column": "列",
    "label": "信息项",
    "what": "问题",
}
SCHEMA: Final = pa.schema([
    ("county", pa.string()), ("household", pa.int64()), ("person", pa.int64()),
    ("column", pa.string()), ("label", pa.string()), ("what", pa.string()),
])  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """One fault. Without a household it concerns the whole county's file."""

    county: str
    household: int | None
    person: int | None
    column: str
    label: str
    what: str

    @property
    def text(self) -> str:
        """The fault in one line."""
        whom = "" if self.household is None else f"户 {self.household}"
        whom += "" if self.person is None else f" 人员 {self.person}"
        about = f"{self.label or self.column}:" if self.label or self.column else ""
        return f"{self.county} {whom or '整个县区'}:{about}{self.what}"


def whole(county: str, what: str, column: str = "") -> Refusal:
    """A fault of the whole file of a county."""
    return Refusal(county, None, None, column, "", what)


def faults_of(county: str, row: Mapping[str, Any]) -> list[Refusal]:
    """Every stored value of a household that is outside its declaration; `row` as `to_pylist` gives it."""
    found = _faults(county, row["household"], None, "household", row)
    for entity, name in (("member", "members"), ("supporter", "supporters")):
        for inner in row[name]:
            person = inner["id"] if entity == "member" else row["members"][inner["of"]]["id"]
            found += _faults(county, row["household"], person, entity, inner)
    return found


def _faults(county: str, household: int, person: int | None, entity: str, row: Mapping[str, Any]) -> list[Refusal]:
    found = []
    for name, stored in row.items():
        fact = FACTS.get((entity, name))
        wrong = fact and _fault(fact, stored)
        if fact and wrong:
            found.append(Refusal(county, household, person, name, fact.label, wrong))
    return found


def _fault(fact: Fact, stored: Any) -> str:
    if stored is None:
        return ""
    try:
        value = value_of(fact, stored)
        if value is not UNKNOWN:
            fact.check(value)
    except BadDocument as error:
        return str(error).removeprefix(f"{fact.label}:")
    return ""


def table_of(refusals: Sequence[Refusal]) -> pa.Table:
    """The refusals as a table."""
    return pa.Table.from_pylist([asdict(each) for each in refusals], schema=SCHEMA)


def from_table(table: pa.Table) -> list[Refusal]:
    """The refusals back."""
    return [Refusal(**row) for row in table.to_pylist()]
