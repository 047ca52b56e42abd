"""The plain form of a formula: as an expression of C without branches, for rows of which everything is known.

`open` says for which rows it does not hold: where a number of the law is missing or a switch undecided, where the
formula itself gives an unknown value, a share of nobody. Those rows are worked out by the careful form.
"""

from doudi.law import nodes
from doudi.law.kernel import shapes
from doudi.law.kernel.plan import FactStep
from doudi.law.kernel.shapes import Shape
from doudi.law.kernel.shaping import ROUND_CALLS, SAME, common_parts
from doudi.law.kernel.writing import ROUNDED, Writer, place_of
from doudi.law.types import Table

FEW = 4  # codes up to this many are chosen by comparison, more by place


class Plain(Writer):
    """Writes the plain form; `head` are lines before the loop, `open` the conditions that leave a row open."""

    def __init__(self, step, shared) -> None:  # type: ignore[no-untyped-def]
        super().__init__(step, shared)
        self.head: list[str] = []
        self.open: list[str] = []
        self.way = ""  # under which conditions the part being written counts
        self._heads: dict[str, str] = {}

    def result(self) -> str:
        """The value of the formula, in the type of the step."""
        assert self.step.tree is not None
        text = self.brought(self.step.tree, self.step.shape)
        return text

    # --- numbers over a denominator

    def over(self, node: nodes.Node, bottom: int, ctype: str) -> str:
        """A number's numerator over another denominator, in a C type."""
        have = self.shape(node)
        factor = bottom // have.bottom
        return f"(({ctype}){self.write(node)} * {factor})" if factor != 1 else f"({ctype}){self.write(node)}"

    def brought(self, node: nodes.Node, want: Shape) -> str:
        """A value as one of another shape that holds it."""
        have = self.shape(node)
        if have.kind == "none":
            self._leave("1")
            return "0"
        if want.kind == "number":
            return self.over(node, want.bottom, want.ctype)
        text = self.write(node)
        if want.kind != "code":
            return text
        places = self.places(have, want)
        return text if places is None else f"{self.shared.table(places)}[{text}]"

    def _leave(self, when: str) -> None:
        self.open.append(f"{self.way} & {when}" if self.way else when)

    def _hoisted(self, ctype: str, text: str) -> str:
        if text not in self._heads:
            self._heads[text] = f"p{len(self._heads)}"
            self.head.append(f"const {ctype} {self._heads[text]} = {text};")
        return self._heads[text]

    # --- leaves

    def _Const(self, node: nodes.Const) -> str:
        return "0" if isinstance(node.value, str) else str(int(node.value))

    def _Local(self, node: nodes.Local) -> str:
        return self.bound[node.name]

    def _Today(self, node: nodes.Today) -> str:
        return "s->day"

    def _Bind(self, node: nodes.Bind) -> str:
        self.bound[node.name] = self.kept(self.shape(node.value).ctype, self.write(node.value))
        return self.write(node.rest)

    def _Read(self, node: nodes.Read) -> str:
        return f"a{self.view.read(node).number}"

    def _Fold(self, node: nodes.Fold) -> str:
        return f"a{self.view.fold(node).number}"

    def _SwitchRead(self, node: nodes.SwitchRead) -> str:
        at = self.shared.slots.switch(node.name)
        self._leave(self._hoisted("u8", f"(s->U[{at}] & UNK) != 0"))
        return self._hoisted(self.shape(node).ctype, f"({self.shape(node).ctype})s->P[{at}]")

    def _place(self, node: nodes.ParameterRead) -> tuple[int, str, list[int]]:
        """First place, the text of the index beyond it, and every index where there are few."""
        asked = self.asked(node)
        base, index, few = self.shared.slots.of(asked), "0", [0]
        for chooser in self.choosers(node):
            count = len(self.shape(chooser).codes)
            index = self.write(chooser) if index == "0" else f"({index} * {count} + {self.write(chooser)})"
            few = [at * count + code for at in few for code in range(count)]
        return base, index, few if len(few) <= FEW else []

    def _chosen(self, ctype: str, index: str, base: int, few: list[int], form: str) -> str:
        """A number by index: by comparison where there are few."""
        if not few:
            return form.format(f"{base} + {index}")
        at = index if len(few) == 1 else self.kept("i32", index)
        found = self._hoisted(ctype, form.format(base + few[-1]))
        for one in reversed(few[:-1]):
            found = f"({at} == {one} ? {self._hoisted(ctype, form.format(base + one))} : {found})"
        return found

    def _ParameterRead(self, node: nodes.ParameterRead) -> str:
        base, index, few = self._place(node)
        ctype = self.shape(node).ctype
        self._leave(self._chosen("u8", index, base, few, "((s->U[{}] & UNK) != 0)"))
        return self._chosen(ctype, index, base, few, f"(({ctype})s->P[{{}}])")

    # --- operators

    def _Arith(self, node: nodes.Arith) -> str:
        shape = self.shape(node)
        if node.op == "*":
            left, right = (self.over(n, self.shape(n).bottom, shape.ctype) for n in (node.left, node.right))
        else:
            left, right = (self.over(n, shape.bottom, shape.ctype) for n in (node.left, node.right))
        return f"({left} {node.op} {right})"

    def _Compare(self, node: nodes.Compare) -> str:
        both = shapes.hull([self.shape(node.left), self.shape(node.right)])
        return f"({self.brought(node.left, both)} {node.op} {self.brought(node.right, both)})"

    def _Logic(self, node: nodes.Logic) -> str:
        return "(" + {"and": " & ", "or": " | "}[node.op].join(self.write(part) for part in node.parts) + ")"

    def _Not(self, node: nodes.Not) -> str:
        return f"!{self.write(node.value)}"

    def _Among(self, node: nodes.Among) -> str:
        value, shape = self.kept("i8", self.write(node.value)), self.shape(node.value)
        return "(" + " | ".join(f"({value} == {place_of(text, shape)})" for text in node.among) + ")"

    def _Cond(self, node: nodes.Cond) -> str:
        test, shape, before = self.kept("u8", self.write(node.test)), self.shape(node), self.way
        self.way = f"{before} & {test}" if before else test
        yes = self.brought(node.yes, shape)
        self.way = f"{before} & !{test}" if before else f"!{test}"
        no = self.brought(node.no, shape)
        self.way = before
        return f"({test} ? {yes} : {no})"

    # --- functions

    def _Call(self, node: nodes.Call) -> str:
        if node.function == "age" and (step := self.view.age(node)) is not None:
            return f"a{step.number}"
        if node.function in ROUND_CALLS:
            return self._rounded(node)
        if node.function in SAME and node.function != "required":
            return self.write(node.args[0])
        if node.function in ("min", "max"):
            return self._extreme(node)
        method = getattr(self, "_call_" + node.function, None)
        if method is not None:
            return str(method(node))
        return f"{node.function}1({', '.join(self.write(arg) for arg in node.args)})"

    def _call_required(self, node: nodes.Call) -> str:
        self._leave(f"!{self._call_given(node)}")
        return self.write(node.args[0])

    def _call_given(self, node: nodes.Call) -> str:
        asked = node.args[0]
        if isinstance(asked, nodes.Read):
            return f"!(b{self.view.read(asked).number} & ABSENT)"
        if isinstance(asked, nodes.ParameterRead):
            base, index, few = self._place(asked)
            self._leave(self._chosen("u8", index, base, few, "((s->U[{}] & UNK) != 0)"))
            return f"!{self._chosen('u8', index, base, few, '((s->U[{}] & ABSENT) != 0)')}"
        raise self.refuse("given() of a local name")

    def _call_at_least(self, node: nodes.Call) -> str:
        self._leave("1")
        return self.over(node.args[0], self.shape(node).bottom, self.shape(node).ctype)

    def _call_yearly(self, node: nodes.Call) -> str:
        return f"(({self.shape(node).ctype}){self.write(node.args[0])} * 12)"

    def _call_monthly(self, node: nodes.Call) -> str:
        return self.write(node.args[0])

    def _call_over_months(self, node: nodes.Call) -> str:
        ctype = self.shape(node).ctype
        return f"(({ctype}){self.write(node.args[0])} * ({ctype}){self.write(node.args[1])})"

    def _call_split(self, node: nodes.Call) -> str:
        parts = common_parts(node.args[1], self.view)
        if parts is None:
            raise self.refuse("a share among a count outside a rounding")
        ctype = self.shape(node).ctype
        table = self.shared.table((0, *(parts // n for n in range(1, shapes.MOST_PARTS + 1))))
        return f"(({ctype}){self.write(node.args[0])} * {table}[{self.write(node.args[1])}])"

    def _extreme(self, node: nodes.Call) -> str:
        shape = self.shape(node)
        if shape.kind == "number":
            sides = [self.shape(arg) for arg in node.args]
            wide = shapes.hull(sides)
            left, right = (
                self.kept(wide.ctype, self.over(arg, wide.bottom, wide.ctype)) for arg in node.args
            )
        else:
            left, right = (self.kept("i32", self.write(arg)) for arg in node.args)
        return f"({left} {'<' if node.function == 'min' else '>'} {right} ? {left} : {right})"

    def _mode(self, node: nodes.Call) -> str:
        if node.function != "round_by":
            return str(ROUNDED[node.function])
        shape = self.shape(node.args[0])
        places = tuple(ROUNDED[text] for text in shape.codes)
        return f"{self.shared.table(places)}[{self.write(node.args[0])}]"

    def _rounded(self, node: nodes.Call) -> str:
        x, ctype = node.args[-1], self.shape(node).ctype
        mode = self._mode(node)
        if self.shape(x).kind == "share":
            assert isinstance(x, nodes.Call)
            top, among = x.args
            count = self.kept("i64", self.write(among))
            self._leave(f"({count} == 0)")
            whole = f"(i128){self.shape(top).bottom} * ({count} ? {count} : 1)"
            return f"({ctype})rnd128({mode}, {self.write(top)}, {whole})"
        name = "rnd64" if self.shape(x).largest * 400 < 2**63 else "rnd128"
        return f"({ctype}){name}({mode}, {self.write(x)}, {self.shape(x).bottom})"

    def _call_age(self, node: nodes.Call) -> str:
        birth, day, way = node.args
        return f"age1({self.write(birth)}, {self.write(day)}, {self.write(way)})"

    def _tier(self, node: nodes.Call) -> str:
        rows = node.args[0]
        assert isinstance(rows, nodes.ParameterRead)
        side = node.function.removeprefix("tier_")
        asked = self.asked(rows, (side, node.column))
        base, index = self.shared.slots.of(asked), "0"
        for chooser in self.choosers(rows):
            index = f"({index} * {len(self.shape(chooser).codes)} + {self.write(chooser)})"
        at = f"({base} + {index} * {asked.width})"
        self._leave(f"((s->U[{at}] & UNK) != 0)")
        part, whole = tier_sides(self, node)
        return f"({self.shape(node).ctype}){node.function}1(s->P + {at}, {part}, {whole})"

    _call_tier_below = _call_tier_at_least = _tier


def tier_sides(writer: Plain, node: nodes.Call) -> tuple[str, str]:
    """Part and whole as they are compared: part against whole × a bound over its denominator, or against the bound alone."""
    part, rows = node.args[1], node.args[0]
    assert isinstance(rows, nodes.ParameterRead)
    declared = writer.view.planner.book.parameters[rows.key].type
    assert isinstance(declared, Table)
    bound = shapes.places(declared.columns[node.function.removeprefix("tier_")])
    if len(node.args) == 2:
        return f"(i128){writer.write(part)} * {bound}", str(writer.shape(part).bottom)
    both = shapes.hull([writer.shape(part), writer.shape(node.args[2])])
    top = writer.over(part, both.bottom, "i128")
    return f"{top} * {bound}", writer.over(node.args[2], both.bottom, "i128")


__all__ = ["FactStep", "Plain"]
