"""Money is whole fen (分), an int, never a float: reading it from files and from people, and showing it.

Standards, statutes and bank files all speak in yuan with at most two decimals. `parse_yuan` is for files and
stored data (one spelling only), `read_yuan` for what a person types into a form.
"""

import re
import unicodedata
from typing import Final

FEN_PER_YUAN: Final = 100
# 10 trillion yuan: far above any public budget, far below what int64 holds after sums.
LARGEST_FEN: Final = 10**15
# What one person can plausibly mean by an amount in a form: one billion yuan.
LARGEST_TYPED_FEN: Final = 10**11

_STRICT = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,2}))?")
_PLAIN = re.compile(r"([0-9]*)(?:\.([0-9]*))?")
_LONGEST_WHOLE: Final = 18
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_CURRENCY = re.compile(r"^(人民币|RMB|CNY|¥)+|(元整|元正|圆整|圆|元|块钱|块)$", re.IGNORECASE)


class BadAmount(ValueError):
    """An amount that cannot be read; the message says in Chinese what is wrong and what to write instead."""


def parse_yuan(text: object) -> int:
    """Fen (int) of an amount in yuan as files write it: "640.00", "640", "-430.00".

    Takes `object` because files hand over whatever they hold; only text is right. Raises BadAmount for a
    float, an int, a bool, None, a "+", separators, more than two decimals, and beyond ±LARGEST_FEN.
    """
    if not isinstance(text, str):
        kind = type(text).__name__
        raise BadAmount(f'金额要写成带引号的文字，例如 "640.00"；这里是 {text!r}（{kind}）')
    found = _STRICT.fullmatch(text)
    if found is None:
        raise BadAmount(f'金额“{text}”看不懂：写成元，最多两位小数，例如 "640.00"')
    sign, whole, decimals = found.groups()
    fen = int(whole) * FEN_PER_YUAN + int((decimals or "").ljust(2, "0"))
    if fen > LARGEST_FEN:
        raise BadAmount(f"金额“{text}”太大，请核对")
    return -fen if sign else fen


def read_yuan(text: str) -> int:
    """Fen (int ≥ 0) of an amount in yuan as people type it: full-width digits, 1,234.5, ￥640, 640元, spaces.

    Raises BadAmount with the cure in Chinese: empty, not a number, negative, too many decimals, too large.
    """
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    tidy = _CURRENCY.sub("", tidy).replace("，", ",").replace("。", ".")
    if not tidy:
        raise BadAmount("请填写金额")
    if tidy[0] in "-−负" and tidy[1:]:
        raise BadAmount("金额不能是负数")
    return _typed_fen(_without_groups(tidy.removeprefix("+")))


def _without_groups(tidy: str) -> str:
    if "," not in tidy:
        return tidy
    if _GROUPED.fullmatch(tidy) is None:
        raise BadAmount("逗号的位置不对：写成 12345.60 或 12,345.60")
    return tidy.replace(",", "")


def _typed_fen(digits: str) -> int:
    found = _PLAIN.fullmatch(digits)
    if found is None or not any(found.groups()):
        raise BadAmount("这不是金额：只写数字，例如 640 或 640.50")
    whole, decimals = found.group(1) or "0", (found.group(2) or "").rstrip("0")
    if len(decimals) > 2:
        raise BadAmount("最多两位小数（到分），例如 640.50")
    whole = whole.lstrip("0") or "0"
    fen = int(whole[:_LONGEST_WHOLE]) * FEN_PER_YUAN + int(decimals.ljust(2, "0"))
    if len(whole) > _LONGEST_WHOLE or fen > LARGEST_TYPED_FEN:
        raise BadAmount("金额太大，请核对是不是多写了几位")
    return fen


def show_yuan(fen: int) -> str:
    """"640.00" for 64000 fen; the inverse of `parse_yuan` for amounts with two decimals. Refuses a float."""
    if not isinstance(fen, int) or isinstance(fen, bool):
        raise TypeError(f"money is whole fen (int), not {fen!r}")
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def show_yuan_grouped(fen: int) -> str:
    """"1,560.00" for 156000 fen: thousands separated, for pages and letters."""
    whole, decimals = show_yuan(abs(fen)).split(".")
    return f"{'-' if fen < 0 else ''}{int(whole):,}.{decimals}"
