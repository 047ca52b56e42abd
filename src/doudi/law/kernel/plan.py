"""The plan of a kernel: which values are worked out, for which rows, in which order.

Every step gives one column of a block of households. A step is a fact, a formula that looks at its own row
only, a value handed down from household to members or from members to supporters, or a fold of rows into
their owner. A rule is cut into such steps: what stands inside sum(), count(), any(), all() becomes a step of
the rows it runs over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.law import nodes
from doudi.law.book import LawBook
from doudi.law.kernel import shapes
from doudi.law.kernel.shapes import MOST_ROWS, NotInKernel, Shape
from doudi.law.programmes import AnyOf, Programme
from doudi.law.run import in_force
from doudi.law.types import BOOL, COUNT, ZERO

Path = tuple[str, ...]
ShapeOf = Callable[["View", nodes.Node], Shape]
OWNERS = {"members": "member", "supporters": "supporter"}


@dataclass(eq=False)
class Step:
    """One column: `number` names it in C."""

    number: int
    entity: str
    shape: Shape

    @property
    def inputs(self) -> list["Step"]:
        return []


@dataclass(eq=False)
class FactStep(Step):
    """A fact as it is stored."""

    name: str
    fact: Any


@dataclass(eq=False)
class SpreadStep(Step):
    """A household's or member's value, for each of its rows."""

    of: Step

    @property
    def inputs(self) -> list[Step]:
        return [self.of]


@dataclass(eq=False)
class FoldStep(Step):
    """sum, count, any or all of a value over the rows of an owner."""

    kind: str
    of: Step

    @property
    def inputs(self) -> list[Step]:
        return [self.of]


@dataclass(eq=False)
class LocalStep(Step):
    """A formula over its own row; `tree` None: no version of the rule is in force. `place` is file:line."""

    label: str
    place: str
    tree: nodes.Node | None
    view: "View"

    @property
    def inputs(self) -> list[Step]:
        return list(self.view.steps.values())


@dataclass
class View:
    """What a formula sees: the rows by their names (how each is reached from its own row), and the steps it
    reads."""

    planner: "Planner"
    entity: str
    rows: Mapping[str, Path]
    place: str
    steps: dict[int, Step] = field(default_factory=dict)
    found: dict[int, Step] = field(default_factory=dict)
    shapes: dict[int, Shape] = field(default_factory=dict)

    def _use(self, node: nodes.Node, step: Step) -> Step:
        self.steps[step.number] = self.found[id(node)] = step
        return step

    def path(self, base: str) -> Path:
        name, *ways = base.split(".")
        if name not in self.rows:
            raise NotInKernel(
                f"{self.place}: {name} is read inside a fold over rows that are not its own; make it a rule"
            )
        return (*self.rows[name], *ways)

    def read(self, node: nodes.Read) -> Step:
        """The step of a fact or rule, handed down to this row."""
        if id(node) in self.found:
            return self.found[id(node)]
        step = self.planner.value(node.entity, node.name, node.is_rule)
        return self._use(node, self.planner.handed(step, self.entity, self.path(node.base)))

    def age(self, node: nodes.Call) -> Step | None:
        """Ages on the day of the law are worked out once for a fact, however many rules ask."""
        birth, day = node.args[0], node.args[1]
        if not isinstance(day, nodes.Today) or not isinstance(birth, nodes.Read) or birth.is_rule:
            return None
        if id(node) not in self.found:
            step = self.planner.age(birth, node)
            if step.view is self:
                return None
            self._use(node, self.planner.handed(step, self.entity, self.path(birth.base)))
        return self.found[id(node)]

    def fold(self, node: nodes.Fold) -> Step:
        if id(node) in self.found:
            return self.found[id(node)]
        base, rows = node.rows.rsplit(".", 1)
        over, owner = OWNERS[rows], self.path(base)
        at = entity_at(self.entity, owner)
        names: dict[str, Path] = {node.var: ()}
        for name, path in self.rows.items():
            if path == owner and name not in names:  # the owner, seen from one of its rows
                names[name] = (at,)
        element = self.planner.local(f"{node.kind} over {rows}", self.place, over, _element(node), names)
        return self._use(
            node, self.planner.handed(self.planner.fold(node.kind, element, at), self.entity, owner)
        )


def entity_at(entity: str, path: Path) -> str:
    """The entity that a path leads to."""
    return path[-1] if path else entity


def _element(node: nodes.Fold) -> nodes.Node:
    """What one row adds: as a formula of its own row."""
    if node.condition is None:
        return node.element
    if node.kind == "sum":
        nothing = nodes.Const(type=ZERO, value=0)
        return nodes.Cond(type=node.element.type, test=node.condition, yes=node.element, no=nothing)
    if node.kind == "all":
        apart = nodes.Not(type=BOOL, value=node.condition)
        return nodes.Logic(type=BOOL, op="or", parts=(apart, node.element))
    return nodes.Logic(type=BOOL, op="and", parts=(node.condition, node.element))


class Planner:
    """Plans the steps of programmes on a day."""

    def __init__(self, book: LawBook, day: date, shape_of: ShapeOf) -> None:
        self.book, self.day, self._shape_of = book, day, shape_of
        self.steps: list[Step] = []
        self.rules: list[nodes.Rule] = []
        self._known: dict[Any, Step] = {}

    def _add(self, step: Step) -> Step:
        step.number = len(self.steps)
        self.steps.append(step)
        return step

    def value(self, entity: str, name: str, is_rule: bool) -> Step:
        key = ("value", entity, name)
        if key not in self._known:
            self._known[key] = self._rule(entity, name) if is_rule else self._fact(entity, name)
        return self._known[key]

    def holds(self, kind: str) -> bool:
        """Whether a value of a kind is planned so far, as a step or within a formula."""
        return any(
            step.shape.kind == kind
            or (isinstance(step, LocalStep) and any(part.kind == kind for part in step.view.shapes.values()))
            for step in self.steps
        )

    def named(self, entity: str, name: str, bound: Step) -> str:
        """The name by which a formula reads what a rule is at most."""
        self._known["value", entity, own := f"at most {name}"] = bound
        return own

    def _fact(self, entity: str, name: str) -> Step:
        fact = self.book.facts[entity, name]
        return self._add(FactStep(0, entity, shapes.of_fact(fact), name, fact))

    def _rule(self, entity: str, name: str) -> Step:
        rule = self.book.rules[entity, name]
        self.rules.append(rule)
        formula = in_force(rule, self.day)
        if formula is None:
            view = View(self, entity, {}, name)
            shape = shapes.whole_range(rule.type, rule.decl.values)
            return self._add(LocalStep(0, entity, shape, name, name, None, view))
        place = f"{formula.file}:{formula.line}"
        return self.local(name, place, entity, formula.tree, {nodes.row_name(formula): ()})

    def local(self, label: str, place: str, entity: str, tree: nodes.Node, rows: Mapping[str, Path]) -> Step:
        """A formula's step; what it reads is planned before it. One that says another value again is that step."""
        view = View(self, entity, rows, place)
        shape = self._shape_of(view, tree)
        if isinstance(tree, (nodes.Read, nodes.Fold)):
            return view.found[id(tree)]
        return self._add(LocalStep(0, entity, shape, label, place, tree, view))

    def age(self, birth: nodes.Read, node: nodes.Call) -> LocalStep:
        key = ("age", birth.entity, birth.name)
        if key not in self._known:
            read = nodes.Read(
                type=birth.type, base="row", entity=birth.entity, name=birth.name, is_rule=False
            )
            tree = nodes.Call(type=COUNT, function="age", args=(read, *node.args[1:]))
            view = View(self, birth.entity, {"row": ()}, birth.name)
            step = LocalStep(
                0, birth.entity, shapes.number(0, 400), f"age of {birth.name}", birth.name, tree, view
            )
            self._known[key] = step
            self._shape_of(view, tree)
            self._add(step)
        found = self._known[key]
        assert isinstance(found, LocalStep)
        return found

    def handed(self, step: Step, entity: str, path: Path) -> Step:
        """The step's value for each row of `entity` that reaches it by `path`."""
        if not path:
            return step
        key = ("spread", step.number, entity)
        if key not in self._known:
            self._known[key] = self._add(SpreadStep(0, entity, step.shape, step))
        return self._known[key]

    def fold(self, kind: str, of: Step, owner: str) -> Step:
        """The fold of a value into its owners."""
        shape = shapes.TRUTH
        if kind == "count":
            shape = shapes.number(0, MOST_ROWS)
        if kind == "sum":
            if of.shape.kind == "share":
                raise NotInKernel("shares among unlike counts are summed; round each of them by name first")
            low, high = of.shape.low * MOST_ROWS, of.shape.high * MOST_ROWS
            shape = shapes.number(min(low, 0), max(high, 0), of.shape.bottom)
        return self._add(FoldStep(0, owner, shape, kind, of))

    def condition(self, programme: Programme, asked: str | AnyOf) -> Step:
        if isinstance(asked, str):
            return self.value(programme.entity, asked, True)
        parts = tuple(
            nodes.Read(type=BOOL, base="row", entity=programme.entity, name=name, is_rule=True)
            for name in asked.names
        )
        tree = nodes.Logic(type=BOOL, op="or", parts=parts)
        return self.local(
            f"one of {', '.join(asked.names)}", programme.code, programme.entity, tree, {"row": ()}
        )
