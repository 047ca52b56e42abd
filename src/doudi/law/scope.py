"""What names a rule sees, how a row is reached, and how anything outside the language is refused:
where, what, and the cure."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from doudi.law import nodes
from doudi.law.facts import Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import LawError
from doudi.law.types import BOOL, CODE, COUNT, NOTHING, ZERO, ValueType

WAYS = {
    ("member", "household"): "household",
    ("supporter", "member"): "member",
    ("supporter", "household"): "household",
}
ROWS = {
    ("household", "members"): "member",
    ("household", "supporters"): "supporter",
    ("member", "supporters"): "supporter",
}
CURES: dict[type, tuple[str, str]] = {
    ast.Div: (
        "division with /",
        "compare by cross-multiplying, or use monthly(), split(x, among=n), ratio(a, b)",
    ),
    ast.FloorDiv: (
        "division with //",
        "use monthly(), split(x, among=n) or a named rounding such as ceil_yuan()",
    ),
    ast.Mod: ("the operator %", "use the named functions of the language (README of law)"),
    ast.Pow: ("the operator **", "write the product out"),
    ast.Lambda: ("a lambda", "make it a rule of its own"),
    ast.JoinedStr: ("an f-string", "rules give values, texts come from labels and reasons"),
    ast.ListComp: ("a list comprehension", "use sum(), count(), any() or all() over members or supporters"),
    ast.GeneratorExp: ("a comprehension on its own", "use it inside sum(), count(), any() or all()"),
    ast.For: ("a loop", "use sum(), count(), any() or all() over members or supporters"),
    ast.While: ("a loop", "use sum(), count(), any() or all() over members or supporters"),
    ast.Try: ("try", "unknown values need no catching; guard optional ones with given()"),
    ast.Import: (
        "an import inside a rule",
        "rules call each other by attribute (h.rule), functions are imported at the top",
    ),
    ast.ImportFrom: (
        "an import inside a rule",
        "rules call each other by attribute (h.rule), functions are imported at the top",
    ),
    ast.AugAssign: ("a changed value", "bind a new name"),
    ast.NamedExpr: ("the operator :=", "bind the name on a line of its own"),
    ast.Subscript: ("an index", "read a fact, a rule or a named part of a parameter"),
    ast.Global: ("global", "a rule reads facts, rules and the law only"),
    ast.With: ("with", "a rule reads facts, rules and the law only"),
    ast.Raise: ("raise", "a rule returns a value on every path"),
    ast.Assert: ("assert", "make it a condition of its own"),
}


N = TypeVar("N", bound=nodes.Node)


@dataclass(frozen=True)
class Head:
    """What is known of a rule before its body is read."""

    type: ValueType
    values: Mapping[str, str]
    optional: bool = False


@dataclass(frozen=True)
class World:
    """All names a rule may use."""

    facts: Mapping[tuple[str, str], Fact]
    rules: Mapping[tuple[str, str], Head]
    parameters: Mapping[str, Parameter]
    switches: Mapping[str, SwitchDecl]


class Scope:
    """Reads one rule's expressions; `rows` are the row names in scope with their entity, `local`
    the bound names."""

    def __init__(self, world: World, file: str, rows: dict[str, str], law: str) -> None:
        self.world, self.file, self.rows, self.law = world, file, rows, law
        self.local: dict[str, nodes.Node] = {}
        self.given: set[str] = set()
        self._next = 0

    def refuse(self, at: ast.AST, what: str, cure: str) -> NoReturn:
        raise LawError(f"{self.file}:{getattr(at, 'lineno', 0)}: {what}; {cure}")

    def forbidden(self, at: ast.AST) -> NoReturn:
        what, cure = CURES.get(
            type(at), (f"{type(at).__name__} is not in the language", "see the README of law")
        )
        self.refuse(at, what if "language" in what else f"{what} is not in the language", cure)

    def made(self, node: N, at: ast.AST) -> N:
        """Number the node and note its line."""
        self._next += 1
        node.id, node.line = self._next, getattr(at, "lineno", 0)
        return node

    def read(self, at: ast.AST) -> nodes.Node:
        method = getattr(self, "_read_" + type(at).__name__, None)
        if method is None:
            self.forbidden(at)
        node: nodes.Node = method(at)
        return self.made(node, at)

    # --- leaves

    def _read_Constant(self, at: ast.Constant) -> nodes.Node:
        value = at.value
        if isinstance(value, bool):
            return nodes.Const(type=BOOL, value=value)
        if type(value) is int and value in {0, 1}:
            return nodes.Const(type=ZERO if value == 0 else COUNT, value=value)
        if isinstance(value, str):
            return nodes.Const(type=CODE, value=value)
        if value is None:
            return nodes.Const(type=NOTHING, value=None)
        if isinstance(value, float):
            self.refuse(at, f"the float {value}", "numbers of the law are parameters: law.name")
        self.refuse(
            at,
            f"the bare number {value!r}",
            "only 0 and 1 may stand in a rule: make it a parameter, law.name",
        )

    def _read_Name(self, at: ast.Name) -> nodes.Node:
        bound = self.local.get(at.id)
        if bound is None:
            cure = (
                "use it with an attribute"
                if at.id in self.rows or at.id == self.law
                else "bind it first or read h.name"
            )
            self.refuse(at, f"unknown name {at.id}", cure)
        return nodes.Local(type=bound.type, codes=bound.codes, optional=bound.optional, name=at.id)

    def _read_Attribute(self, at: ast.Attribute) -> nodes.Node:
        if self.is_law(at):
            return self.read_law(at)
        base, entity = self.row(at.value)
        if (entity, at.attr) in ROWS:
            self.refuse(at, f"{at.attr} on its own", "use it inside sum(), count(), any() or all()")
        fact = self.world.facts.get((entity, at.attr))
        if fact is not None:
            node = nodes.Read(
                type=fact.type,
                codes=dict(fact.values) or None,
                optional=fact.optional,
                base=base,
                entity=entity,
                name=at.attr,
                is_rule=False,
            )
            return self.guarded(node, at)
        head = self.world.rules.get((entity, at.attr))
        if head is None:
            self.refuse(
                at,
                f"{entity} has no fact or rule {at.attr}",
                "declare the fact or write the rule, check the spelling",
            )
        read = nodes.Read(
            type=head.type,
            codes=dict(head.values) or None,
            optional=head.optional,
            base=base,
            entity=entity,
            name=at.attr,
            is_rule=True,
        )
        return self.guarded(read, at)

    def guarded(self, node: nodes.Node, at: ast.AST) -> nodes.Node:
        """An optional value may only stand in a rule that asks given() of it."""
        if node.optional and ast.unparse(at) not in self.given:
            self.refuse(at, f"{ast.unparse(at)} may be none", f"decide on given({ast.unparse(at)}) first")
        return node

    def row(self, at: ast.expr) -> tuple[str, str]:
        """How a row is reached and which entity it is."""
        if isinstance(at, ast.Name) and at.id in self.rows:
            return at.id, self.rows[at.id]
        if isinstance(at, ast.Attribute):
            base, entity = self.row(at.value)
            way = WAYS.get((entity, at.attr))
            if way is not None:
                return f"{base}.{at.attr}", way
        self.refuse(
            at,
            f"{ast.unparse(at)} is not a household, member or supporter",
            "start from h, m, s or a loop name",
        )

    def is_law(self, at: ast.expr) -> bool:
        """law.…, also with brackets."""
        while isinstance(at, (ast.Attribute, ast.Call)):
            at = at.value if isinstance(at, ast.Attribute) else at.func
        return isinstance(at, ast.Name) and at.id == self.law

    def read_law(self, at: ast.expr) -> nodes.Node:
        """A number of the law: see `lawreads`."""
        raise NotImplementedError

    def need(self, at: ast.AST, node: nodes.Node, kind: ValueType) -> None:
        if node.type != kind:
            self.refuse(at, f"{kind} is needed, {ast.unparse(at)} is {node.type}", "ask with a comparison")

    def check_code(self, at: ast.AST, value: str, other: nodes.Node) -> None:
        if other.codes is not None and value not in other.codes:
            self.refuse(at, f"“{value}” is not a value of it", f"its values: {', '.join(other.codes)}")
