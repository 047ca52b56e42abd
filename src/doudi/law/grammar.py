"""What a rule may say: the expressions of the language, read into typed nodes. Everything else is refused with where, what and the cure."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from doudi.law import nodes
from doudi.law.calls import SIGNATURES, read_tier
from doudi.law.facts import Fact
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import LawError
from doudi.law.types import BOOL, CODE, COUNT, DAY, MONTH, ZERO, ValueType, product, unify

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
WAYS = {("member", "household"): "household", ("supporter", "member"): "member", ("supporter", "household"): "household"}
ROWS = {("household", "members"): "member", ("household", "supporters"): "supporter", ("member", "supporters"): "supporter"}
CURES: dict[type, tuple[str, str]] = {
    ast.Div: ("division with /", "compare by cross-multiplying, or use monthly(), split(x, among=n), ratio(a, b)"),
    ast.FloorDiv: ("division with //", "use monthly(), split(x, among=n) or a named rounding such as ceil_yuan()"),
    ast.Mod: ("the operator %", "use the named functions of the language (README of law)"),
    ast.Pow: ("the operator **", "write the product out"),
    ast.Lambda: ("a lambda", "make it a rule of its own"),
    ast.JoinedStr: ("an f-string", "rules give values, texts come from labels and reasons"),
    ast.ListComp: ("a list comprehension", "use sum(), count(), any() or all() over members or supporters"),
    ast.GeneratorExp: ("a comprehension on its own", "use it inside sum(), count(), any() or all()"),
    ast.For: ("a loop", "use sum(), count(), any() or all() over members or supporters"),
    ast.While: ("a loop", "use sum(), count(), any() or all() over members or supporters"),
    ast.Try: ("try", "unknown values need no catching; guard optional ones with given()"),
    ast.Import: ("an import inside a rule", "rules call each other by attribute (h.rule), functions are imported at the top"),
    ast.ImportFrom: ("an import inside a rule", "rules call each other by attribute (h.rule), functions are imported at the top"),
    ast.AugAssign: ("a changed value", "bind a new name"),
    ast.NamedExpr: ("the operator :=", "bind the name on a line of its own"),
    ast.Subscript: ("an index", "read a fact, a rule or a named part of a parameter"),
    ast.Global: ("global", "a rule reads facts, rules and the law only"),
    ast.With: ("with", "a rule reads facts, rules and the law only"),
    ast.Raise: ("raise", "a rule returns a value on every path"),
    ast.Assert: ("assert", "make it a condition of its own"),
}


@dataclass(frozen=True)
class Head:
    """What is known of a rule before its body is read."""

    type: ValueType
    values: Mapping[str, str]


@dataclass(frozen=True)
class World:
    """All names a rule may use."""

    facts: Mapping[tuple[str, str], Fact]
    rules: Mapping[tuple[str, str], Head]
    parameters: Mapping[str, Parameter]
    switches: Mapping[str, SwitchDecl]


class Reader:
    """Reads one rule's expressions; `rows` are the row names in scope with their entity, `local` the bound names."""

    def __init__(self, world: World, file: str, rows: dict[str, str], law: str) -> None:
        self.world, self.file, self.rows, self.law = world, file, rows, law
        self.local: dict[str, nodes.Node] = {}
        self.given: set[str] = set()
        self._next = 0

    def refuse(self, at: ast.AST, what: str, cure: str) -> NoReturn:
        raise LawError(f"{self.file}:{getattr(at, 'lineno', 0)}: {what}; {cure}")

    def forbidden(self, at: ast.AST) -> NoReturn:
        what, cure = CURES.get(type(at), (f"{type(at).__name__} is not in the language", "see the README of law"))
        self.refuse(at, what if "language" in what else f"{what} is not in the language", cure)

    def made(self, node: Any, at: ast.AST) -> Any:
        """Number the node and note its line."""
        self._next += 1
        node.id, node.line = self._next, getattr(at, "lineno", 0)
        return node

    def read(self, at: ast.AST) -> nodes.Node:
        method = getattr(self, "_read_" + type(at).__name__, None)
        if method is None:
            self.forbidden(at)
        return self.made(method(at), at)  # type: ignore[no-any-return]

    # --- leaves

    def _read_Constant(self, at: ast.Constant) -> nodes.Node:
        value = at.value
        if isinstance(value, bool):
            return nodes.Const(type=BOOL, value=value)
        if type(value) is int and value in {0, 1}:
            return nodes.Const(type=ZERO if value == 0 else COUNT, value=value)
        if isinstance(value, str):
            return nodes.Const(type=CODE, value=value)
        if isinstance(value, float):
            self.refuse(at, f"the float {value}", "numbers of the law are parameters: law.name")
        self.refuse(at, f"the bare number {value!r}", "only 0 and 1 may stand in a rule: make it a parameter, law.name")

    def _read_Name(self, at: ast.Name) -> nodes.Node:
        bound = self.local.get(at.id)
        if bound is None:
            cure = "use it with an attribute" if at.id in self.rows or at.id == self.law else "bind it first or read h.name"
            self.refuse(at, f"unknown name {at.id}", cure)
        return nodes.Local(type=bound.type, codes=bound.codes, optional=bound.optional, name=at.id)

    def _read_Attribute(self, at: ast.Attribute) -> nodes.Node:
        if self._is_law(at):
            return self._read_law(at)
        base, entity = self.row(at.value)
        if (entity, at.attr) in ROWS:
            self.refuse(at, f"{at.attr} on its own", "use it inside sum(), count(), any() or all()")
        fact = self.world.facts.get((entity, at.attr))
        if fact is not None:
            node = nodes.Read(type=fact.type, codes=dict(fact.values) or None, optional=fact.optional, base=base,
                              entity=entity, name=at.attr, is_rule=False)
            return self.guarded(node, at)
        head = self.world.rules.get((entity, at.attr))
        if head is None:
            self.refuse(at, f"{entity} has no fact or rule {at.attr}", "declare the fact or write the rule, check the spelling")
        return nodes.Read(type=head.type, codes=dict(head.values) or None, base=base, entity=entity, name=at.attr, is_rule=True)

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
        self.refuse(at, f"{ast.unparse(at)} is not a household, member or supporter", "start from h, m, s or a loop name")

    # --- the law

    def _is_law(self, at: ast.expr) -> bool:
        while isinstance(at, (ast.Attribute, ast.Call)):
            at = at.value if isinstance(at, ast.Attribute) else at.func
        return isinstance(at, ast.Name) and at.id == self.law

    def _read_law(self, at: ast.expr) -> nodes.Node:
        if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Attribute) and at.value.attr == "switch":
            return self._switch(at)
        if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.attr == "day":
            return nodes.Today(type=DAY)
        part = None
        inner: ast.expr = at
        if isinstance(at, ast.Attribute) and not isinstance(at.value, ast.Name):
            part, inner = at.attr, at.value
        return self.guarded(self.parameter(inner, part), at)

    def _switch(self, at: ast.Attribute) -> nodes.Node:
        switch = self.world.switches.get(at.attr)
        if switch is None:
            self.refuse(at, f"unknown switch {at.attr}", "declare it with SwitchDecl")
        codes = {str(k): v for k, v in switch.values.items()} if switch.type == CODE else None
        return nodes.SwitchRead(type=switch.type, codes=codes, name=at.attr)

    def parameter(self, at: ast.expr, part: str | None, table: bool = False) -> nodes.ParameterRead:
        """law.key, law.key(selector=…), with a named part or as a whole table."""
        call = at if isinstance(at, ast.Call) else None
        name = call.func if call else at
        if not (isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name)) or (call and call.args):
            self.refuse(at, f"{ast.unparse(at)} is not a parameter", "write law.key or law.key(selector=value)")
        declared = self.world.parameters.get(name.attr)
        if declared is None:
            self.refuse(at, f"unknown parameter {name.attr}", "declare it with Parameter")
        if declared.is_table != table:
            self.refuse(at, f"{name.attr} is {'a table' if declared.is_table else 'not a table'}",
                        "tables are the first argument of tier_below() or tier_at_least(), and nothing else is")
        kind = self._part_type(at, declared, part)
        area, selectors = self._selectors(at, declared, call.keywords if call else [])
        node = nodes.ParameterRead(type=kind, codes=dict(declared.values) or None, optional=declared.optional, key=name.attr,
                                   household=self._household(), area=area, selectors=selectors, part=part)
        node.line = at.lineno
        return node

    def _part_type(self, at: ast.expr, declared: Parameter, part: str | None) -> ValueType:
        if declared.is_table:
            return CODE  # never used as a value: only tier functions take it
        if declared.parts:
            if part not in declared.parts:
                self.refuse(at, f"{declared.key} has the named values {', '.join(declared.parts)}",
                            f"write law.{declared.key}.{next(iter(declared.parts))}")
            return declared.parts[part]
        if part is not None:
            self.refuse(at, f"{declared.key} has no named value {part}", f"write law.{declared.key}")
        assert isinstance(declared.type, ValueType)
        return declared.type

    def _selectors(self, at: ast.expr, declared: Parameter,
                   keywords: list[ast.keyword]) -> tuple[nodes.Node | None, tuple[tuple[str, nodes.Node], ...]]:
        said = {k.arg: self.read(k.value) for k in keywords}
        area = said.pop("area", None)
        for name in said:
            if name not in declared.selectors:
                self.refuse(at, f"{declared.key} has no selector {name}", f"its selectors: {', '.join(declared.selectors) or 'none'}")
        found = []
        for name in declared.selectors:
            value = said.get(name) or self._default_selector(at, declared, name)
            found.append((name, value))
        return area, tuple(found)

    def _default_selector(self, at: ast.expr, declared: Parameter, name: str) -> nodes.Node:
        if name != "registration":
            self.refuse(at, f"{declared.key} needs the selector {name}", f"write law.{declared.key}({name}=…)")
        fact = self.world.facts.get(("household", name))
        if fact is None:
            self.refuse(at, f"{declared.key} is selected by the household's registration", "declare that fact")
        return self.made(nodes.Read(type=CODE, base=self._household(), entity="household", name=name, is_rule=False), at)  # type: ignore[no-any-return]

    def _household(self) -> str:
        first, entity = next(iter(self.rows.items()))
        return first if entity == "household" else f"{first}.household"

    # --- operators

    def _read_BinOp(self, at: ast.BinOp) -> nodes.Node:
        op = OPERATORS.get(type(at.op))
        if op is None:
            self.forbidden_operator(at)
        left, right = self.read(at.left), self.read(at.right)
        kind = product(left.type, right.type) if op == "*" else self._sum_type(op, left, right)
        if kind is None:
            self.refuse(at, f"{left.type} {op} {right.type} in “{ast.unparse(at)}”", _unit_cure(op, left.type, right.type))
        if kind == MONTH:
            return nodes.Call(type=MONTH, function="later_month", args=(left, right))
        return nodes.Arith(type=kind, op=op, left=left, right=right)

    def forbidden_operator(self, at: ast.BinOp) -> NoReturn:
        what, cure = CURES.get(type(at.op), ("this operator", "only + - * are in the language"))
        self.refuse(at, f"{what} is not in the language", cure)

    def _sum_type(self, op: str, left: nodes.Node, right: nodes.Node) -> ValueType | None:
        if left.type == MONTH and op == "+" and right.type in {COUNT, ZERO}:
            return MONTH
        kind = unify(left.type, right.type)
        return kind if kind is not None and kind.is_numeric else None

    def _read_UnaryOp(self, at: ast.UnaryOp) -> nodes.Node:
        value = self.read(at.operand)
        if isinstance(at.op, ast.Not):
            self.need(at, value, BOOL)
            return nodes.Not(type=BOOL, value=value)
        if isinstance(at.op, ast.USub) and value.type.is_numeric:
            zero = self.made(nodes.Const(type=value.type, value=0), at)
            return nodes.Arith(type=value.type, op="-", left=zero, right=value)
        self.refuse(at, f"{ast.unparse(at)}", "write it as a difference or with not")

    def _read_BoolOp(self, at: ast.BoolOp) -> nodes.Node:
        parts = tuple(self.read(value) for value in at.values)
        for part, source in zip(parts, at.values, strict=True):
            self.need(source, part, BOOL)
        guarded = any(isinstance(n, nodes.Call) and n.function == "given" for p in parts for n in nodes.walk(p))
        return nodes.Logic(type=BOOL, op="and" if isinstance(at.op, ast.And) else "or", parts=parts, guarded=guarded)

    def _read_Compare(self, at: ast.Compare) -> nodes.Node:
        if isinstance(at.ops[0], (ast.In, ast.NotIn)):
            return self._read_in(at)
        sides = [self.read(side) for side in (at.left, *at.comparators)]
        found = []
        for op, left, right in zip(at.ops, sides, sides[1:], strict=False):
            sign = COMPARISONS.get(type(op))
            if sign is None:
                self.refuse(at, f"{ast.unparse(at)}", "compare with < <= > >= == != or in")
            self._check_comparison(at, sign, left, right)
            found.append(self.made(nodes.Compare(type=BOOL, op=sign, left=left, right=right), at))
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        return nodes.Logic(type=BOOL, op="and", parts=tuple(found))

    def _check_comparison(self, at: ast.Compare, sign: str, left: nodes.Node, right: nodes.Node) -> None:
        if unify(left.type, right.type) is None:
            self.refuse(at, f"{left.type} {sign} {right.type} in “{ast.unparse(at)}”", _unit_cure(sign, left.type, right.type))
        if left.type.family in {"code", "bool"} and sign not in {"==", "!="}:
            self.refuse(at, f"{left.type} has no order", "compare with == or in")
        for literal, other in ((left, right), (right, left)):
            if isinstance(literal, nodes.Const) and literal.type == CODE:
                self.check_code(at, literal.value, other)

    def check_code(self, at: ast.AST, value: str, other: nodes.Node) -> None:
        if other.codes is not None and value not in other.codes:
            self.refuse(at, f"“{value}” is not a value of it", f"its values: {', '.join(other.codes)}")

    def _read_in(self, at: ast.Compare) -> nodes.Node:
        value, options = self.read(at.left), at.comparators[0]
        literals = options.elts if isinstance(options, ast.Tuple) else []
        texts = tuple(e.value for e in literals if isinstance(e, ast.Constant) and isinstance(e.value, str))
        if value.type != CODE or len(at.ops) > 1 or not texts or len(texts) != len(literals):
            self.refuse(at, f"{ast.unparse(at)}", 'write code in ("a", "b") with code literals')
        for text in texts:
            self.check_code(at, text, value)
        found = nodes.Among(type=BOOL, value=value, among=texts)
        return nodes.Not(type=BOOL, value=self.made(found, at)) if isinstance(at.ops[0], ast.NotIn) else found

    def _read_IfExp(self, at: ast.IfExp) -> nodes.Node:
        test, yes, no = self.read(at.test), self.read(at.body), self.read(at.orelse)
        self.need(at, test, BOOL)
        return self.conditional(at, test, yes, no)

    def conditional(self, at: ast.AST, test: nodes.Node, yes: nodes.Node, no: nodes.Node) -> nodes.Cond:
        kind = unify(yes.type, no.type)
        if kind is None:
            self.refuse(at, f"one way gives {yes.type}, the other {no.type}", "give both ways one type")
        return nodes.Cond(type=kind, codes=yes.codes or no.codes, test=test, yes=yes, no=no)

    def need(self, at: ast.AST, node: nodes.Node, kind: ValueType) -> None:
        if node.type != kind:
            self.refuse(at, f"{kind} is needed, {ast.unparse(at)} is {node.type}", "ask with a comparison")

    # --- calls

    def _read_Call(self, at: ast.Call) -> nodes.Node:
        if self._is_law(at):
            return self._read_law(at)
        if not isinstance(at.func, ast.Name):
            self.refuse(at, f"{ast.unparse(at.func)}(…)", "call the functions of the language by name; read rules without brackets")
        name = at.func.id
        if name in {"sum", "count", "any", "all"}:
            return self._fold(at, name)
        if name.startswith("tier_"):
            return read_tier(self, at)
        signature = SIGNATURES.get(name)
        if signature is None:
            self.refuse(at, f"the call {name}(…)", f"the language has {', '.join(sorted(SIGNATURES))}, tier_…; read rules as h.{name}")
        return signature(self, at)

    def _fold(self, at: ast.Call, kind: str) -> nodes.Node:
        comprehension = at.args[0] if len(at.args) == 1 and not at.keywords else None
        if not isinstance(comprehension, ast.GeneratorExp) or len(comprehension.generators) != 1:
            self.refuse(at, f"{kind}(…)", f"write {kind}(value for m in h.members if condition)")
        loop = comprehension.generators[0]
        if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Attribute) or len(loop.ifs) > 1:
            self.refuse(at, f"{kind} over {ast.unparse(loop)}", "go over h.members, h.supporters or m.supporters, with one if")
        base, entity = self.row(loop.iter.value)
        over = ROWS.get((entity, loop.iter.attr))
        if over is None or loop.target.id in self.rows or loop.target.id in self.local:
            self.refuse(at, f"{kind} over {ast.unparse(loop)}", "go over h.members, h.supporters or m.supporters, with a new name")
        return self._fold_over(at, kind, comprehension, (loop.target.id, over, f"{base}.{loop.iter.attr}"))

    def _fold_over(self, at: ast.Call, kind: str, comprehension: ast.GeneratorExp, over: tuple[str, str, str]) -> nodes.Node:
        var, entity, rows = over
        self.rows[var] = entity
        ifs = comprehension.generators[0].ifs
        condition = self.read(ifs[0]) if ifs else None
        element = self.read(comprehension.elt)
        del self.rows[var]
        if condition is not None:
            self.need(ifs[0], condition, BOOL)
        if kind == "sum" and not element.type.is_numeric:
            self.refuse(at, f"the sum of {element.type}", "count(…) counts conditions, sum(…) adds numbers")
        if kind != "sum":
            self.need(comprehension.elt, element, BOOL)
        kinds = {"sum": element.type, "count": COUNT}
        return nodes.Fold(type=kinds.get(kind, BOOL), kind=kind, var=var, entity=entity, rows=rows, element=element,
                          condition=condition)


def _unit_cure(op: str, left: ValueType, right: ValueType) -> str:
    pair = {left.name, right.name}
    if op == "*":
        return "money times money has no meaning; multiply by a Count or a Number"
    if pair == {"FenMonth", "FenYear"}:
        return "bring both to one period with yearly() or monthly()"
    if "Fen" in pair and pair & {"FenMonth", "FenYear"}:
        return "say what is meant with as_once(), per_month(), per_year() or over_months()"
    if "Day" in pair:
        return "use add_days(), add_months(), days_between() or month_of()"
    return "both sides must be of one type"
