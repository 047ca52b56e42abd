"""Officers at their desks in the small town, on 24 September 2026 unless a test moves the clock."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from doudi.offices import actions as offices
from doudi.www import clock
from tests.population.screened import kernels
from tests.www.staff.world import START, World, at, build


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the clock of the pages."""
    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(at("2026-09-24"))
    return move


@pytest.fixture(autouse=True)
def _compiled_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs take compiled law from where the tests keep it."""
    monkeypatch.setattr("doudi.jobs.newcomers.compiled", kernels)


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
def auditing(world: World, desk: Callable[[str], Client]) -> Callable[[str], Client]:
    """A browser of somebody who audits one area, by a post of his own: the rows are guarded by posts."""
    def sit(prefix: str) -> Client:
        office = offices.open_office(name=f"{prefix}审计局", level="audit", prefixes=[prefix], parent=world.offices["city"],
                                     by=None, at=START)
        world.hire("auditing", "闵审计", "auditor", office)
        return desk("auditing")

    return sit
