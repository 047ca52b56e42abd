"""Writes a rule as Python three times: plainly, for known values; plainly with every inner value kept, for
the trace; and carefully, for where an unknown value decides which way a rule goes."""

from doudi.law import nodes

FOLDS = {
    "sum": "sum({e} for {v} in {r}{c})",
    "count": "sum(1 for {v} in {r} if {both})",
    "any": "any({e} for {v} in {r}{c})",
    "all": "all({e} for {v} in {r}{c})",
}


def bound(name: str) -> str:
    """A name that a rule binds, as it is written: no operator of the run is called so."""
    return f"{name}__"


class Plain:
    """The plain form: Python's own operators. An unknown value raises UnknownMet when one of them
    asks for its truth."""

    def function(self, name: str, rule: nodes.Rule, formula: nodes.Formula) -> str:
        row = nodes.row_name(formula)
        lines = [f"def {name}({row}, _law):"]
        self._statement(formula.tree, lines, 1)
        return "\n".join(lines)

    def _statement(self, node: nodes.Node, lines: list[str], depth: int) -> None:
        pad = "    " * depth
        if isinstance(node, nodes.Bind):
            lines.append(f"{pad}{bound(node.name)} = {self.write(node.value)}")
            self._statement(node.rest, lines, depth)
        elif isinstance(node, nodes.Cond):
            lines.append(f"{pad}if {self.write(node.test)}:")
            self._statement(node.yes, lines, depth + 1)
            self._statement(node.no, lines, depth)
        else:
            lines.append(f"{pad}return {self._result(node)}")

    def _result(self, node: nodes.Node) -> str:
        return self.write(node)

    def write(self, node: nodes.Node) -> str:
        return str(getattr(self, "_" + type(node).__name__)(node))

    def _Const(self, node: nodes.Const) -> str:
        return repr(node.value)

    def _Local(self, node: nodes.Local) -> str:
        return bound(node.name)

    def _Read(self, node: nodes.Read) -> str:
        return f"{node.base}.{node.name}"

    def _ParameterRead(self, node: nodes.ParameterRead) -> str:
        return parameter(self, node)

    def _SwitchRead(self, node: nodes.SwitchRead) -> str:
        return f"_law.switches[{node.name!r}]"

    def _Today(self, node: nodes.Today) -> str:
        return "_law.day"

    def _Arith(self, node: nodes.Arith) -> str:
        return f"({self.write(node.left)} {node.op} {self.write(node.right)})"

    def _Compare(self, node: nodes.Compare) -> str:
        return f"({self.write(node.left)} {node.op} {self.write(node.right)})"

    def _Logic(self, node: nodes.Logic) -> str:
        return "(" + f" {node.op} ".join(self.write(p) for p in node.parts) + ")"

    def _Not(self, node: nodes.Not) -> str:
        return f"(not {self.write(node.value)})"

    def _Among(self, node: nodes.Among) -> str:
        return f"({self.write(node.value)} in {node.among!r})"

    def _Cond(self, node: nodes.Cond) -> str:
        return f"({self.write(node.yes)} if {self.write(node.test)} else {self.write(node.no)})"

    def _Bind(self, node: nodes.Bind) -> str:
        return f"(lambda {bound(node.name)}: {self.write(node.rest)})({self.write(node.value)})"

    def _Fold(self, node: nodes.Fold) -> str:
        element = self.write(node.element)
        condition = self.write(node.condition) if node.condition else ""
        both = f"{condition} and {element}" if condition else element
        return FOLDS[node.kind].format(
            e=element, v=node.var, r=node.rows, both=both, c=f" if {condition}" if condition else ""
        )

    def _Call(self, node: nodes.Call) -> str:
        return call(self, node)


class Traced(Plain):
    """The plain form that keeps every inner value in a local variable and hands its variables out with the
    result. `and` and `or` look at all their parts, so that an explanation can show each."""

    def _result(self, node: nodes.Node) -> str:
        return f"{self.write(node)}, locals()"

    def write(self, node: nodes.Node) -> str:
        text = super().write(node)
        return f"({noted(node)} := {text})" if isinstance(node, NOTED) else text

    def _Logic(self, node: nodes.Logic) -> str:
        if node.guarded:
            return super()._Logic(node)
        return "(" + {"and": " & ", "or": " | "}[node.op].join(self.write(p) for p in node.parts) + ")"

    def _Not(self, node: nodes.Not) -> str:
        return f"({self.write(node.value)} ^ True)"

    def _Fold(self, node: nodes.Fold) -> str:
        element = self.write(node.element)
        condition = self.write(node.condition) if node.condition else "True"
        row = {
            "sum": f"(_c{node.id} := {condition}), {element} if _c{node.id} else None",
            "count": f"{condition} & {element}, None",
            "any": f"{condition} & {element}, None",
            "all": f"({condition} ^ True) | {element}, None",
        }[node.kind]
        rows = f"[({node.var}.key, {row}) for {node.var} in {node.rows}]"
        return f"noted_{node.kind}({noted_rows(node)} := {rows})"


