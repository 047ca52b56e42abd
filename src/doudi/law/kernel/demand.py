"""What need not be worked out for a block: a step that only programmes ask for which have nobody left in it, and a step
that rests on facts without a column alone, whose value is the same in every row as long as the numbers are.

Which programmes still have somebody is a bit each in `live`. A programme that applies to nobody leaves first, one that
its early conditions refuse everybody of leaves next; what only they ask for is then not asked. Which facts have a
column a kernel learns with the batch; `still` says of every step whether that makes it one value.
"""

from collections.abc import Iterable

from doudi.law.kernel.plan import FactStep, FoldStep, Step
from doudi.law.kernel.verdicts import WORD, Verdicts


def closure(steps: Iterable[Step]) -> set[Step]:
    """The steps and all that they rest on."""
    found, left = set[Step](), list(steps)
    while left:
        step = left.pop()
        if step not in found:
            found.add(step)
            left.extend(step.inputs)
    return found


class Demand:
    """Which programmes ask for a step, as bits by their place."""

    def __init__(self, found: list[Verdicts]) -> None:
        self.words = -(-len(found) // WORD)
        self.asked: dict[Step, int] = {}
        for one in found:
            for step in closure([*one.read, *one.asked_first]):
                self.asked[step] = self.asked.get(step, 0) | one.bit

    def later(self, steps: list[Step], found: list[Verdicts]) -> dict[Step, int]:
        """Which programmes read a step once more in these steps or in their verdicts."""
        again: dict[Step, int] = {}
        readers = [
            *((step.inputs, self.asked[step]) for step in steps),
            *((one.read, one.bit) for one in found),
        ]
        for read, bits in readers:
            for step in read:
                again[step] = again.get(step, 0) | bits
        return again

    def call(self, step: Step) -> str:
        """The call that fills a column for a block, where somebody asks for it and it is not one value."""
        return f"if (!s->still[{step.number}] && ({alive(self.asked[step])})) f{step.number}(s);"


def alive(bits: int) -> str:
    """Whether one of these programmes still has somebody in the block."""
    words = [(at, bits >> at & (1 << WORD) - 1) for at in range(0, bits.bit_length(), WORD)]
    return " | ".join(f"s->live[{at // WORD}] & {word:#x}ull" for at, word in words if word)


def call(step: Step) -> str:
    """The call that fills a column for a block whoever asks for it."""
    return f"if (!s->still[{step.number}]) f{step.number}(s);"


def standing(steps: list[Step], facts: tuple[FactStep, ...]) -> list[str]:
    """What a run notes first: which steps are one value."""
    lines = [f"s->still[{step.number}] = in[{place}].way != 0;" for place, step in enumerate(facts)]
    for step in steps:
        # How many rows an owner has is another number for each.
        said = [] if isinstance(step, FoldStep) else [f"s->still[{one.number}]" for one in step.inputs]
        text = " & ".join(said) or str(int(not isinstance(step, FoldStep)))
        lines.append(f"s->still[{step.number}] = {text};")
    return lines


def holding(steps: list[Step]) -> str:
    """The function that fills the columns of steps that are one value, for the numbers of the block."""
    lines = (
        f"  if (s->still[{step.number}]) f{step.number}(s);"
        for step in steps
        if not isinstance(step, FoldStep)
    )
    return "\n".join(["static void hold(S *s) {", *lines, "}"])
