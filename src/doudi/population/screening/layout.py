"""The columns of results: one table of households, one of persons, and which column says what of which programme.

`subsistence_outcome` is a place in OUTCOMES, `subsistence_monthly_low` and `_high` are fen (equal when settled; NO_END
where there is no upper end), `subsistence_false` and `_unknown` hold one bit for each condition; the bit behind the last
condition says that an amount is unknown. The metadata of a column names its codes or bits.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from doudi.law import Programme
from doudi.population.screening.engine import OUTCOMES, TOP_BIT, Answer, Array, Decided

HOUSEHOLDS, PERSONS = "households", "persons"
AMOUNT = "amount"


@dataclass(frozen=True)
class Columns:
    """The columns of one programme."""

    programme: Programme
    conditions: tuple[str, ...]

    @property
    def bits(self) -> str:
        """The smallest type that holds a bit for each condition and one for the amounts."""
        needed = len(self.conditions) + 1
        return next(kind for kind in ("uint8", "uint16", "uint32", "uint64") if needed <= np.dtype(kind).itemsize * 8)

    @property
    def fields(self) -> list[pa.Field]:
        """Their names and types."""
        code, bits = self.programme.code, pa.type_for_alias(self.bits)
        named = {"bits": json.dumps([*self.conditions, AMOUNT], ensure_ascii=False)}
        amounts = [f"{code}_{name}_{end}" for name in self.programme.amounts for end in ("low", "high")]
        return [
            pa.field(f"{code}_outcome", pa.int8(), nullable=False, metadata={"codes": json.dumps(list(OUTCOMES))}),
            *(pa.field(name, pa.int64(), nullable=False, metadata={"unit": "fen"}) for name in amounts),
            pa.field(f"{code}_false", bits, nullable=False, metadata=named),
            pa.field(f"{code}_unknown", bits, nullable=False, metadata=named),
        ]

    def arrays(self, decided: Decided) -> list[Array]:
        """The values in the order of `fields`."""
        places = len(self.conditions)
        own = np.uint64((1 << places) - 1)
        amount = (decided.unknown >> np.uint64(TOP_BIT)) << np.uint64(places)
        unknown = (decided.unknown & own) | amount
        return [
            decided.outcome.astype(np.int8, copy=False),
            *(edge for span in self.spans(decided).values() for edge in span),
            (decided.false & own).astype(self.bits),
            unknown.astype(self.bits),
        ]

    def spans(self, decided: Decided) -> dict[str, tuple[Array, Array]]:
        """Low and high of every amount, the first one first."""
        return {
            name: (decided.low, decided.high) if place == 0 else decided.more[name]
            for place, name in enumerate(self.programme.amounts)
        }


@dataclass(frozen=True)
class Layout:
    """The two tables of a run."""

    columns: tuple[Columns, ...]

    def of(self, entity: str) -> Iterator[Columns]:
        """The programmes that are decided per household, or per member."""
        return (each for each in self.columns if each.programme.entity == entity)

    @property
    def schemas(self) -> dict[str, pa.Schema]:
        """Both schemas by the name of their table."""
        area = pa.field("area", pa.dictionary(pa.int32(), pa.string()))
        first = {
            HOUSEHOLDS: [pa.field("household", pa.int64(), nullable=False), area, pa.field("people", pa.int32(), nullable=False)],
            PERSONS: [pa.field("household", pa.int64(), nullable=False), pa.field("person", pa.int64(), nullable=False), area],
        }
        return {
            table: pa.schema([*first[table], *(field for each in self.of(entity) for field in each.fields)])
            for table, entity in ((HOUSEHOLDS, "household"), (PERSONS, "member"))
        }

    def table(self, name: str, first: Sequence[pa.Array], answer: Answer) -> pa.Table:
        """One table from its leading columns and the kernel's answer."""
        entity = "household" if name == HOUSEHOLDS else "member"
        decided = [pa.array(values) for each in self.of(entity) for values in each.arrays(answer[each.programme.code])]
        return pa.Table.from_arrays([*first, *decided], schema=self.schemas[name])
