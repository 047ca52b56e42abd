"""The database connection says who acts before it hands out a cursor (行级权限; 济办发〔2020〕21号 三23).

`access.current()` is told to PostgreSQL in one round trip, and only when it has changed. What was told is forgotten
whenever it may no longer hold: a rollback takes a setting back, and a connection from a pool remembers somebody else.
So an identity can neither be left out nor stay behind for the next request.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from doudi.offices import access

ACT = "SELECT doudi_act_as(%s::bigint, %s::date, %s, %s)"
# Plain settings: they can be told to a database that has no table and no function yet.
NOBODY_ACTS = "SELECT " + ", ".join(f"set_config('doudi.{name}', '', false)" for name in (
    "user", "day", "purpose", "about", "low", "high", "line"))


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL connection that knows who acts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: access.Acting | None = None
        # Also a cursor that somebody kept says it again when another one acts.
        self.execute_wrappers.append(self._said_first)

    def connect(self) -> None:
        """A new connection may come out of a pool: whoever used it last is told off first."""
        self._told = None
        super().connect()

    def close(self) -> None:
        """What was told goes with the connection."""
        self._told = None
        super().close()

    def _cursor(self, name: str | None = None) -> Any:
        self.ensure_connection()
        self._say_who_acts()
        return super()._cursor(name)

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self._told = None

    def _said_first(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self._say_who_acts()
        return execute(sql, params, many, context)

    def _say_who_acts(self) -> None:
        acts = access.current()
        if acts == self._told or self.connection is None or self.connection.info.transaction_status == TransactionStatus.INERROR:
            # In a failed transaction nothing can be read; its rollback forgets, and then it is said again.
            return
        with self.wrap_database_errors:
            if acts == access.NOBODY:
                self.connection.execute(NOBODY_ACTS)
            else:
                self.connection.execute(ACT, (acts.user_id, acts.day, acts.purpose, acts.about))
        self._told = acts
