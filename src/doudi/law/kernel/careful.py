"""The careful form of a formula: intervals for numbers, Kleene's third value for conditions, sets for codes, and the
undecided switches that an unknown value hangs on; the operators of `unknown` and `operators`, in C."""

from doudi.law import nodes
from doudi.law.kernel import shapes
from doudi.law.kernel.plan import FactStep, Step
from doudi.law.kernel.shapes import ROUNDINGS, Shape
from doudi.law.kernel.shaping import ROUND_CALLS, SAME, common_parts
from doudi.law.kernel.writing import ROUNDED, Writer, place_of
from doudi.law.types import CEILING, MOST_COUNTED, Table

COMPARED = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}


def held(shape: Shape) -> str:
    """The C type of a value that may be unknown."""
    return {"truth": "tr", "code": "cd"}.get(shape.kind, f"n_{shape.ctype}")


class Careful(Writer):
    """Writes the careful form of one row `i`."""

    def result(self) -> str:
        shape = self.step.shape
        if self.step.tree is None:
            return self._anything(shape)
        return self.brought(self.step.tree, shape)

    def _anything(self, shape: Shape) -> str:
        if shape.kind == "truth":
            return "(tr){0, UNK}"
        if shape.kind == "code":
            return f"(cd){{0, UNK, {every(shape)}}}"
        low, high = ends(shape)
        return f"(n_{shape.ctype}){{{low}, {high}, UNK}}"

    def loaded(self, step: Step) -> str:
        """One value of the row from its columns."""
        k, shape = step.number, step.shape
        u = f"s->pu{k}[i]"
        if shape.kind == "truth":
            return f"const tr a{k} = {{s->v{k}[i], {u}}};"
        if shape.kind == "code":
            far = every(shape) if isinstance(step, FactStep) else f"s->h{k}[i]"
            return f"const cd a{k} = {{s->v{k}[i], {u}, {u} & UNK ? {far} : 1ull << s->v{k}[i]}};"
        far = ends(shape, step)[1] if isinstance(step, FactStep) else f"s->h{k}[i]"
        return f"const n_{shape.ctype} a{k} = {{s->v{k}[i], {u} & UNK ? ({shape.ctype}){far} : s->v{k}[i], {u}}};"

    def over(self, node: nodes.Node, bottom: int, ctype: str) -> str:
        """A number over another denominator, in another width."""
        have, text = self.shape(node), self.write(node)
        if have.ctype != ctype:
            text = f"to_{ctype}_{have.ctype}({text})"
        factor = bottom // have.bottom
        return text if factor == 1 else f"scale_{ctype}({text}, {factor})"

    def brought(self, node: nodes.Node, want: Shape) -> str:
        have = self.shape(node)
        if have.kind == "none":
            return f"none_{want.ctype}()"
        if want.kind == "number":
            return self.over(node, want.bottom, want.ctype)
        text = self.write(node)
        if want.kind != "code":
            return text
        places = self.places(have, want)
        return text if places is None else f"remap({text}, {self.shared.table(places)}, {len(places)})"

    def keep(self, node: nodes.Node) -> str:
        return self.kept(held(self.shape(node)), self.write(node))

    # --- leaves

    def _Const(self, node: nodes.Const) -> str:
        if isinstance(node.value, str):
            return "cd_of(0)"
        return f"tr_of({int(node.value)})" if isinstance(node.value, bool) else f"of_i32({node.value})"

    def _Local(self, node: nodes.Local) -> str:
        return self.bound[node.name]

    def _Today(self, node: nodes.Today) -> str:
        return "of_i32(s->day)"

    def _Bind(self, node: nodes.Bind) -> str:
        self.bound[node.name] = self.keep(node.value)
        return self.write(node.rest)

    def _Read(self, node: nodes.Read) -> str:
        return f"a{self.view.read(node).number}"

    def _Fold(self, node: nodes.Fold) -> str:
        return f"a{self.view.fold(node).number}"

    def _SwitchRead(self, node: nodes.SwitchRead) -> str:
        return self._at(self.shape(node), str(self.shared.slots.switch(node.name)))

    def _at(self, shape: Shape, at: str) -> str:
        if shape.kind == "truth":
            return f"(tr){{!(s->U[{at}] & UNK) & s->P[{at}] != 0, s->U[{at}]}}"
        if shape.kind == "code":
            return f"(cd){{(i8)s->P[{at}], s->U[{at}], (u64)s->H[{at}]}}"
        ctype = shape.ctype
        return f"(n_{ctype}){{({ctype})s->P[{at}], ({ctype})s->H[{at}], s->U[{at}]}}"

    def _ParameterRead(self, node: nodes.ParameterRead) -> str:
        base, shape = self.shared.slots.of(self.asked(node)), self.shape(node)
        choosers = self.choosers(node)
        if not choosers:
            return self._at(shape, str(base))
        if len(choosers) > 2:
            raise self.refuse(f"{node.key} chosen by more than two facts")
        chosen = [f"{self.keep(chooser)}, {len(self.shape(chooser).codes)}" for chooser in choosers]
        both = ", ".join([*chosen, *["cd_of(0), 1"] * (2 - len(chosen))])
        if shape.kind == "truth":
            return f"pick_tr(s->P, s->U, {base}, {both})"
        if shape.kind == "code":
            return f"pick_cd(s->H, s->U, {base}, {both})"
        return f"pick_{shape.ctype}(s->P, s->H, s->U, {base}, {both})"

    # --- operators

    def _Arith(self, node: nodes.Arith) -> str:
        shape = self.shape(node)
        same = None if node.op == "*" else shape.bottom
        sides = (self.over(n, same or self.shape(n).bottom, shape.ctype) for n in (node.left, node.right))
        name = {"+": "plus", "-": "minus", "*": "times"}[node.op]
        return f"{name}_{shape.ctype}({', '.join(sides)})"

    def _Compare(self, node: nodes.Compare) -> str:
        both = shapes.hull([self.shape(node.left), self.shape(node.right)])
        left, right = self.brought(node.left, both), self.brought(node.right, both)
        if both.kind in ("truth", "code"):
            found = f"eq_{held(both)}({left}, {right})"
            return found if node.op == "==" else f"not1({found})"
        return f"{COMPARED[node.op]}_{both.ctype}({left}, {right})"

    def _Logic(self, node: nodes.Logic) -> str:
        found = self.write(node.parts[0])
        for part in node.parts[1:]:
            found = f"{node.op}2({found}, {self.write(part)})"
        return found

    def _Not(self, node: nodes.Not) -> str:
        return f"not1({self.write(node.value)})"

    def _Among(self, node: nodes.Among) -> str:
        shape = self.shape(node.value)
        codes = sum(1 << place_of(text, shape) for text in set(node.among) if text in shape.codes)
        return f"among({self.write(node.value)}, {codes}ull)"

    def _Cond(self, node: nodes.Cond) -> str:
        test, shape = self.keep(node.test), self.shape(node)
        yes = self.kept(held(shape), self.brought(node.yes, shape))
        no = self.kept(held(shape), self.brought(node.no, shape))
        suffix = held(shape) if shape.kind in ("truth", "code") else shape.ctype
        return f"join_{suffix}({test}, {yes}, {no})"

    # --- functions

    def _Call(self, node: nodes.Call) -> str:
        if node.function == "age" and (step := self.view.age(node)) is not None:
            return f"a{step.number}"
        if node.function in ROUND_CALLS:
            return self._rounded(node)
        if node.function in SAME and node.function != "required":
            return self.write(node.args[0])
        method = getattr(self, "_call_" + node.function, None)
        if method is not None:
            return str(method(node))
        return f"{node.function}_c({', '.join(self.over(arg, 1, 'i32') for arg in node.args)})"

    def _call_given(self, node: nodes.Call) -> str:
        return f"given({self.keep(node.args[0])}.u)"

    def _call_required(self, node: nodes.Call) -> str:
        fact = node.args[0]
        assert isinstance(fact, nodes.Read)
        low, high = ends(self.shape(fact), self.view.planner.value(fact.entity, fact.name, False))
        return f"required_{self.shape(node).ctype}({self.write(fact)}, {low}, {high})"

    def _call_at_least(self, node: nodes.Call) -> str:
        shape = self.shape(node)
        top = f"({shape.ctype}){CEILING if node.type.is_money else MOST_COUNTED} * {shape.bottom}"
        return f"at_least_{shape.ctype}({self.over(node.args[0], shape.bottom, shape.ctype)}, {top})"

    def _call_yearly(self, node: nodes.Call) -> str:
        ctype = self.shape(node).ctype
        return f"scale_{ctype}({self.over(node.args[0], self.shape(node).bottom, ctype)}, 12)"

    def _call_monthly(self, node: nodes.Call) -> str:
        return self.write(node.args[0])

    def _call_over_months(self, node: nodes.Call) -> str:
        ctype = self.shape(node).ctype
        sides = (self.over(arg, self.shape(arg).bottom, ctype) for arg in node.args)
        return f"times_{ctype}({', '.join(sides)})"

    def _call_split(self, node: nodes.Call) -> str:
        x, among = node.args
        parts, ctype = common_parts(among, self.view), self.shape(node).ctype
        assert parts is not None
        wide = f"split_c({self.over(x, self.shape(x).bottom, 'i128')}, {self.over(among, 1, 'i32')}, {parts})"
        return wide if ctype == "i128" else f"to_{ctype}_i128({wide})"

    def _extreme(self, node: nodes.Call) -> str:
        shape = self.shape(node)
        if shape.kind != "number":
            return f"{node.function}_i32({', '.join(self.write(arg) for arg in node.args)})"
        wide = shapes.hull([self.shape(arg) for arg in node.args])
        sides = ", ".join(self.over(arg, wide.bottom, wide.ctype) for arg in node.args)
        found = f"{node.function}_{wide.ctype}({sides})"
        return found if wide.ctype == shape.ctype else f"to_{shape.ctype}_{wide.ctype}({found})"

    _call_min = _call_max = _extreme

    def _mode(self, node: nodes.Call) -> str:
        if node.function != "round_by":
            return f"cd_of({ROUNDED[node.function]})"
        places = tuple(ROUNDED[text] for text in self.shape(node.args[0]).codes)
        return f"remap({self.write(node.args[0])}, {self.shared.table(places)}, {len(places)})"

    def _rounded(self, node: nodes.Call) -> str:
        x, mode = node.args[-1], self._mode(node)
        if self.shape(x).kind == "share":
            assert isinstance(x, nodes.Call)
            top, among = x.args
            shared = self.over(top, self.shape(top).bottom, "i128")
            found = f"round_share_c({mode}, {shared}, {self.shape(top).bottom}, {self.over(among, 1, 'i64')}, {CEILING}LL)"
        else:
            found = f"round_c({mode}, {self.over(x, self.shape(x).bottom, 'i128')}, {self.shape(x).bottom})"
        ctype = self.shape(node).ctype
        return found if ctype == "i128" else f"to_{ctype}_i128({found})"

    def _call_age(self, node: nodes.Call) -> str:
        return f"age_c({', '.join(self.write(arg) for arg in node.args)})"

    def _tier(self, node: nodes.Call) -> str:
        rows = node.args[0]
        assert isinstance(rows, nodes.ParameterRead)
        side = node.function.removeprefix("tier_")
        asked = self.asked(rows, (side, node.column))
        base, index, unknown = self.shared.slots.of(asked), "0", "0"
        for chooser in self.choosers(rows):
            name = self.keep(chooser)
            index = f"({index} * {len(self.shape(chooser).codes)} + {name}.v)"
            unknown = f"({unknown} | {name}.u)"
        at = self.kept("i32", f"{base} + {index} * {asked.width}")
        part, whole = self._tier_sides(node)
        upwards = int(node.function == "tier_below")
        table = f"s->P + {at}, (u16)(s->U[{at}] | {unknown})"
        found = f"tier_c({table}, {part}, {whole}, {upwards}, {CEILING * self.shape(node).bottom}LL)"
        return found if self.shape(node).ctype == "i64" else f"to_{self.shape(node).ctype}_i64({found})"

    def _tier_sides(self, node: nodes.Call) -> tuple[str, str]:
        part, rows = node.args[1], node.args[0]
        assert isinstance(rows, nodes.ParameterRead)
        declared = self.view.planner.book.parameters[rows.key].type
        assert isinstance(declared, Table)
        bound = shapes.places(declared.columns[node.function.removeprefix("tier_")])
        if len(node.args) == 2:
            return self.over(
                part, self.shape(part).bottom * bound, "i128"
            ), f"of_i128({self.shape(part).bottom})"
        both = shapes.hull([self.shape(part), self.shape(node.args[2])])
        return self.over(part, both.bottom * bound, "i128"), self.over(node.args[2], both.bottom, "i128")

    _call_tier_below = _call_tier_at_least = _tier


def every(shape: Shape) -> str:
    """The set of all codes."""
    return f"{(1 << len(shape.codes)) - 1}ull"


def ends(shape: Shape, step: Step | None = None) -> tuple[str, str]:
    """The ends of a number's, day's or month's range, as C writes them."""
    if shape.kind == "number":
        return f"{int(shape.low * shape.bottom)}LL", f"{int(shape.high * shape.bottom)}LL"
    if isinstance(step, FactStep):
        return str(shapes.stored(step.fact.low)), str(shapes.stored(step.fact.high))
    low, high = shapes.DAYS if shape.kind == "day" else shapes.MONTHS
    return str(low), str(high)


__all__ = ["ROUNDINGS", "Careful", "held"]
