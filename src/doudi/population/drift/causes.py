"""Why an answer is another one: asked again with one thing changed at a time, by the scalar run.

A thing is a cause when it alone moves the old answer, or when the new answer moves back without it. Where no single thing
does either, they work together, and all of them are named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from doudi.population.drift.comparing import Change, Side
from doudi.population.drift.things import State, Thing, things
from doudi.population.screening.engine import OUTCOMES
from doudi.population.screening.judging import Law
from doudi.population.screening.one_by_one import OneByOne

LAW: Final = "法规文本变了"
APPEARED, GONE = "新登记的家庭或成员", "家庭或成员已不在册"
TOGETHER: Final = "几项合在一起"


@dataclass(frozen=True)
class Cause:
    """One reason, with how it was and is."""

    label: str
    old: str = ""
    new: str = ""
    together: bool = False

    @property
    def kind(self) -> str:
        """What it is, whoever it is about."""
        return re.sub(r"^成员 \S+ ", "成员 ", self.label)

    @property
    def text(self) -> str:
        """In one line."""
        said = f"{self.label}:{self.old} → {self.new}" if self.old or self.new else self.label
        return f"{said}({TOGETHER})" if self.together else said


class Asker:
    """Asks the scalar run about one household before and now."""

    def __init__(self, law: Law, old: State, new: State) -> None:
        self.law, self.old, self.new = law, old, new
        self.things = list(things(old, new, law.book, law.kernel.reads))
        self.back = list(things(new, old, law.book, law.kernel.reads))

    def causes(self, change: Change) -> list[Cause]:
        """Why this answer changed."""
        found = list(self._found(change))
        if found:
            return found
        return [Cause(each.label, each.old, each.new, together=len(self.things) > 1) for each in self.things]

    def _found(self, change: Change) -> Iterator[Cause]:
        before, after = self._answer(self.old, change), self._answer(self.new, change)
        if before != change.old and change.old.outcome != "none":
            yield Cause(LAW)
        reverting = {each.label for each in self.back if self._moved(self.new, each, change, after)}
        for each in self.things:
            if self._moved(self.old, each, change, before) or each.label in reverting:
                yield Cause(each.label, each.old, each.new)
        there = [side.outcome == "none" for side in (change.old, change.new)]
        if any(there):
            yield Cause(APPEARED if there[0] else GONE)

    def _moved(self, state: State, thing: Thing, change: Change, before: Side | None) -> bool:
        return self._answer(thing.put(state), change) != before

    def _answer(self, state: State, change: Change) -> Side | None:
        scalar = OneByOne(self.law.book, (change.programme,), state.day, self.law.scalar.calendar)
        decision = scalar.decide_document(state.document, state.sheet)
        members = [member["id"] for member in state.document.members]
        if change.person is not None and str(change.person) not in members:
            return None
        ones = scalar.answers(decision, change.programme)
        one = ones[0 if change.person is None else members.index(str(change.person))]
        return Side(OUTCOMES[one.outcome], dict(one.amounts))
