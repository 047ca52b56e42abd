"""The array kernel: the same law for a whole city at once, compiled to C from the rules themselves."""

from collections.abc import Iterable
from copy import copy
from datetime import date
from pathlib import Path

import pyarrow as pa

from doudi.law.book import LawBook
from doudi.law.kernel.batch import BadBatch, columns_of
from doudi.law.kernel.build import NoCompiler, key_of, library
from doudi.law.kernel.deciding import OUTCOMES, REASONS, Answer, Decided, Refused, run
from doudi.law.kernel.numbers import Numbers, numbers_of
from doudi.law.kernel.shapes import NotInKernel
from doudi.law.kernel.source import Source, source_of
from doudi.law.kernel.ways import settle
from doudi.law.programmes import AnyOf
from doudi.law.reasons import LawError
from doudi.law.run import in_force
from doudi.law.sheet import Sheet


class Kernel:
    """Programmes of a law book on a day, compiled. `version` names the rules, the language and the compiler;
    `reads` are the facts that are read, by entity."""

    def __init__(self, book: LawBook, day: date, source: Source, cache: Path | None) -> None:
        self.book, self.day, self.source = book, day, source
        self._library = library(source.text, cache)
        self.version = key_of(source.text)[:16]
        self.reads = {
            entity: tuple(step.name for step in source.facts if step.entity == entity)
            for entity in ("household", "member", "supporter")
        }

    @classmethod
    def of(
        cls,
        book: LawBook,
        programmes: Iterable[str],
        day: date,
        cache: Path | None = None,
        amounts: Iterable[str] | None = None,
        masks: bool = True,
    ) -> "Kernel":
        """Write and compile these programmes with the formulas of a day, or load them from the folder `cache`.
        `amounts`: the names of the amounts wanted, all when None. `masks` False: outcome and amounts are the same and
        faster, but of who is refused the masks say only what was found until then. NotInKernel: a construct without a form here,
        or a number that 127 bits are not proven to hold; NoCompiler: no C compiler."""
        named = tuple(programmes)
        chosen = None if amounts is None else frozenset(amounts)
        return cls(book, day, source_of(book, day, named, chosen, masks), cache)

    def on(self, day: date) -> "Kernel":
        """The same kernel on another day: what is compiled holds as long as the same formulas are in force.
        LawError: on that day others are."""
        if any(in_force(rule, day) is not in_force(rule, self.day) for rule in self.source.rules):
            raise LawError(
                f"on {day} other formulas are in force than on {self.day}; make a kernel of that day"
            )
        other = copy(self)
        other.day = day
        return other

    def conditions(self, programme: str) -> list[str]:
        """The names of a programme's conditions, by bit; those of a group that needs one of several in one."""
        return [
            " / ".join(c.names) if isinstance(c, AnyOf) else c
            for c in self.book.programmes[programme].conditions
        ]

    def numbers(self, sheet: Sheet, areas: Iterable[str]) -> Numbers:
        """The numbers and switches in force for these areas. LawError: a sheet of another day."""
        if sheet.day != self.day:
            raise LawError(f"the sheet is of {sheet.day}, the kernel of {self.day}; take both of one day")
        return numbers_of(self.source.slots, sheet, areas)

    def decide(self, batch: pa.RecordBatch | pa.Table, numbers: Numbers, threads: int = 2) -> Answer:
        """The answers for every household of a batch of one chunk. BadBatch: it is not in the layout."""
        undecided = any(numbers.sheet.switches.get(name) is None for name in self.source.slots.switches)
        answer = self._once(batch, numbers, threads)
        if undecided:
            settle(answer, batch, numbers, self.source.slots, lambda part, on: self._once(part, on, threads))
        return answer

    def _once(self, batch: pa.RecordBatch | pa.Table, numbers: Numbers, threads: int) -> Answer:
        return run(self._library, self.source, columns_of(batch, self.source.facts, numbers), threads)


__all__ = [
    "OUTCOMES",
    "REASONS",
    "Answer",
    "BadBatch",
    "Decided",
    "Kernel",
    "NoCompiler",
    "NotInKernel",
    "Numbers",
    "Refused",
]
