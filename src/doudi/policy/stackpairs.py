"""The stacking table (叠加表) as it is read: pairs of programmes that exclude, reduce or presuppose each other, dated and cited.

operational-rules 10.4: exclusions are pairwise and dated, never “one benefit per person”. The file is `stacking.yaml`;
what is done with it for one family is `stacking.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from doudi.policy.declared import SWITCHES_BY_NAME
from doudi.policy.facts import BENEFITS
from doudi.policy.lawbook import law_book
from doudi.policy.reading import (
    BadFile,
    Mapped,
    choice_of,
    day_of,
    list_of,
    mapped,
    only_keys,
    read_yaml,
    text_of,
)

TABLE: Final = Path(__file__).parent / "stacking.yaml"
KINDS: Final = {"excludes": "不能同领", "choose": "选一项", "reduces": "扣减", "presupposes": "以身份为前提"}
_COMMON: Final = ("kind", "from", "until", "clause", "why")
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "excludes": ("keeps", "leaves_out", "when", "unless_switch"),
    "choose": ("programmes",),
    "reduces": ("programme", "by", "when"),
    "presupposes": ("programme", "any_of"),
}


@dataclass(frozen=True)
class Pair:
    """One row. `first` is what stays (or is reduced, or is opened), `others` what goes (or reduces, or opens it)."""

    kind: str
    first: str
    others: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    clause: str
    why: str
    when: Mapping[str, Any]
    unless_switch: Mapping[str, tuple[Any, ...]]

    def in_force(self, day: date) -> bool:
        """Both ends are days in force."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@cache
def pairs() -> tuple[Pair, ...]:
    """Every row in the order of the file. BadFile: malformed, or a programme that nobody knows."""
    data = read_yaml(TABLE)
    only_keys(TABLE, data, ("pairs",), "叠加表")
    return tuple(_pair(mapped(TABLE, row, data.at("pairs"), "一行")) for row in list_of(TABLE, data, "pairs"))


def _pair(row: Mapped) -> Pair:
    kind = choice_of(TABLE, row, "kind", KINDS)
    only_keys(TABLE, row, (*_COMMON, *_OWN[kind]), f"“{KINDS[kind]}”的一行")
    first, others = _programmes(kind, row)
    switches = mapped(TABLE, row.get("unless_switch") or Mapped(), row.at("unless_switch"), "unless_switch")
    only_keys(TABLE, switches, SWITCHES_BY_NAME, "unless_switch")
    return Pair(
        kind,
        first,
        others,
        day_of(TABLE, row, "from"),
        day_of(TABLE, row, "until") if row.get("until") is not None else None,
        text_of(TABLE, row, "clause"),
        text_of(TABLE, row, "why"),
        dict(row.get("when") or {}),
        {name: tuple(values) for name, values in switches.items()},
    )


def _programmes(kind: str, row: Mapped) -> tuple[str, tuple[str, ...]]:
    if kind == "choose":
        found = list_of(TABLE, row, "programmes")
    elif kind == "excludes":
        found = [row.get("keeps"), row.get("leaves_out")]
    else:
        found = [
            row.get("programme"),
            *([row.get("by")] if kind == "reduces" else list_of(TABLE, row, "any_of")),
        ]
    known = {*law_book().programmes, *BENEFITS}
    for code in found:
        if code not in known:
            raise BadFile(TABLE, row.line, f"没有“{code}”这个项目", "核对项目代码")
    return str(found[0]), tuple(str(code) for code in found[1:])
