"""One value of a case file, taken as the fact it stands for: amounts, counts, days, codes, areas, `unknown`.

cases/README.md, Conventions: amounts are text in yuan, `unknown` is not yet established and never zero.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from doudi.kernel.areas import BadArea, level_of
from doudi.kernel.money import BadAmount, parse_yuan
from doudi.law.facts import UNKNOWN, BadDocument, Fact
from doudi.policy.facts import FACTS
from doudi.policy.reading import BadFile, Mapped, mapped, nearest, only_keys, read_yaml

UNKNOWN_WORD: Final = "unknown"


@cache
def _codes() -> Mapped:
    return read_yaml(Path(__file__).parent / "areas.yaml")


def check_area(path: Path, data: Mapped, key: str) -> str:
    """An area code that exists as far as a county: in Jining by its list, elsewhere by its province."""
    code = data.get(key)
    cure = '写成带引号的 6、9 或 12 位代码,例如 "370811006"'
    if not isinstance(code, str):
        raise BadFile(path, data.at(key), f"“{key}”的区划代码应为文字,收到 {code!r}", cure)
    try:
        level_of(code)
    except BadArea as error:
        raise BadFile(path, data.at(key), str(error), cure) from error
    known = _codes()
    if code[:2] not in known["provinces"]:
        raise BadFile(path, data.at(key), f"没有以 {code[:2]} 开头的区划代码({code})", cure)
    if code.startswith(known["city"]) and code[: len(known["counties"][0])] not in known["counties"]:
        raise BadFile(path, data.at(key), f"济宁没有区划代码为 {code[:6]} 的县(市、区)", cure)
    return code


def money(path: Path, data: Mapped, key: str) -> Any:
    """Fen of an amount in yuan, or UNKNOWN."""
    raw = data[key]
    if raw == UNKNOWN_WORD:
        return UNKNOWN
    try:
        amount = parse_yuan(raw)
    except BadAmount as error:
        raise BadFile(
            path, data.at(key), f"“{key}”:{error}", '金额写成带引号的元,两位小数,例如 "640.00"'
        ) from error
    if amount < 0:
        raise BadFile(path, data.at(key), f"“{key}”的金额 {raw} 是负数", "金额不能小于 0,核对后改正")
    return amount


def _whole(path: Path, data: Mapped, key: str) -> Any:
    raw = data[key]
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadFile(
            path, data.at(key), f"“{key}”应为整数,收到 {raw!r}", "改成不带引号的整数,没查清写 unknown"
        )
    return raw


def _yes_no(path: Path, data: Mapped, key: str) -> Any:
    raw = data[key]
    if not isinstance(raw, bool):
        raise BadFile(path, data.at(key), f"“{key}”应为 true 或 false,收到 {raw!r}", "改成 true 或 false")
    return raw


def _day(path: Path, data: Mapped, key: str) -> Any:
    raw = data[key]
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise BadFile(path, data.at(key), f"“{key}”应为日期,收到 {raw!r}", "写成 2026-06-15 这样")
    return raw


def _code(path: Path, data: Mapped, key: str, fact: Fact) -> Any:
    raw = data[key]
    if not isinstance(raw, str):
        raise BadFile(path, data.at(key), f"“{key}”应为文字,收到 {raw!r}", f"可选:{'、'.join(fact.values)}")
    if fact.values and raw not in fact.values:
        meant = nearest(raw, fact.values)
        cure = f"是不是“{meant}”?" if meant else f"可选:{'、'.join(fact.values)}"
        raise BadFile(path, data.at(key), f"“{key}”没有“{raw}”这一项", cure)
    return raw


_TAKERS: Final = {"money": money, "number": _whole, "bool": _yes_no, "day": _day}


def take(path: Path, data: Mapped, key: str, entity: str, name: str) -> Any:
    """The value under `key`, as the fact `name`: right type, right range, or UNKNOWN."""
    fact = FACTS[(entity, name)]
    if data[key] == UNKNOWN_WORD:
        return UNKNOWN
    taker = _TAKERS.get(fact.type.family)
    value = taker(path, data, key) if taker else _code(path, data, key, fact)
    try:
        fact.check(value)
    except BadDocument as error:
        raise BadFile(path, data.at(key), f"“{key}” {error}", "核对后改正") from error
    return value


def take_all(path: Path, data: Mapped, entity: str, names: dict[str, str]) -> dict[str, Any]:
    """Every key of `names` that is there, under its fact's name. A key without a value counts as absent."""
    return {
        name: take(path, data, key, entity, name)
        for key, name in names.items()
        if key in data and data[key] is not None
    }


def take_named(path: Path, data: Mapped, entity: str) -> dict[str, Any]:
    """Facts under `facts`, by their own names: whatever the case format has no key of its own for."""
    facts = mapped(path, data.get("facts") or Mapped(), data.at("facts"), "facts")
    only_keys(path, facts, {name: name for of, name in FACTS if of == entity}, "facts")
    return take_all(path, facts, entity, {name: name for name in facts})
