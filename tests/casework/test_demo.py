"""The demo township: cases in every state, made by the real verbs and the real law."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from doudi.casework.enrolling.models import Enrolment
from doudi.casework.models import Award, Case, Determination, RollLine, RollRun, Status
from doudi.cli.demo.loading import load_demo
from doudi.cli.installing import load_ground

pytestmark = [pytest.mark.database, pytest.mark.slow]


def test_the_demo_township_has_cases_in_every_state(db: None, at: datetime, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_ground(at=at)
    load_demo(at=at)
    states = Counter(Case.objects.values_list("status", flat=True))
    assert set(states) == set(Status.values), set(Status.values) - set(states)
    assert states["confirmed"] >= 20
    assert {"subsistence", "extreme_hardship", "low_income"} <= set(
        Case.objects.values_list("programme", flat=True)
    )
    assert Case.objects.filter(next_due_on__lt=at.date()).exists(), "something is overdue"
    assert RollRun.objects.filter(frozen_at__isnull=False).count() == 4
    assert RollLine.objects.filter(kind="adjustment").exists(), "what was set aside is taken back"
    assert not Determination.objects.filter(law_version="").exists()
    fire = Award.objects.get(programme="temporary_urgent")
    assert fire.advanced_fen and RollLine.objects.get(award=fire).amount_fen == fire.once_fen - fire.advanced_fen
    batch = Enrolment.objects.get()
    assert (batch.state, batch.programme) == ("ready", "price_subsidy")
    assert batch.entries.count() >= 5, "the county has something to look at"
