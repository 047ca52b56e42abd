"""Policies of PostgreSQL (行级权限) out of a few phrases: which rows of a table are seen, and which may be written.

Every room says so for its own tables in a `guards` module, in these phrases; its migration carries it out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from doudi.offices.reach import ACCOUNT, DROP_FUNCTIONS, FUNCTIONS, purposes_reaching, words


@dataclass(frozen=True)
class Guard:
    """One table: the condition under which a row is seen, and under which it may be written.

    `locks` is wider than `writes` where somebody must hold a row still without changing it (SELECT … FOR UPDATE).
    """

    table: str
    sees: str
    writes: str
    locks: str = ""


def envelope(column: str) -> str:
    """The column lies in the envelope of what is held: the part of a condition that an index serves."""
    return (f"{column}::text ~>=~ current_setting('doudi.low', true) "
            f"AND {column}::text ~<~ current_setting('doudi.high', true)")


def exactly(kind: str, column: str) -> str:
    """The column begins with a prefix held for this kind; nothing to check where the envelope is that prefix."""
    return f"((SELECT public.doudi_is_range('{kind}')) OR {column}::text ^@ ANY ((SELECT public.doudi_prefixes('{kind}'))::text[]))"


def seen_in(kind: str, column: str) -> str:
    """The area in the column is within reach for this kind."""
    return f"({envelope(column)} AND {exactly(kind, column)})"


def written_in(kind: str, column: str) -> str:
    """The area in the column is within reach, and the role may write this kind."""
    return f"{column}::text ^@ ANY ((SELECT public.doudi_prefixes('{kind}', true))::text[])"


def door(table: str, kind: str, *, writing: bool = False) -> str:
    """The system does something for which this table is open."""
    return f"(SELECT public.doudi_purpose() = ANY ({words(purposes_reaching(table, kind, writing=writing))}))"


def among(column: str, function: str) -> str:
    """The column is one of the few ids that a function gives."""
    return f"{column} = ANY ((SELECT {function})::bigint[])"


def either(*conditions: str) -> str:
    """One of them."""
    return "(" + "\n    OR ".join(condition for condition in conditions if condition) + ")"


def policies(guard: Guard) -> list[str]:
    """The statements that put a table under guard; again and again with the same end."""
    table, told = guard.table, (
        ("sees", "SELECT", f"USING ({guard.sees})"),
        ("adds", "INSERT", f"WITH CHECK ({guard.writes})"),
        ("changes", "UPDATE", f"USING ({guard.locks or guard.writes}) WITH CHECK ({guard.writes})"),
        ("removes", "DELETE", f"USING ({guard.writes})"))
    made = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"]
    for name, command, condition in told:
        made += [f"DROP POLICY IF EXISTS {name} ON {table}",
                 f"CREATE POLICY {name} ON {table} FOR {command} {condition}"]
    return made


def also_seen(table: str, name: str, condition: str) -> list[str]:
    """One more reason to see rows of a table of a lower room. PostgreSQL asks policies by their names from the end of
    the alphabet: `also_…` comes after `sees`, for rows that `sees` did not show."""
    return [f"DROP POLICY IF EXISTS {name} ON {table}",
            f"CREATE POLICY {name} ON {table} FOR SELECT USING ({condition})"]


def lifted(tables: Iterable[str]) -> list[str]:
    """The way back: no policy of ours, no guard."""
    return [statement for table in tables for statement in (
        *(f"DROP POLICY IF EXISTS {name} ON {table}" for name in ("sees", "adds", "changes", "removes")),
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")]


def fingerprint(statements: Iterable[str]) -> str:
    """What a migration notes of the SQL that it was written for."""
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


def _second_factor(table: str, owner: str) -> Guard:
    """What opens an account is its owner's, and the sign-in's that asks for it."""
    own = f"{owner} = (SELECT public.doudi_user())"
    return Guard(table, sees=either(own, door(table, ACCOUNT)), writes=either(own, door(table, ACCOUNT, writing=True)))


ACCOUNTS = Guard(
    "offices_user",
    # Who works here is no secret among those who act; a resident's account holds his name and number.
    sees=either("id = (SELECT public.doudi_user())",
                "(person_id IS NULL AND (SELECT public.doudi_user() IS NOT NULL OR public.doudi_purpose() <> ''))",
                door("offices_user", "account")),
    writes=either("id = (SELECT public.doudi_user())", "(person_id IS NULL AND (SELECT public.doudi_user() IS NOT NULL))",
                  door("offices_user", "account", writing=True)))
# A recovery code names the factor, whose number is the account's.
GUARDS = [ACCOUNTS, _second_factor("offices_secondfactor", "user_id"), _second_factor("offices_recoverycode", "factor_id")]
STATEMENTS = [*FUNCTIONS, *(each for guard in GUARDS for each in policies(guard))]
BACK = [*lifted(guard.table for guard in GUARDS), DROP_FUNCTIONS]
