"""The kernel spike's form of the language's functions; those without one are refused when the
kernel is written."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from doudi.law import nodes
from doudi.law.arrays import (
    NONE,
    ROUNDINGS,
    NotInKernel,
    Number,
    Operators,
    Written,
    as_int,
    common_parts,
    level,
    over_one,
    times,
)
from doudi.law.types import NUMBER


class Kernelist(Operators):
    """Writes one rule's tree, functions included."""

    def _Call(self, node: nodes.Call) -> Written:
        method = getattr(self, "_call_" + node.function, None)
        if method is None:
            raise NotInKernel(f"{node.function}() is not in the spike")
        result: Written = method(node)
        return result

    def _same(self, node: nodes.Call) -> Written:
        return self.write(node.args[0])

    _call_as_once = _call_per_month = _call_per_year = _same

    def _call_yearly(self, node: nodes.Call) -> Written:
        x = self.number(node.args[0])
        return Number(f"({x.top} * 12)", x.bottom)

    def _call_monthly(self, node: nodes.Call) -> Written:
        x = self.number(node.args[0])
        return Number(x.top, times(x.bottom, 12))

    def _call_split(self, node: nodes.Call) -> Written:
        x, among = self.number(node.args[0]), self.number(node.args[1])
        parts = common_parts(node.args[1], self.w.facts)
        if parts is not None:  # 1/n is (parts/n)/parts: one denominator for all rows
            return Number(f"({x.top} * ({parts} // {among.top}))", times(x.bottom, parts))
        return Number(x.top, times(x.bottom, among.top))

    def _call_over_months(self, node: nodes.Call) -> Written:
        x, n = self.number(node.args[0]), self.number(node.args[1])
        return Number(f"({x.top} * {n.top})", x.bottom)

    def _call_ratio(self, node: nodes.Call) -> Written:
        a, b = self.number(node.args[0]), self.number(node.args[1])
        return Number(f"({a.top} * {b.bottom})", times(a.bottom, b.top))

    def _extreme(self, node: nodes.Call) -> Written:
        a, b, bottom = level(self.number(node.args[0]), self.number(node.args[1]))
        return Number(f"{node.function}({a}, {b})", bottom)

    _call_min = _call_max = _extreme

    def _call_given(self, node: nodes.Call) -> Written:
        x = self.write(node.args[0])
        return f"({x.top if isinstance(x, Number) else x} != {NONE})"

    def _call_at_least(self, node: nodes.Call) -> Written:
        # Only reached where the fact it names is known and false: the documents of a kernel run have none.
        return self.write(node.args[0])

    def _call_round_by(self, node: nodes.Call) -> Written:
        x = self.number(node.args[1])
        return Number(f"rounded({self.text(node.args[0])}, {x.top}, {x.bottom})")

    def _rounded(self, node: nodes.Call) -> Written:
        x = self.number(node.args[0])
        return Number(f"rounded({ROUNDINGS[node.function]}, {x.top}, {x.bottom})")

    _call_ceil_yuan = _call_half_up_yuan = _call_half_up_fen = _call_ceil_jiao = _rounded

    def _call_age(self, node: nodes.Call) -> Written:
        if not isinstance(node.args[1], nodes.Today):
            raise NotInKernel("age on another day than law.day")
        reached = self.w.sheet.switches.get("age_reached_on")
        if reached is None:
            raise NotInKernel("the switch age_reached_on is undecided")
        day = self.w.sheet.day - timedelta(days=1 if reached == "day_after" else 0)
        return Number(f"age_on({self.text(node.args[0])}, {as_int(day)})")

    def _tier(self, node: nodes.Call) -> Written:
        rows, part = node.args[0], self.number(node.args[1])
        assert isinstance(rows, nodes.ParameterRead)
        whole = self.number(node.args[2]) if len(node.args) > 2 else None
        a, b, _ = level(part, whole) if whole is not None else (part.top, str(part.bottom), 1)
        tiers = self._tiers(rows)
        side, column = node.function.removeprefix("tier_"), node.column
        kind = NUMBER if whole is not None else node.args[1].type
        bounds, places = self._kept_table([self.encoded(row[side], kind) for row in tiers])
        paid = [
            i if column is None else self.encoded(r[column], node.type) for i, r in enumerate(tiers, start=1)
        ]
        pays, bottom = self._kept_table(paid)
        return Number(f"{node.function}({bounds}, {pays}, {a}, {b}, {places})", bottom)

    _call_tier_below = _call_tier_at_least = _tier

    def _tiers(self, rows: nodes.ParameterRead) -> Any:
        fixed = {n: s.value for n, s in rows.selectors if isinstance(s, nodes.Const)}
        found = self.w.sheet.row(rows.key, self.w.sheet.area, fixed)
        if found is None or found.value is None:
            self.w.absent.add(rows.key)
            return ()
        return found.value

    def _kept_table(self, values: list[int | Fraction]) -> tuple[str, int]:
        name = self.w.fresh("p")
        self.w.tables[name], bottom = over_one(values)
        return name, bottom