class Careful:
    """The careful form: Kleene operators, hulls, and every inner value noted through `_t`."""

    def function(self, name: str, rule: nodes.Rule, formula: nodes.Formula) -> str:
        row = nodes.row_name(formula)
        return f"def {name}({row}, _law, _t):\n    return {self.write(formula.tree)}"

    def write(self, node: nodes.Node) -> str:
        text = str(getattr(self, "_" + type(node).__name__)(node))
        return f"_t({noted(node)!r}, {text})" if isinstance(node, NOTED) else text

    _Const, _Local, _Read, _Today = Plain._Const, Plain._Local, Plain._Read, Plain._Today
    _SwitchRead, _ParameterRead, _Arith = Plain._SwitchRead, Plain._ParameterRead, Plain._Arith
    _Bind, _Call = Plain._Bind, Plain._Call

    def _Compare(self, node: nodes.Compare) -> str:
        return f"compare({node.op!r}, {self.write(node.left)}, {self.write(node.right)})"

    def _Logic(self, node: nodes.Logic) -> str:
        parts = [self.write(p) for p in node.parts]
        if node.guarded:
            return f"{node.op}_later({', '.join('lambda: ' + p for p in parts)})"
        return f"{node.op}_({', '.join(parts)})"

    def _Not(self, node: nodes.Not) -> str:
        return f"not_({self.write(node.value)})"

    def _Among(self, node: nodes.Among) -> str:
        return f"among({self.write(node.value)}, {node.among!r})"

    def _Cond(self, node: nodes.Cond) -> str:
        return (
            f"branch({self.write(node.test)}, lambda: {self.write(node.yes)}, lambda: {self.write(node.no)})"
        )

    def _Fold(self, node: nodes.Fold) -> str:
        condition = f"lambda {node.var}: {self.write(node.condition)}" if node.condition else "None"
        return (
            f"fold_{node.kind}({node.rows}, lambda {node.var}: {self.write(node.element)}, {condition}, "
            f"note_rows(_t, {noted_rows(node)!r}))"
        )


NOTED = (
    nodes.ParameterRead,
    nodes.SwitchRead,
    nodes.Arith,
    nodes.Compare,
    nodes.Logic,
    nodes.Not,
    nodes.Among,
    nodes.Cond,
    nodes.Fold,
    nodes.Call,
    nodes.Bind,
)


def noted(node: nodes.Node) -> str:
    """The name under which a trace keeps a node's value."""
    return f"_n{node.id}"


def noted_rows(node: nodes.Fold) -> str:
    """The name under which a trace keeps a fold's rows: (row key, counts, value)."""
    return f"_r{node.id}"


def parameter(writer: Plain | Careful, node: nodes.ParameterRead) -> str:
    """A look-up, by area (the sheet's own when None) and selectors in declared order."""
    area = writer.write(node.area) if node.area else "None"
    selectors = "".join(f"{writer.write(value)}, " for _, value in node.selectors)
    return f"_law.parameter({node.key!r}, {area}, ({selectors}), {node.part!r})"


def call(writer: Plain | Careful, node: nodes.Call) -> str:
    """A function of the language."""
    if node.function == "at_least":
        fact = node.args[1]
        assert isinstance(fact, nodes.Read)
        missing = f"_law.missing_fact({fact.entity!r}, {fact.name!r}, {fact.base}.key)"
        return f"at_least({writer.write(node.args[0])}, {missing}, {node.type.is_money})"
    if node.function == "required":
        fact = node.args[0]
        assert isinstance(fact, nodes.Read)
        said = writer.write(fact)
        return f"required({said}, *_law.open_fact({fact.entity!r}, {fact.name!r}, {fact.base}.key))"
    args = [writer.write(a) for a in node.args]
    if node.function in {"tier_below", "tier_at_least"}:
        args = [*args, *(["None"] if len(args) == 2 else []), repr(node.column)]
    name = {"min": "lesser", "max": "greater"}.get(node.function, node.function)
    return f"{name}({'_law.calendar, ' if name == 'add_working_days' else ''}{', '.join(args)})"
