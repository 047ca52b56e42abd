"""Officers at their desks in the small town, on 24 September 2026 unless a test moves the clock."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from doudi.offices import reads as offices
from doudi.www import clock
from tests.www.staff.world import World, at, build


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the clock of the pages."""
    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(at("2026-09-24"))
    return move


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build()


@pytest.fixture
def desk(world: World, now: Callable[[datetime], None]) -> Callable[[str], Client]:
    """A browser in which one of the officers has signed in."""
    def sit(name: str = "clerk") -> Client:
        client = Client()
        client.force_login(world.officers[name])
        return client

    return sit


@pytest.fixture
def auditing(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on one of the officers audits these areas and does nothing else."""
    plain = offices.jurisdiction

    def sit(name: str, *prefixes: str) -> None:
        def held(user: Any, day: Any) -> offices.Jurisdiction:
            if user.pk != world.officers[name].pk:
                return plain(user, day)
            return offices.Jurisdiction(prefixes, frozenset({"auditor"}), by_role=(("auditor", prefixes),))

        monkeypatch.setattr(offices, "jurisdiction", held)

    return sit
