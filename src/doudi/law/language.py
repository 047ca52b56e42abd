"""Everything that a module of rules and declarations imports: decorators, the words of the types,
the functions."""

from typing import Any, TypeAlias

from doudi.law.declare import household, member, supporter
from doudi.law.facts import UNKNOWN, Fact
from doudi.law.functions import RUNTIME
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.programmes import AnyOf, Programme, Remark
from doudi.law.reasons import Because
from doudi.law.types import Bool, Code, Count, Day, Fen, FenMonth, FenYear, Moment, Month, Number, Table

Household: TypeAlias = Any
Member: TypeAlias = Any
Supporter: TypeAlias = Any
Law: TypeAlias = Any

yearly: Any = RUNTIME["yearly"]
monthly: Any = RUNTIME["monthly"]
as_once: Any = RUNTIME["as_once"]
per_month: Any = RUNTIME["per_month"]
per_year: Any = RUNTIME["per_year"]
over_months: Any = RUNTIME["over_months"]
split: Any = RUNTIME["split"]
ratio: Any = RUNTIME["ratio"]
round_by: Any = RUNTIME["round_by"]
ceil_yuan: Any = RUNTIME["ceil_yuan"]
half_up_yuan: Any = RUNTIME["half_up_yuan"]
half_up_fen: Any = RUNTIME["half_up_fen"]
ceil_jiao: Any = RUNTIME["ceil_jiao"]
given: Any = RUNTIME["given"]
required: Any = RUNTIME["required"]
at_least: Any = RUNTIME["at_least"]
age: Any = RUNTIME["age"]
add_months: Any = RUNTIME["add_months"]
add_days: Any = RUNTIME["add_days"]
add_hours: Any = RUNTIME["add_hours"]
add_working_days: Any = RUNTIME["add_working_days"]
day_of: Any = RUNTIME["day_of"]
percent: Any = RUNTIME["percent"]
month_of: Any = RUNTIME["month_of"]
month_after: Any = RUNTIME["month_after"]
first_day: Any = RUNTIME["first_day"]
last_day: Any = RUNTIME["last_day"]
months_between: Any = RUNTIME["months_between"]
days_between: Any = RUNTIME["days_between"]
tier_below: Any = RUNTIME["tier_below"]
tier_below_index: Any = RUNTIME["tier_below"]
tier_at_least: Any = RUNTIME["tier_at_least"]
tier_at_least_index: Any = RUNTIME["tier_at_least"]


def count(_rows: Any) -> Any:
    """Only inside a rule, where it is read and never called."""
    raise TypeError("count() is a word of the rule language; rules are run by a LawBook")


__all__ = [
    "UNKNOWN",
    "AnyOf",
    "Because",
    "Bool",
    "Code",
    "Count",
    "Day",
    "Fact",
    "Fen",
    "FenMonth",
    "FenYear",
    "Household",
    "Law",
    "Member",
    "Moment",
    "Month",
    "Number",
    "Parameter",
    "Programme",
    "Remark",
    "Supporter",
    "SwitchDecl",
    "Table",
    "add_days",
    "add_hours",
    "add_months",
    "add_working_days",
    "age",
    "as_once",
    "at_least",
    "ceil_jiao",
    "ceil_yuan",
    "count",
    "day_of",
    "days_between",
    "first_day",
    "given",
    "half_up_fen",
    "half_up_yuan",
    "household",
    "last_day",
    "member",
    "month_after",
    "month_of",
    "monthly",
    "months_between",
    "over_months",
    "per_month",
    "per_year",
    "percent",
    "ratio",
    "required",
    "round_by",
    "split",
    "supporter",
    "tier_at_least",
    "tier_at_least_index",
    "tier_below",
    "tier_below_index",
    "yearly",
]
