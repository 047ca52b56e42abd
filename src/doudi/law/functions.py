"""The short list of functions a rule may call, on known and on unknown values alike."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from doudi.kernel import days
from doudi.kernel.calendar import NotCovered, WorkingCalendar
from doudi.kernel.days import Month, age_on
from doudi.kernel.rounding import round_fen
from doudi.law.facts import FIRST_DAY, LAST_DAY
from doudi.law.operators import greater, lesser
from doudi.law.reasons import Missing
from doudi.law.types import CEILING, MOST_COUNTED
from doudi.law.unknown import Interval, Maybe, Options, Unknown, interval, join, missing_of, plain, undefined

MONTHS_A_YEAR = 12
HUNDRED = 100
MODES = frozenset({"ceil_yuan", "ceil_jiao", "half_up_fen", "half_up_yuan"})


def yearly(x: Any) -> Any:
    return x * MONTHS_A_YEAR


def monthly(x: Any) -> Any:
    if type(x) is int:
        return x // MONTHS_A_YEAR if x % MONTHS_A_YEAR == 0 else Fraction(x, MONTHS_A_YEAR)
    return x.map(monthly) if isinstance(x, Interval) else x / MONTHS_A_YEAR


def as_it_is(x: Any) -> Any:
    """as_once, per_month, per_year: the number stays, its meaning is said by the rule."""
    return x


def over_months(x: Any, n: Any) -> Any:
    return x * n


def split(x: Any, among: Any) -> Any:
    if isinstance(among, Unknown):
        if among.low <= 0:  # type: ignore[attr-defined]
            return undefined(x, among)
        shares = [_share(end, n) for end in _ends(x) for n in _ends(among)]
        return interval(min(shares), max(shares), missing_of(x) | among.missing)
    if among == 0:
        return undefined(x)
    return x.map(lambda end: _share(end, among)) if isinstance(x, Interval) else _share(x, among)


def _share(x: Any, n: Any) -> Any:
    return plain(Fraction(x) / Fraction(n))


def _ends(x: Any) -> tuple[Any, ...]:
    return (x.low, x.high) if isinstance(x, Interval) else (x,)


def ratio(a: Any, b: Any) -> Any:
    ends = _ends(b)
    if min(ends) <= 0 <= max(ends):
        return undefined(a, b)
    shares = [_share(x, y) for x in _ends(a) for y in ends]
    return interval(min(shares), max(shares), missing_of(a) | missing_of(b))


def round_by(mode: Any, x: Any) -> Any:
    if isinstance(mode, Options):
        # A parameter of several parts declares the codes of all of them together.
        modes = sorted(MODES & (mode.values or MODES))
        return join(mode.missing, *(round_by(m, x) for m in modes))
    if type(x) is int and x % 100 == 0:
        return x
    return x.map(lambda end: round_fen(mode, end)) if isinstance(x, Interval) else round_fen(mode, x)


def rounding(mode: str) -> Callable[[Any], Any]:
    return lambda x: round_by(mode, x)


def given(x: Any) -> Any:
    if isinstance(x, Interval) and x.none:
        return Maybe(x.missing)
    if isinstance(x, Options) and (x.values is None or None in x.values):
        return Maybe(x.missing)
    return x is not None


def required(x: Any, missing: Missing, low: Any, high: Any) -> Any:
    """An optional fact that has to be there: none of it is not yet known, within the fact's range."""
    if isinstance(x, Interval):
        return Interval(x.low, x.high, x.missing)
    if x is None:  # a code has no order: any text
        return Options(None, frozenset({missing})) if low is None else Interval(low, high, frozenset({missing}))
    return x


def at_least(x: Any, missing: Missing, money: bool = True) -> Any:
    low = x.low if isinstance(x, Interval) else x
    return Interval(low, CEILING if money else MOST_COUNTED, missing_of(x) | {missing})


def age(birth: Any, day: Any, reached_on: Any) -> Any:
    if isinstance(reached_on, Options):
        ways = sorted(reached_on.values or ("birthday", "day_after"))
        return join(reached_on.missing, *(age(birth, day, way) for way in ways))
    if isinstance(birth, Interval) or isinstance(day, Interval):
        births, on = _ends(birth), _ends(day)
        return interval(
            _age(births[-1], on[0], reached_on),
            _age(births[0], on[-1], reached_on),
            missing_of(birth) | missing_of(day),
        )
    return _age(birth, day, reached_on)


@lru_cache(maxsize=4096)  # every age rule of a member asks the same
def _age(birth: date, day: date, reached_on: Any) -> int:
    return 0 if birth > day else age_on(birth, day, reached_on)


def add_months(day: Any, n: Any) -> Any:
    return _monotone(days.add_months, day, n)


def add_days(day: Any, n: Any) -> Any:
    return _monotone(lambda d, k: d + timedelta(days=k), day, n)


def add_hours(moment: Any, n: Any) -> Any:
    """Hours by the wall clock: nights and holidays count."""
    return _monotone(lambda at, k: at + timedelta(hours=k), moment, n)


def day_of(moment: Any) -> Any:
    return moment.map(days.day_of) if isinstance(moment, Interval) else days.day_of(moment)


