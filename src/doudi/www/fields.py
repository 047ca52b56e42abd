"""Form fields that speak as people type: sums of money, identity numbers, days, telephone numbers.

Every refusal says what is wrong and what to do; what was typed stays in the field.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from doudi.kernel.identifiers import BadIdentifier, IdNumber, parse_id_number
from doudi.www import clock

MOST_FEN = 10_000_000_000  # 1 亿元: beyond it somebody has typed a telephone number
MOST_MONTHLY_FEN = MOST_FEN // 12  # so that twelve months of it are still a sum that the law reads
SUM = re.compile(r"(\d+)(?:\.(\d{1,2}))?")
TOO_MUCH = "这个金额太大了，请看看是不是多写了几个零。"
TEN_THOUSAND = re.compile(r"(\d+)(?:\.(\d{1,4}))?万")
DAY = re.compile(r"(\d{4})[-./年 ]?(\d{1,2})[-./月 ]?(\d{1,2})日?")


def plain(text: str) -> str:
    """Full-width to half-width, no spaces, no thousands separators."""
    return re.sub(r"[\s,,、]", "", unicodedata.normalize("NFKC", text))


def fen_of(text: str) -> int:
    """Read 2200, 2,200.50, 2200元, 1.5万 as whole fen; ValueError when it is no sum."""
    typed = plain(text).removesuffix("元").removesuffix("块").lstrip("¥¥")
    if match := TEN_THOUSAND.fullmatch(typed):
        return int(match[1]) * 1_000_000 + int((match[2] or "").ljust(4, "0")) * 100
    if match := SUM.fullmatch(typed):
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    raise ValueError(text)


class MoneyField(forms.CharField):
    """A sum in yuan as typed; cleaned to int fen, or None when left empty."""

    unit = "元"

    def __init__(self, *, most: int = MOST_FEN, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Fen from the draft go back into the field as yuan."""
        if isinstance(value, int):
            yuan, fen = divmod(value, 100)
            return f"{yuan}.{fen:02d}" if fen else str(yuan)
        return value

    def clean(self, value: Any) -> int | None:
        """Refuse what is not a sum, a negative one, and an absurd one."""
        typed = super().clean(value)
        if not typed:
            return None
        if plain(typed).startswith(("-", "−", "负")):
            raise ValidationError("金额不能是负数。没有就填 0。")
        try:
            fen = fen_of(typed)
        except ValueError:
            raise ValidationError(f"“{typed}”不是一个金额。只写数字，例如 2200 或 2200.50。") from None
        if fen > self.most:
            raise ValidationError(TOO_MUCH)
        return fen


class IdNumberField(forms.CharField):
    """居民身份证号: cleaned to kernel's IdNumber (15 digits become 18), or None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """An IdNumber goes back as its 18 digits."""
        return value.number18 if isinstance(value, IdNumber) else value

    def clean(self, value: Any) -> IdNumber | None:
        """Refuse with the reason that the kernel gives, and a birth that is still to come."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            number = parse_id_number(typed)
        except BadIdentifier as wrong:
            reason = str(wrong).rstrip("。")
            raise ValidationError(f"{reason}。请照着身份证或户口本再看一遍。") from None
        if number.birth > clock.today():
            raise ValidationError("这个身份证号里的出生日期还没到。请照着身份证再看一遍。")
        return number


def keep_known(form: forms.Form, known: dict[str, str]) -> None:
    """Fields whose value is known show its masked form beside an empty box: left blank, it stays (不改就空着). On a
    telephone that several people use the page then holds nothing to copy.
    """
    for name, masked in known.items():
        if masked:
            field = form.fields[name]
            field.required = False
            field.help_text = f"已经写了 {masked}，不改就空着"
            form.initial.pop(name, None)


class DayField(forms.CharField):
    """A day as people write it: 1958-3-2, 1958年3月2日, 19580302. Cleaned to a date, or None."""

    def __init__(self, *, past: bool = True, **kwargs: Any) -> None:
        self.past = past
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        """Refuse what is no day, and a day still to come where it must lie in the past."""
        typed = super().clean(value)
        if not typed:
            return None
        match = DAY.fullmatch(unicodedata.normalize("NFKC", typed).strip())
        try:
            day = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(f"“{typed}”不是一个日期。请写成 1958-3-2 这样。")
        if self.past and day > clock.today():
            raise ValidationError("这个日期还没到，请看看年份写对了没有。")
        return day


class PhoneField(forms.CharField):
    """A mobile or fixed telephone number; cleaned to digits and hyphens."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Eleven digits for a mobile, area code and 7–8 digits for a fixed line."""
        typed = plain(super().clean(value) or "").removeprefix("+86")
        if typed and not re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}", typed):
            raise ValidationError("电话号码不对。手机号是 11 位数字；座机要带区号，例如 0537-2345678。")
        return typed
