"""Father and mother of a child in a case, as facts of the child (民发〔2019〕62号 一, cases/README.md `parents`).

Whoever is listed as somebody's parent says that the parents cannot care; the other one, if not listed, stays unknown.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from doudi.law.facts import UNKNOWN
from doudi.policy.casepeople import read_disability
from doudi.policy.casevalues import take_all
from doudi.policy.facts import DISABILITY_KINDS
from doudi.policy.facts.children import PARENTS
from doudi.policy.reading import BadFile, Mapped, choice_of, list_of, mapped, only_keys, text_of

_SEXES: Final = {"male": "father", "female": "mother"}
_KEYS: Final = {"status": "status", "months": "status_months", "serious_illness": "serious_illness"}
MIND: Final = ("intellectual", "mental")


def read_parents(path: Path, data: Mapped, members: Mapping[str, dict[str, Any]]) -> None:
    """The parents of the members, written onto each child."""
    for entry in list_of(path, data, "parents"):
        row = mapped(path, entry, data.at("parents"), "一名父母")
        only_keys(path, row, ("child", "sex", *_KEYS, "disability"), "父母")
        child = text_of(path, row, "child")
        if child not in members:
            raise BadFile(path, row.at("child"), f"成员“{child}”不在 members 里", "核对编号")
        parent = _SEXES[choice_of(path, row, "sex", {"male": "男", "female": "女"})]
        if f"{parent}_status" in members[child]:
            raise BadFile(path, row.at("sex"), f"“{child}”的{PARENTS[parent]}写了两次", "每位父母只写一次")
        found = {f"{parent}_status": "present"}
        found |= take_all(path, row, "member", {key: f"{parent}_{name}" for key, name in _KEYS.items()})
        members[child].update(found | _grades(path, row, parent), parents_cannot_care=True)


def _grades(path: Path, row: Mapped, parent: str) -> dict[str, Any]:
    """The heaviest grade of any kind, and of 智力 and 精神; several kinds in one hide which they are."""
    found = read_disability(path, row, "member")
    kinds = {kind: found[f"disability_{kind}"] for kind in DISABILITY_KINDS if f"disability_{kind}" in found}
    if not kinds:
        return {}
    minds = [grade for kind, grade in kinds.items() if kind in MIND]
    hidden = set(kinds) == {"multiple"}
    return {
        f"{parent}_grade": _heaviest(list(kinds.values())),
        f"{parent}_mind_grade": UNKNOWN if hidden else _heaviest(minds),
    }


def _heaviest(grades: list[Any]) -> Any:
    if UNKNOWN in grades:
        return UNKNOWN
    return min(grades, default=0)
