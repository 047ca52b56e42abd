"""Identity numbers and working days: what every import and every deadline goes through."""

from collections.abc import Iterator
from datetime import date, timedelta

from stdnum.cn import ric

from bench.figure import Figure, Scale, seconds
from doudi.kernel.calendar import SATURDAY, WorkingCalendar
from doudi.kernel.identifiers import make_id_number, parse_id_number

NUMBERS = 20_000
STARTS = 2_000
LIMIT = 45


def figures(scale: Scale) -> Iterator[Figure]:
    """kernel.id_number and kernel.working_days."""
    if scale.wants("kernel.id_number"):
        yield _id_number()
    if scale.wants("kernel.working_days"):
        yield _working_days()


def _id_number() -> Figure:
    # Births after 1983 only: the peer refuses the older ones of Jining.
    first = date(1985, 1, 1)
    numbers = [make_id_number("370811", first + timedelta(days=n % 12_000), n % 1000) for n in range(NUMBERS)]
    ours = seconds(lambda: [parse_id_number(number) for number in numbers])
    peer = seconds(lambda: [(ric.validate(number), ric.get_birth_date(number)) for number in numbers])
    return Figure("kernel.id_number", ours / NUMBERS * 1e6, "µs", ours / peer, "stdnum.cn.ric")


def _working_days() -> Figure:
    calendar = WorkingCalendar.seeded(range(2020, 2027))
    starts = [date(2020, 1, 1) + timedelta(days=n) for n in range(STARTS)]

    def without_calendar() -> None:
        for start in starts:
            day, left = start, LIMIT
            while left:
                day += timedelta(days=1)
                left -= day.weekday() < SATURDAY

    ours = seconds(lambda: [calendar.add_working_days(start, LIMIT) for start in starts])
    floor = seconds(without_calendar)
    return Figure("kernel.working_days", ours / STARTS * 1e6, "µs", ours / floor, "weekdays only")
