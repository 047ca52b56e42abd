"""Loads the demo township, its accounts, numbers and cases, all or nothing; only a first start needs these imports."""

from datetime import datetime

from django.db import transaction

from doudi.cli.demo import accounts, cases, numbers, referrals, township


@transaction.atomic
def load_demo(*, at: datetime) -> None:
    """Offices, accounts, example numbers, some hundred households, and cases in every state. All or
    nothing."""
    staff = accounts.load(at=at)
    numbers.load(staff=staff, at=at)
    settled = township.load(staff=staff, at=at)
    cases.load(settled=settled, staff=staff, at=at)
    referrals.load(settled=settled, staff=staff, at=at)
