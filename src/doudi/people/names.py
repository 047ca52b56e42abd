"""Names (姓名): kept as they are written, rare characters and middle dot included; found by pinyin.

Surnames have readings of their own (曾 zeng, 单 shan, 仇 qiu, 解 xie): the dictionary's first reading is
wrong for them.
"""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

from doudi.people.refusals import Refused

LONGEST = 50
DOT = "·"
DOTS = re.compile("[•‧∙⋅・･.．。]")
SURNAMES = {
    "万俟": "mo qi",
    "尉迟": "yu chi",
    "单于": "chan yu",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "令狐": "ling hu",
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "区": "ou",
    "朴": "piao",
    "盖": "ge",
    "缪": "miao",
    "乐": "yue",
    "翟": "zhai",
    "覃": "qin",
    "冼": "xian",
    "员": "yun",
    "宓": "mi",
    "黑": "he",
    "华": "hua",
    "应": "ying",
    "宁": "ning",
    "卜": "bu",
    "秘": "bi",
    "繁": "po",
    "折": "she",
    "种": "chong",
    "召": "shao",
    "燕": "yan",
    "重": "chong",
    "隗": "wei",
    "车": "che",
    "谌": "chen",
    "祭": "zhai",
    "能": "nai",
    "逄": "pang",
    "葛": "ge",
    "哈": "ha",
    "洗": "xian",
    "柏": "bai",
    "费": "fei",
    "瞿": "qu",
}


def tidy_name(text: str) -> str:
    """The name as it is kept: no spaces around or between Chinese characters, one kind of middle dot."""
    name = unicodedata.normalize("NFC", text).strip()
    name = DOTS.sub(DOT, name)
    if not name.isascii():
        name = re.sub(r"\s+", "", name)
    _refuse_impossible(name)
    return name


def _refuse_impossible(name: str) -> None:
    if not name.strip(DOT):
        raise Refused("请填写姓名。", "name")
    if len(name) > LONGEST:
        raise Refused(f"姓名太长了,最多 {LONGEST} 个字。", "name")
    # Letters of any script, marks that belong to them, private-use characters that stand in for rare ones
    # (生僻字).
    odd = [c for c in name if c not in f"{DOT} '-" and unicodedata.category(c)[0] not in "LM"
           and unicodedata.category(c) not in {"Co", "Cn"}]
    if odd:
        raise Refused(f"姓名里有“{odd[0]}”,请只写字和间隔号“·”。", "name")


def pinyin_of(name: str) -> tuple[str, str]:
    """The whole pinyin without spaces and the initials: 曾小贤 → ("zengxiaoxian", "zxx")."""
    surname = next((known for known in SURNAMES if name.startswith(known)), "")
    syllables = SURNAMES[surname].split() if surname else []
    rest = name[len(surname):].replace(DOT, "")
    if rest:
        syllables += lazy_pinyin(rest, style=Style.NORMAL, errors=lambda odd: [c for c in odd if c.isascii()])
    letters = [re.sub("[^a-z]", "", syllable.lower().replace("ü", "v")) for syllable in syllables]
    return "".join(letters)[:200], "".join(part[:1] for part in letters)[:40]
