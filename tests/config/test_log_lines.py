"""The last net under the logs: what a library says of somebody does not reach the file."""

import logging
import sys

import pytest

from doudi.config.log_lines import Scrubbing

ID, PHONE, ACCOUNT = "37081119790401501X", "13905370042", "6217001830004455667"


def line(message: str, *args: object, error: Exception | None = None) -> str:
    caught = None
    if error is not None:
        try:
            raise error
        except Exception:
            caught = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, caught)
    return Scrubbing("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("number", [ID, PHONE, ACCOUNT, "370811790401501", "0537-2345678", "6217 0018 3000 4455 667"])
def test_numbers(number: str) -> None:
    for said in (line("Not Found: /staff/%s/", number), line("x", error=ValueError(f"bad: {number}"))):
        assert number not in said
    assert "".join(number.split())[-4:] in line("Not Found: %s", number), "the end of it helps to find the case"


def test_the_row_that_the_database_refused() -> None:
    error = RuntimeError("duplicate key\nDETAIL:  Failing row contains (7, 孟庆荷, 柳巷胡同47号院\n西厢, f).\n\nsaid twice")
    said = line("Internal Server Error: /staff/", error=error)
    assert "duplicate key" in said and "said twice" in said
    assert not [word for word in ("孟庆荷", "柳巷", "西厢") if word in said]


def test_what_somebody_typed() -> None:
    assert "孟庆荷" not in line("x", error=ValueError("invalid literal for int() with base 10: '孟庆荷'"))
    assert "孟庆荷" not in line("Not Found: /progress/孟庆荷/")
    assert "𠅤" not in line("x", error=KeyError("𠅤㛃"))


def test_what_the_operator_needs_stays() -> None:
    said = line("household %s could not be forgotten", 4711, error=OSError("disk full"))
    assert "household 4711" in said and "OSError: disk full" in said and "2026-11-26 09:01:54,171" in line(
        "2026-11-26 09:01:54,171 case 202600000154-1 area 370811006201")
