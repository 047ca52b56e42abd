"""The signatures of the language's functions: which types each takes and gives, and the refusal
when they do not fit."""

import ast
from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar

from doudi.law import nodes
from doudi.law.types import (
    BOOL,
    CODE,
    COUNT,
    DAY,
    FEN,
    FEN_MONTH,
    FEN_YEAR,
    MOMENT,
    MONTH,
    NUMBER,
    ZERO,
    Table,
    ValueType,
    unify,
)

N = TypeVar("N", bound=nodes.Node)


class Reader(Protocol):
    """What a signature needs of the grammar's reader, which calls it."""

    @property
    def world(self) -> Any: ...

    def refuse(self, at: ast.AST, what: str, cure: str) -> NoReturn: ...

    def read(self, at: ast.expr) -> nodes.Node: ...

    def made(self, node: N, at: ast.AST) -> N: ...

    def parameter(self, at: ast.expr, part: str | None, table: bool = False) -> nodes.ParameterRead: ...


class Signature(Protocol):
    def __call__(self, reader: Reader, at: ast.Call) -> nodes.Node: ...


Fits = Callable[[ValueType], bool]
MONEY: Fits = lambda t: t.is_money or t == ZERO  # noqa: E731
NUMERIC: Fits = lambda t: t.is_numeric  # noqa: E731


def only(*kinds: ValueType) -> Fits:
    return lambda t: t in kinds or (t == ZERO and kinds[0].is_numeric)


def arguments(reader: Reader, at: ast.Call, names: tuple[str, ...], required: int) -> list[Any]:
    """The call's arguments in order, positional or by name; None for an optional one that is not given."""
    found: list[ast.expr | None] = list(at.args) + [None] * (len(names) - len(at.args))
    for keyword in at.keywords:
        if keyword.arg not in names or len(at.args) > len(names):
            reader.refuse(at, f"{ast.unparse(at)}", f"its arguments are ({', '.join(names)})")
        found[names.index(keyword.arg)] = keyword.value
    if (
        len(found) > len(names)
        or any(a is None for a in found[:required])
        or any(isinstance(a, ast.Starred) for a in found)
    ):
        reader.refuse(at, f"{ast.unparse(at)}", f"its arguments are ({', '.join(names)})")
    return found


def takes(*fits: Fits, gives: ValueType | None, names: tuple[str, ...], wants: str) -> Signature:
    """A function of fixed arguments; `gives` None: the type of its last argument."""

    def read(reader: Reader, at: ast.Call) -> nodes.Node:
        assert isinstance(at.func, ast.Name)
        given = [reader.read(a) for a in arguments(reader, at, names, len(names))]
        if not all(fit(arg.type) for fit, arg in zip(fits, given, strict=True)):
            reader.refuse(at, f"{at.func.id}({', '.join(str(a.type) for a in given)})", f"it takes {wants}")
        return nodes.Call(type=gives or given[-1].type, function=at.func.id, args=tuple(given))

    return read


def _split(reader: Reader, at: ast.Call) -> nodes.Node:
    x, among = (reader.read(a) for a in arguments(reader, at, ("x", "among"), 2))
    if not x.type.is_numeric or among.type != COUNT:
        reader.refuse(at, f"split({x.type}, among={among.type})", "it shares money or a number among a Count")
    return nodes.Call(type=x.type if x.type.is_money else NUMBER, function="split", args=(x, among))


def _two_alike(name: str, gives: ValueType | None) -> Signature:
    def read(reader: Reader, at: ast.Call) -> nodes.Node:
        a, b = (reader.read(x) for x in arguments(reader, at, ("a", "b"), 2))
        kind = unify(a.type, b.type)
        if kind is None or kind.family in {"bool", "code"}:
            reader.refuse(at, f"{name}({a.type}, {b.type})", "both must be of one type that has an order")
        return nodes.Call(type=gives if gives is not None else kind, function=name, args=(a, b))

    return read


def _given(reader: Reader, at: ast.Call) -> nodes.Node:
    (value,) = (reader.read(a) for a in arguments(reader, at, ("x",), 1))
    if not value.optional:
        reader.refuse(
            at, f"{ast.unparse(at)}: it is always there", "ask given() only of optional facts and parameters"
        )
    return nodes.Call(type=BOOL, function="given", args=(value,))


def _required(reader: Reader, at: ast.Call) -> nodes.Node:
    (fact,) = (reader.read(a) for a in arguments(reader, at, ("fact",), 1))
    if not isinstance(fact, nodes.Read) or fact.is_rule or not fact.optional:
        reader.refuse(
            at, f"{ast.unparse(at)}", "ask required() only of an optional fact: where there is none, it is missing"
        )
    return nodes.Call(type=fact.type, codes=fact.codes, function="required", args=(fact,))


def _at_least(reader: Reader, at: ast.Call) -> nodes.Node:
    x, fact = (reader.read(a) for a in arguments(reader, at, ("x", "fact"), 2))
    if not x.type.is_numeric or not isinstance(fact, nodes.Read) or fact.is_rule:
        reader.refuse(
            at, f"{ast.unparse(at)}", "write at_least(number, m.fact): the fact that is missing is named"
        )
    return nodes.Call(type=x.type, function="at_least", args=(x, fact))


