"""A small sealed journal in memory, and everything an attacker with the database in his hands could do to it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from doudi.audit.anchors import Anchors
from doudi.audit.checking import Checker, Report
from doudi.audit.lines import Line, line_of
from doudi.audit.seals import Seal, seal_of
from doudi.kernel.sealing import CannotOpen, Key

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
KEYS = {1: Key(1, b"k" * 32), 2: Key(2, b"l" * 32)}
VERBS = ("read", "record_facts", "casework.accept", "casework.confirm", "read_paper")


def key(number: int) -> Key:
    try:
        return KEYS[number]
    except KeyError:
        raise CannotOpen(f"no key {number}") from None


@dataclass
class Journal:
    """Records as rows of the table, the seals over them, and the anchors in their file."""

    rows: list[tuple]
    seals: list[Seal]
    anchors: Anchors

    def copy(self) -> "Journal":
        return Journal(list(self.rows), list(self.seals), self.anchors)

    def lines(self) -> list[Line]:
        return sorted(map(line_of, self.rows), key=lambda line: (line.xact, line.id))

    def check(self, anchors: bool = True, keys: bool = True) -> Report:
        lines = self.lines()
        find = {line.id: line for line in lines}.get
        checker = Checker(find=find, key=key if keys else None, anchors=self.anchors if anchors else None)
        return checker.check(sorted(self.seals, key=lambda seal: seal.number), lines)

    @property
    def sealed(self) -> list[int]:
        """Places of the rows that are sealed."""
        return [place for place, row in enumerate(self.rows) if row[1] < self.seals[-1].upto]


def made(chance: random.Random, seals: int = 12, most: int = 30, tail: int = 3) -> Journal:
    """Transactions of one to three records, some seals empty, a few records not sealed yet."""
    journal, xact, before = Journal([], [], Anchors()), 700, None
    for number in range(1, seals + 2):
        rows, since = [], xact
        for _ in range(tail if number > seals else chance.choice((0, 1, chance.randint(2, most)))):
            if chance.random() < 0.6:
                xact += chance.randint(1, 3)
            rows.append(row(chance, len(journal.rows) + len(rows) + 1, max(xact, since)))
        journal.rows += rows
        xact += 1
        if number <= seals:
            lines = sorted(map(line_of, rows), key=lambda line: (line.xact, line.id))
            at = AT + timedelta(minutes=number)
            before = seal_of(lines, after=before, upto=xact, at=at, key=KEYS[1 if number < seals / 2 else 2])
            journal.seals.append(before)
            journal.anchors.take(f"seal {number} {before.at} {before.count} {before.upto} {before.mac.hex()}".split())
    return journal


def row(chance: random.Random, number: int, xact: int) -> tuple:
    at = f"2026-11-26T02:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}.{chance.randint(0, 999999):06}Z"
    return (number, xact, at, chance.choice((None, 3, 5, 8)), chance.choice(VERBS), "household",
            str(chance.randint(1, 99)), chance.choice(("", "case", "intake")), "web 10.0.0.7",
            '{"n": %d}' % chance.randint(0, 10**9))


COLUMNS = ("id", "xact", "at", "actor", "verb", "kind", "subject", "purpose", "origin", "details")


def change(journal: Journal, chance: random.Random) -> str:
    """Any column of any sealed record becomes something else."""
    place, column = chance.choice(journal.sealed), chance.randrange(len(COLUMNS))
    before = journal.rows[place]
    values = list(before)
    while tuple(values) == before:
        values[column] = _other(journal, chance, column, before[column])
    journal.rows[place] = tuple(values)
    return f"{COLUMNS[column]} of {before[0]}"


def _other(journal: Journal, chance: random.Random, column: int, before: object) -> object:
    if column == 0:
        return max(each[0] for each in journal.rows) + chance.randint(1, 9)
    if column == 1:
        return max(0, before + chance.choice((-1, 1)) * chance.choice((1, 2, 50, 10**6)))
    if column == 3:
        return chance.choice((None, 1, 2, 3, 5))
    if column == 9:
        return '{"n": %d}' % chance.randint(0, 10**9)
    return row(chance, 0, 0)[column] if column in {2, 4} else f"{before}{chance.choice('x10 ')}"


def delete(journal: Journal, chance: random.Random) -> str:
    place = chance.choice(journal.sealed)
    return f"{journal.rows.pop(place)[0]}"


def swap(journal: Journal, chance: random.Random) -> str:
    """Two records change their numbers, with or without their transactions."""
    one, two = chance.sample(journal.sealed, 2)
    first, second = journal.rows[one], journal.rows[two]
    kept = chance.choice((1, 2))
    if first[kept:] == second[kept:]:
        return delete(journal, chance)
    journal.rows[one], journal.rows[two] = first[:kept] + second[kept:], second[:kept] + first[kept:]
    return f"{first[0]} and {second[0]}"


def insert(journal: Journal, chance: random.Random) -> str:
    """A record that nobody wrote, among the sealed ones."""
    number = max(each[0] for each in journal.rows) + 1
    journal.rows.append(row(chance, number, chance.randrange(journal.seals[-1].upto)))
    return f"{number}"


def alter_seal(journal: Journal, chance: random.Random) -> str:
    """Any field of any seal."""
    place = chance.randrange(len(journal.seals))
    seal, name = journal.seals[place], chance.choice(
        ("number", "at", "since", "upto", "count", "ids", "hashes", "previous", "key_id", "mac"))
    before = getattr(seal, name)
    if isinstance(before, int):
        after: object = before + chance.choice((-1, 1, 1000))
    elif name == "at":
        after = "2026-11-26T05:00:00.000001Z"
    elif name == "ids":
        after = (*before[:-1], 10**6)
    else:
        at = chance.randrange(len(before)) if before else 0
        after = before[:at] + bytes([before[at] ^ (1 << chance.randrange(8)) if before else 1]) + before[at + 1 :]
    journal.seals[place] = replace(seal, **{name: after})
    return f"{name} of seal {seal.number}"


def delete_seal(journal: Journal, chance: random.Random) -> str:
    return f"seal {journal.seals.pop(chance.randrange(len(journal.seals))).number}"


def rewrite(journal: Journal, chance: random.Random) -> str:
    """Somebody who has the key, too: a record is taken out and every seal from there on is made anew."""
    filled = [seal for seal in journal.seals if seal.count]
    first = chance.choice(filled)
    gone = chance.choice(first.ids)
    journal.rows = [each for each in journal.rows if each[0] != gone]
    lines, before = journal.lines(), journal.seals[first.number - 2] if first.number > 1 else None
    for seal in journal.seals[first.number - 1 :]:
        held = [line for line in lines if seal.since <= line.xact < seal.upto]
        before = seal_of(held, after=before, upto=seal.upto, at=datetime.fromisoformat(seal.at), key=KEYS[seal.key_id])
        journal.seals[seal.number - 1] = before
    return f"{gone}, and seals from {first.number} on"


def cut(journal: Journal, chance: random.Random) -> str:
    """Everything after a seal goes: later seals, and their records or not."""
    last = journal.seals[chance.randrange(len(journal.seals) - 1)]
    journal.seals = journal.seals[: last.number]
    if chance.random() < 0.7:
        journal.rows = [each for each in journal.rows if each[1] < last.upto]
    return f"after seal {last.number}"


ATTACKS: dict[str, Callable[[Journal, random.Random], str]] = {
    "change": change, "delete": delete, "swap": swap, "insert": insert, "alter a seal": alter_seal,
    "delete a seal": delete_seal, "rewrite with the key": rewrite, "cut": cut,
}


