"""Names, identity numbers, telephones and accounts for invented people (虚构): plausible to read,
impossible to belong to anybody.

Identity numbers are well formed (GB 11643) and begin with 370899, a county code that was never given out.
Telephones begin with 1990000, accounts with 62999999.
"""

from datetime import date
from typing import Final

import numpy as np

from doudi.kernel.identifiers import make_id_number

NOBODYS_COUNTY: Final = "370899"
NOBODYS_PHONES: Final = "1990000"
NOBODYS_CARDS: Final = "62999999"
BANK: Final = "示例农村商业银行"

SURNAMES: Final = (
    "王李张刘孔陈杨赵孟孙周徐马朱胡郭高林何曹颜曾冯宋郑韩唐董程于田魏潘袁蔡蒋丁薛贾姜崔夏汪石秦邵史满仲闵岳龙段侯邱尹黎"
    "常武乔贺赖庞樊兰殷施洪翟安倪严牛温芦季俞鲁葛伍韦申尤毕聂焦向柳邢骆沙路阎乐冉宫关苗凌商盛丛单仇解"
)
TWO_CHARACTER_SURNAMES: Final = ("欧阳", "司马", "上官", "东方", "诸葛", "皇甫")
MEN: Final = (
    (
        "建国",
        "建华",
        "国庆",
        "卫东",
        "德福",
        "广才",
        "振海",
        "传明",
        "庆祥",
        "宪法",
        "兴旺",
        "守义",
        "保全",
        "化民",
        "长顺",
        "祥林",
    ),
    (
        "志强",
        "勇",
        "军",
        "伟",
        "海涛",
        "永刚",
        "洪亮",
        "庆伟",
        "建军",
        "新华",
        "学峰",
        "立新",
        "大鹏",
        "玉柱",
        "继承",
        "爱民",
    ),
    (
        "浩",
        "鑫",
        "凯",
        "磊",
        "子豪",
        "文博",
        "宇航",
        "家乐",
        "晓东",
        "俊杰",
        "天佑",
        "浩然",
        "明轩",
        "梓轩",
        "一诺",
        "奕辰",
    ),
)
WOMEN: Final = (
    (
        "桂英",
        "秀兰",
        "玉芝",
        "凤英",
        "素云",
        "桂芳",
        "兰英",
        "玉梅",
        "淑珍",
        "秀荣",
        "翠花",
        "爱莲",
        "贵荣",
        "月娥",
        "存英",
        "传荣",
    ),
    (
        "丽",
        "艳",
        "红梅",
        "海燕",
        "春霞",
        "玲",
        "秀丽",
        "晓红",
        "爱华",
        "丽娟",
        "桂花",
        "敏",
        "慧",
        "雪梅",
        "金凤",
        "素芹",
    ),
    (
        "欣怡",
        "雨涵",
        "梦瑶",
        "佳怡",
        "静",
        "婷婷",
        "思雨",
        "子涵",
        "诗琪",
        "可欣",
        "梓萱",
        "依诺",
        "语桐",
        "晨曦",
        "紫嫣",
        "若汐",
    ),
)
# Characters that old fonts, old encodings and sloppy importers lose; and a name with a middle dot.
RARE: Final = (
    "堃",
    "翀",
    "喆",
    "犇",
    "燊",
    "昇",
    "珺",
    "祎",
    "䶮",
    "㛃",
    "玥彤",
    "垚",
    "祐",
    "赟",
    "鑫淼",
    "𬍛",
)
DOTTED: Final = ("阿依古丽·买买提", "买买提·吐尔逊", "古丽娜尔·艾力")
_ERAS: Final = (1965, 1992)
_RARE_SHARE: Final = 0.025


class People:
    """Makes names and numbers that do not repeat, from one stream of random numbers."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._given: set[str] = set()
        self._phones = 0
        self._weights = 1.0 / (np.arange(len(SURNAMES)) + 4.0)
        self._weights /= self._weights.sum()

    def surname(self) -> str:
        """A surname, the common ones more often."""
        if self.rng.random() < 0.012:
            return str(self.rng.choice(TWO_CHARACTER_SURNAMES))
        return SURNAMES[int(self.rng.choice(len(SURNAMES), p=self._weights))]

    def name(self, surname: str, sex: str, born: int) -> str:
        """A whole name as it was given in the year of birth."""
        if self.rng.random() < _RARE_SHARE:
            return surname + str(self.rng.choice(RARE))
        era = int(np.searchsorted(_ERAS, born))
        return surname + str(self.rng.choice((MEN if sex == "male" else WOMEN)[era]))

    def dotted(self) -> str:
        """A name with a middle dot."""
        return str(self.rng.choice(DOTTED))

    def id_number(self, birth: date, sex: str) -> str:
        """A well-formed number that nobody has and that was not given before."""
        start = int(self.rng.integers(0, 500)) * 2 + (sex == "male")
        for step in range(0, 1000, 2):
            number = make_id_number(NOBODYS_COUNTY, birth, (start + step) % 1000)
            if number not in self._given:
                self._given.add(number)
                return number
        raise ValueError(f"more than 500 people of one sex were born on {birth}")

    def phone(self) -> str:
        """A telephone in a row of numbers that is plainly made up."""
        self._phones += 1
        return f"{NOBODYS_PHONES}{self._phones:04d}"

    def account(self) -> str:
        """A card number that passes Luhn."""
        stem = NOBODYS_CARDS + "".join(map(str, self.rng.integers(0, 10, 10)))
        doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(stem))]
        return stem + str(-sum(digit // 10 + digit % 10 for digit in doubled) % 10)
