"""How a database is reached with all rights (数据库通道), and PostgreSQL's own programs that copy it.

The embedded server by its superuser over the socket; another server by `DATABASE_OWNER_URL`. A password is never written
on a command line, where everybody on the machine could read it.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.utils.module_loading import import_string
from psycopg.conninfo import conninfo_to_dict, make_conninfo

EMBEDDED = "doudi.config.embedded"
DATABASE = "doudi.config.database"
NO_LIMITS = """SELECT set_config(name, '0', false) FROM pg_settings
    WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')"""


def embedded(name: str) -> Any:
    """A name of the embedded server's module."""
    return import_string(f"{EMBEDDED}.{name}")


def database(name: str) -> Any:
    """A name of the settings of the database."""
    return import_string(f"{DATABASE}.{name}")


@dataclass(frozen=True)
class Reach:
    """One database of one server, and as whom."""

    params: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The database."""
        return str(self.params["dbname"])

    @property
    def user(self) -> str:
        """As whom."""
        return str(self.params["user"])

    def to(self, name: str) -> "Reach":
        """Another database of the same server."""
        return Reach({**self.params, "dbname": name})

    def connect(self, *, autocommit: bool = True) -> psycopg.Connection:
        """A connection that would rather fail than be shown a part of the rows."""
        options = {**self.params, "application_name": "doudi-keeping"}
        connection = psycopg.connect(**options, autocommit=autocommit, connect_timeout=10)
        connection.execute("SET row_security = off")
        # A snapshot waits while its copy is written, however long that takes.
        connection.execute(NO_LIMITS)
        if not autocommit:
            connection.commit()
        return connection

    def program(self, name: str, *words: str, errors: IO[bytes], **streams: Any) -> subprocess.Popen[bytes]:
        """One of PostgreSQL's programs at work on this database."""
        told = {key: value for key, value in self.params.items() if key != "password"}
        command = [str(embedded("BINARIES") / name), f"--dbname={make_conninfo(**told)}", "--no-password", *words]
        environment = {**os.environ, "PGPASSWORD": str(self.params.get("password") or "")}
        return subprocess.Popen(command, env=environment, stderr=errors, **streams)

    def url(self) -> str:
        """As DATABASE_URL wants it."""
        rest = {key: value for key, value in self.params.items() if key not in {"user", "password", "dbname"}}
        who = f"{quote(self.user, safe='')}:{quote(str(self.params.get('password') or ''), safe='')}"
        return f"postgresql://{who}@/{quote(self.name, safe='')}?{urlencode(rest)}"


def here() -> Reach:
    """The database of this installation."""
    if settings.EMBEDDED_SERVER is not None:
        return of_folder(settings.DATA)
    return Reach(conninfo_to_dict(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]))


def of_folder(data: Path) -> Reach:
    """The database of the embedded server of a data folder, as its superuser."""
    folder_of, password_of = database("folder_of"), database("password_of")
    user = database("SUPERUSER")
    return Reach({"host": str(folder_of(data)), "user": user, "password": password_of(data, user),
                  "dbname": database("NAME")})
