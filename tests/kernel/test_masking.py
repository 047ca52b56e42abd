"""What may be seen of a name or number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.masking import mask_account, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王建国", "王*国"), ("王丽", "王*"), ("欧阳建国", "欧**国"), ("王", "*"), ("", ""),
        (" 王建国 ", "王*国"), ("阿卜杜·热合曼", "阿**·**曼"), ("𬱖𠅤", "𬱖*"),
        ("邢\U000e0101建国", "邢\U000e0101*国"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_numbers() -> None:
    assert mask_id("11010519491231002X") == "**************002X"
    assert mask_phone("138 0000 1234") == "138****1234"
    assert mask_account("6222020200112230008") == "***************0008"


@pytest.mark.parametrize("mask", [mask_id, mask_phone, mask_account])
def test_a_short_number_shows_nothing(mask: object) -> None:
    assert set(mask("1234")) == {"*"}  # type: ignore[operator]


@given(st.text("0123456789", min_size=1, max_size=25))
def test_at_most_the_last_four_of_an_account_are_seen(number: str) -> None:
    shown = mask_account(number)
    assert len(shown) == len(number)
    assert len(shown.replace("*", "")) <= 4
