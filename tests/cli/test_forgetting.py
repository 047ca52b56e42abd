"""`doudi retention` says in numbers what goes, and a dry run changes nothing."""

from datetime import date
from typing import Any

import pytest

from doudi.cli import forgetting
from doudi.people.models import Person
from tests.casework.retention.conftest import world  # noqa: F401

pytestmark = pytest.mark.database


def test_dry_run_then_for_good(world: Any, capsys: Any) -> None:  # noqa: F811
    world.family(("过期户", "self", date(1960, 1, 1)), day="2025-01-06", consent=False)
    assert forgetting.carry_out(dry_run=True) == 0
    told = capsys.readouterr().out
    assert "建档后没有申请 到期:1 户" in told and "什么都没有改" in told and "过期户" not in told
    assert Person.objects.filter(name="过期户").exists()
    assert forgetting.carry_out(dry_run=False) == 0
    assert "已删除 1 户" in capsys.readouterr().out
    assert not Person.objects.filter(name="过期户").exists()
