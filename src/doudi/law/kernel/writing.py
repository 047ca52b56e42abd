"""What both written forms of a formula have in common: how a number is asked for by place, how codes of one list
are read as those of another."""

from dataclasses import dataclass, field

from doudi.law import nodes
from doudi.law.kernel.numbers import Asked, Slots
from doudi.law.kernel.plan import LocalStep
from doudi.law.kernel.shapes import NotInKernel, Shape

ROUNDED = {"ceil_yuan": 0, "half_up_yuan": 1, "half_up_fen": 2, "ceil_jiao": 3}


@dataclass
class Shared:
    """What the whole kernel shares: places of numbers, tables from one list of codes to another."""

    slots: Slots
    tables: dict[tuple[int, ...], str] = field(default_factory=dict)

    def table(self, places: tuple[int, ...]) -> str:
        """The name of a constant table of places."""
        return self.tables.setdefault(places, f"to{len(self.tables)}")


class Writer:
    """Writes one formula; `lines` come before the result."""

    def __init__(self, step: LocalStep, shared: Shared) -> None:
        self.step, self.view, self.shared = step, step.view, shared
        self.lines: list[str] = []
        self.bound: dict[str, str] = {}
        self._counter = 0

    def fresh(self, stem: str) -> str:
        self._counter += 1
        return f"{stem}{self._counter}"

    def shape(self, node: nodes.Node) -> Shape:
        return self.view.shapes[id(node)]

    def write(self, node: nodes.Node) -> str:
        return str(getattr(self, "_" + type(node).__name__)(node))

    def kept(self, ctype: str, text: str) -> str:
        """The value under a name, so that it is worked out once."""
        name = self.fresh("x")
        self.lines.append(f"const {ctype} {name} = {text};")
        return name

    def refuse(self, what: str) -> NotInKernel:
        return NotInKernel(f"{self.step.place}: {what} is not in the kernel")

    def asked(self, node: nodes.ParameterRead, columns: tuple[str, str | None] | None = None) -> Asked:
        """The number a formula asks for, with every code that may choose it."""
        selectors = []
        for name, chooser in node.selectors:
            fixed = isinstance(chooser, nodes.Const)
            codes = (chooser.value,) if fixed else self.shape(chooser).codes  # type: ignore[attr-defined]
            if not codes:
                raise self.refuse(f"{node.key} chosen by free text")
            selectors.append((name, tuple(codes)))
        return Asked(node.key, node.part, tuple(selectors), columns)

    @staticmethod
    def choosers(node: nodes.ParameterRead) -> list[nodes.Node]:
        """The selectors that a household or member decides."""
        return [chooser for _, chooser in node.selectors if not isinstance(chooser, nodes.Const)]

    def places(self, have: Shape, want: Shape) -> tuple[int, ...] | None:
        """Where each code of one list stands in another; None when the lists begin alike."""
        places = tuple(
            want.codes.index(text) if text in want.codes else len(want.codes) for text in have.codes
        )
        return None if places == tuple(range(len(places))) else places


def place_of(text: str, shape: Shape) -> int:
    """The number of a code; a code that the list does not have has a number of its own."""
    return shape.codes.index(text) if text in shape.codes else len(shape.codes)
