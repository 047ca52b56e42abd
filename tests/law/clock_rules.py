"""An invented law of a clock that never rests: help by the hour, where it happened, for a share in hundredths."""

from doudi.law.language import (
    Bool,
    Code,
    Day,
    Household,
    Law,
    Moment,
    Number,
    add_hours,
    day_of,
    given,
    household,
    percent,
    required,
)


@household(cite="丙 一", label="最后时刻")
def help_by(h: Household, law: Law) -> Moment:
    """So many hours from the report."""
    return add_hours(required(h.reported_at), law.hours)


@household(cite="丙 二", label="超时")
def is_late(h: Household, law: Law) -> Bool:
    """Exactly at the last moment is in time."""
    return h.paid_at > h.help_by if given(h.paid_at) else law.day > day_of(h.help_by)


@household(cite="丙 三", label="那一天")
def last_day_of_help(h: Household, law: Law) -> Day:
    """The day of the last moment, in Beijing."""
    return day_of(h.help_by)


@household(cite="丙 四", label="地方")
def place(h: Household, law: Law) -> Code:
    """Where it happened."""
    return required(h.place_area)


@household(cite="丙 五", label="涨幅")
def rise(h: Household, law: Law) -> Number:
    """Hundredths of a percent as a share."""
    return percent(percent(h.hundredths))