def _age(reader: Reader, at: ast.Call) -> nodes.Node:
    birth, on = arguments(reader, at, ("birth", "on"), 1)
    args = [reader.read(birth), reader.read(on) if on else reader.made(nodes.Today(type=DAY), at)]
    if any(a.type != DAY for a in args):
        reader.refuse(at, f"{ast.unparse(at)}", "age takes a Day of birth and perhaps on=Day")
    if "age_reached_on" not in reader.world.switches:
        reader.refuse(
            at, "age() needs the switch age_reached_on", "declare it with SwitchDecl (birthday, day_after)"
        )
    switch = reader.made(nodes.SwitchRead(type=CODE, name="age_reached_on"), at)
    return nodes.Call(type=COUNT, function="age", args=(*args, switch))


def read_tier(reader: Reader, at: ast.Call) -> nodes.Node:
    """tier_below / tier_at_least and their _index forms."""
    assert isinstance(at.func, ast.Name)
    name, wants_index = at.func.id.removesuffix("_index"), at.func.id.endswith("_index")
    if name not in {"tier_below", "tier_at_least"}:
        reader.refuse(
            at,
            f"the call {at.func.id}(…)",
            "the language has tier_below, tier_at_least and their _index forms",
        )
    table, part, whole, pay = arguments(reader, at, ("table", "part", "whole", "pay"), 2)
    rows = reader.parameter(table, None, table=True)
    reader.made(rows, at)
    declared: Table = reader.world.parameters[rows.key].type
    column = str(pay.value) if isinstance(pay, ast.Constant) else None
    if (column is None) != wants_index or (column is not None and column not in declared.columns):
        reader.refuse(
            at,
            f"{ast.unparse(at)}",
            f'name a column, pay="…": {", ".join(declared.columns)} (none for _index)',
        )
    args = [reader.read(part)] + ([reader.read(whole)] if whole is not None else [])
    _check_tier(reader, at, name, declared, [a.type for a in args])
    kind = COUNT if column is None else declared.columns[column]
    return nodes.Call(type=kind, function=name, args=(rows, *args), column=column)


def _check_tier(reader: Reader, at: ast.Call, name: str, declared: Table, kinds: list[ValueType]) -> None:
    bound = declared.columns.get(name.removeprefix("tier_"))
    if bound is None:
        reader.refuse(
            at,
            f"the table has no column {name.removeprefix('tier_')}",
            f"its columns: {', '.join(declared.columns)}",
        )
    fits = (
        unify(kinds[0], kinds[1]) is not None and not bound.is_money
        if len(kinds) > 1
        else unify(kinds[0], bound) is not None
    )
    if not fits or (name == "tier_below" and len(kinds) == 1):
        reader.refuse(
            at,
            f"{name} of {', '.join(map(str, kinds))} with the bound {bound}",
            "part and whole of one type with a Number as bound, or part alone with a bound of its own type",
        )


_DAYS = ("day", "n")
SIGNATURES: dict[str, Signature] = {
    "yearly": takes(only(FEN_MONTH), gives=FEN_YEAR, names=("x",), wants="FenMonth"),
    "monthly": takes(only(FEN_YEAR), gives=FEN_MONTH, names=("x",), wants="FenYear"),
    "as_once": takes(only(FEN_MONTH, FEN_YEAR), gives=FEN, names=("x",), wants="FenMonth or FenYear"),
    "per_month": takes(only(FEN), gives=FEN_MONTH, names=("x",), wants="Fen"),
    "per_year": takes(only(FEN), gives=FEN_YEAR, names=("x",), wants="Fen"),
    "over_months": takes(
        only(FEN_MONTH), only(COUNT), gives=FEN, names=("x", "n"), wants="FenMonth and a Count of months"
    ),
    "split": _split,
    "ratio": _two_alike("ratio", NUMBER),
    "min": _two_alike("min", None),
    "max": _two_alike("max", None),
    "round_by": takes(
        only(CODE), MONEY, gives=None, names=("mode", "x"), wants="a Code parameter (the mode) and money"
    ),
    "ceil_yuan": takes(MONEY, gives=None, names=("x",), wants="money"),
    "half_up_yuan": takes(MONEY, gives=None, names=("x",), wants="money"),
    "half_up_fen": takes(MONEY, gives=None, names=("x",), wants="money"),
    "ceil_jiao": takes(MONEY, gives=None, names=("x",), wants="money"),
    "given": _given,
    "required": _required,
    "at_least": _at_least,
    "age": _age,
    "add_months": takes(only(DAY), only(COUNT), gives=DAY, names=_DAYS, wants="a Day and a Count"),
    "add_days": takes(only(DAY), only(COUNT), gives=DAY, names=_DAYS, wants="a Day and a Count"),
    "add_working_days": takes(only(DAY), only(COUNT), gives=DAY, names=_DAYS, wants="a Day and a Count"),
    "add_hours": takes(
        only(MOMENT), only(COUNT), gives=MOMENT, names=("moment", "n"), wants="a Moment and a Count"
    ),
    "day_of": takes(only(MOMENT), gives=DAY, names=("moment",), wants="a Moment"),
    "percent": takes(only(NUMBER, COUNT), gives=NUMBER, names=("x",), wants="a Number of hundredths"),
    "month_of": takes(only(DAY), gives=MONTH, names=("day",), wants="a Day"),
    "month_after": takes(only(DAY), gives=MONTH, names=("day",), wants="a Day"),
    "first_day": takes(only(MONTH), gives=DAY, names=("month",), wants="a Month"),
    "last_day": takes(only(MONTH), gives=DAY, names=("month",), wants="a Month"),
    "days_between": takes(only(DAY), only(DAY), gives=COUNT, names=("a", "b"), wants="two Days"),
    "months_between": takes(
        only(DAY, MONTH), only(DAY, MONTH), gives=COUNT, names=("a", "b"), wants="two Days or two Months"
    ),
}
