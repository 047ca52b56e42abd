"""What a cell says (读格): dates, months, sums, relations, programmes, as people write them in a roll.

Each reader takes the text of one cell and gives the value, or raises BadCell with a reason in Chinese.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from doudi.kernel.days import BadDay, Month
from doudi.kernel.identifiers import BadIdentifier, IdNumber, parse_id_number
from doudi.kernel.money import BadAmount, read_yuan
from doudi.people.names import tidy_name
from doudi.people.refusals import Refused

LARGEST_MONTHLY_FEN: Final = 100_000_00
LARGEST_HOUSEHOLD: Final = 30
LONGEST: Final = 80
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = (10_000, 60_000)
_NOTHING: Final = frozenset({"", "无", "否", "没有", "/", "-", "—", "0"})
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ].*)?")
_DAY_TIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")


class BadCell(ValueError):
    """A cell that cannot be read; the message says why, for the person who keeps the roll."""


# The first pattern that is found decides; in-laws are no parents and no children.
_RELATIONS: Final = (
    ("other", "儿媳 媳 女婿 公公 婆婆 岳 公婆 继父 继母 侄 甥 叔 伯 姑 舅 姨 嫂 姐夫 妹夫 其他 亲属 保姆"),
    ("grandchild", "孙子 孙女 外孙 外孙女 曾孙 孙"),
    ("grandparent", "祖父 祖母 外祖 爷爷 奶奶 姥爷 姥姥 外公 外婆 祖父母"),
    ("self", "本人 户主 申请人 自己"),
    ("spouse", "配偶 妻子 丈夫 妻 夫"),
    ("sibling", "兄 弟 姐 妹 哥"),
    ("parent", "父 母 爸 妈"),
    ("child", "子女 儿子 女儿 长子 次子 长女 次女 养子 养女 子 女"),
)
# Tens of GB/T 4761: 01 本人, 02 户主, 10 配偶, 20 子, 30 女 …
_RELATION_CODES: Final = {
    "0": "self",
    "1": "spouse",
    "2": "child",
    "3": "child",
    "4": "grandchild",
    "5": "parent",
    "6": "grandparent",
    "7": "sibling",
    "8": "other",
    "9": "other",
}
_PROGRAMMES: Final = (
    ("extreme_hardship", "特困 五保"),
    ("low_income", "边缘 低收入"),
    ("rigid_expenditure", "刚性 支出型"),
    ("single_person", "单人"),
    ("subsistence", "低保 最低生活保障 A类 B类 C类 一类 二类 三类"),
)
_DISABILITIES: Final = (
    ("visual", "视"),
    ("hearing", "听"),
    ("speech", "言"),
    ("limb", "肢"),
    ("intellectual", "智"),
    ("mental", "精神"),
    ("multiple", "多重"),
)
_GRADES: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def half_width(text: str) -> str:
    """Full-width digits and letters become half-width; Chinese stays."""
    return unicodedata.normalize("NFKC", text).strip()


def words(text: str) -> str:
    """Free text, such as an address."""
    if len(text) > LONGEST:
        raise BadCell(f"最多 {LONGEST} 个字。")
    return half_width(text)


def person_name(text: str) -> str:
    """A name as the record keeps it: no blanks, one kind of middle dot."""
    try:
        return tidy_name(text)
    except Refused as error:
        raise BadCell(error.reason) from error


def id_number(text: str) -> IdNumber:
    """A checked ID number."""
    try:
        return parse_id_number(text)
    except BadIdentifier as error:
        raise BadCell(error.reason) from error


def day(text: str) -> date:
    """A day as rolls write it, also as Excel's serial number."""
    tidy = half_width(text)
    found = _DAY.fullmatch(tidy) or _DAY_TIGHT.fullmatch(tidy)
    if found:
        try:
            return date(*(int(part) for part in found.groups()[:3]))
        except ValueError as error:
            raise BadCell(f"没有“{text}”这一天。") from error
    if tidy.isdigit() and _SERIALS[0] < int(tidy) < _SERIALS[1]:
        return _SERIAL_ZERO + timedelta(days=int(tidy))
    raise BadCell(f"“{text}”认不出是哪一天，请写成 2026-07-01 这样。")


def card_until(text: str) -> date | None:
    """The last day of a card; None where there is no card."""
    return None if half_width(text) in _NOTHING else day(text)


