"""What a rule may say: operators, conditions, folds and calls, read into typed nodes. Everything else is
refused (`scope`)."""

import ast
from typing import NoReturn

from doudi.law import nodes
from doudi.law.calls import SIGNATURES, read_tier
from doudi.law.lawreads import LawReads
from doudi.law.scope import CURES, ROWS
from doudi.law.types import BOOL, CODE, COUNT, MONTH, NOTHING, ZERO, ValueType, product, unify

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


class Reader(LawReads):
    """Reads one rule's expressions."""

    # --- operators

    def _read_BinOp(self, at: ast.BinOp) -> nodes.Node:
        op = OPERATORS.get(type(at.op))
        if op is None:
            self.forbidden_operator(at)
        left, right = self.read(at.left), self.read(at.right)
        kind = product(left.type, right.type) if op == "*" else self._sum_type(op, left, right)
        if kind is None:
            self.refuse(
                at,
                f"{left.type} {op} {right.type} in “{ast.unparse(at)}”",
                _unit_cure(op, left.type, right.type),
            )
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
        guarded = any(
            isinstance(n, nodes.Call) and n.function == "given" for p in parts for n in nodes.walk(p)
        )
        return nodes.Logic(
            type=BOOL, op="and" if isinstance(at.op, ast.And) else "or", parts=parts, guarded=guarded
        )

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
            return found[0]
        return nodes.Logic(type=BOOL, op="and", parts=tuple(found))

    def _check_comparison(self, at: ast.Compare, sign: str, left: nodes.Node, right: nodes.Node) -> None:
        if unify(left.type, right.type) is None:
            self.refuse(
                at,
                f"{left.type} {sign} {right.type} in “{ast.unparse(at)}”",
                _unit_cure(sign, left.type, right.type),
            )
        if left.type.family in {"code", "bool"} and sign not in {"==", "!="}:
            self.refuse(at, f"{left.type} has no order", "compare with == or in")
        for literal, other in ((left, right), (right, left)):
            if isinstance(literal, nodes.Const) and literal.type == CODE:
                self.check_code(at, literal.value, other)

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
        if NOTHING in (yes.type, no.type):  # read_rule sees to it that the rule may give none
            kind = no.type if yes.type == NOTHING else yes.type
        if kind is None:
            self.refuse(at, f"one way gives {yes.type}, the other {no.type}", "give both ways one type")
        return nodes.Cond(type=kind, codes=yes.codes or no.codes, test=test, yes=yes, no=no)

    # --- calls

    def _read_Call(self, at: ast.Call) -> nodes.Node:
        if self.is_law(at):
            return self.read_law(at)
        if not isinstance(at.func, ast.Name):
            self.refuse(
                at,
                f"{ast.unparse(at.func)}(…)",
                "call the functions of the language by name; read rules without brackets",
            )
        name = at.func.id
        if name in {"sum", "count", "any", "all"}:
            return self._fold(at, name)
        if name.startswith("tier_"):
            return read_tier(self, at)
        signature = SIGNATURES.get(name)
        if signature is None:
            self.refuse(
                at,
                f"the call {name}(…)",
                f"the language has {', '.join(sorted(SIGNATURES))}, tier_…; read rules as h.{name}",
            )
        return signature(self, at)

    def _fold(self, at: ast.Call, kind: str) -> nodes.Node:
        comprehension = at.args[0] if len(at.args) == 1 and not at.keywords else None
        if not isinstance(comprehension, ast.GeneratorExp) or len(comprehension.generators) != 1:
            self.refuse(at, f"{kind}(…)", f"write {kind}(value for m in h.members if condition)")
        loop = comprehension.generators[0]
        if (
            not isinstance(loop.target, ast.Name)
            or not isinstance(loop.iter, ast.Attribute)
            or len(loop.ifs) > 1
        ):
            self.refuse(
                at,
                f"{kind} over {ast.unparse(loop)}",
                "go over h.members, h.supporters or m.supporters, with one if",
            )
        base, entity = self.row(loop.iter.value)
        over = ROWS.get((entity, loop.iter.attr))
        if over is None or loop.target.id in self.rows or loop.target.id in self.local:
            self.refuse(
                at,
                f"{kind} over {ast.unparse(loop)}",
                "go over h.members, h.supporters or m.supporters, with a new name",
            )
        return self._fold_over(at, kind, comprehension, (loop.target.id, over, f"{base}.{loop.iter.attr}"))

    def _fold_over(
        self, at: ast.Call, kind: str, comprehension: ast.GeneratorExp, over: tuple[str, str, str]
    ) -> nodes.Node:
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
        return nodes.Fold(
            type=kinds.get(kind, BOOL),
            kind=kind,
            var=var,
            entity=entity,
            rows=rows,
            element=element,
            condition=condition,
        )


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
