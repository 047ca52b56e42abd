"""From published rows to the law's sheet, by the one loader that also reads standards files
(policy.declared).

A row is checked when it is entered and read again by the same code, so that a number can never mean one
thing in a file and another on the bench.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from doudi.law.parameters import BadValue
from doudi.law.sheet import Row
from doudi.policy.declared import SWITCHES_BY_NAME, declarations, row_of
from doudi.policy.reading import BadFile, Mapped, nearest
from doudi.standards.models import Switch, Value

BENCH = Path("标准录入")


class StandardRefused(ValueError):
    """A number that cannot be entered or published; the message is Chinese and says what to do."""


def row_from(value: Value) -> Row:
    """The law's row of a published value."""
    return _row(value.key, value.area, json.dumps(value.selectors, sort_keys=True),
                json.dumps(value.value, sort_keys=True), value.valid_from, value.valid_until, cited(value))


def cited(entered: Value | Switch) -> str:
    """The document a number stands in."""
    return entered.instrument.number if entered.instrument else ""


@lru_cache(maxsize=20_000)
def _row(
    key: str, area: str, selectors: str, value: str, since: date, until: date | None, source: str
) -> Row:
    return checked_row(key, area, json.loads(selectors), json.loads(value), since, until, source)


def checked_row(key: str, area: str, selectors: Mapping[str, Any], value: Mapping[str, Any], since: date,
                until: date | None = None, source: str = "") -> Row:
    """The row, if the declaration of the number allows it. Raises StandardRefused."""
    declared = declarations().get(key)
    if declared is None:
        meant = nearest(key, declarations())
        raise StandardRefused(f"没有“{key}”这一项标准。" + (f"是不是“{meant}”?" if meant else ""))
    entry = _mapped({"area": area, "from": since, "until": until, **selectors, **value})
    try:
        return row_of(BENCH, declared.parameter, entry, source)
    except BadFile as error:
        raise StandardRefused(f"{error.what}。{error.cure}。") from error


def _mapped(data: Mapping[str, Any]) -> Mapped:
    found = Mapped(
        {name: _deep(value) for name, value in data.items() if name != "until" or value is not None}
    )
    found.lines = {}
    return found


def _deep(value: Any) -> Any:
    if isinstance(value, dict):
        return _mapped(value)
    return [_deep(part) for part in value] if isinstance(value, list) else value


def check_switch(key: str, value: Any) -> None:
    """Refuse a choice that the law does not offer. None is allowed: undecided."""
    if key not in SWITCHES_BY_NAME:
        raise StandardRefused(f"没有“{key}”这一项选择。")
    try:
        SWITCHES_BY_NAME[key].check(value)
    except BadValue as error:
        raise StandardRefused(str(error)) from error


def parts_of(row: Mapping[str, Any], key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Selectors and named values of one row of a standards file; a day as the text that a form would send."""
    selectors = set(declarations()[key].parameter.selectors)
    rest = {name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items() if name not in {"area", "from", "until"}}
    return ({name: value for name, value in rest.items() if name in selectors},
            {name: value for name, value in rest.items() if name not in selectors})
