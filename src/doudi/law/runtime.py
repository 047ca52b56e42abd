"""One run of the law over one household: the rows with their values, the law's view of the sheet,
and the notes of the trace."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from doudi.kernel.calendar import WorkingCalendar
from doudi.law.document import Document, supporter_key
from doudi.law.facts import OPEN, UNKNOWN, Between, Fact, OneOf
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import Missing
from doudi.law.sheet import Row, Sheet
from doudi.law.types import COUNT, ValueType
from doudi.law.unknown import Interval, Maybe, Options, Unknown, interval, join, options

MOST_KEPT: Final = 4_096
"""Unknown facts of a subject that are kept to be handed out again."""


class EntityRow:
    """A household, member or supporter in a run: its facts, then its rules' values, as attributes."""

    key: str
    household: "EntityRow"
    member: "EntityRow"
    members: "tuple[EntityRow, ...]"
    supporters: "tuple[EntityRow, ...]"


def unknown_fact(fact: Fact, subject: str, said: Any = UNKNOWN) -> Any:
    """The unknown value of a fact: anything in its declared range, or in the part of it that is said."""
    missing = frozenset({missing_fact(fact, subject)})
    if isinstance(said, Between):
        return interval(said.low, said.high, missing)
    if isinstance(said, OneOf):
        return options(said.values, missing)
    family = fact.type.family
    if family == "bool":
        return Maybe(missing)
    if family == "code":
        values = frozenset(fact.values) | ({None} if fact.optional else set()) if fact.values else None
        return Options(values, missing)
    return Interval(fact.low, fact.high, missing, fact.optional)


def missing_fact(fact: Fact, subject: str) -> Missing:
    return Missing("fact", fact.name, fact.label, fact.entity, subject, fact.missing_who)


class RowMaker:
    """Makes the rows of one entity: declared defaults first, then what the document says."""

    def __init__(self, entity: str, facts: Mapping[tuple[str, str], Fact]) -> None:
        self.entity = entity
        self.facts = {name: fact for (of, name), fact in facts.items() if of == entity}
        self.known = {name: fact.default for name, fact in self.facts.items() if fact.default is not UNKNOWN}
        self.open = [name for name, fact in self.facts.items() if fact.default is UNKNOWN]
        # The same family is asked hundreds of times while it is looked for what would change an answer.
        self._unknown = lru_cache(maxsize=MOST_KEPT)(
            lambda name, key, said=UNKNOWN: unknown_fact(self.facts[name], key, said)
        )

    def make(self, key: str, said: Mapping[str, Any]) -> EntityRow:
        row = EntityRow()
        values = row.__dict__
        values.update(self.known)
        values.update(said)
        values["key"] = key
        for name in self.open:
            if name not in said:
                values[name] = UNKNOWN
        for name, value in said.items():
            if isinstance(value, OPEN):
                values[name] = self._unknown(name, key, value)
        for name in self.open:
            if values[name] is UNKNOWN:
                values[name] = self._unknown(name, key)
        return row


def make_rows(document: Document, makers: Mapping[str, RowMaker]) -> EntityRow:
    """The household with its members and supporters, linked."""
    household = makers["household"].make("", document.household)
    members = {m["id"]: makers["member"].make(m["id"], m) for m in document.members}
    supported: dict[str, list[EntityRow]] = {key: [] for key in members}
    supporters = []
    for position, said in enumerate(document.supporters):
        row = makers["supporter"].make(supporter_key(position, said), said)
        row.member, row.household = members[said["of"]], household
        supported[said["of"]].append(row)
        supporters.append(row)
    for key, member in members.items():
        member.household, member.supporters = household, tuple(supported[key])
    household.members, household.supporters = tuple(members.values()), tuple(supporters)
    return household


