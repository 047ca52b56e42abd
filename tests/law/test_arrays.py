"""The kernel spike: on random households of known facts every rule has the value of the scalar run,
to the fen."""

from datetime import date
from random import Random

import pytest

from doudi.law import UNKNOWN
from doudi.law.arrays import NotInKernel
from doudi.law.bounds import Sizer, too_large
from doudi.law.kernel import Kernel
from doudi.law.unknown import Unknown, plain
from tests.law.small import BOOK, DAY, family, row, sheet
from tests.law.test_refusals import load, rule

ASKED = [key for key in BOOK.rules if key[0] != "supporter"]
SHEETS = [
    sheet(),
    sheet(row("cost_cap", "200.00", area="37081"), row("rounding", "half_up_fen", area="37081"),
          pension_excluded=False, age_reached_on="day_after"),
]  # fmt: skip
EDGES = [0, 1, 99, 80_000 * 12, 80_000 * 12 + 1, 62_000 * 12, 10**8]


def person(random):
    birth = date(random.randint(1930, 2026), random.choice([2, 6]), random.choice([14, 15, 16, 28]))
    if random.random() < 0.1:
        birth = date(1964, 2, 29)
    return {
        "relation": random.choice(["self", "spouse", "child", "other"]),
        "birth": min(birth, DAY),
        "wage": random.choice([*EDGES, random.randint(0, 4_000_000)]),
        "business": random.choice([*EDGES, random.randint(0, 2_000_000)]),
        "pension": random.choice([0, 171_600]),
    }


def supporter(random, members):
    return {
        "of": f"m{random.randint(1, members)}",
        "registration": random.choice(["urban", "rural"]),
        "family_income": random.randint(0, 2_000_000),
        "size": random.randint(1, 6),
        "shares": random.randint(1, 10),
        "ordered": random.choice([None, None, 0, random.randint(0, 100_000)]),
    }


def households(seed, count):
    random = Random(seed)
    for _ in range(count):
        members = random.randint(1, 6)
        people = [person(random) for _ in range(members)]
        supporters = tuple(supporter(random, members) for _ in range(random.choice([0, 0, 1, 2, 4])))
        yield family(
            *people, supporters=supporters, registration=random.choice(["urban", "rural"]),
            deposits=random.choice([0, 1_920_000, 1_920_001, 10**9]), homes=random.randint(0, 3),
            homes_exempt=random.random() < 0.5, spending=random.randint(0, 10**7), special=random.random() < 0.1,
        )  # fmt: skip


@pytest.mark.parametrize("on", SHEETS, ids=["first", "second"])
def test_the_kernel_gives_the_values_of_the_scalar_run(on):
    documents = list(households(20261123, 300))
    result = Kernel(BOOK, ASKED, on).run(documents)
    undefined = 0
    for number, document in enumerate(documents):
        values = BOOK.values(document, day=DAY, sheet=on)
        for entity, name in ASKED:
            for at, member in enumerate(document.members if entity == "member" else [None]):
                expected = values.household[name] if member is None else values.member(member["id"])[name]
                if isinstance(expected, Unknown):
                    undefined += 1  # a share of nobody
                else:
                    assert result.value((entity, name), number, at) == plain(expected), (document, name)
    assert undefined < 600


def test_the_spike_refuses_what_it_cannot_do():
    with pytest.raises(NotInKernel, match="undecided"):
        Kernel(BOOK, [("member", "income")], sheet(pension_excluded=None))
    with pytest.raises(NotInKernel, match="unknown for somebody"):
        Kernel(BOOK, [("member", "counted")], sheet()).run([family({"relation": UNKNOWN})])


def test_bounds_name_the_rule_that_may_not_fit_64_bits_and_the_cure(tmp_path):
    book = load(tmp_path, rule("return h.deposits * h.homes * h.homes * h.homes", "Fen", name="small"))
    assert too_large(book) == []
    assert Sizer(book).largest["household", "small"] == 10**9 * 20**3 + 1


def test_a_rule_that_may_pass_64_bits_is_reported_with_file_line_and_cure(tmp_path):
    body = "return h.deposits * " + " * ".join(["law.assets_multiple(programme='aid')"] * 3)
    (message,) = too_large(load(tmp_path, rule(body, "Fen", name="large")))
    place, cure = message.split(";")
    assert "rules_under_test.py:5: large may reach 10^21" in place and "narrow the ranges" in cure
    assert too_large(load(tmp_path, rule(body, "Fen", name="large")), cap=1) == []


def test_no_value_of_a_random_household_lies_outside_its_bounds():
    bounds = Sizer(BOOK).rules
    for document in households(7, 100):
        values = BOOK.values(document, day=DAY, sheet=sheet())
        for (entity, name), bound in bounds.items():
            value = values.household.get(name) if entity == "household" else None
            if isinstance(value, int) and BOOK.rules[entity, name].type.is_numeric:
                assert bound.low <= value <= bound.high, name
