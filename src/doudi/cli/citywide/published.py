"""The published numbers of an installation for whole counties, as a run about everybody takes them. Needs Django ready."""

from collections.abc import Sequence
from datetime import date
from os.path import commonprefix

from doudi.population.screening.standards import Standards
from doudi.standards import reads

TITLE = "系统里公布的标准"


def published(day: date, counties: Sequence[str]) -> Standards:
    """One sheet for each county, because a county may have made its own choices."""
    whole = reads.sheet_within(day, commonprefix(list(counties)))
    return Standards(TITLE, whole, {each: reads.sheet_within(day, each) for each in counties}, reads.working_calendar())
