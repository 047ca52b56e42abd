"""Identity numbers, credit codes and card numbers: what is typed is tidied, any wrong digit is caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.identifiers import (
    CREDIT_ALPHABET,
    BadIdentifier,
    check_credit_code,
    check_luhn,
    make_id_number,
    parse_id_number,
)

numbers = st.builds(
    make_id_number,
    st.sampled_from(["370811", "370829", "370871", "372400", "372430", "830000", "110101"]),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@given(numbers)
def test_a_made_number_says_what_it_was_made_from(number: str) -> None:
    read = parse_id_number(number)
    assert read.number18 == number
    assert f"{read.birth:%Y%m%d}" == number[6:14]
    assert read.sex == ("male" if int(number[16]) % 2 else "female")
    assert read.area6 == number[:6]


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_character_is_caught(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1:]
    if wrong != number:
        with pytest.raises(BadIdentifier):
            parse_id_number(wrong)


@given(numbers, st.integers(0, 16))
def test_two_neighbours_exchanged_are_caught(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2:]
    if wrong != number:
        with pytest.raises(BadIdentifier):
            parse_id_number(wrong)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 995))
def test_fifteen_digits_are_widened(birth: date, sequence: int) -> None:
    number = make_id_number("372430", birth, sequence)
    assert parse_id_number(number[:6] + number[8:17]).number18 == number


def test_the_example_of_the_standard() -> None:
    assert parse_id_number("11010519491231002X").birth == date(1949, 12, 31)
    # sequence 996 and above in 15 digits: born in the century before
    assert parse_id_number("370811950101997").birth == date(1895, 1, 1)


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ",
              "110105-19491231-002X"]
)
def test_people_type_it_in_many_ways(typed: str) -> None:
    assert parse_id_number(typed).number18 == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请填写"),
        ("1101051949123100", "现在是 16 位"),
        ("110105194912310021", "校验"),
        ("11010519491331002X", "出生日期不存在"),
        ("11010519490229002X", "出生日期不存在"),
        ("1101051949123100XX", "只能是数字"),
        ("01010519491231002X", "只能是数字"),
        ("11010517001231002X", "年份"),
        ("37081195010199X", "15 位"),
        ("张三", "现在是 2 位"),
    ],
)
def test_a_wrong_number_gets_its_reason(typed: str, says: str) -> None:
    with pytest.raises(BadIdentifier, match=says) as caught:
        parse_id_number(typed)
    assert caught.value.reason == str(caught.value)


@given(st.text(max_size=24))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    for check in (parse_id_number, check_credit_code, check_luhn):
        try:
            check(typed)
        except BadIdentifier:
            pass


CREDIT = "91110000600037341L"  # the example that GB 32100 validators commonly carry


def test_a_credit_code_and_every_single_wrong_character() -> None:
    assert check_credit_code(" 91110000600037341l ") == CREDIT
    for place, right in enumerate(CREDIT):
        for other in CREDIT_ALPHABET.replace(right, ""):
            with pytest.raises(BadIdentifier, match="校验"):
                check_credit_code(CREDIT[:place] + other + CREDIT[place + 1:])


@pytest.mark.parametrize(("typed", "says"), [("9111", "18 位"), ("9111000060003734IL", "没有 I")])
def test_a_malformed_credit_code(typed: str, says: str) -> None:
    with pytest.raises(BadIdentifier, match=says):
        check_credit_code(typed)


def test_a_card_number_and_every_single_wrong_digit() -> None:
    card = "6222020200112230008"
    luhn = next(card[:-1] + str(digit) for digit in range(10) if _passes(card[:-1] + str(digit)))
    assert check_luhn(f"{luhn[:4]} {luhn[4:8]} {luhn[8:]}") == luhn
    for place, right in enumerate(luhn):
        for other in "0123456789".replace(right, ""):
            assert not _passes(luhn[:place] + other + luhn[place + 1:])


def test_the_worked_luhn_number() -> None:
    assert check_luhn("4111 1111 1111 1111") == "4111111111111111"


@pytest.mark.parametrize(("typed", "says"), [("622202", "12 至 19"), ("62220202001122300x", "只能是数字")])
def test_a_malformed_card_number(typed: str, says: str) -> None:
    with pytest.raises(BadIdentifier, match=says):
        check_luhn(typed)


def _passes(number: str) -> bool:
    try:
        check_luhn(number)
    except BadIdentifier:
        return False
    return True
