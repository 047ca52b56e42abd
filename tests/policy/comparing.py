"""How a case's expectations are compared: every asserted key equal, `because` as a set that contains the
asserted.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from doudi.policy.answers import answer
from doudi.policy.casefile import load_case
from doudi.policy.sheets import StandardsSet

HERE = Path(__file__).parent
CHAPTERS = ("basic", "process", "special", "urgent")
SETS: dict[Path, StandardsSet] = {}


def answered(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a case expects, and what is answered."""
    case = load_case(path)
    place = case.standards_file()
    if place not in SETS:
        SETS[place] = StandardsSet.from_yaml(place)
    return dict(case.expect), answer(case, SETS[place]).to_json()


def differences(expect: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Every assertion that does not hold, in words."""
    wrong: list[str] = []
    for programme, wanted in expect.items():
        given = found["process"] if programme == "process" else found["verdicts"].get(programme)
        if given is None:
            wrong.append(f"{programme}: no answer")
        elif "members" in wanted:
            for member, each in wanted["members"].items():
                wrong += _keys(f"{programme}/{member}", each, given["members"].get(member, {}))
        else:
            wrong += _keys(programme, wanted, given)
    return wrong


def _keys(where: str, wanted: dict[str, Any], given: dict[str, Any]) -> list[str]:
    wrong = []
    for key, value in wanted.items():
        if key == "because":
            have = {(reason["code"], reason["clause"]) for reason in given.get("because", ())}
            missing = {(reason["code"], reason["clause"]) for reason in value} - have
            wrong += [
                f"{where}: {code} {clause} not among {sorted(have)}" for code, clause in sorted(missing)
            ]
        elif key not in given or given[key] != _text(value):
            wrong.append(f"{where}.{key}: expected {value!r}, got {given.get(key, 'no such key')!r}")
    return wrong


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def own_cases() -> list[Path]:
    """The product's own worked cases."""
    return sorted(p for chapter in CHAPTERS for p in (HERE / chapter).rglob("*.yaml") if "standards" not in p.parts)
