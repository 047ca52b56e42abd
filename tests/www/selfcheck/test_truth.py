"""Whoever answers truly is told what the law says over the whole document, or that something is still open: for every
programme, for invented households, in at most twelve questions, each found in thirty milliseconds of computing."""

import statistics
import time
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from doudi.law.run import needed
from doudi.policy import decide
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.township import township
from doudi.www.selfcheck.answers import names_of, people_of
from doudi.www.selfcheck.next_question import next_question
from doudi.www.selfcheck.questions import MOST
from doudi.www.selfcheck.settles import CHECKED, NEVER_ASKED, ORDINARY, SETTLES
from doudi.www.selfcheck.telling import ask, reach, settle, tell
from tests.www.selfcheck.truth import Family, walk

DAY, TOWN, VILLAGE = date(2026, 11, 20), "370811006", "370811006001"
HOUSEHOLDS, QUICK = 80, 0.030
SHEET = StandardsSet.from_yaml(Path(str(files("doudi.standards") / "data" / "demo-standards.yaml"))).sheet(DAY, TOWN)


def families(seed):
    records = township(["370811", TOWN, VILLAGE], TOWN, HOUSEHOLDS, seed, DAY)
    found = [Family(record.document(), DAY, SHEET) for record in records]
    return [family for family in found if family.can_speak()]


def told_falsely(family, answers):
    """Programmes of which the family is told something else than the law says."""
    asked, truth = ask(answers, DAY, SHEET), decide(family.document, day=DAY, sheet=SHEET, programmes=CHECKED)
    marks = {None: None} | {mark: member["id"] for mark, member in family.by_mark().items()}
    for code in CHECKED:
        of_family = law_book().programmes[code].entity == "household"
        for mark in [None] if of_family else [mark for mark in marks if mark]:
            ours, true = asked.verdicts(code, mark), truth.verdict(code, marks[mark])
            said = settle(ours) if ours else "not_entitled"
            right = settle([(truth, true)]) if true else "not_entitled"
            if said != "need_info" and (said != right or (said == "entitled" and not within(ours, true))):
                yield code, mark, said, right


def within(ours, true):
    kind = next((kind for kind in ("monthly", "yearly", "once") if kind in true.amounts), None)
    if kind is None:
        return True
    low, high = reach(true, kind)
    return min(reach(v, kind)[0] for _, v in ours) <= low <= high <= max(reach(v, kind)[1] for _, v in ours)


@pytest.mark.parametrize("seed", [7])
def test_true_answers_are_told_the_truth_in_at_most_twelve_questions(seed):
    false, counts, decided, open_ones = [], [], 0, 0
    spoken = families(seed)
    assert len(spoken) > HOUSEHOLDS // 2
    for family in spoken:
        draft = walk(family, next_question, DAY, SHEET)
        counts.append(len(draft["asked"]))
        false += list(told_falsely(family, draft["answers"]))
        told = tell(ask(draft["answers"], DAY, SHEET), names_of(people_of(draft["answers"])))
        decided += sum(each.outcome != "need_info" for each in told)
        open_ones += sum(each.outcome == "need_info" for each in told)
    print(f"median {statistics.median(counts)}, most {max(counts)}; {decided} told, {open_ones} open")
    assert not false, false[:10]
    assert max(counts) <= MOST
    assert decided > open_ones * 4


def test_the_next_question_is_found_quickly():
    spoken = families(5)[:25]
    walk(spoken[0], next_question, DAY, SHEET)
    begun, steps = time.process_time(), 0
    for family in spoken:
        steps += len(walk(family, next_question, DAY, SHEET)["asked"])
    assert (time.process_time() - begun) / steps <= QUICK


def test_the_same_answers_are_asked_in_the_same_order():
    for family in families(13)[:20]:
        assert walk(family, next_question, DAY, SHEET) == walk(family, next_question, DAY, SHEET)


def test_every_fact_that_the_law_reads_is_asked_or_left_open_or_the_ordinary_case():
    book = law_book()
    rules = needed([(book.programmes[c].entity, name) for c in CHECKED for name in book.programmes[c].rules()], book.rules)
    reads = {read for key in rules for read in book.rules[key].reads if read in book.facts}
    groups = (*SETTLES.values(), NEVER_ASKED, ORDINARY)
    assert reads - frozenset().union(*groups) == set()
    assert sum(map(len, groups)) == len(frozenset().union(*groups)), "a fact stands in two of them"
    assert all(fact in book.facts for group in groups for fact in group)
