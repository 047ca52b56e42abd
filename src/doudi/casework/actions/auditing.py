"""Drawing one household at random for an audit (随机抽查, 济办发〔2020〕21号 三23); the journal keeps who was drawn."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.casework import steps
from doudi.casework.reads.auditing import paid_households
from doudi.offices.reads import Jurisdiction


@transaction.atomic
def draw_household(*, jurisdiction: Jurisdiction, by: Any, at: datetime) -> int | None:
    """The key of one household that was paid, each with the same chance; None where nobody was."""
    found = paid_households(jurisdiction)
    count = found.count()
    if not count:
        return None
    chosen = found.values_list("pk", flat=True)[secrets.randbelow(count)]
    steps.note("draw_for_audit", ("household", chosen), by=by, at=at, among=count)
    return chosen
