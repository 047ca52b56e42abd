"""What a kernel does not ask changes no answer: programmes that apply to nobody of a block, conditions that leave nobody, facts
that the batch has no column for, more programmes than one word has bits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from doudi.law import UNKNOWN, Document, Fact, LawBook, Parameter, Row, Sheet
from doudi.law.kernel import OUTCOMES, Kernel
from doudi.law.language import Bool, Code, FenMonth
from tests.law import demand_rules
from tests.law.batches import CACHE, batch_of
from tests.law.onebyone import all_of, differences, unlike, verdicts

DAY = date(2026, 6, 15)
FACTS = [
    Fact("registration", "household", Code, "户籍", values={"urban": "城镇", "rural": "农村"}),
    Fact("asked", "household", Bool, "申请了", default=True),
    Fact("help", "household", FenMonth, "帮助", default=UNKNOWN),
    Fact("wage", "member", FenMonth, "工资", default=0),
    Fact("here", "member", Bool, "在家", default=True),
    Fact("ill", "member", Bool, "患病", default=UNKNOWN),
]
LINE = Parameter("line", "线", FenMonth, high="10000.00")


def book_of(programmes: Any) -> LawBook:
    return LawBook(modules=[demand_rules], facts=FACTS, parameters=[LINE], switches=[], programmes=list(programmes))


BOOK = book_of(demand_rules.PROGRAMMES)
AREAS = ("370811", "370829", "370832")
ROWS = [
    Row("line", area, {}, LINE.parse(raw), date(2025, 1, 1), None, "示例")
    for area, raw in zip(AREAS[:2], ("800.00", "0.01"), strict=True)
]
SHEET = Sheet.of(DAY, "3708", ROWS, {})  # in the third area nobody has said where the line is
WITHOUT = ((), ("ill", "wage"), ("asked", "help"), ("registration", "here"), tuple(fact.name for fact in FACTS))


@pytest.fixture(scope="module")
def kernels() -> tuple[Kernel, Kernel]:
    full, fast = (Kernel.of(BOOK, BOOK.programmes, DAY, CACHE, masks=masks) for masks in (True, False))
    return full, fast


def families(seed: int, count: int, sizes: tuple[int, ...], asking: float) -> Iterator[Document]:
    """Runs of households in which hardly anybody asks, or is ill, between those where many do."""
    random = Random(seed)
    for number in range(count):
        busy = number // 1000 % 2
        some = asking if busy else 0.0005
        members = [
            {"id": f"m{n}", "wage": random.choice((0, 1, 80_000, 10**9, UNKNOWN)), "here": random.random() < 0.8,
             "ill": random.choice((True, UNKNOWN)) if random.random() < some else False}
            for n in range(random.choice(sizes))
        ]  # fmt: skip
        house = {
            "registration": random.choice(("urban", "rural", UNKNOWN) if busy else ("rural", "rural", "urban")),
            "asked": random.random() < some, "help": random.choice((0, 10**6, UNKNOWN)),
        }  # fmt: skip
        yield Document(house, tuple(members))


def areas_of(documents: list[Document], run: int) -> list[str]:
    """Runs of one area, or each household of another."""
    return [AREAS[number // run % len(AREAS)] for number in range(len(documents))]


def without(batch: pa.RecordBatch, names: tuple[str, ...]) -> pa.RecordBatch:
    """The batch without these columns."""
    kept = batch.drop_columns([name for name in names if name in batch.schema.names])
    members = batch.column("members")
    own = [name for name in members.values.type.names if name not in names]
    # A struct keeps its length by its columns: one that nobody reads stands for it.
    arrays = [members.values.field(name) for name in own] or [pa.nulls(len(members.values))]
    rows = pa.ListArray.from_arrays(members.offsets, pa.StructArray.from_arrays(arrays, own or ["id"]))
    return kept.set_column(kept.schema.get_field_index("members"), "members", rows)


def as_said(document: Document, names: tuple[str, ...]) -> Document:
    """The household where of these facts nothing is said."""
    household = {name: value for name, value in document.household.items() if name not in names}
    members = tuple({name: value for name, value in m.items() if name not in names} for m in document.members)
    return replace(document, household=household, members=members)


@pytest.mark.parametrize("run", [1, 700, 10_000], ids=["every household", "runs", "one area"])
@pytest.mark.parametrize("names", WITHOUT, ids=" ".join)
def test_what_is_not_asked_changes_no_answer(kernels: tuple[Kernel, Kernel], names: tuple[str, ...], run: int) -> None:
    full, fast = kernels
    documents = list(families(run, 3000, (0, 1, 1, 2, 3, 9), 0.3))
    areas = areas_of(documents, run)
    said = [as_said(document, names) for document in documents]
    batch, numbers = without(batch_of(BOOK, documents, areas), names), full.numbers(SHEET, AREAS)
    answer = full.decide(batch, numbers)
    assert len(answer.refused.rows) == 0
    assert unlike(BOOK, fast.decide(batch, numbers), answer) == []
    at = iter(areas)
    expected = all_of(said, lambda one: verdicts(BOOK, one, SHEET.at(next(at)), BOOK.programmes))
    assert differences(answer, OUTCOMES, expected)[:3] == []


@pytest.mark.parametrize("first", [1, 64], ids=["many households first", "many members first"])
def test_what_is_one_value_reaches_as_far_as_the_longest_block(kernels: tuple[Kernel, Kernel], first: int) -> None:
    """Blocks of one profile, the later ones longer in one thing and shorter in another."""
    full, fast = kernels
    sizes = [(first,), (65 - first,), (first,)]
    documents = [one for seed, size in enumerate(sizes) for one in families(seed, 2000 if size == (1,) else 130, size, 0.3)]
    names = ("ill", "asked", "wage")
    batch = without(batch_of(BOOK, documents, [AREAS[0]] * len(documents)), names)
    numbers = full.numbers(SHEET, AREAS)
    answer = full.decide(batch, numbers, threads=1)
    assert unlike(BOOK, fast.decide(batch, numbers, threads=1), answer) == []
    said = [as_said(document, names) for document in documents]
    expected = all_of(said, lambda one: verdicts(BOOK, one, SHEET.at(AREAS[0]), BOOK.programmes))
    assert differences(answer, OUTCOMES, expected)[:3] == []


@pytest.mark.parametrize("masks", [True, False])
def test_more_programmes_than_a_word_has_bits(kernels: tuple[Kernel, Kernel], masks: bool) -> None:
    """The same five over and over: each copy answers as the first does."""
    copies = [
        replace(one, code=f"{one.code}_{number}") for number in range(14) for one in demand_rules.PROGRAMMES
    ]
    book = book_of(copies)
    many = Kernel.of(book, book.programmes, DAY, CACHE, masks=masks)
    documents = list(families(5, 2500, (0, 1, 2, 3), 0.3))
    batch = batch_of(BOOK, documents, areas_of(documents, 700))
    alone = kernels[0 if masks else 1].decide(batch, kernels[0].numbers(SHEET, AREAS))
    answer = many.decide(batch, many.numbers(SHEET, AREAS))
    for copy in copies:
        one, other = answer[copy.code], alone[copy.code.rpartition("_")[0]]
        assert np.array_equal(one.outcome, other.outcome) and np.array_equal(one.rows, other.rows)
        assert all(np.array_equal(one.amount(n, end), other.amount(n, end)) for n in one.amounts for end in (0, 1))
        assert np.array_equal(one.opens[one.rows], other.opens[other.rows])


def test_every_way_of_leaving_is_in_these_households(kernels: tuple[Kernel, Kernel]) -> None:
    """The tests above would prove nothing of households that are all alike."""
    documents = list(families(700, 3000, (0, 1, 1, 2, 3, 9), 0.3))
    answer = kernels[0].decide(batch_of(BOOK, documents, areas_of(documents, 700)), kernels[0].numbers(SHEET, AREAS))
    for code in BOOK.programmes:
        seen = set(np.unique(answer[code].outcome).tolist())
        wanted = {1, 2} if code == "everyone" else {0, 1, 2, 3} if BOOK.programmes[code].entity == "member" else {0, 1, 3}
        assert wanted <= seen, (code, seen)
