"""Facts about who is left at home and which care money comes from elsewhere: 三留守, 居家养老服务, 工伤护理费.

济办发〔2020〕21号 二(二)8; 国发〔2015〕52号.
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import YEAR, Maker

_m = Maker("member")

LEFT_BY: Final = {
    "nobody": "没有人长期外出",
    "both_parents": "父母都外出",
    "one_parent": "父母一方外出,另一方照料得了",
    "one_parent_other_unable": "父母一方外出,另一方照料不了",
    "children": "子女都外出,身边没人照料",
    "spouse": "配偶外出",
}

CARE: Final[tuple[Fact, ...]] = (
    _m.code("left_by", "家人长期外出", "家里谁长期在外?", LEFT_BY, "在外务工连续半年以上", default="nobody", fresh=YEAR),
    _m.yes_no(
        "injury_nursing", "领取工伤护理费", "领工伤护理费吗?", "工伤保险发的生活护理费", sources=("declared", "social_security")
    ),
    _m.count(
        "self_care_lost_months",
        "不能自理已有几个月",
        "几个月自己做不了了?",
        "从吃饭、穿衣、上下床、如厕、室内行走、洗澡里有一项做不了算起",
        high=1_200,
        default=UNKNOWN,
        sensitivity="sensitive",
    ),
    _m.yes_no("lives_without_carer", "身边无人照料", "身边没有人照料吗?", "独居、空巢,或者同住的人照料不了"),
)
