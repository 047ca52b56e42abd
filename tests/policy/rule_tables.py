"""Rule tables (决定表): what ONE rule says for given facts, row by row, derived from its clause by reading.

A table lies at the address of its rule (`tables/family/members.yaml` for `policy/family/members.py`). A row is
`[given, value, remark]`; it may state facts and the values of other rules that the rule reads, so that every boundary is
one line. What is not stated is worked out as always; README of `doudi.policy` says how a table is read and written.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from doudi.kernel.days import Month
from doudi.law import Document, LawBook, Sheet
from doudi.law.facts import ENTITIES, FIRST_DAY, LAST_DAY, UNKNOWN
from doudi.law.nodes import Rule
from doudi.law.run import Key, Step, needed, rows_of, run_plain
from doudi.law.runtime import EntityRow, LawView, RowMaker, make_rows
from doudi.law.types import CEILING, ValueType
from doudi.law.unknown import Interval, Maybe, Options, Unknown, low_of, plain
from doudi.policy.declared import check_switches, declarations, row_of
from doudi.policy.facts import ALL_FACTS
from doudi.policy.lawbook import MODULES
from doudi.policy.reading import BadFile, Mapped, list_of, mapped, only_keys, read_yaml, text_of
from doudi.policy.rowforms import unfolded
from doudi.policy.sheets import StandardsSet

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE / "tables"
STANDARDS: Final = HERE / "standards"
ALWAYS: Final = date(2000, 1, 1)
SETTING: Final = ("standards", "day", "area")
TABLE: Final = ("cite", "base", "rows", *SETTING)
AROUND: Final = ("household", "member", "members", "others", "supporters", "switch", "law", *SETTING)
"""Keys of a row that are no fact of the subject itself."""
KINDS: Final[Mapping[str, type | tuple[type, ...]]] = {"bool": bool, "code": str, "day": date, "moment": date}
FACTS: Final = {(fact.entity, fact.name): fact for fact in ALL_FACTS}


@dataclass(frozen=True)
class Line:
    """One row of a table: what is given, what the rule has to say, the remark for the reader."""

    given: Mapping[str, Any]
    value: Any
    remark: str = ""


@dataclass(frozen=True)
class RuleTable:
    """The table of one rule."""

    path: Path
    rule: str
    cite: str
    lines: tuple[Line, ...]


def load(path: Path) -> tuple[RuleTable, ...]:
    """Every table of a file. BadFile for a malformed one."""
    data = read_yaml(path)
    only_keys(path, data, (*SETTING, "rules"), "决定表")
    setting = {key: data[key] for key in SETTING if key in data}
    rules = mapped(path, data.get("rules"), data.at("rules"), "rules")
    return tuple(_table(path, name, mapped(path, rules[name], rules.at(name), name), setting) for name in rules)


def _table(path: Path, name: str, data: Mapped, setting: Mapping[str, Any]) -> RuleTable:
    only_keys(path, data, TABLE, name)
    base = {**setting, **{key: data[key] for key in SETTING if key in data}, **(data.get("base") or {})}
    lines = tuple(_line(path, data.at("rows"), base, row) for row in list_of(path, data, "rows"))
    return RuleTable(path, name, text_of(path, data, "cite"), lines)


def _line(path: Path, at: int, base: Mapping[str, Any], row: Any) -> Line:
    match row:
        case [dict() as given, value] | [dict() as given, value, str()]:
            return Line(_merged(base, given), value, "".join(row[2:]))
    raise BadFile(path, at, f"{row!r} 不是一行决定表", "写成 [{给定的情况}, 应得的值, 说明],说明里不用半角逗号")


def _merged(base: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row on top of what all rows share; a list stands for itself."""
    found = dict(base)
    for key, value in row.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = _merged(found[key], value) if both else value
    return found


def tables() -> tuple[RuleTable, ...]:
    """Every rule table there is."""
    return tuple(table for path in sorted(FOLDER.rglob("*.yaml")) for table in load(path))


def module_of(path: Path) -> str:
    """The module of rules at the same address as a file of tables."""
    return f"doudi.policy.{'.'.join(path.relative_to(FOLDER).with_suffix('').parts)}"


