"""The array kernel: on random households of the small law, with unknown facts, missing numbers and undecided switches,
it answers as the scalar run does, to the fen; what it cannot hold it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.law import UNKNOWN, Document, LawBook, LawError
from doudi.law.kernel import OUTCOMES, BadBatch, Kernel, NotInKernel
from doudi.law.kernel.shapes import MOST_ROWS
from tests.law import small_rules
from tests.law.batches import CACHE, batch_of
from tests.law.onebyone import all_of, differences, unlike, verdicts
from tests.law.small import BOOK, DAY, FACTS, MOST, PARAMETERS, SWITCHES, family, row, sheet
from tests.law.test_refusals import load, rule

AREAS = ("370811006001", "370812001001", "370832005002")
SHEETS = {
    "decided": sheet(area="3708"),
    "by area": sheet(
        row("cost_cap", "200.00", area="370811"), row("rounding", "half_up_fen", area="370811"),
        row("line", "900.01", area="370832", registration="rural"), row("cost_rate", "0.3333", area="370812"),
        pension_excluded=False, age_reached_on="day_after",
    ),
    "one undecided": sheet(pension_excluded=None),
    "all undecided": sheet(pension_excluded=None, age_reached_on=None),
    "no line": sheet(without="line"),
    "no rounding": sheet(row("line", "777.77", area="370812"), without="rounding"),
    "no cost cap, rate": replace(sheet(without="cost_cap", pension_excluded=None), rows={
        key: rows for key, rows in sheet(without="cost_cap").rows.items() if key != "cost_rate"}),
}  # fmt: skip
QUIET = settings(max_examples=25, deadline=None, derandomize=True)
LINE = 800_00 * 12
EDGES = (0, 1, 99, LINE, LINE - 1, LINE + 1, 620_00 * 12, 10**8, MOST)
amounts = st.one_of(st.sampled_from(EDGES), st.integers(0, 4_000_000), st.just(UNKNOWN))
codes = st.sampled_from(("urban", "rural", UNKNOWN))
truth = st.sampled_from((True, False, UNKNOWN))
rare = st.sampled_from((False, False, False, True, UNKNOWN))
birthdays = st.sampled_from(
    (date(1964, 2, 29), date(1966, 6, 14), date(1966, 6, 15), date(1966, 6, 16), date(1930, 1, 1))
)
people = st.fixed_dictionaries(
    {"relation": st.sampled_from(("self", "spouse", "child", "other", UNKNOWN))},
    optional={
        "birth": st.one_of(birthdays, st.dates(date(1900, 1, 1), DAY), st.just(UNKNOWN)),
        "wage": amounts, "business": amounts, "pension": st.sampled_from((0, 171_600, UNKNOWN)), "authorised": truth,
    },
)  # fmt: skip
givers = st.fixed_dictionaries(
    {"of": st.integers(0, 5)},
    optional={
        "registration": codes, "family_income": amounts, "size": st.sampled_from((1, 2, 6, 20, UNKNOWN)),
        "shares": st.sampled_from((1, 3, 7, 10, UNKNOWN)), "ordered": st.sampled_from((None, None, 0, 1, 99_999, MOST)),
    },
)  # fmt: skip
houses = st.fixed_dictionaries(
    {"registration": codes},
    optional={
        "deposits": st.sampled_from((0, 1_920_000, 1_920_001, 5_760_000, MOST, UNKNOWN)), "special": rare,
        "homes": st.sampled_from((0, 1, 2, UNKNOWN)), "homes_exempt": truth,
    },
)  # fmt: skip


@st.composite
def documents(draw):
    """Mostly small families; also nobody at all, and very large ones."""
    size = draw(st.sampled_from((0, 1, 2, 3, 3, 4, 6, 31, MOST_ROWS)))
    some = draw(st.lists(people, min_size=min(size, 4), max_size=min(size, 4)))
    members = tuple({"id": f"m{n}", **some[n % len(some)]} for n in range(size))
    given_by = draw(st.lists(givers, max_size=4)) if size else []
    supporters = tuple({**s, "of": f"m{s['of'] % size}"} for s in given_by)
    return Document(draw(houses), members, supporters)


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel.of(BOOK, ["aid"], DAY, CACHE)


@pytest.fixture(scope="module")
def hurried() -> Kernel:
    return Kernel.of(BOOK, ["aid"], DAY, CACHE, masks=False)


def check(kernel: Kernel, hurried: Kernel, found: list[Document], on, areas=None) -> None:
    areas = areas or [AREAS[n % len(AREAS)] for n in range(len(found))]
    answer = kernel.decide(batch_of(BOOK, found, areas), kernel.numbers(on, AREAS), threads=2)
    at = iter(areas)
    expected = all_of(found, lambda d: verdicts(BOOK, d, on.at(next(at)), ["aid"]))
    assert differences(answer, OUTCOMES, expected) == []
    assert (
        unlike(BOOK, hurried.decide(batch_of(BOOK, found, areas), hurried.numbers(on, AREAS)), answer) == []
    )
    assert len(answer.refused.rows) == 0


@pytest.mark.parametrize("on", SHEETS.values(), ids=SHEETS.keys())
@QUIET
@given(st.lists(documents(), min_size=1, max_size=30))
def test_the_kernel_answers_as_the_scalar_run(kernel, hurried, on, found):
    check(kernel, hurried, found, on)


def test_without_whole_masks_nobody_who_is_refused_is_asked_further(kernel, hurried):
    rich, staying = {"relation": "self", "wage": MOST}, {"relation": "self"}
    found = [family(rich, deposits=MOST), family(staying), family(rich), family(rich, deposits=UNKNOWN)] * 3
    batch = batch_of(BOOK, found, [AREAS[0]] * len(found))
    full = kernel.decide(batch, kernel.numbers(SHEETS["decided"], AREAS))
    fast = hurried.decide(batch, hurried.numbers(SHEETS["decided"], AREAS))
    assert unlike(BOOK, fast, full) == []
    assert 0 < fast["aid"].false[0] < full["aid"].false[0]
    assert list(fast["aid"].false[1:4]) == list(full["aid"].false[1:4])


def test_a_slice_of_a_batch_and_a_table_give_the_same(kernel):
    found = [family({"relation": "self", "wage": n * 10_000}, deposits=n) for n in range(700)]
    found += [family({"relation": "self", "wage": UNKNOWN}), family(registration=UNKNOWN)] * 20
    batch, numbers = batch_of(BOOK, found, [AREAS[0]] * len(found)), kernel.numbers(SHEETS["decided"], AREAS)
    whole = kernel.decide(batch, numbers)["aid"]
    part = kernel.decide(pa.Table.from_batches([batch.slice(333, 400)]), numbers, threads=3)["aid"]
    assert (part.outcome == whole.outcome[333:733]).all() and (part.low == whole.low[333:733]).all()
    assert (part.false == whole.false[333:733]).all() and (part.high == whole.high[333:733]).all()
    assert len(kernel.decide(batch.slice(0, 0), numbers)["aid"].outcome) == 0


def test_what_cannot_be_held_is_refused_and_said(kernel):
    plain = {"relation": "self"}
    too_many = family(*[{"relation": "child"}] * (MOST_ROWS + 1))
    found = [
        family(plain),
        too_many,
        family({"relation": "self", "wage": MOST + 1}),
        family(plain),
        family(plain),
        family(plain),
    ]
    batch = batch_of(BOOK, found, [AREAS[0], AREAS[0], AREAS[0], None, "110101001", AREAS[0]])
    answer = kernel.decide(batch, kernel.numbers(SHEETS["decided"], AREAS))
    assert [OUTCOMES[code] for code in answer["aid"].outcome] == [
        "entitled", "not_decided", "not_decided", "not_decided", "not_decided", "entitled"]  # fmt: skip
    assert list(zip(answer.refused.rows, answer.refused.words(), strict=True)) == [
        (1, "rows"), (2, "range"), (3, "area"), (4, "area")]  # fmt: skip
    assert answer["aid"].low[2] == answer["aid"].high[1] == 0


def test_a_number_with_more_decimals_than_are_held_refuses_its_area_only(kernel):
    on = sheet(row("cost_rate", "1/3", area="370812"))
    found = [family({"relation": "self", "wage": 1_000_000})] * 3
    answer = kernel.decide(batch_of(BOOK, found, AREAS), kernel.numbers(on, AREAS))
    assert answer.refused.words() == ["number"] and list(answer.refused.rows) == [1]


def test_supporters_out_of_order_refuse_the_household(kernel):
    people = [{"relation": "self"}, {"relation": "spouse"}]
    batch = batch_of(BOOK, [family(*people, supporters=({"of": "m1"}, {"of": "m2"}))] * 2, AREAS[:2])
    rows = batch.column("supporters")
    of = pa.array([1, 0, 0, 1], pa.int16())
    values = pa.StructArray.from_arrays(
        [of if name == "of" else rows.values.field(name) for name in (f.name for f in rows.values.type)],
        [f.name for f in rows.values.type])  # fmt: skip
    wrong = batch.set_column(
        batch.schema.get_field_index("supporters"),
        "supporters",
        pa.ListArray.from_arrays(rows.offsets, values),
    )
    answer = kernel.decide(wrong, kernel.numbers(SHEETS["decided"], AREAS))
    assert answer.refused.words() == ["order"] and list(answer.refused.rows) == [0]


def test_a_batch_of_another_layout_is_refused_as_a_whole(kernel):
    numbers, batch = kernel.numbers(SHEETS["decided"], AREAS), batch_of(BOOK, [family()], AREAS[:1])
    at = batch.schema.get_field_index("deposits")
    with pytest.raises(BadBatch, match="household.deposits: string"):
        kernel.decide(batch.set_column(at, "deposits", pa.array(["1"])), numbers)
    with pytest.raises(BadBatch, match="area"):
        kernel.decide(batch.drop_columns(["area"]), numbers)
    with pytest.raises(LawError, match="of one day"):
        kernel.numbers(replace(SHEETS["decided"], day=DAY + timedelta(days=1)), AREAS)


def test_a_fact_without_a_column_has_its_default(kernel):
    batch = batch_of(BOOK, [family(), family(deposits=MOST)], AREAS[:2]).drop_columns(["deposits"])
    answer = kernel.decide(batch, kernel.numbers(SHEETS["decided"], AREAS))
    assert list(answer["aid"].outcome) == [1, 1]


def test_what_the_kernel_has_no_form_for_is_named_when_it_is_made(tmp_path):
    with pytest.raises(NotInKernel, match="rules_under_test.py:5"):
        book = load(tmp_path, rule("return ratio(h.deposits, h.deposits) > 1", "Bool", name="much"))
        _kernel_of(book, "much")


def test_a_rule_that_127_bits_are_not_proven_to_hold_is_refused_with_file_line_and_cure(tmp_path):
    body = "return h.deposits * " + " * ".join(["law.assets_multiple(programme='aid')"] * 6) + " > h.deposits"
    with pytest.raises(NotInKernel, match=r"rules_under_test.py:5: .* more than 127 bits hold; narrow"):
        _kernel_of(load(tmp_path, rule(body, "Bool", name="large")), "large")


def _kernel_of(book: LawBook, condition: str) -> Kernel:
    programme = replace(
        small_rules.PROGRAMME,
        code="x",
        all_of=(condition,),
        amounts={},
        discretion=None,
        details={},
        remarks=(),
    )
    book.programmes["x"] = programme
    return Kernel.of(book, ["x"], DAY, CACHE)


assert FACTS and PARAMETERS and SWITCHES
