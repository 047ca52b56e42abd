"""Changing keys (换钥): a new key seals from now on, and everything that lies sealed is sealed again with it.

It may be killed at any moment and begun again: what still needs an old key is read from the values. First everything that
nobody holds is done without waiting, so that it never stands in a circle with people at work; then, one by one, what was held.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from doudi.kernel.sealing import Key
from doudi.vault import keys
from doudi.vault.numbering import INDEX_KEYS
from doudi.vault.sessions import Sessions
from doudi.vault.stores import Store, Uses, kept_elsewhere, tables

ROTATED = (keys.DATA, keys.INDEX)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: how many rows and files it sealed anew, and where something stands that no key opens."""

    sealed: int
    unreadable: tuple[str, ...]


def stores() -> list[Store]:
    """Everything that holds sealed values."""
    return [*tables(), Sessions(), *kept_elsewhere]


def uses() -> Uses:
    """How many values each key seals, by purpose and number. Number 0: not sealed yet."""
    return sum((store.uses() for store in stores()), Counter())


@transaction.atomic
def add_key(purpose: str) -> Key:
    """A new key that seals from now on. Waits for whoever registers a number at this moment (`numbering`)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [INDEX_KEYS])
    return keys.add_key(purpose)


def rotate(after_step: Callable[[str, int], None] = lambda _name, _sealed: None) -> Rotated:
    """Seal everything that an older key sealed with the newest one. Done twice, the second time does nothing."""
    sealed, unreadable = 0, {}
    for store in stores():
        for count, wait in ((store.at_once, False), (1, True)):
            after = store.first
            while (step := store.seal_again(after, count, wait=wait)).last is not None:
                after, sealed = step.last, sealed + step.sealed
                unreadable |= dict.fromkeys(step.unreadable)
                after_step(store.name, step.sealed)
    return Rotated(sealed, tuple(unreadable))
