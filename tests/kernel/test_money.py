"""Amounts: files write them one way, people write them many ways, nothing is ever a float."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.money import (
    LARGEST_FEN,
    LARGEST_TYPED_FEN,
    BadAmount,
    parse_yuan,
    read_yuan,
    show_yuan,
    show_yuan_grouped,
)


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_what_is_shown_is_read_back(fen: int) -> None:
    assert parse_yuan(show_yuan(fen)) == fen
    assert parse_yuan(show_yuan_grouped(fen).replace(",", "")) == fen


@pytest.mark.parametrize(
    ("text", "fen"), [("640.00", 64000), ("640", 64000), ("0.5", 50), ("-430.00", -43000), ("0.00", 0)]
)
def test_files_write_yuan_as_text(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "value",
    [640.0, 640, True, None, "", "640.005", "1,560.00", "+1.00", " 1.00", "1.", ".5", "1e3", "６４０",
    "640元",
     "NaN", "1.00\n", "10000000000000.01", "9" * 5000],
)
def test_files_with_anything_else_are_refused(value: object) -> None:
    with pytest.raises(BadAmount):
        parse_yuan(value)


def test_a_float_is_refused_with_the_cure() -> None:
    with pytest.raises(BadAmount, match='"640.00"'):
        parse_yuan(640.0)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("640", 64000), ("６４０．５０", 64050), ("1,234.5元", 123450), (" 12 000 ", 1200000),
     ("￥640", 64000), ("640元整", 64000), ("¥1,000,000.00", 100000000), ("640.500", 64050), ("０", 0),
     (".5", 50),
     ("640。5", 64050), ("1，234", 123400), ("000640", 64000), ("640块", 64000), ("人民币640元", 64000)],
)
def test_people_type_amounts_in_many_ways(typed: str, fen: int) -> None:
    assert read_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "请填写"), ("  ", "请填写"), ("元", "请填写"), ("-5", "负数"), ("－５", "负数"),
     ("六百", "只写数字"), ("6.4.0", "只写数字"), ("640.005", "两位小数"), ("1,2,3", "逗号"),
     ("12,34", "逗号"), (".", "只写数字"),
     ("1000000000.01", "太大"), ("9" * 5000, "太大"), ("1e3", "只写数字"), ("³", ""), ("640,", "逗号")],
)
def test_what_cannot_be_meant_gets_the_cure_in_chinese(typed: str, says: str) -> None:
    if typed == "³":  # NFKC makes it a plain 3: read, not refused
        assert read_yuan(typed) == 300
        return
    with pytest.raises(BadAmount, match=says):
        read_yuan(typed)


@given(st.integers(0, LARGEST_TYPED_FEN))
def test_a_shown_amount_can_be_typed_back(fen: int) -> None:
    assert read_yuan(show_yuan_grouped(fen)) == fen
    assert read_yuan(show_yuan(fen) + " 元") == fen


@given(st.text(max_size=30))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    try:
        assert 0 <= read_yuan(typed) <= LARGEST_TYPED_FEN
    except BadAmount:
        pass


def test_a_float_is_never_shown_as_money() -> None:
    with pytest.raises(TypeError):
        show_yuan(640.0)  # type: ignore[arg-type]
