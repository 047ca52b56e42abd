"""A rule after reading: one typed expression tree. Every run (plain, careful, bounds, kernel) and
every explanation works from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from doudi.law.types import ValueType


@dataclass(kw_only=True)
class Node:
    """A typed expression. `id` is its number within the rule, under which the trace keeps its value."""

    type: ValueType
    line: int = 0
    id: int = 0
    codes: dict[str, str] | None = None  # the values a Code may take, with their Chinese
    optional: bool = False  # None is possible: decide on given() first

    def children(self) -> tuple["Node", ...]:
        return ()


@dataclass(kw_only=True)
class Const(Node):
    """0, 1, True, False or a code."""

    value: Any


@dataclass(kw_only=True)
class Local(Node):
    """A name bound in the rule."""

    name: str


@dataclass(kw_only=True)
class Read(Node):
    """A fact or another rule of a row; `base` is how the row is reached: h, m, m.household, s.member."""

    base: str
    entity: str
    name: str
    is_rule: bool


@dataclass(kw_only=True)
class ParameterRead(Node):
    """A number of the law, by area, selectors and perhaps a named part; the whole table when `type`
    is a table."""

    key: str
    household: str
    area: Node | None
    selectors: tuple[tuple[str, Node], ...]
    part: str | None = None

    def children(self) -> tuple[Node, ...]:
        return (*((self.area,) if self.area else ()), *(node for _, node in self.selectors))


@dataclass(kw_only=True)
class SwitchRead(Node):
    """A local choice."""

    name: str


@dataclass(kw_only=True)
class Today(Node):
    """law.day"""


@dataclass(kw_only=True)
class Arith(Node):
    """+ - *"""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(kw_only=True)
class Compare(Node):
    """One comparison."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(kw_only=True)
class Logic(Node):
    """and / or; `guarded` when a part asks given(), so that the parts after it may rest on the answer."""

    op: str
    parts: tuple[Node, ...]
    guarded: bool = False

    def children(self) -> tuple[Node, ...]:
        return self.parts


@dataclass(kw_only=True)
class Not(Node):
    """not x"""

    value: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(kw_only=True)
class Among(Node):
    """x in ("a", "b")"""

    value: Node
    among: tuple[str, ...]

    def children(self) -> tuple[Node, ...]:
        return (self.value,)


@dataclass(kw_only=True)
class Cond(Node):
    """A conditional: `a if c else b`, and if/else of statements."""

    test: Node
    yes: Node
    no: Node

    def children(self) -> tuple[Node, ...]:
        return (self.test, self.yes, self.no)


@dataclass(kw_only=True)
class Bind(Node):
    """name = value, then the rest."""

    name: str
    value: Node
    rest: Node

    def children(self) -> tuple[Node, ...]:
        return (self.value, self.rest)


@dataclass(kw_only=True)
class Fold(Node):
    """sum, count, any or all over rows."""

    kind: str
    var: str
    entity: str
    rows: str
    element: Node
    condition: Node | None

    def children(self) -> tuple[Node, ...]:
        return (self.element, *((self.condition,) if self.condition else ()))


@dataclass(kw_only=True)
class Call(Node):
    """One of the language's functions; `column` for tiers."""

    function: str
    args: tuple[Node, ...]
    column: str | None = None

    def children(self) -> tuple[Node, ...]:
        return self.args


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it."""
    yield node
    for child in node.children():
        yield from walk(child)


@dataclass(frozen=True)
class Formula:
    """One dated version of a rule: where it stands, what it says, its tree, its own reasons (`decl`)."""

    python_name: str
    file: str
    line: int
    cite: str
    docstring: str
    source: str
    tree: Node
    since: Any = None
    until: Any = None
    decl: Any = None


def row_name(formula: Formula) -> str:
    """The name that the rule itself gives to its row."""
    return formula.source.split("(", 1)[1].split(",")[0].split(":")[0].strip()


@dataclass(frozen=True)
class Rule:
    """A rule of an entity: its type, label and reasons, and its dated formulas."""

    entity: str
    name: str
    type: ValueType
    label: str
    decl: Any
    formulas: tuple[Formula, ...]
    reads: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    parameters: frozenset[str] = field(default_factory=frozenset)
    switches: frozenset[str] = field(default_factory=frozenset)
