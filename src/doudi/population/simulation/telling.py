"""Effects as an answer that may leave the process: sums only, and small counts hidden outside the asker's own reach.

A count of fewer than five people somewhere else could point at a family: it is told as `None`, which pages write as
少于5, together with the money and the households of the same group (个人信息保护法 第五十一条).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from doudi.population.simulation.effects import AXES, Effects

SMALL: Final = 5


def told(effects: Effects, reach: Iterable[str]) -> dict[str, Any]:
    """The answer for somebody who reaches these prefixes: in all, and by county, township, registration, family type.

    Outside the reach only counties are told, and small groups of them are hidden; everything else is of the reach.
    """
    prefixes = tuple(reach)
    inside = {place for place in effects.cells if place[0].startswith(prefixes)}
    sides = effects.rows(lambda place: "own" if place in inside else "other")
    own = sides.get("own")
    answer: dict[str, Any] = {"people_hidden_below": SMALL, "refused": effects.refused}
    answer["all"] = None if own is None else own.figures()
    for axis in ("county", "township", "registration", "family"):
        groups = {} if own is None else own.rows(AXES[axis])
        answer[axis] = {name: each.figures() for name, each in groups.items()}
    others = sides["other"].rows(AXES["county"]) if "other" in sides else {}
    answer["elsewhere"] = {name: guarded(each.figures()) for name, each in others.items()}
    return answer


def guarded(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The same figures without any group that is too small."""
    programmes = {name: {side: _guarded_side(counts) for side, counts in told.items()}
                  for name, told in figures["programmes"].items()}
    fallen = 0 < figures["fallen_people"] < SMALL
    hidden = any(None in side.values() for told in programmes.values() for side in told.values())
    return {**figures, "programmes": programmes} | {
        name: None for name in ("fallen_people", "fallen_households", "fallen_fen") if fallen} | {
        name: None for name in ("more_fen", "more_year_fen", "paid_fen", "risen_households") if hidden}


def _guarded_side(counts: Mapping[str, int]) -> dict[str, int | None]:
    """One small count hides the whole line: what is left would give it away by subtraction."""
    small = any(0 < value < SMALL for name, value in counts.items() if name.endswith(("people", "households")))
    return dict.fromkeys(counts) if small else dict(counts)