def rule_of(book: LawBook, table: RuleTable) -> Rule:
    """The rule that a table is about: the one of that name in the module at its address."""
    theirs = {module.__name__: module.__file__ for module in MODULES}[module_of(table.path)]
    (found,) = (r for r in book.rules.values() if r.name == table.rule and r.formulas[0].file == theirs)
    return found


class Asking:
    """One book, asked for the values of single rules; plans are kept."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self._makers = {entity: RowMaker(entity, book.facts) for entity in ENTITIES}
        self._plans: dict[Any, tuple[Step, ...]] = {}
        self._steps: dict[tuple[Key, date], Step] = {}

    def wrong(self, table: RuleTable) -> Iterator[str]:
        """The rows that do not hold, in words."""
        rule = rule_of(self.book, table)
        for number, line in enumerate(table.lines, 1):
            found = self._value(rule, line.given)
            if not agrees(rule.type, line.value, found):
                said = f"{table.rule} row {number} {dict(line.given)} {line.remark}"
                yield f"{said}: expected {line.value!r}, got {shown(rule.type, found)!r}"

    def _value(self, rule: Rule, given: Mapping[str, Any]) -> Any:
        scene = _Scene(self.book, rule.entity, given)
        household = make_rows(scene.document(), self._makers)
        row = rows_of(household, rule.entity)[0]
        fixed = [
            (entity, each, scene.fixed[each.key])
            for entity in ENTITIES
            for each in rows_of(household, entity)
            if each.key in scene.fixed
        ]
        sheet, calendar = _sheet(given, scene.area)
        law = LawView(sheet, given["day"], calendar, self.book.parameters, self.book.switches, self.book.facts)
        _state(fixed)
        for step in self._plan(rule, fixed, household, given["day"]):
            run_plain((step,), household, law)
            _state(fixed)
        return row.__dict__[rule.name]

    def _plan(self, rule: Rule, fixed: list[Any], household: EntityRow, day: date) -> tuple[Step, ...]:
        """The rules behind a rule, without those that are given for every row of their kind."""
        stated: Counter[Key] = Counter((entity, name) for entity, _, values in fixed for name in values)
        given = frozenset(key for key, times in stated.items() if times == len(rows_of(household, key[0])))
        asked = (rule.entity, rule.name, given, day)
        if asked not in self._plans:
            left = {key: each for key, each in self.book.rules.items() if key not in given}
            chosen = needed([(rule.entity, rule.name)], left)
            self._plans[asked] = tuple(self._step(key, day) for key in left if key in chosen)
        return self._plans[asked]

    def _step(self, key: Key, day: date) -> Step:
        if (key, day) not in self._steps:
            self._steps[key, day] = Step(self.book.rules[key], day)
        return self._steps[key, day]


def _state(fixed: list[tuple[str, EntityRow, dict[str, Any]]]) -> None:
    for _, row, values in fixed:
        row.__dict__.update(values)


class _Scene:
    """The people of a row: facts go into a document, values of rules are kept apart by the row's key."""

    def __init__(self, book: LawBook, entity: str, given: Mapping[str, Any]) -> None:
        self.book, self.entity, self.given = book, entity, given
        self.fixed: dict[str, dict[str, Any]] = {}
        own = {key: value for key, value in given.items() if key not in AROUND}
        around = dict(given.get("household", {}))
        self.house = self._row("household", "", own if entity == "household" else around)
        self.area = str(self.house.setdefault("area", given["area"]))
        if self.area == "UNKNOWN":
            self.area = given["area"]
        self.own = own

    def document(self) -> Document:
        """The household with everybody whom the row names, the subject first."""
        members, supporters = [], []
        if self.entity == "member":
            members = [self.own, *self.given.get("others", ())]
            supporters = [("m1", each) for each in self.given.get("supporters", ())]
        elif self.entity == "supporter":
            members, supporters = [self.given.get("member", {}), *self.given.get("others", ())], [("m1", self.own)]
        else:
            members = list(self.given.get("members", ()))
            for each in self.given.get("supporters", ()):
                members.append(each.get("member", {}))
                supporters.append((f"m{len(members)}", {k: v for k, v in each.items() if k != "member"}))
        return Document(
            self.house,
            tuple({"id": f"m{n}"} | self._row("member", f"m{n}", said) for n, said in enumerate(members, 1)),
            tuple(
                {"id": f"s{n}", "of": of} | self._row("supporter", f"s{n}", said)
                for n, (of, said) in enumerate(supporters, 1)
            ),
        )

    def _row(self, entity: str, key: str, said: Mapping[str, Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, raw in said.items():
            if (entity, name) in FACTS:
                fact = FACTS[entity, name]
                facts[name] = UNKNOWN if raw == "unknown" else native(fact.type, raw)
                fact.check(facts[name], key)
            else:
                self.fixed.setdefault(key, {})[name] = _fixed(self.book.rules[entity, name], raw)
        return facts


def _fixed(rule: Rule, raw: Any) -> Any:
    """The value of a rule that a row states."""
    if raw != "unknown":
        return native(rule.type, raw)
    if rule.type.family == "bool":
        return Maybe(frozenset())
    if rule.type.family == "code":
        return Options(frozenset(rule.decl.values) or None, frozenset())
    low, high = {"day": (FIRST_DAY, LAST_DAY), "month": (Month.of(FIRST_DAY), Month.of(LAST_DAY))}.get(
        rule.type.family, (0, CEILING)
    )
    return Interval(low, high, frozenset())


def native(kind: ValueType, raw: Any) -> Any:
    """The value that a table writes: money in yuan as text, shares as text, months as 2026-07, null for none."""
    if raw is None:
        return None
    if kind.family in ("money", "number"):
        if isinstance(raw, bool) or (kind.is_money and not isinstance(raw, str)):
            raise ValueError(f"{raw!r} is no {kind}: write amounts as text in yuan")
        return plain(Fraction(raw) * (100 if kind.is_money else 1))
    if kind.family == "month":
        return Month.parse(raw)
    if not isinstance(raw, KINDS[kind.family]):
        raise ValueError(f"{raw!r} is no {kind}")
    return raw


def agrees(kind: ValueType, wanted: Any, found: Any) -> bool:
    """Whether a value is what a row says: a value, `unknown`, or `≥ amount` (not known, but not below)."""
    if wanted == "unknown":
        return isinstance(found, Unknown)
    if isinstance(wanted, str) and wanted.startswith("≥"):
        return isinstance(found, Interval) and bool(found.low == native(kind, wanted[1:].strip()))
    return not isinstance(found, Unknown) and bool(found == native(kind, wanted))


def shown(kind: ValueType, found: Any) -> Any:
    """A value as a table would write it."""
    if isinstance(found, Unknown):
        return f"≥ {low_of(found) / 100}" if isinstance(found, Interval) and kind.is_money else f"unknown {found!r}"
    return str(Fraction(found) / 100) if kind.is_money and found is not None else found


def _sheet(given: Mapping[str, Any], area: str) -> tuple[Sheet, Any]:
    """What is in force in a row: the set that it names, with the choices and numbers that it states itself."""
    chosen = _set(given["standards"])
    sheet = published(given["standards"], given["day"], area)
    if not given.keys() & {"switch", "law"}:
        return sheet, chosen.calendar
    stated = given.get("switch", {})
    asked = Mapped({name: None if value == "unknown" else value for name, value in stated.items()})
    asked.lines = {}
    numbers = {key: () if raw == "unknown" else _stated(key, raw) for key, raw in given.get("law", {}).items()}
    switches = {**sheet.switches, **check_switches(FOLDER, asked)}
    return Sheet(sheet.day, area, {**sheet.rows, **numbers}, switches), chosen.calendar


@cache
def _set(name: str) -> StandardsSet:
    return StandardsSet.from_yaml(STANDARDS / f"{name}.yaml")


@cache
def published(name: str, day: date, area: str) -> Sheet:
    """What a set of standards says on a day for an area, with what instruments fix."""
    return _set(name).sheet(day, area)


def _stated(key: str, raw: Any) -> tuple[Any, ...]:
    """Rows of a number that a row of a table states itself, for every place and from always."""
    declared = declarations()[key]
    entries = []
    for said in raw if isinstance(raw, list) else [raw]:
        entry = Mapped(said if isinstance(said, Mapping) else {"value": said})
        entry["from"], entry.lines = ALWAYS, {}
        entries.append(entry)
    return tuple(row_of(FOLDER, declared.parameter, each, "决定表") for each in unfolded(FOLDER, declared, entries))


