"""The shape of every node of a formula, worked out once: both written forms go by it."""

from fractions import Fraction
from math import lcm

from doudi.law import nodes
from doudi.law.facts import Fact
from doudi.law.kernel import shapes
from doudi.law.kernel.plan import View
from doudi.law.kernel.shapes import MOST_PARTS, PLACES, TRUTH, NotInKernel, Shape, number
from doudi.law.types import CEILING, Table

ROUND_CALLS = ("round_by", "ceil_yuan", "half_up_yuan", "half_up_fen", "ceil_jiao")
SAME = ("as_once", "per_month", "per_year", "required")


def shape_of(view: View, tree: nodes.Node) -> Shape:
    """The shape of a tree; those of its nodes are kept in the view."""
    return _Shaper(view).shape(tree)


def common_parts(among: nodes.Node, view: View) -> int | None:
    """The least common multiple of all counts that a fact may be, where it is small and never zero."""
    fact = view.planner.book.facts.get((among.entity, among.name)) if isinstance(among, nodes.Read) else None
    return _parts(fact) if fact is not None else None


def _parts(fact: Fact) -> int | None:
    return None if fact.low < 1 or fact.high > MOST_PARTS else lcm(*range(fact.low, fact.high + 1))


class _Shaper:
    def __init__(self, view: View) -> None:
        self.view, self.book = view, view.planner.book
        self.bound: dict[str, Shape] = {}

    def shape(self, node: nodes.Node) -> Shape:
        found: Shape = getattr(self, "_" + type(node).__name__)(node)
        self.view.shapes[id(node)] = found
        try:
            _ = found.ctype
        except NotInKernel as error:
            raise NotInKernel(f"{self.view.place}: {error}") from None
        return found

    def _Const(self, node: nodes.Const) -> Shape:
        if node.value is None:
            return Shape("none")
        if isinstance(node.value, str):
            return shapes.code([node.value])
        return TRUTH if isinstance(node.value, bool) else number(node.value, node.value)

    def _Local(self, node: nodes.Local) -> Shape:
        if node.name not in self.bound:
            raise NotInKernel(
                f"{self.view.place}: {node.name} is bound outside the fold that reads it; make it a rule"
            )
        return self.bound[node.name]

    def _Today(self, node: nodes.Today) -> Shape:
        return Shape("day")

    def _Bind(self, node: nodes.Bind) -> Shape:
        self.bound[node.name] = self.shape(node.value)
        return self.shape(node.rest)

    def _Read(self, node: nodes.Read) -> Shape:
        return self.view.read(node).shape

    def _Fold(self, node: nodes.Fold) -> Shape:
        return self.view.fold(node).shape

    def _ParameterRead(self, node: nodes.ParameterRead) -> Shape:
        if node.area is not None:
            raise NotInKernel(f"{self.view.place}: {node.key} is asked of another area")
        for _, chooser in node.selectors:
            self.shape(chooser)
        declared = self.book.parameters[node.key]
        if declared.is_table:
            return Shape("table")
        return shapes.of_parameter(declared, node.type)

    def _SwitchRead(self, node: nodes.SwitchRead) -> Shape:
        return shapes.of_switch(self.book.switches[node.name])

    def _Arith(self, node: nodes.Arith) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        return shapes.times(left, right) if node.op == "*" else shapes.plus(left, right, node.op)

    def _Compare(self, node: nodes.Compare) -> Shape:
        left, right = self.shape(node.left), self.shape(node.right)
        if left.kind == "number":
            _ = shapes.hull([left, right]).ctype
        return TRUTH

    def _truths(self, node: nodes.Node) -> Shape:
        for child in node.children():
            self.shape(child)
        return TRUTH

    _Logic = _Not = _Among = _truths

    def _Cond(self, node: nodes.Cond) -> Shape:
        self.shape(node.test)
        ways = [self.shape(node.yes), self.shape(node.no)]
        return shapes.hull([way for way in ways if way.kind != "none"])

    def _Call(self, node: nodes.Call) -> Shape:
        name = node.function
        if name == "age" and self.view.age(node) is not None:
            return number(0, 400)
        args = [self.shape(arg) for arg in node.args if not (name == "at_least" and arg is node.args[1])]
        if name in ROUND_CALLS:
            return self._rounded(args[-1])
        if name in SAME:
            return args[0]
        method = getattr(self, "_call_" + name, None)
        if method is None:
            raise NotInKernel(f"{self.view.place}: {name}() is not in the kernel")
        found: Shape = method(node, *args)
        return found

    def _rounded(self, x: Shape) -> Shape:
        low, high = Fraction(int(x.low)) - 101, Fraction(int(x.high)) + 101
        return number(
            min(low, -CEILING) if x.kind == "share" else low,
            max(high, CEILING) if x.kind == "share" else high,
        )

    def _call_given(self, node: nodes.Call, x: Shape) -> Shape:
        return TRUTH

    def _call_at_least(self, node: nodes.Call, x: Shape) -> Shape:
        return shapes.at_least(x, node.type.is_money)

    def _call_yearly(self, node: nodes.Call, x: Shape) -> Shape:
        return number(x.low * 12, x.high * 12, x.bottom)

    def _call_monthly(self, node: nodes.Call, x: Shape) -> Shape:
        return number(x.low / 12, x.high / 12, x.bottom * 12)

    def _call_over_months(self, node: nodes.Call, x: Shape, n: Shape) -> Shape:
        return shapes.times(x, n)

    def _call_split(self, node: nodes.Call, x: Shape, n: Shape) -> Shape:
        parts = common_parts(node.args[1], self.view)
        low, high = min(x.low, Fraction(0)), max(x.high, Fraction(0))
        if parts is not None:
            return number(low, high, x.bottom * parts)
        # A share among a count of the run's own: only inside a rounding, which needs the numerator and the count.
        most = number(low, high, x.bottom * max(int(n.high), 1) * 200)
        _ = most.ctype
        return Shape("share", low, high)

    def _call_min(self, node: nodes.Call, a: Shape, b: Shape) -> Shape:
        whole = shapes.hull([a, b])
        return (
            whole if whole.kind != "number" else number(min(a.low, b.low), min(a.high, b.high), whole.bottom)
        )

    def _call_max(self, node: nodes.Call, a: Shape, b: Shape) -> Shape:
        whole = shapes.hull([a, b])
        return (
            whole if whole.kind != "number" else number(max(a.low, b.low), max(a.high, b.high), whole.bottom)
        )

    def _call_age(self, node: nodes.Call, *args: Shape) -> Shape:
        return number(0, 400)

    def _day(self, node: nodes.Call, *args: Shape) -> Shape:
        return Shape("day")

    _call_add_months = _call_add_days = _call_first_day = _call_last_day = _day

    def _month(self, node: nodes.Call, *args: Shape) -> Shape:
        return Shape("month")

    _call_month_of = _call_month_after = _call_later_month = _month

    def _call_months_between(self, node: nodes.Call, a: Shape, b: Shape) -> Shape:
        return number(-(10**5), 10**5)

    def _call_days_between(self, node: nodes.Call, a: Shape, b: Shape) -> Shape:
        return number(-(10**7), 10**7)

    def _tier(self, node: nodes.Call, table: Shape, part: Shape, whole: Shape | None = None) -> Shape:
        rows = node.args[0]
        assert isinstance(rows, nodes.ParameterRead)
        declared = self.book.parameters[rows.key]
        assert isinstance(declared.type, Table)
        bound = declared.type.columns[node.function.removeprefix("tier_")]
        limit = shapes.of_parameter(declared, bound)
        if whole is not None:
            limit = number(0, max(limit.high * whole.high, -limit.high * whole.low), whole.bottom * PLACES)
        _ = shapes.hull([number(part.low, part.high, part.bottom * PLACES), limit]).ctype
        if node.column is None:
            return number(0, CEILING)
        paid = shapes.of_parameter(declared, declared.type.columns[node.column])
        return number(0, max(paid.high, Fraction(CEILING)), paid.bottom)

    _call_tier_below = _call_tier_at_least = _tier
