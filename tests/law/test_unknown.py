"""Unknown values are sound: whatever the unknown turns out to be, the known run lies within what
the unknown run allows."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.law import UNKNOWN, Missing
from doudi.law.functions import RUNTIME
from doudi.law.operators import among, and_, branch, fold_count, fold_sum, not_, or_
from doudi.law.unknown import Interval, Maybe, Options, contains, join
from tests.law.small import BOOK, DAY, decide, family, row, sheet

M = frozenset({Missing("fact", "x", "某项")})
SMALL = st.integers(-20, 20)
KLEENE = {True: (True,), False: (False,), None: (True, False)}


def three(value):
    return Maybe(M) if value is None else value


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=4))
def test_kleene_is_exactly_what_all_completions_agree_on(parts):
    ways = [[]]
    for part in parts:
        ways = [[*w, v] for w in ways for v in KLEENE[part]]
    for careful, plain in ((and_, all), (or_, any)):
        possible = {plain(w) for w in ways}
        got = careful(*(three(p) for p in parts))
        assert possible == ({True, False} if isinstance(got, Maybe) else {got})
    assert isinstance(not_(Maybe(M)), Maybe) and not_(True) is False


@st.composite
def intervals(draw):
    low, high = sorted((draw(SMALL), draw(SMALL)))
    inside = draw(st.integers(low, high))
    return (Interval(low, high, M) if low < high else low), inside


OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a < b,
    lambda a, b: a <= b,
    lambda a, b: a == b,
    lambda a, b: a != b,
    lambda a, b: a >= b,
    lambda a, b: RUNTIME["min"](a, b),
    lambda a, b: RUNTIME["max"](a, b),
    lambda a, b: RUNTIME["monthly"](a + b),
    lambda a, b: RUNTIME["ceil_yuan"](a * 7 + b),
    lambda a, b: RUNTIME["half_up_yuan"](a * 7 + b),
    lambda a, b: join(M, a, b),
]


@given(intervals(), intervals(), st.sampled_from(OPERATIONS))
def test_interval_operations_contain_every_completion(left, right, operation):
    (a, x), (b, y) = left, right
    known = operation(x, y)
    assert contains(operation(a, b), known) or (operation is OPERATIONS[-1] and isinstance(known, Interval))


@given(intervals(), intervals())
def test_shares_and_ratios_contain_every_completion_and_are_undefined_at_zero(left, right):
    (a, x), (b, y) = left, right
    for function in (RUNTIME["split"], RUNTIME["ratio"]):
        if function is RUNTIME["split"] and y < 0:
            continue
        if y != 0:
            assert contains(function(a, b), function(x, y))
        assert isinstance(function(x, 0), Interval) and not function(x, 0).missing


TIERS = ({"below": Fraction(1, 2), "pay": 400}, {"below": Fraction(1), "pay": 200})
STEPS = ({"at_least": Fraction(1, 2), "pay": 3}, {"at_least": Fraction(1), "pay": 6})


@given(intervals(), intervals(), st.sampled_from(["pay", None]))
def test_tiers_contain_every_completion(left, right, column):
    (a, x), (b, y) = left, right
    for function, table in ((RUNTIME["tier_below"], TIERS), (RUNTIME["tier_at_least"], STEPS)):
        assert contains(function(table, a, b, column), function(table, x, y, column))


def test_tier_lines_are_exact():
    assert [RUNTIME["tier_below"](TIERS, x, 10, "pay") for x in (4, 5, 9, 10)] == [400, 200, 200, 0]
    assert [RUNTIME["tier_at_least"](STEPS, x, 10, "pay") for x in (4, 5, 9, 10, 99)] == [0, 3, 3, 6, 6]
    assert [RUNTIME["tier_below"](TIERS, x, 10, None) for x in (4, 5, 10)] == [1, 2, 0]


def test_codes_days_and_ages():
    either = Options(frozenset({"a", "b"}), M)
    assert among(either, ("a", "b", "c")) is True and among(either, ("c",)) is False
    assert isinstance(among(either, ("a",)), Maybe) and (either == "c") is False
    birth = Interval(date(1960, 1, 1), date(1966, 6, 15), M)
    assert RUNTIME["age"](birth, DAY, "birthday") >= 60
    assert isinstance(branch(Maybe(M), lambda: "x", lambda: "y"), Options)
    assert RUNTIME["add_months"](date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert RUNTIME["months_between"](date(2026, 1, 31), date(2026, 2, 27)) == 0
    uncovered = RUNTIME["add_working_days"](None, date(2026, 6, 15), 3)
    assert {m.kind for m in uncovered.missing} == {"calendar"}


def test_folds_over_rows_that_may_or_may_not_count():
    notes = []
    total = fold_sum(
        [1, 2, 3], lambda r: r * 10, lambda r: Maybe(M) if r == 2 else True, lambda *n: notes.append(n)
    )
    assert (total.low, total.high, len(notes)) == (40, 60, 3)
    assert contains(fold_count([1, 2], lambda r: three(None), None, lambda *n: None), 1)


# --- the whole law: replace unknown facts by any of their values

MEMBER_UNKNOWNS = {
    "wage": st.integers(0, 4_000_000),
    "business": st.integers(0, 4_000_000),
    "pension": st.integers(0, 200_000),
    "authorised": st.booleans(),
    "relation": st.sampled_from(["self", "spouse", "child", "other"]),
    "birth": st.dates(date(1940, 1, 1), date(2020, 1, 1)),
}
HOUSE_UNKNOWNS = {
    "deposits": st.integers(0, 10_000_000),
    "homes": st.integers(0, 3),
    "homes_exempt": st.booleans(),
    "registration": st.sampled_from(["urban", "rural"]),
    "special": st.booleans(),
}


@st.composite
def holes(draw):
    """A household and the same one with some facts hidden."""
    people, hidden_people = [], []
    for _ in range(draw(st.integers(1, 3))):
        person = {name: draw(values) for name, values in MEMBER_UNKNOWNS.items()} | {"authorised": True}
        hidden = draw(st.sets(st.sampled_from(sorted(person)), max_size=3))
        people.append(person)
        hidden_people.append({k: UNKNOWN if k in hidden else v for k, v in person.items()})
    house = {name: draw(values) for name, values in HOUSE_UNKNOWNS.items()}
    gone = draw(st.sets(st.sampled_from(sorted(house)), max_size=2))
    supporter = {
        "of": "m1",
        "family_income": draw(st.integers(0, 10**6)),
        "size": draw(st.integers(1, 4)),
        "shares": 2,
    }
    unsure = {**supporter, "family_income": UNKNOWN} if draw(st.booleans()) else supporter
    known = family(*people, supporters=(supporter,), **house)
    return known, family(
        *hidden_people, supporters=(unsure,), **{k: UNKNOWN if k in gone else v for k, v in house.items()}
    )


@settings(max_examples=150, deadline=None)
@given(holes(), st.sampled_from([True, False]), st.sampled_from(["none", "200.00"]))
def test_the_known_run_lies_within_the_unknown_run(pair, excluded, cap):
    known, unsure = pair
    full = sheet(row("cost_cap", cap, area="37081"), pension_excluded=excluded)
    open_sheet = sheet(row("cost_cap", cap, area="37081"), pension_excluded=None)
    wide = BOOK.values(unsure, day=DAY, sheet=open_sheet)
    exact = BOOK.values(known, day=DAY, sheet=full)
    for entity, name in BOOK.rules:
        if entity == "household":
            assert contains(wide.household[name], exact.household[name]), name
        elif entity == "member":
            for person in known.members:
                assert contains(wide.member(person["id"])[name], exact.member(person["id"])[name]), name
    said, truth = decide(unsure, open_sheet).verdicts["aid"], decide(known, full).verdicts["aid"]
    assert said.outcome in {truth.outcome, "need_info"}
    if said.outcome == "entitled":
        assert said.amounts == truth.amounts
    elif said.outcome == "need_info" and truth.outcome == "entitled":
        low, high = said.amount_range
        assert low <= truth.amounts["monthly"] <= high


@settings(max_examples=60, deadline=None)
@given(holes(), st.randoms(use_true_random=False))
def test_the_order_of_members_never_matters(pair, random):
    _, document = pair
    shuffled = list(document.members)
    random.shuffle(shuffled)
    other = type(document)(document.household, tuple(shuffled), document.supporters)
    assert decide(document).verdicts == decide(other).verdicts


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3_000_000), st.integers(0, 200_000))
def test_more_income_never_raises_the_amount(wage, more):
    def amount(of):
        found = decide(family({"relation": "self", "wage": of}, {"relation": "spouse"})).verdicts["aid"]
        return found.amounts["monthly"] or 0

    assert amount(wage + more) <= amount(wage)
