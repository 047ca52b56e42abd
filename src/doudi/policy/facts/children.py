"""Facts of a child without a parent to rely on: what has become of father and mother, and of the child itself.

民发〔2019〕62号 一, 国办发〔2010〕54号, 国发〔2016〕36号. They are asked only where somebody has said that the parents
cannot care for the child; a father or mother of whom nothing is said stays unknown.
"""

from collections.abc import Iterator
from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import Maker
from doudi.policy.facts.member import GRADES

_m = Maker("member")

PARENTS: Final = {"father": "父亲", "mother": "母亲"}

PARENT_STATUSES: Final = {
    "present": "在家",
    "dead": "去世",
    "declared_missing": "宣告失踪",
    "imprisoned": "服刑",
    "forced_rehab": "强制隔离戒毒",
    "restricted": "其他限制人身自由",
    "lost_contact": "失联",
}


def _of_parent(code: str, word: str) -> Iterator[Fact]:
    yield _m.code(
        f"{code}_status", f"{word}的情况", f"{word}现在怎么样?", PARENT_STATUSES, "在家、去世、服刑、失联等",
        default=UNKNOWN, sensitivity="sensitive", sources=("declared", "police"), changes=False,
    )  # fmt: skip
    yield _m.count(
        f"{code}_status_months", f"{word}该情况的月数", f"{word}这样几个月了?", "服刑、戒毒按期限算,失联按已经失联算",
        high=600, default=UNKNOWN, sensitivity="sensitive", sources=("declared", "police"),
    )  # fmt: skip
    for kind, label in (("grade", "残疾等级"), ("mind_grade", "智力、精神残疾等级")):
        yield _m.count(
            f"{code}_{kind}", f"{word}{label}", f"{word}{label[:-4]}残疾几级?", "看残疾人证,没有填无",
            high=4, values=GRADES, fresh=None, sensitivity="sensitive", sources=("declared", "disability"),
        )  # fmt: skip
    yield _m.yes_no(
        f"{code}_serious_illness", f"{word}重病", f"{word}得了重病吗?", "以当地认定的病种为准",
        sensitivity="sensitive", sources=("declared", "medical"),
    )  # fmt: skip


CHILDREN: Final[tuple[Fact, ...]] = (
    _m.yes_no(
        "parents_cannot_care", "父母不能照料", "父母都照料不了吗?", "去世、失踪、重残、重病、服刑、失联等",
        sensitivity="sensitive",
    ),  # fmt: skip
    *(fact for code, word in PARENTS.items() for fact in _of_parent(code, word)),
    _m.yes_no("raised_in_institution", "在儿童福利机构养育", "住在儿童福利院吗?", sources=("declared", "roll")),
    _m.yes_no(
        "child_harmed", "监护不到位或受侵害", "有人伤害或不管他吗?", "监护缺失、被虐待、被遗弃、被拐卖等",
        sensitivity="sensitive", sources=("visited", "police"),
    ),  # fmt: skip
)
