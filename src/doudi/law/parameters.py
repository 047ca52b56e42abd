"""Declarations of the law's numbers (参数) and of the choices it leaves to localities (开关): what they
are, never their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.kernel.days import Month
from doudi.kernel.money import parse_yuan
from doudi.law.facts import FIRST_DAY, LAST_DAY
from doudi.law.reasons import Because, LawError
from doudi.law.types import BOOL, CEILING, CODE, COUNT, DAY, Table, ValueType
from doudi.law.unknown import plain


class BadValue(ValueError):
    """A published value that cannot be read as its parameter's type; the message is for the person
    who entered it."""


@dataclass(frozen=True)
class Parameter:
    """One number, code or table of the law. `type` is a type, a mapping of named values to types,
    or a Table."""

    key: str
    label: str
    type: Any
    selectors: tuple[str, ...] = ()
    who: str = ""
    cite: str | None = None
    low: Any = None
    high: Any = None
    values: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    missing: Because | None = None
    part_labels: Mapping[str, str] = field(default_factory=dict)  # what each named value is called, where said
    # Asked for whenever a number is missing, and read from text.
    _bounds: dict[ValueType, tuple[Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = [self.type] if isinstance(self.type, ValueType) else list(_columns(self).values())
        if not kinds or not all(isinstance(k, ValueType) for k in kinds):
            raise LawError(
                f"parameter {self.key}: type must be a type of the language, a mapping of such, or a Table"
            )

    @property
    def is_table(self) -> bool:
        return isinstance(self.type, Table)

    @property
    def parts(self) -> Mapping[str, ValueType]:
        """The named values, empty for a single value or a table."""
        return self.type if isinstance(self.type, Mapping) else {}

    def parse(self, raw: Any) -> Any:
        """The native value of what a standards file or a form says. Floats are refused."""
        if isinstance(self.type, ValueType):
            return self._single(raw, self.type)
        if not self.is_table:
            return {name: self._single(_entry(raw, name, self), kind) for name, kind in self.parts.items()}
        if not isinstance(raw, list):
            raise BadValue(f"{self.label}:应为一组档次")
        return tuple(
            {name: self._single(_entry(row, name, self), kind) for name, kind in _columns(self).items()}
            for row in raw
        )

    def _single(self, raw: Any, kind: ValueType) -> Any:
        if raw is None or (raw == "none" and self.optional):
            return None
        try:
            value = _PARSERS[kind.family](raw)
        except (ValueError, TypeError, AttributeError, ZeroDivisionError) as error:
            raise BadValue(f"{self.label}:“{raw}”看不懂({error})") from error
        if kind == COUNT and not isinstance(value, int):
            raise BadValue(f"{self.label}:“{raw}”应为整数")
        if self.values and kind == CODE and value not in self.values:
            raise BadValue(f"{self.label}:没有“{raw}”这一项,可选:{'、'.join(self.values)}")
        return value

    def bounds(self, kind: ValueType) -> tuple[Any, Any]:
        """The range that any published value lies in (declared, or the widest that the language handles)."""
        if kind not in self._bounds:
            self._bounds[kind] = self._bounds_of(kind)
        return self._bounds[kind]

    def _bounds_of(self, kind: ValueType) -> tuple[Any, Any]:
        if kind == DAY:
            return FIRST_DAY, LAST_DAY
        if not kind.is_numeric:
            return self.low, self.high
        low = 0 if self.low is None else _PARSERS[kind.family](self.low)
        widest = CEILING if kind.is_money else 10**6
        return low, widest if self.high is None else _PARSERS[kind.family](self.high)


def _columns(parameter: Parameter) -> Mapping[str, ValueType]:
    return parameter.type.columns if isinstance(parameter.type, Table) else parameter.parts


def _entry(raw: Any, name: str, parameter: Parameter) -> Any:
    if not isinstance(raw, Mapping) or name not in raw:
        raise BadValue(f"{parameter.label}:缺少“{name}”")
    return raw[name]


def _exact(raw: Any) -> int | Fraction:
    if isinstance(raw, (bool, float)):
        raise ValueError("数字请加引号写成文本,不要写成小数")
    value = plain(Fraction(raw))
    assert isinstance(value, (int, Fraction))
    return value


def _bool(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("应为 true 或 false")
    return raw


def _day(raw: Any) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


def _fen(raw: Any) -> int:
    # A whole number in a declaration (`low=0`) is fen; published amounts are always text in yuan.
    return raw if type(raw) is int else parse_yuan(raw)


def _code(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError("应为代码")
    return raw


_PARSERS: dict[str, Any] = {
    "money": _fen,
    "number": _exact,
    "bool": _bool,
    "day": _day,
    "month": lambda raw: raw if isinstance(raw, Month) else Month.parse(raw),
    "code": _code,
}


@dataclass(frozen=True)
class SwitchDecl:
    """A choice the law leaves open (地方口径): undecided is a value of its own, never a default."""

    name: str
    label: str
    values: Mapping[Any, str]
    cite: str
    who: str = ""
    missing: Because | None = None

    def __post_init__(self) -> None:
        if not self.values or len({type(v) for v in self.values}) != 1:
            raise LawError(
                f"switch {self.name}: values must be all true/false, all text or all whole numbers"
            )

    @property
    def type(self) -> ValueType:
        first = next(iter(self.values))
        if isinstance(first, bool):
            return BOOL
        return CODE if isinstance(first, str) else COUNT

    def check(self, value: Any) -> None:
        """Refuse a value that the law does not offer."""
        if value is not None and not any(type(v) is type(value) and v == value for v in self.values):
            offered = "、".join(str(v) for v in self.values)
            raise BadValue(f"开关“{self.label}”没有 {value!r} 这一项,可选:{offered}")
