"""Whoever changes, deletes, swaps or inserts one sealed record, touches a seal, or cuts the tail, is found: in random
trials from a printed seed. `make tamper` makes a thousand; TRIALS and SEED may be given.
"""

import os
import random

import pytest

from doudi.audit.checking import INSERTED, MISSING, SEAL_ALTERED, SEAL_MISSING, SWAPPED, TAIL_CUT
from tests.audit import journals

FEW, MANY = 120, 1000
EXPECTED = {
    "delete": {MISSING}, "insert": {INSERTED}, "cut": {TAIL_CUT}, "rewrite with the key": {SEAL_ALTERED},
    "alter a seal": {SEAL_ALTERED, SEAL_MISSING}, "delete a seal": {SEAL_MISSING, TAIL_CUT},
}


def trials(number: int) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(10**9))
    print(f"SEED={seed} TRIALS={number}")
    chance, missed, journal = random.Random(seed), [], None
    for trial in range(number):
        if trial % 20 == 0:
            journal = journals.made(chance)
            assert journal.check().broken is None, seed
        name = list(journals.ATTACKS)[trial % len(journals.ATTACKS)]
        attacked = journal.copy()
        told = journals.ATTACKS[name](attacked, chance)
        broken = attacked.check().broken
        if broken is None or broken.what not in EXPECTED.get(name, {broken.what}):
            missed.append(f"{name} {told}: {broken}")
    print(f"found {number - len(missed)}/{number}")
    assert not missed, f"SEED={seed}\n" + "\n".join(missed)


def test_whatever_was_tampered_with_is_found():
    trials(int(os.environ.get("TRIALS") or FEW))


@pytest.mark.slow
def test_a_thousand_times():
    trials(int(os.environ.get("TRIALS") or MANY))


@pytest.fixture
def journal() -> journals.Journal:
    return journals.made(random.Random(7))


def place_of(journal: journals.Journal, number: int) -> int:
    return next(place for place, row in enumerate(journal.rows) if row[0] == number)


def filled(journal: journals.Journal):
    return next(seal for seal in journal.seals if seal.count > 3)


def test_the_broken_record_is_named(journal):
    seal = filled(journal)
    number, other = seal.ids[1], seal.ids[2]
    place, second = place_of(journal, number), place_of(journal, other)
    row, twin = journal.rows[place], journal.rows[second]

    altered = journal.copy()
    altered.rows[place] = (*row[:4], "other", *row[5:])
    assert str(altered.check().broken) == f"第 {number} 号记录被改过(封条 {seal.number})"
    missing = journal.copy()
    del missing.rows[place]
    assert str(missing.check().broken) == f"第 {number} 号记录不见了(封条 {seal.number})"
    swapped = journal.copy()
    swapped.rows[place], swapped.rows[second] = (row[0], *twin[1:]), (twin[0], *row[1:])
    found = swapped.check().broken
    assert (found.what, found.record, found.other) == (SWAPPED, number, other)
    doubled = journal.copy()
    doubled.rows.append(row)
    assert str(doubled.check().broken).startswith(f"第 {number} 号记录是后来塞进去的")


def test_a_record_moved_out_of_its_seal_is_named_too(journal):
    seal = filled(journal)
    place = place_of(journal, seal.ids[0])
    journal.rows[place] = (journal.rows[place][0], 10**7, *journal.rows[place][2:])
    assert str(journal.check().broken) == f"第 {seal.ids[0]} 号记录被改过(封条 {seal.number})"


def test_without_keys_records_are_still_held_against_seals_and_seals_against_anchors(journal):
    assert journal.check(keys=False).broken is None
    altered = journal.copy()
    journals.change(altered, random.Random(1))
    assert altered.check(keys=False).broken is not None
    replaced = journal.copy()
    journals.rewrite(replaced, random.Random(2))
    assert replaced.check(keys=False).broken.what == SEAL_ALTERED
    assert replaced.check(keys=False, anchors=False).broken is None, "this is what the anchors are for"


def test_without_anchors_a_cut_tail_cannot_be_seen(journal):
    cut = journal.copy()
    journals.cut(cut, random.Random(1))
    assert cut.check(anchors=False).broken is None
    assert cut.check().broken.what == TAIL_CUT


def test_what_is_not_sealed_yet_is_counted_and_nothing_is_said_about_it(journal):
    journal.rows[-1] = (*journal.rows[-1][:4], "other", *journal.rows[-1][5:])
    report = journal.check()
    assert (report.broken, report.open_count) == (None, 3)
    assert report.open_since
