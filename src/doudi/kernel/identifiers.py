"""Numbers that identify people, organisations and accounts, with their check characters.

GB 11643-1999 citizen identity number (ISO 7064 MOD 11-2; 15 digits of GB 11643-1989 are widened to 18),
GB 32100-2015 unified social credit code, Luhn (ISO/IEC 7812) for bank cards. The area in an identity number
is not held against a list: codes that GB/T 2260 has dropped since (372400, 370871 …) stand in valid numbers.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Sex = Literal["male", "female"]

ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"
CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 11643-1989 kept the sequence numbers 996 to 999 for people aged a hundred or more.
CENTENARIAN_SEQUENCE: Final = 996


class BadIdentifier(ValueError):
    """A number that cannot be right; `reason` is Chinese, for the user, and never repeats the number."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked citizen identity number and what it says: birth, sex, the area of first registration."""

    number18: str
    birth: date
    sex: Sex
    area6: str


def _tidy(text: str) -> str:
    """Half-width, upper case, without spaces and the dashes that people put between groups."""
    return re.sub(r"[\s\-‐-―·.]", "", unicodedata.normalize("NFKC", text)).upper()


def id_check_character(first17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, first17, strict=True))
    return ID_CHECKS[total % 11]


def make_id_number(area6: str, birth: date, sequence: int) -> str:
    """A well-formed 18-character number for invented people: `sequence` 0–999, odd male, even female."""
    first17 = f"{area6}{birth:%Y%m%d}{sequence:03d}"
    return first17 + id_check_character(first17)


def parse_id_number(text: str) -> IdNumber:
    """The identity number that a person typed: 15 or 18 characters, full-width, spaces, lower x all allowed.

    Raises BadIdentifier. Whether the birth lies in the future is for the caller, who knows the day.
    """
    tidy = _tidy(text)
    if not tidy:
        raise BadIdentifier("请填写身份证号码")
    if len(tidy) == 15:
        tidy = _widened(tidy)
    if len(tidy) != 18:
        raise BadIdentifier(f"身份证号码应为 18 位，现在是 {len(tidy)} 位")
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", tidy) is None:
        raise BadIdentifier("身份证号码只能是数字，最后一位可以是 X")
    birth = _birth(tidy[6:14])
    if id_check_character(tidy[:17]) != tidy[17]:
        raise BadIdentifier("身份证号码校验不对，可能有一位写错了，请逐位核对")
    return IdNumber(tidy, birth, "male" if int(tidy[16]) % 2 else "female", tidy[:6])


def _widened(number15: str) -> str:
    if re.fullmatch(r"[1-9][0-9]{14}", number15) is None:
        raise BadIdentifier("15 位身份证号码只能是数字")
    century = "18" if int(number15[12:]) >= CENTENARIAN_SEQUENCE else "19"
    first17 = number15[:6] + century + number15[6:]
    return first17 + id_check_character(first17)


def _birth(digits: str) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise BadIdentifier("身份证号码中的出生日期不存在，请核对第 7 至 14 位") from error
    if birth.year < 1800:
        raise BadIdentifier("身份证号码中的出生年份不对，请核对第 7 至 10 位")
    return birth


def check_credit_code(text: str) -> str:
    """The unified social credit code (统一社会信用代码), tidied. Raises BadIdentifier."""
    code = _tidy(text)
    if len(code) != 18:
        raise BadIdentifier(f"统一社会信用代码应为 18 位，现在是 {len(code)} 位")
    if any(character not in CREDIT_ALPHABET for character in code):
        raise BadIdentifier("统一社会信用代码只含数字和大写字母，没有 I、O、S、V、Z")
    values = [CREDIT_ALPHABET.index(character) for character in code]
    total = sum(value * pow(3, i, 31) for i, value in enumerate(values[:17]))
    if (31 - total % 31) % 31 != values[17]:
        raise BadIdentifier("统一社会信用代码校验不对，请逐位核对")
    return code


def check_luhn(text: str) -> str:
    """A bank card number (12 to 19 digits, last one by Luhn), tidied. Raises BadIdentifier.

    Passbook accounts (存折) have no such check: do not ask it of them.
    """
    number = _tidy(text)
    if re.fullmatch(r"[0-9]+", number) is None:
        raise BadIdentifier("银行卡号只能是数字")
    if not 12 <= len(number) <= 19:
        raise BadIdentifier(f"银行卡号应为 12 至 19 位，现在是 {len(number)} 位")
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(number))]
    if sum(digit // 10 + digit % 10 for digit in doubled) % 10:
        raise BadIdentifier("银行卡号校验不对，请逐位核对")
    return number