def month(text: str) -> Month:
    """A month, from a month or a day."""
    found = _MONTH.fullmatch(half_width(text))
    try:
        return Month(int(found[1]), int(found[2] or found[3])) if found else Month.of(day(text))
    except BadDay as error:
        raise BadCell(f"没有“{text}”这个月。") from error
    except BadCell as error:
        raise BadCell(f"“{text}”认不出是哪个月，请写成 2026-07 这样。") from error


def amount(text: str) -> int:
    """A monthly sum in fen."""
    try:
        fen = read_yuan(text)
    except BadAmount as error:
        raise BadCell(f"{error}。".replace("。。", "。")) from error
    if fen > LARGEST_MONTHLY_FEN:
        raise BadCell(f"“{text}”太大，请核对。")
    return fen


def headcount(text: str) -> int:
    """How many people."""
    tidy = half_width(text).rstrip("人口")
    if not tidy.isdigit() or not 1 <= int(tidy) <= LARGEST_HOUSEHOLD:
        raise BadCell(f"“{text}”不是人数。")
    return int(tidy)


def account(text: str) -> str:
    """An account number: digits only, check digits are the bank's business (savings books have none)."""
    digits = re.sub(r"[\s\-]", "", half_width(text))
    if not re.fullmatch(r"[0-9]{8,30}", digits):
        raise BadCell("账号要是 8 到 30 位数字，请核对。")
    return digits


def phone(text: str) -> str:
    """The first telephone number in the cell."""
    found = re.search(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}|[0-9]{7,8}", re.sub(r"\s", "", half_width(text)))
    if found is None:
        raise BadCell(f"“{text}”不像电话号码。")
    return found[0]


def relation(text: str) -> str:
    """The relation to the head of the household."""
    tidy = re.sub("^(户主|申请人|本人)(之|的)?(?=.)", "", half_width(text))
    if re.fullmatch(r"[0-9]{2}", tidy):
        return _RELATION_CODES[tidy[0]]
    found = _first(_RELATIONS, tidy)
    if found is None:
        raise BadCell(f"“{text}”认不出来，请写本人、配偶、子女、父母、祖父母、孙子女、兄弟姐妹或其他。")
    return found


def sex(text: str) -> str:
    """男 or 女."""
    words = {"男": "male", "女": "female", "1": "male", "2": "female"}
    found = words.get(half_width(text).removesuffix("性"))
    if found is None:
        raise BadCell(f"“{text}”不是男或女。")
    return found


def registration(text: str) -> str:
    """Urban or rural registration."""
    tidy = half_width(text)
    if re.search("非农|城", tidy):
        return "urban"
    if re.search("农|乡", tidy):
        return "rural"
    raise BadCell(f"“{text}”认不出是城镇还是农村。")


def programme(text: str) -> str:
    """Which programme a word in a roll means."""
    found = _first(_PROGRAMMES, half_width(text).upper())
    if found is None:
        raise BadCell(f"“{text}”认不出是哪一项救助，请写低保、特困、低保边缘或刚性支出困难家庭。")
    return found


def yes(text: str) -> bool:
    """是 or 否, a cross or nothing."""
    return half_width(text) not in _NOTHING


def unable_to_work(text: str) -> bool | None:
    """Whether the roll says that the person cannot work; None where it says neither."""
    tidy = half_width(text)
    if "部分" in tidy:
        return None
    if re.search("无|丧失|没有", tidy):
        return True
    return False if "有" in tidy else None


def disability(text: str) -> dict[str, int]:
    """Facts of a disability from its kind and grade, written in one cell or two."""
    tidy = half_width(text).replace("残疾", "")
    if tidy in _NOTHING or set(tidy) <= {"无", "否", "/", "-"}:
        return {}
    kinds = [kind for kind, mark in _DISABILITIES if mark in tidy]
    grades = [_GRADES[letter] for letter in re.findall(r"[一二三四1-4](?=级|$)", tidy)]
    if len(kinds) != 1 or len(grades) != 1:
        raise BadCell(f"“{text}”认不出残疾类别和等级，请写成“肢体二级”这样。")
    return {f"disability_{kinds[0]}": grades[0]}


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((code for code, words in table if any(word in text for word in words.split())), None)


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "head_name": person_name,
    "name": person_name,
    "head_id": id_number,
    "id_number": id_number,
    "relation": relation,
    "sex": sex,
    "birth": day,
    "phone": phone,
    "registration": registration,
    "programme": programme,
    "members": headcount,
    "monthly": amount,
    "person_monthly": amount,
    "care": amount,
    "account": account,
    "account_name": person_name,
    "from_month": month,
    "disability_card_until": card_until,
    "serious_illness": yes,
    "labour": unable_to_work,
}
