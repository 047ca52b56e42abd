"""The careful form of a formula: intervals for numbers, Kleene's third value for conditions, sets for codes, and the
undecided switches that an unknown value hangs on; the operators of `unknown` and `operators`, in C."""

from doudi.law import nodes
from doudi.law.kernel import shapes
from doudi.law.kernel.plan import FactStep, Step
from doudi.law.kernel.shapes import ROUNDINGS, Shape
from doudi.law.kernel.shaping import ROUND_CALLS, SAME, common_parts
from doudi.law.kernel.writing import ROUNDED, Writer, place_of
from doudi.law.types import CEILING, MOST_COUNTED, Table

ANY_TEXT = ("0", "INT32_MAX")  # ends that no one text has
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
        far = f"({shape.ctype}){ends(shape, step)[1]}" if isinstance(step, FactStep) else f"s->h{k}[i]"
        return f"const n_{shape.ctype} a{k} = {{s->v{k}[i], {u} & UNK ? {far} : s->v{k}[i], {u}}};"

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
        if want.is_number:
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
        return self._at(self.shape(node), "s->", str(self.shared.slots.switch(node.name)))

    def _at(self, shape: Shape, of: str, at: str) -> str:
        if shape.kind == "truth":
            return f"(tr){{!({of}U[{at}] & UNK) & {of}P[{at}] != 0, {of}U[{at}]}}"
        if shape.kind == "code":
            return f"(cd){{(i8){of}P[{at}], {of}U[{at}], (u64){of}H[{at}]}}"
        ctype = shape.ctype
        return f"(n_{ctype}){{({ctype}){of}P[{at}], ({ctype}){of}H[{at}], {of}U[{at}]}}"

    def _ParameterRead(self, node: nodes.ParameterRead) -> str:
        base, of = str(self.shared.slots.of(self.asked(node))), self.tables(node)
        chosen = [self.keep(chooser) for chooser in self.choosers(node)]
        if node.area is None:
            return self._picked(node, of, base, chosen)
        area = self.keep(node.area)
        base = f"{base} + {self.elsewhere(f'{area}.lo')}"
        hangs = f"HANGS({' | '.join(f'{one}.u' for one in (area, *chosen))})"
        anything = self._any_number(node, hangs)
        return f"({area}.u & UNK ? {anything} : {self._picked(node, of, base, chosen)})"

    def _picked(self, node: nodes.ParameterRead, of: str, base: str, chosen: list[str]) -> str:
        """A published number, or the hull of those that unknown codes may choose."""
        shape = self.shape(node)
        if not chosen:
            return self._at(shape, of, base)
        if len(chosen) > 2:
            raise self.refuse(f"{node.key} chosen by more than two facts")
        counts = [len(self.shape(chooser).codes) for chooser in self.choosers(node)]
        ways = [f"{name}, {count}" for name, count in zip(chosen, counts, strict=True)]
        both = ", ".join([*ways, *["cd_of(0), 1"] * (2 - len(ways))])
        if shape.kind == "truth":
            return f"pick_tr({of}P, {of}U, {base}, {both})"
        if shape.kind == "code":
            return f"pick_cd({of}H, {of}U, {base}, {both})"
        return f"pick_{shape.ctype}({of}P, {of}H, {of}U, {base}, {both})"

    def _any_number(self, node: nodes.ParameterRead, hangs: str) -> str:
        """All that may be published, where nobody knows for which area."""
        shape = self.shape(node)
        if shape.kind == "truth":
            return f"(tr){{0, {hangs}}}"
        if shape.kind == "code":
            return f"(cd){{0, {hangs}, {every(shape)}}}"
        low, high = ends(shape)
        optional = self.view.planner.book.parameters[node.key].optional
        return f"(n_{shape.ctype}){{{low}, {high}, {hangs}{' | MAYNONE' if optional else ''}}}"

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
        width = "i128" if shape.kind == "share" else shape.ctype
        top = f"({width}){CEILING if node.type.is_money else MOST_COUNTED} * {shape.bottom}"
        return f"at_least_{shape.ctype}({self.over(node.args[0], shape.bottom, shape.ctype)}, {top})"

    def _call_yearly(self, node: nodes.Call) -> str:
        ctype = self.shape(node).ctype
        return f"scale_{ctype}({self.over(node.args[0], self.shape(node).bottom, ctype)}, 12)"

    def _call_monthly(self, node: nodes.Call) -> str:
        return self.write(node.args[0])

    _call_percent = _call_monthly

    def _call_over_months(self, node: nodes.Call) -> str:
        ctype = self.shape(node).ctype
        sides = (self.over(arg, self.shape(arg).bottom, ctype) for arg in node.args)
        return f"times_{ctype}({', '.join(sides)})"

    def _call_split(self, node: nodes.Call) -> str:
        x, among = node.args
        parts, ctype = common_parts(among, self.view), self.shape(node).ctype
        if parts is None:
            bottom = self.shape(x).bottom
            return f"split_share({self.over(x, bottom, 'share')}, {self.over(among, 1, 'i64')}, (i128){CEILING} * {bottom})"
        wide = f"split_c({self.over(x, self.shape(x).bottom, 'i128')}, {self.over(among, 1, 'i32')}, {parts})"
        return wide if ctype == "i128" else f"to_{ctype}_i128({wide})"

    def _extreme(self, node: nodes.Call) -> str:
        shape = self.shape(node)
        if not shape.is_number:
            return f"{node.function}_{shape.ctype}({', '.join(self.write(arg) for arg in node.args)})"
        wide = shapes.hull([self.shape(arg) for arg in node.args])
        sides = ", ".join(self.over(arg, wide.bottom, wide.ctype) for arg in node.args)
        found = f"{node.function}_{wide.ctype}({sides})"
        return found if wide.ctype == shape.ctype else f"to_{shape.ctype}_{wide.ctype}({found})"

    _call_min = _call_max = _extreme

    def _mode(self, node: nodes.Call) -> str:
        if node.function != "round_by":
            return f"cd_of({ROUNDED[node.function]})"
        codes, mode = self.shape(node.args[0]).codes, self.write(node.args[0])
        places = tuple(ROUNDED.get(text, 0) for text in codes)
        if not set(codes) <= set(ROUNDED):
            # A parameter of several parts declares the codes of all of them together.
            mode = f"only({mode}, {sum(1 << at for at, text in enumerate(codes) if text in ROUNDED)}ull)"
        return f"remap({mode}, {self.shared.table(places)}, {len(places)})"

    def _rounded(self, node: nodes.Call) -> str:
        x, mode = node.args[-1], self._mode(node)
        if (alone := self.alone(x)) is not None:
            top, among = alone
            shared = self.over(top, self.shape(top).bottom, "i128")
            found = f"round_share_c({mode}, {shared}, {self.shape(top).bottom}, {self.over(among, 1, 'i64')}, {CEILING}LL)"
        elif self.shape(x).kind == "share":
            found = f"round_shares({mode}, {self.write(x)}, {self.shape(x).bottom})"
        else:
            found = f"round_c({mode}, {self.over(x, self.shape(x).bottom, 'i128')}, {self.shape(x).bottom})"
        ctype = self.shape(node).ctype
        return found if ctype == "i128" else f"to_{ctype}_i128({found})"

    def _call_add_hours(self, node: nodes.Call) -> str:
        return f"add_hours_c({self.write(node.args[0])}, {self.over(node.args[1], 1, 'i32')})"

    def _call_day_of(self, node: nodes.Call) -> str:
        return f"day_of_c({self.write(node.args[0])})"

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
    if shape.kind == "text":
        return ANY_TEXT
    if isinstance(step, FactStep):
        return str(shapes.stored(step.fact.low)), str(shapes.stored(step.fact.high))
    low, high = shapes.RANGES[shape.kind]
    return str(low), str(high)


__all__ = ["ROUNDINGS", "Careful", "held"]
