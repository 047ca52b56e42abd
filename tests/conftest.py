"""What every test stands on: an embedded PostgreSQL of the run's own, and guards that turn sloppiness into
failure.

Guards: no network but loopback, an undefined template variable fails (tests/settings.py), warnings are errors
(pyproject), a queryset without an order comes back in another order than it was stored.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models.query import ModelIterable
from psycopg import sql
from psycopg.pq import TransactionStatus

from doudi.config import embedded
from doudi.config.database import APP, OWNER
from doudi.offices import access

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class NetworkRefused(RuntimeError):
    """A test wanted to talk to the world."""


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[embedded.Embedded]:
    """The database server of this run."""
    server = embedded.start(Path(settings.DATA), durable=False)
    with server.connect("postgres", "template1") as connection:
        connection.execute(f"ALTER ROLE {OWNER} CREATEDB")
        # A test may become the app role; what that role gets of every table is laid into the test database too.
        connection.execute(f"GRANT {APP} TO {OWNER}")
        for statement in embedded.TABLES_FOR_APP:
            connection.execute(sql.SQL(statement).format(owner=sql.Identifier(OWNER), app=sql.Identifier(APP)))
    yield server
    for connection in connections.all(initialized_only=True):
        connection.close()
    embedded.stop(server)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, embedded_postgres) -> None:
    """The embedded server runs before the test database is made."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(LOOPBACK):
            raise NetworkRefused(f"tests do not talk to {address}")
        return plain(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a queryset that asked for no order come back reversed: whoever relied on luck finds out."""
    plain = ModelIterable.__iter__

    def backwards(self: ModelIterable) -> Iterator[object]:
        rows = plain(self)
        if self.queryset.ordered or self.queryset.query.is_sliced:
            return rows
        return reversed(list(rows))

    monkeypatch.setattr(ModelIterable, "__iter__", backwards)


@pytest.fixture(autouse=True)
def _papers_of_this_test(tmp_path_factory: pytest.TempPathFactory, settings) -> None:
    settings.PAPERS = tmp_path_factory.mktemp("papers")


@pytest.fixture
def as_app(request: pytest.FixtureRequest) -> Iterator[None]:
    """The test's connection works as the app role, under row-level security. What the test itself arranges and looks
    at it does as a command; pages and verbs act as whoever they act for."""
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    with connection.cursor() as cursor, access.as_system("command"):
        cursor.execute(f"SET ROLE {APP}")
        yield
        # A transaction that failed is rolled back by the test, and takes the role along.
        if not connection.needs_rollback and connection.connection.info.transaction_status != TransactionStatus.INERROR:
            connection.cursor().execute("RESET ROLE")


@pytest.fixture
def at() -> datetime:
    """The moment of most tests: Monday 23 November 2026, ten in the morning in Jining."""
    return datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def day(at: datetime):
    """The day of that moment."""
    return at.date()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are left out, and said to be, where there is no Chromium; CI requires one."""
    if any(shutil.which(name) for name in BROWSERS) or os.environ.get("DOUDI_REQUIRE_BROWSER") == "1":
        return
    reason = "no Chromium on this machine (DOUDI_REQUIRE_BROWSER=1 makes that a failure)"
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))
