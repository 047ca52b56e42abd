"""Sessions sealed (密封的会话): what a resident has typed and not yet sent holds ID numbers, accounts and addresses.

A subclass of Django's store in the database; each session opens only under its own key. What cannot be opened is an empty
session: whoever it belonged to begins anew.
"""

import base64
import zlib
from collections import Counter
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from doudi.kernel.sealing import HEAD, VERSION, key_id, seal, unseal
from doudi.vault.keys import DATA, ring
from doudi.vault.stores import ROWS_AT_ONCE, Step, Uses

# Three bytes of version and key number are four letters, the same for all values of one key.
LETTERS: Final = 4


class SessionStore(db.SessionStore):
    """A session whose content is sealed for its key."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        plain = zlib.compress(self.serializer().dumps(session_dict))
        return base64.b64encode(seal(ring().current(DATA), plain, place(self._get_or_create_session_key()))).decode()

    def decode(self, session_data: str) -> dict[str, Any]:
        try:
            return self.opened(session_data)
        except ValueError:
            return {}

    def opened(self, session_data: str) -> dict[str, Any]:
        """What a session holds. Raises ValueError (CannotOpen) for what is not this session's."""
        stored = base64.b64decode(session_data, validate=True)
        plain = unseal(ring().key(DATA, key_id(stored)), stored, place(self.session_key))
        found: dict[str, Any] = self.serializer().loads(zlib.decompress(plain))
        return found


def place(session_key: str | None) -> str:
    """Where a session's content stands."""
    return f"django_session:{session_key}"


class Sessions:
    """The store of all sessions."""

    name, first, at_once = "django_session", "", ROWS_AT_ONCE

    def uses(self) -> Uses:
        with connection.cursor() as cursor:
            cursor.execute("select left(session_data, %s), count(*) from django_session group by 1", [LETTERS])
            return Counter({(DATA, number): count for head, count in cursor.fetchall()
                            if (number := _number(head)) is not None})

    @transaction.atomic
    def seal_again(self, after: Any, count: int, *, wait: bool) -> Step:
        now = base64.b64encode(_head(ring().current(DATA).id)).decode()
        old = Session.objects.select_for_update(skip_locked=not wait).filter(session_key__gt=after)
        rows = list(old.exclude(session_data__startswith=now).order_by("session_key")[:count])
        unreadable = [f"{self.name}:{row.expire_date:%Y-%m-%d}" for row in rows if not self._again(row)]
        return Step(len(rows) - len(unreadable), tuple(unreadable), rows[-1].pk if rows else None)

    @staticmethod
    def _again(row: Session) -> bool:
        store = SessionStore(row.session_key)
        try:
            row.session_data = store.encode(store.opened(row.session_data))
        except ValueError:
            return False
        row.save(update_fields=["session_data"])
        return True


def _head(number: int) -> bytes:
    return bytes([VERSION]) + number.to_bytes(HEAD - 1, "big")


def _number(letters: str) -> int | None:
    try:
        head = base64.b64decode(letters, validate=True)
    except ValueError:
        return None
    return int.from_bytes(head[1:HEAD], "big") if head[:1] == bytes([VERSION]) else None
