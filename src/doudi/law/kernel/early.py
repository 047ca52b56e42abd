"""What may be asked first: the conditions that refuse a household for certain before its supporters and its 128-bit
sums are looked at.

A condition that rests on neither is asked as it is. Of one that does, what is left when every costly part may hold:
where even that is known not to hold, neither does the condition. Whoever is refused so by every programme leaves the
block; the rest closes up and goes on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from doudi.law import nodes
from doudi.law.kernel.columns import column_type, far_type
from doudi.law.kernel.demand import alive
from doudi.law.kernel.plan import FactStep, LocalStep, Planner, Step, View
from doudi.law.kernel.verdicts import Verdicts

KEPT = {"household": ("s->hk", "s->nh"), "member": ("s->mk", "s->nm"), "supporter": ("s->sk", "s->ns")}


def asked_first(planner: Planner, programmes: list[Verdicts]) -> list[Verdicts]:
    """The programmes with the conditions that are asked first, by bit. Nothing is asked of one of which it is only known
    later whether it applies."""
    bounds = _Bounds(planner)
    found = []
    for one in programmes:
        may = {bit: bounds.of(condition) for bit, condition in enumerate(one.conditions)}
        waits = one.applies is not None and one.applies in bounds.costly
        early = {bit: step for bit, step in may.items() if step is not None and not waits}
        found.append(replace(one, early=early, waits=waits))
    return found


class _Bounds:
    """What a condition is at most, told without the costly steps."""

    def __init__(self, planner: Planner) -> None:
        self.planner, self.costly = planner, set[Step]()
        for step in planner.steps:
            wide = step.entity == "supporter" or step.shape.ctype in ("i128", "share")
            if wide or not self.costly.isdisjoint(step.inputs):
                self.costly.add(step)

    def of(self, step: Step) -> Step | None:
        """A step that does not hold only where this one does not either; None: nothing can be said."""
        if step not in self.costly:
            return step
        if not isinstance(step, LocalStep) or step.tree is None or step.shape.kind != "truth":
            return None
        tree = self._may(step.view, step.tree)
        if tree is None:
            return None
        return self.planner.local(f"at most {step.label}", step.place, step.entity, tree, step.view.rows)

    def _may(self, view: View, node: nodes.Node) -> nodes.Node | None:
        """The formula where every costly part may hold; None: then it always may."""
        if isinstance(node, nodes.Logic):
            parts = [self._may(view, part) for part in node.parts]
            kept = tuple(part for part in parts if part is not None)
            if not kept or (node.op == "or" and len(kept) < len(parts)):
                return None
            return replace(node, parts=kept) if len(kept) > 1 else kept[0]
        if isinstance(node, nodes.Read) and view.found.get(id(node)) in self.costly:
            return self._read(node)
        return None if any(self._dear(view, one) for one in _within(node)) else node

    def _dear(self, view: View, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Local) or view.found.get(id(node)) in self.costly

    def _read(self, node: nodes.Read) -> nodes.Read | None:
        bound = self.of(self.planner.value(node.entity, node.name, node.is_rule))
        return (
            None if bound is None else replace(node, name=self.planner.named(node.entity, node.name, bound))
        )


def _within(node: nodes.Node) -> Iterator[nodes.Node]:
    """A node and those of its own row below it."""
    yield node
    if not isinstance(node, nodes.Fold):
        for child in node.children():
            yield from _within(child)


def closing_up(again: Mapping[Step, int]) -> str:
    """The function that moves columns together, for the rows that stay: those that a programme with somebody among
    them reads again. What is one value stays whole for the next block."""
    lines = [line for step, bits in again.items() for line in _moved(step, bits)]
    inner = "\n".join("  " + line for line in lines)
    return f"static void close_up(S *s) {{\n{inner}\n}}"


def _moved(step: Step, bits: int) -> list[str]:
    k, ctype = step.number, column_type(step)
    rows = ", ".join(KEPT[step.entity])
    said = f"pack_u16(s->u{k}, s->pu{k}, {rows}); s->pu{k} = s->u{k};"
    said += f" if (s->au{k}) mark_unknown(s->u{k}, {rows.split(', ')[1]}, s->all, s->w{k});"
    moved = f"pack_{ctype}(s->v{k}, s->v{k}, {rows});"
    if isinstance(step, FactStep):
        moved = f"pack_{ctype}(s->b{k}, s->v{k}, {rows}); s->v{k} = s->b{k};"
    elif step.shape.kind != "truth":
        said += f" pack_{far_type(step.shape)}(s->h{k}, s->h{k}, {rows});"
    return [
        f"if (!s->still[{k}] && ({alive(bits)})) {{",
        moved,
        f"if (s->pu{k} != s->zeros) {{ {said} }}",
        "}",
    ]
