"""Registers of other offices from which a snapshot for screening may be made (部门名册), declared column by column.

Only what a city may share for active discovery (主动发现) stands here. What lies with banks, securities firms and insurers
needs the person's written consent (社会救助暂行办法 第五十八条): such a column is refused, and a declaration that would
read one cannot be made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from doudi.policy.facts import BENEFITS, FACTS

CONSENT_NEEDED: Final = frozenset({"bank", "securities", "insurance"})
SECRET: Final = re.compile("银行|存款|余额|卡号|账号|账户|证券|股票|基金|理财|商业保险|保单|保险金|现金价值")
SECRET_WORDS: Final = "银行、证券、商业保险的信息要本人授权才能查,不能用于全员筛查,没有读这一列"
NOT_MEANT: Final = "名册的对照表里没有这一列,没有读"
HOUSEHOLD, AREA, NUMBER, NAME = "户号", "区划代码", "公民身份号码", "姓名"
KIND, GRADE = "残疾类别", "残疾等级"


@dataclass(frozen=True)
class Column:
    """A heading, the fact that it tells, and the words of the register for the fact's codes."""

    heading: str
    entity: str
    fact: str
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = FACTS[self.entity, self.fact]
        if CONSENT_NEEDED & set(declared.sources):
            raise ValueError(f"{declared.label}:{SECRET_WORDS}")


@dataclass(frozen=True)
class Register:
    """One register: whose it is, the headings without which it cannot be read, and its columns."""

    name: str
    office: str
    needs: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    by_kind: Mapping[str, str] = field(default_factory=dict)

    @property
    def headings(self) -> frozenset[str]:
        """Every heading that is read."""
        kinds = {KIND, GRADE} if self.by_kind else set()
        return frozenset({*self.needs, NAME, *kinds, *(column.heading for column in self.columns)})


def _words(**words: str) -> dict[str, str]:
    """The words of a register by code, turned around."""
    return {word: code for code, several in words.items() for word in several.split()}


YES_NO: Final = {"是": "yes", "有": "yes", "1": "yes", "否": "no", "无": "no", "0": "no"}
RELATIONS: Final = _words(
    self="户主 本人", spouse="配偶 夫 妻 丈夫 妻子",
    child="子 女 儿子 女儿 长子 次子 三子 长女 次女 三女 独生子 独生女 养子 养女 继子 继女 子女",
    parent="父 母 父亲 母亲 父母", grandparent="祖父 祖母 外祖父 外祖母 祖父母",
    grandchild="孙子 孙女 外孙 外孙子 外孙女 孙子女", sibling="兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟姐妹",
    other="其他 女婿 儿媳 岳父 岳母 公公 婆婆 侄子 侄女 非亲属",
)  # fmt: skip
CLASSES: Final = {
    "特困供养": "extreme_hardship", "特困人员": "extreme_hardship", "低保": "subsistence", "低保对象": "subsistence",
    "低保边缘": "low_income", "低收入": "low_income",
}  # fmt: skip


def _receipt(heading: str, benefit: str) -> Column:
    return Column(heading, "member", f"receives_{benefit}", YES_NO)


RESIDENTS: Final = Register("户籍", "公安", (HOUSEHOLD, AREA, NUMBER, "与户主关系"), (
    Column("户口性质", "household", "registration", _words(urban="城镇 非农业 非农 城镇居民", rural="农村 农业 农村居民")),
    Column("与户主关系", "member", "relation", RELATIONS),
    Column("性别", "member", "sex", _words(male="男 男性", female="女 女性")),
    Column("出生日期", "member", "birth"),
))  # fmt: skip
REGISTERS: Final[Mapping[str, Register]] = {each.name: each for each in (
    RESIDENTS,
    Register("残联", "残疾人联合会", (NUMBER, KIND, GRADE), (
        Column("有效期至", "member", "disability_card_until"),
    ), by_kind=_words(
        disability_visual="视力 视力残疾", disability_hearing="听力 听力残疾", disability_speech="言语 言语残疾",
        disability_limb="肢体 肢体残疾", disability_intellectual="智力 智力残疾", disability_mental="精神 精神残疾",
        disability_multiple="多重 多重残疾")),
    Register("医保", "医疗保障", (NUMBER,), (
        Column("重特大疾病", "member", "serious_illness", YES_NO),
        *(_receipt(f"资助参保类别:{word}", code) for word, code in CLASSES.items()),
    )),
    Register("学籍", "教育", (NUMBER, "在校情况"), (
        Column("在校情况", "member", "student", _words(
            none="不在校 毕业 退学", preschool="学前 幼儿园", primary="小学", junior="初中", senior="普通高中 高中",
            vocational="中职 技工", college="大学 高职 专科 本科")),
        Column("寄宿", "member", "boarding", YES_NO),
    )),
    Register("民政", "民政", (NUMBER,), tuple(_receipt(f"在享{label}", code) for code, label in BENEFITS.items())),
)}  # fmt: skip
