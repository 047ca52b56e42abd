"""`doudi retention` says in numbers what goes, and a dry run changes nothing."""

from datetime import date
from typing import Any

import pytest

from doudi.cli import forgetting
from doudi.people.models import Person
from tests.www.staff.world import World, build

pytestmark = pytest.mark.database


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build()


def test_dry_run_then_for_good(world: World, capsys: Any) -> None:
    world.family(("过期户", "self", date(1960, 1, 1)), day="2025-01-06", consent=False)
    assert forgetting.carry_out(dry_run=True) == 0
    told = capsys.readouterr().out
    assert "建档后没有申请 到期:1 户" in told and "什么都没有改" in told and "过期户" not in told
    assert Person.objects.filter(name="过期户").exists()
    assert forgetting.carry_out(dry_run=False) == 0
    assert "已删除 1 户" in capsys.readouterr().out
    assert not Person.objects.filter(name="过期户").exists()
