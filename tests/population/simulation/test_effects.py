"""The effects of a change are exactly the difference of two runs of the law over the same households."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.law.kernel import Kernel
from doudi.policy import decide
from doudi.policy.lawbook import law_book
from doudi.population.schema import document_of
from doudi.population.simulation.changes import BadChange, Change, Choice, lowers, with_changes
from doudi.population.simulation.counting import LARGEST, sum_by
from doudi.population.simulation.newcomers import newcomers
from doudi.population.simulation.sides import is_of_members
from doudi.population.simulation.simulating import Simulation
from doudi.population.simulation.telling import SMALL, guarded, told
from doudi.population.simulation.terms import AMOUNTS, FAMILIES, PROGRAMMES
from tests.population.areas_for_tests import DAY
from tests.population.simulation.one_by_one import OneByOne

NEAR, FAR = "370811", "370831"


@pytest.fixture(scope="module")
def simulation(parts, sheets):
    return Simulation(parts, OneByOne(DAY), sheets)


def standard(yuan, area=NEAR, registration="rural"):
    return Change("subsistence_standard", area, {"value": f"{yuan}.00"}, {"registration": registration})


def scalar(part, sheet):
    """Household by household: who is helped and what is paid, written down as plainly as it can be."""
    found = []
    for row in part.batch.to_pylist():
        document = document_of(row)
        decision = decide(document, day=DAY, sheet=sheet.at(row["area"]), programmes=PROGRAMMES, trace=False)
        helped, paid = {}, {}
        for name in PROGRAMMES:
            verdicts = ([decision.verdict(name, m["id"]) for m in document.members] if is_of_members(name)
                        else [decision.verdict(name)])
            yes = [verdict for verdict in verdicts if verdict is not None and verdict.outcome == "entitled"]
            helped[name] = len(yes) if is_of_members(name) else len(document.members) * len(yes)
            paid[name] = [(verdict.member, verdict.amounts.get("monthly", 0)) for verdict in yes]
        own = {}
        for name in ("extreme_hardship", "single_person"):
            for member, fen in paid[name]:
                own[member] = max(own.get(member, 0), fen)
        total = max(sum(fen for _, fen in paid["subsistence"]), sum(own.values()))
        found.append((row["area"], row["registration"], len(document.members), helped, total))
    return found


def difference(parts, sheets, changed):
    """What two scalar runs say moves, in all."""
    moved = Counter()
    for part in parts:
        was = scalar(part, sheets[part.county])
        now = scalar(part, changed.get(part.county, sheets[part.county]))
        for (*_, people, before, paid), (*_, after, pays) in zip(was, now, strict=True):
            moved["paid_fen"] += paid
            moved["more_fen"] += pays - paid
            moved["risen_households"] += pays > paid
            moved["fallen_households"] += pays < paid
            moved["fallen_people"] += people * (pays < paid)
            moved["fallen_fen"] += max(0, paid - pays)
            for name in PROGRAMMES:
                moved[name, "gained_households"] += not before[name] and after[name] > 0
                moved[name, "lost_households"] += before[name] > 0 and not after[name]
                moved[name, "gained_people"] += max(0, after[name] - before[name])
                moved[name, "lost_people"] += max(0, before[name] - after[name])
                moved[name, "households"] += before[name] > 0
                moved[name, "people"] += before[name]
    return moved


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.integers(300, 2000), st.integers(300, 2000), st.sampled_from((NEAR, FAR, "3708")))
def test_the_totals_are_the_difference_of_two_scalar_runs(simulation, parts, sheets, rural, urban, area):
    changed = with_changes(sheets, [standard(rural, area), standard(urban, area, "urban")])
    figures, expected = simulation.effects(changed).figures(), difference(parts, sheets, changed)
    found = {name: figures[name] for name in expected if isinstance(name, str)}
    for name in PROGRAMMES:
        of = figures["programmes"][name]
        found |= {key: (of["before"] if key[1] in of["before"] else of["moves"])[key[1]]
                  for key in expected if key[0] == name and not isinstance(key, str)}
    assert found == dict(expected)
    assert figures["more_year_fen"] == 12 * figures["more_fen"]
    assert figures["more_fen"] == sum(of["moves"]["monthly_fen"] for of in figures["programmes"].values())


def test_every_axis_adds_up_to_everybody(simulation, sheets):
    effects = simulation.effects(with_changes(sheets, [standard(900, "3708")]))
    answer = told(effects, ["3708"])
    assert answer["all"]["risen_households"] > 0
    for axis in ("county", "township", "registration", "family"):
        for name in ("more_fen", "paid_fen", "risen_households"):
            assert sum(row[name] for row in answer[axis].values()) == answer["all"][name], (axis, name)
    assert set(answer["county"]) == {NEAR, FAR}
    assert set(answer["family"]) <= set(FAMILIES)


def test_only_what_changes_is_decided_again(parts, sheets):
    kernel = OneByOne(DAY)
    simulation = Simulation(parts, kernel, sheets)
    base = kernel.asked
    assert base == sum(part.households for part in parts)
    changed = with_changes(sheets, [standard(900)])
    assert set(changed) == {NEAR}
    answer = told(simulation.effects(changed), ["3708"])
    assert kernel.asked - base == next(part.households for part in parts if part.county == NEAR)
    assert answer["county"][FAR]["more_fen"] == 0
    assert simulation.effects({}).figures()["risen_households"] == 0


def test_the_number_that_holds_already_is_no_change(sheets):
    known = sheets[NEAR].row("subsistence_standard", "3708", {"registration": "rural"}).value
    assert with_changes(sheets, [standard(known // 100, "3708")]) == {}
    assert set(with_changes(sheets, [], [Choice("actual_over_formula", "3708", True)])) <= {NEAR, FAR}


def test_a_change_that_cannot_be_read_is_refused_in_words(sheets):
    for change in (standard("abc"), Change("nothing", NEAR, {"value": "1.00"}), standard(-5),
                   Change("subsistence_standard", NEAR, {"value": "1.00"}, {"registration": "moon"})):
        with pytest.raises(BadChange):
            with_changes(sheets, [change])
    with pytest.raises(BadChange, match="选择"):
        with_changes(sheets, [], [Choice("nothing", NEAR, True)])


def test_a_raise_lowers_nothing_and_a_cut_does(sheets):
    assert not lowers(sheets, with_changes(sheets, [standard(900)]))
    assert lowers(sheets, with_changes(sheets, [standard(900), standard(300, NEAR, "urban")]))


def test_small_groups_elsewhere_are_hidden_with_everything_that_gives_them_away(simulation, sheets):
    effects = simulation.effects(with_changes(sheets, [standard(640, FAR)]))
    mine = told(effects, [NEAR])
    assert set(mine["county"]) == {NEAR} and set(mine["elsewhere"]) == {FAR}
    for figures in mine["elsewhere"].values():
        for sides in figures["programmes"].values():
            for counts in sides.values():
                numbers = [value for name, value in counts.items() if name != "monthly_fen" and value is not None]
                assert not any(0 < value < SMALL for value in numbers)
    figures = told(effects, [FAR])["all"]
    few = {**figures, "fallen_people": 3, "fallen_households": 1}
    assert guarded(few)["fallen_fen"] is None
    assert told(effects, ["3701"])["all"] is None


def test_whoever_is_new_is_listed_once_and_helped_by_nothing_before(simulation, parts, sheets):
    changed = with_changes(sheets, [standard(1200, "3708"), standard(1500, "3708", "urban")])
    for part in parts:
        base, now = simulation.sides[part.county], simulation.side(part, changed[part.county])
        found = list(newcomers(part, base, now))
        assert found and len({each.household for each in found}) == len(found)
        numbers = part.batch.column("household").to_pylist()
        for each in found:
            row = numbers.index(each.household)
            assert base.total[row] == 0 and now.total[row] == each.monthly_fen > 0


def test_wide_amounts_are_added_to_the_fen_or_refused():
    cell = np.zeros(1000, np.int32)
    amounts = np.full(1000, LARGEST - 1, np.int64)
    amounts[::2] *= -1
    amounts[0] += 7
    assert sum_by(cell, amounts, 1).tolist() == [int(sum(map(int, amounts)))]
    with pytest.raises(OverflowError):
        sum_by(cell, np.full(1, LARGEST, np.int64), 1)


def test_the_array_kernel_gives_the_same_effects_to_the_fen(simulation, parts, sheets, tmp_path):
    kernel = Kernel.of(law_book(), programmes=PROGRAMMES, day=DAY, cache=tmp_path, amounts=AMOUNTS, masks=False)
    fast = Simulation(parts, kernel, sheets)
    for changes in ([standard(900, "3708"), standard(1100, NEAR, "urban")], [standard(400, FAR)]):
        changed = with_changes(sheets, changes)
        assert told(fast.effects(changed), ["3708"]) == told(simulation.effects(changed), ["3708"])
        assert fast.edges(changed, 10_000, [NEAR]) == simulation.edges(changed, 10_000, [NEAR])