class LawView:
    """What a rule sees of the law on the day: parameters by area and selectors, switches, the day,
    the calendar."""

    def __init__(
        self,
        sheet: Sheet,
        day: date,
        calendar: WorkingCalendar | None,
        parameters: Mapping[str, Parameter],
        switches: Mapping[str, SwitchDecl],
        facts: Mapping[tuple[str, str], Fact],
    ) -> None:
        self.sheet, self.day, self.calendar = sheet, day, calendar
        self._parameters, self._facts = parameters, facts
        self._found: dict[tuple[Any, ...], Any] = {}
        self.used: dict[tuple[Any, ...], Row | None] = {}
        self.switches = {name: self._switch(decl) for name, decl in switches.items()}

    def _switch(self, decl: SwitchDecl) -> Any:
        value = self.sheet.switches.get(decl.name)
        if value is not None:
            return value
        missing = frozenset({Missing("switch", decl.name, decl.label, subject=self.sheet.area, who=decl.who)})
        if isinstance(next(iter(decl.values)), bool):
            return Maybe(missing)
        if decl.type == COUNT:
            return Interval(min(decl.values), max(decl.values), missing)
        return Options(frozenset(decl.values), missing)

    def missing_fact(self, entity: str, name: str, subject: str) -> Missing:
        return missing_fact(self._facts[entity, name], subject)

    def open_fact(self, entity: str, name: str, subject: str) -> tuple[Missing, Any, Any]:
        """What is missing when a fact is not there, and the range it would lie in."""
        fact = self._facts[entity, name]
        return missing_fact(fact, subject), fact.low, fact.high

    def parameter(self, key: str, area: Any, selectors: tuple[Any, ...], part: str | None) -> Any:
        asked = (key, area, selectors, part)
        if asked not in self._found:
            self._found[asked] = self._look_up(key, area, selectors, part)
        return self._found[asked]

    def _look_up(self, key: str, area: Any, selectors: tuple[Any, ...], part: str | None) -> Any:
        declared = self._parameters[key]
        for chosen in (area, *selectors):
            if isinstance(chosen, Unknown):
                return self._several(declared, area, selectors, part)
        at = self.sheet.area if area is None else area
        row = self.sheet.find(key, at, declared.selectors, selectors)
        self.used[key, area, selectors, part] = row
        if row is None or (row.value is None and not declared.optional):
            return self._absent(declared, at, selectors, part)
        return row.value if part is None else row.value[part]

    def _several(self, declared: Parameter, area: Any, selectors: tuple[Any, ...], part: str | None) -> Any:
        """The hull over every row that an unknown selector may choose."""
        missing = frozenset[Missing]().union(
            *(s.missing for s in (area, *selectors) if isinstance(s, Unknown))
        )
        if isinstance(area, Unknown) or declared.is_table:
            return _whole_range(declared, part, missing)
        ways: list[tuple[Any, ...]] = [()]
        for chosen in selectors:
            values = sorted(chosen.values or ()) if isinstance(chosen, Options) else [chosen]
            ways = [(*way, value) for way in ways for value in values]
        if not ways:
            return _whole_range(declared, part, missing)
        return join(missing, *(self.parameter(declared.key, area, way, part) for way in ways))

    def _absent(self, declared: Parameter, area: str, selectors: tuple[Any, ...], part: str | None) -> Any:
        subject = " ".join(str(x) for x in (area, *selectors, self.day))
        missing = Missing("parameter", declared.key, declared.label, subject=subject, who=declared.who)
        return _whole_range(declared, part, frozenset({missing}))


def _whole_range(declared: Parameter, part: str | None, missing: frozenset[Missing]) -> Unknown:
    if declared.is_table:
        return Options(None, missing)
    kind = declared.parts[part] if part is not None else declared.type
    assert isinstance(kind, ValueType)
    if kind.family == "bool":
        return Maybe(missing)
    if kind.family == "code":
        return Options(frozenset(declared.values) or None, missing)
    low, high = declared.bounds(kind)
    return Interval(low, high, missing, declared.optional)


Note = Callable[[Any, Any], Any]
Notes = dict[Any, Any]


def forget(_key: Any, value: Any) -> Any:
    """The note-taker of a run without a trace."""
    return value


def note_taker() -> tuple[Note, Notes]:
    """A note-taker and what it has noted."""
    notes: Notes = {}

    def note(key: Any, value: Any) -> Any:
        notes[key] = value
        return value

    return note, notes
