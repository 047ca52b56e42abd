"""Shares among a count of the row's own, moments, numbers of a place that a row names: the kernel says what the scalar run
says, to the fen, whatever is unknown; and what of them it does not hold it refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from doudi.kernel.days import BEIJING
from doudi.law import UNKNOWN, Document, Fact, LawBook, Parameter, Programme, Row, Sheet, Table
from doudi.law.kernel import OUTCOMES, BadBatch, Kernel, NotInKernel
from doudi.law.language import Bool, Code, Count, FenMonth, Moment, Number
from tests.law import form_rules
from tests.law.batches import CACHE, batch_of
from tests.law.onebyone import all_of, differences, unlike, verdicts
from tests.law.test_refusals import module, rule

DAY = date(2026, 6, 15)
NIGHT = datetime(2026, 6, 14, 23, 59, 59, tzinfo=BEIJING)
MODES = {"ceil_yuan": "见角进元", "half_up_fen": "到分", "plain": "不取整"}
FACTS = [
    Fact("area", "household", Code, "户籍地"),
    Fact("place_area", "household", Code, "发生地", optional=True, default=None),
    Fact("registration", "household", Code, "户籍", values={"urban": "城镇", "rural": "农村"}),
    Fact("help", "household", FenMonth, "帮助", default=UNKNOWN),
    Fact("hundredths", "household", Count, "涨幅", low=-9999, high=9999),
    Fact("at_home", "household", Bool, "在家乡"),
    Fact("asked", "household", Bool, "问了", default=True),
    Fact("reported_at", "household", Moment, "报告时刻", optional=True, default=None),
    Fact("happened_at", "household", Moment, "发生时刻", optional=True, default=None),
    Fact("paid_at", "household", Moment, "付款时刻", optional=True, default=None),
    Fact("wage", "member", FenMonth, "工资", default=0),
    Fact("here", "member", Bool, "在家", default=True),
]
PARAMETERS = [
    Parameter("rate", "比例", Number, high="10"),
    Parameter("line", "线", FenMonth, selectors=("registration",), high="10000.00"),
    Parameter("open", "开办", Bool),
    Parameter("cap", "上限", FenMonth, optional=True, high="10000.00"),
    Parameter("hours", "时限", Count, high="240"),
    Parameter("how", "办法", {"rounding": Code, "share": Number}, values=MODES, high="10"),
]
BOOK = LawBook(
    modules=[form_rules], facts=FACTS, parameters=PARAMETERS, switches=[], programmes=form_rules.PROGRAMMES
)
HOMES = ("370811001", "370829001", "370829002")
PLACES = (*HOMES, "370829", "3708", "110101001", "11", "")


def row(key: str, raw: Any, area: str, **selectors: Any) -> Row:
    parameter = next(one for one in PARAMETERS if one.key == key)
    return Row(key, area, selectors, parameter.parse(raw), date(2025, 1, 1), None, "示例")


ROWS = [
    row("rate", "0.3333", "3708"),
    row("rate", "1.5", "370829"),
    row("line", "800.00", "3708"),
    row("line", "700.01", "370829", registration="rural"),
    row("line", "900.00", "110101"),
    row("open", True, "3708"),
    row("open", False, "370829002"),
    row("cap", "none", "3708"),
    row("cap", "300.00", "370829"),
    row("hours", 24, ""),
    row("hours", 1, "11"),
    row("how", {"rounding": "ceil_yuan", "share": "1"}, "3708"),
    row("how", {"rounding": "half_up_fen", "share": "1"}, "370829"),
]
SHEET = Sheet.of(DAY, "3708", ROWS, {})
MOMENTS = [NIGHT, NIGHT + timedelta(seconds=1), NIGHT - timedelta(hours=24), NIGHT - timedelta(days=9)]


@pytest.fixture(scope="module")
def kernels() -> tuple[Kernel, Kernel]:
    full, fast = (Kernel.of(BOOK, BOOK.programmes, DAY, CACHE, masks=masks) for masks in (True, False))
    return full, fast


def families(seed: int, unknown: float) -> Iterator[Document]:
    random = Random(seed)

    def some(*values: Any) -> Any:
        return UNKNOWN if random.random() < unknown else random.choice(values)

    for _ in range(400):
        members = [
            {"id": f"m{n}", "wage": some(0, 0, 1, 100_00, 10**13), "here": some(True, True, False)}
            for n in range(random.choice([0, 1, 2, 3, 7, 64]))
        ]
        house = {
            "area": random.choice(HOMES),
            "place_area": random.choice([None, *PLACES]),
            "registration": some("urban", "rural"),
            "help": some(0, 1, 100_00, 10**13),
            "hundredths": some(-9999, 0, 3333, 9999),
            "at_home": some(True, False),
            "asked": some(True, True, False),
            **{name: random.choice([None, *MOMENTS]) for name in ("reported_at", "happened_at", "paid_at")},
        }
        yield Document(house, tuple(members))


@pytest.mark.parametrize("without", ["", "line", "cap", "how"])
@pytest.mark.parametrize("unknown", [0, 0.08])
def test_it_says_what_the_scalar_run_says(
    kernels: tuple[Kernel, Kernel], without: str, unknown: float
) -> None:
    sheet = Sheet.of(DAY, "3708", [row for row in ROWS if row.key != without], {})
    documents = list(families(len(without), unknown))
    areas = [document.household["area"] for document in documents]
    batch, (full, fast) = batch_of(BOOK, documents, areas), kernels
    answer = full.decide(batch, full.numbers(sheet, areas))
    assert len(answer.refused.rows) == 0
    assert unlike(BOOK, fast.decide(batch, fast.numbers(sheet, areas)), answer) == []
    at = iter(areas)
    expected = all_of(documents, lambda one: verdicts(BOOK, one, sheet.at(next(at)), BOOK.programmes))
    assert differences(answer, OUTCOMES, expected)[:3] == []
    outcomes = {row[0] for rows in expected.values() for row in rows}
    assert without or {"entitled", "not_entitled", "need_info"} <= outcomes


def house(**facts: Any) -> Document:
    known = {"registration": "urban", "help": 100_00, "hundredths": 100, "at_home": False}
    moments = {"reported_at": NIGHT, "happened_at": NIGHT}
    return Document({"area": HOMES[0], **known, **moments, **facts}, ())


def test_a_place_that_no_given_area_lies_near_is_looked_up_all_the_same(kernels: tuple[Kernel, Kernel]) -> None:
    documents = [house(place_area=place) for place in (HOMES[0], "110101001")]
    far = [row("open", True, "1101"), row("how", {"rounding": "ceil_yuan", "share": "1"}, "1101"), row("cap", "none", "")]
    sheet = Sheet.of(DAY, "3708", [*ROWS, *far], {})
    answer = kernels[0].decide(batch_of(BOOK, documents, HOMES[:1] * 2), kernels[0].numbers(sheet, HOMES[:1]))
    assert list(answer["helping"].low) == [834_00, 934_00]


def test_a_place_with_a_number_that_is_not_held_refuses_those_who_name_it(kernels: tuple[Kernel, Kernel]) -> None:
    documents = [house(place_area=place) for place in (None, HOMES[0], "110101001")]
    sheet = Sheet.of(DAY, "3708", [*ROWS, row("rate", "1/3", "1101")], {})
    answer = kernels[0].decide(batch_of(BOOK, documents, HOMES[:1] * 3), kernels[0].numbers(sheet, HOMES[:1]))
    assert list(answer.refused.rows) == [2] and answer.refused.words() == ["number"]


def test_moments_may_come_as_parquet_keeps_them(kernels: tuple[Kernel, Kernel]) -> None:
    batch = batch_of(BOOK, [house(place_area=HOMES[0]), house()], HOMES[:1] * 2)
    numbers, at = kernels[0].numbers(SHEET, HOMES), batch.schema.get_field_index("reported_at")
    finer = batch.column("reported_at").cast(pa.timestamp("ms", tz="+08:00"))
    same = kernels[0].decide(batch.set_column(at, "reported_at", finer), numbers)["helping"]
    assert list(same.outcome) == list(kernels[0].decide(batch, numbers)["helping"].outcome) == [1, 3]
    torn = pa.array([1, 2], pa.int64()).cast(pa.timestamp("ms", tz="+08:00"))
    with pytest.raises(BadBatch, match=r"household.reported_at: a moment that is not a whole second"):
        kernels[0].decide(batch.set_column(at, "reported_at", torn), numbers)


@pytest.mark.parametrize("name", ["help", "registration"])
def test_what_nobody_knows_of_anybody_is_unknown_in_every_block(kernels: tuple[Kernel, Kernel], name: str) -> None:
    documents = [document for seed in range(6) for document in families(seed, 0)]
    areas, (full, fast) = [HOMES[0]] * len(documents), kernels
    batch = batch_of(BOOK, documents, areas).drop_columns([name])
    numbers = full.numbers(SHEET, areas)
    assert unlike(BOOK, fast.decide(batch, numbers), full.decide(batch, numbers)) == []


def test_text_may_come_as_a_dictionary_of_its_own(kernels: tuple[Kernel, Kernel]) -> None:
    documents = [house(place_area=place) for place in ("370829001", None, "370811001")]
    batch = batch_of(BOOK, documents, HOMES)
    numbers = kernels[0].numbers(SHEET, HOMES)
    at = batch.schema.get_field_index("place_area")
    packed = batch.set_column(at, "place_area", batch.column("place_area").dictionary_encode())
    plain, encoded = kernels[0].decide(batch, numbers)["helping"], kernels[0].decide(packed, numbers)["helping"]
    assert list(plain.low) == list(encoded.low) and list(plain.outcome) == list(encoded.outcome)
    with pytest.raises(BadBatch, match=r"household.place_area: int8, but text is needed"):
        kernels[0].decide(batch.set_column(at, "place_area", pa.array([0, 1, 2], pa.int8())), numbers)


REFUSED = [
    ("given(h.place_area) and h.place_area == h.area", "free text is compared"),
    ('h.area in ("here", "there")', "free text is compared"),
    ('(h.area if h.at_home else "there") == "there"', "free text beside a code"),
    ("sum(split(m.wage, among=h.sharers) for m in h.members) > 0", "shares among unlike counts are summed"),
    ("tier_below(law.steps(area=h.area), h.help, h.help, pay='pay') > 0", "the table steps is asked of another area"),
    (f"split(split(h.help{' * h.hundredths' * 5}, among=h.sharers), among=h.sharers) > 0", "more than 127 bits hold"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "why"), REFUSED)
def test_what_is_not_held_is_named_when_the_kernel_is_made(tmp_path: Path, body: str, why: str) -> None:
    text = rule("return count(m.here for m in h.members)", "Count", name="sharers")
    table = Parameter("steps", "档", Table({"below": Number, "pay": FenMonth}))
    asked = Programme("x", "问", entity="household", all_of=("asked_for",))
    book = LawBook(
        modules=[module(tmp_path, text + rule(f"return {body}", "Bool", name="asked_for"))],
        facts=FACTS, parameters=[*PARAMETERS, table], switches=[], programmes=[asked],
    )  # fmt: skip
    with pytest.raises(NotInKernel, match=why):
        Kernel.of(book, ("x",), DAY, CACHE)


def test_an_amount_that_is_a_share_is_refused() -> None:
    asked = replace(form_rules.PROGRAMMES[0], amounts={"part": "share"})
    book = LawBook(modules=[form_rules], facts=FACTS, parameters=PARAMETERS, switches=[], programmes=[asked])
    with pytest.raises(NotInKernel, match="part is not whole fen; round it"):
        Kernel.of(book, ("sharing",), DAY, CACHE)