def percent(x: Any) -> Any:
    """x of a hundred."""
    return x.map(percent) if isinstance(x, Interval) else plain(Fraction(x, HUNDRED))


def later_month(month: Any, n: Any) -> Any:
    return _monotone(lambda m, k: m + k, month, n)


def _monotone(step: Callable[[Any, Any], Any], start: Any, n: Any) -> Any:
    if not (isinstance(start, Unknown) or isinstance(n, Unknown)):
        return step(start, n)
    try:
        return interval(
            step(_ends(start)[0], _ends(n)[0]),
            step(_ends(start)[-1], _ends(n)[-1]),
            missing_of(start) | missing_of(n),
        )
    except (OverflowError, ValueError):
        return Interval(FIRST_DAY, LAST_DAY, missing_of(start) | missing_of(n))


def add_working_days(calendar: WorkingCalendar | None, day: Any, n: Any) -> Any:
    if isinstance(day, Unknown) or isinstance(n, Unknown):
        return Interval(FIRST_DAY, LAST_DAY, missing_of(day) | missing_of(n))
    if calendar is None:
        return Interval(FIRST_DAY, LAST_DAY, frozenset({_uncovered(day)}))
    try:
        return calendar.add_working_days(day, n)
    except NotCovered:
        return Interval(FIRST_DAY, LAST_DAY, frozenset({_uncovered(day)}))


def _uncovered(day: date) -> Missing:
    return Missing(
        "calendar", "working_calendar", f"{day.year}年起的工作日历", subject=day.isoformat(), who="市民政局"
    )


def month_of(day: Any) -> Any:
    return day.map(Month.of) if isinstance(day, Interval) else Month.of(day)


def month_after(day: Any) -> Any:
    return later_month(month_of(day), 1)


def first_day(month: Any) -> Any:
    return month.map(lambda m: m.first) if isinstance(month, Interval) else month.first


def last_day(month: Any) -> Any:
    return month.map(lambda m: m.last) if isinstance(month, Interval) else month.last


def months_between(a: Any, b: Any) -> Any:
    return _difference(_months, a, b)


def days_between(a: Any, b: Any) -> Any:
    return _difference(lambda x, y: (y - x).days, a, b)


def _months(a: Any, b: Any) -> int:
    if isinstance(a, Month):
        return int(b - a)
    whole = (b.year - a.year) * MONTHS_A_YEAR + b.month - a.month
    return int(whole if days.add_months(a, whole) <= b else whole - 1)


def _difference(measure: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    if not (isinstance(a, Unknown) or isinstance(b, Unknown)):
        return measure(a, b)
    return interval(
        measure(_ends(a)[-1], _ends(b)[0]), measure(_ends(a)[0], _ends(b)[-1]), missing_of(a) | missing_of(b)
    )


def _tiers(rows: Any, column: str | None, reached: Callable[[Any], Any], order: Callable[[Any], Any]) -> Any:
    """Walk the rows until one is surely reached; the hull of those that may be. No row: 0."""
    found, missing = [], frozenset[Missing]()
    for number, row in order(list(enumerate(rows, start=1))):
        here = reached(row)
        if here is False:
            continue
        found.append(number if column is None else row[column])
        if here is True:
            break
        missing |= here.missing
    else:
        found.append(0)
    return found[0] if len(found) == 1 else join(missing, *found)


def tier_below(rows: Any, part: Any, whole: Any, column: str | None) -> Any:
    if isinstance(rows, Unknown):
        return Interval(0, CEILING, rows.missing | missing_of(part) | missing_of(whole))
    return _tiers(rows, column, lambda row: part < whole * row["below"], iter)


def tier_at_least(rows: Any, part: Any, whole: Any, column: str | None) -> Any:
    if isinstance(rows, Unknown):
        return Interval(0, CEILING, rows.missing | missing_of(part) | missing_of(whole))
    if whole is None:
        return _tiers(rows, column, lambda row: part >= row["at_least"], reversed)
    return _tiers(rows, column, lambda row: part >= whole * row["at_least"], reversed)


RUNTIME: dict[str, Any] = {
    "yearly": yearly,
    "monthly": monthly,
    "as_once": as_it_is,
    "per_month": as_it_is,
    "per_year": as_it_is,
    "over_months": over_months,
    "split": split,
    "ratio": ratio,
    "round_by": round_by,
    "given": given,
    "ceil_yuan": rounding("ceil_yuan"),
    "half_up_yuan": rounding("half_up_yuan"),
    "half_up_fen": rounding("half_up_fen"),
    "ceil_jiao": rounding("ceil_jiao"),
    "required": required,
    "at_least": at_least,
    "age": age,
    "add_months": add_months,
    "add_days": add_days,
    "add_hours": add_hours,
    "day_of": day_of,
    "percent": percent,
    "later_month": later_month,
    "month_of": month_of,
    "month_after": month_after,
    "first_day": first_day,
    "last_day": last_day,
    "months_between": months_between,
    "days_between": days_between,
    "min": lesser,
    "max": greater,
    "tier_below": tier_below,
    "tier_at_least": tier_at_least,
    "add_working_days": add_working_days,
}
