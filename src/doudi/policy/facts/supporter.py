"""Facts of a supporter outside the household (赡养、抚养、扶养义务人), one row for each member supported.

民发〔2021〕57号 第十三条 (support counted as income), 民发〔2021〕43号 第八条 (who is unable to support).
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.law.types import FEN_MONTH
from doudi.policy.facts.build import Maker
from doudi.policy.facts.household import REGISTRATIONS
from doudi.policy.facts.member import DISABILITY_KINDS, GRADES, RELATIONS

_s = Maker("supporter")

SUPPORTER_STATUSES: Final = {
    "present": "正常",
    "imprisoned": "服刑",
    "missing": "宣告失踪",
    "no_capacity": "无民事行为能力",
}

ROLLS: Final = {"none": "不在册", "extreme_hardship": "特困人员", "subsistence": "低保对象"}

SUPPORTER: Final[tuple[Fact, ...]] = (
    _s.code("relation", "义务人是其何人", "他是这位成员的什么人?", RELATIONS, fresh=None, changes=False),
    _s.code(
        "registration",
        "义务人户籍性质",
        "他的户口是城镇还是农村?",
        REGISTRATIONS,
        "算免计线要用",
        changes=False,
    ),
    _s.count("household_size", "义务人家庭人数", "他家有几口人?", low=1, high=20, default=UNKNOWN),
    _s.money("monthly_income", "义务人家庭月收入", "他家一个月收入多少?", kind=FEN_MONTH, default=UNKNOWN),
    _s.money(
        "own_monthly_income", "义务人本人月收入", "他本人一个月收入多少?", kind=FEN_MONTH, default=UNKNOWN
    ),
    _s.yes_no("property_ok", "义务人财产符合规定", "他家财产符合规定吗?", "不超过低收入家庭的财产限额"),
    _s.count(
        "age", "义务人年龄", "他多大岁数?", "周岁", high=150, default=UNKNOWN, fresh=None, changes=False
    ),
    *(
        _s.count(
            f"disability_{kind}",
            f"义务人{label}残疾等级",
            f"他{label}残疾几级?",
            "没有填无",
            high=4,
            fresh=None,
            values=GRADES,
            sensitivity="sensitive",
        )
        for kind, label in DISABILITY_KINDS.items()
    ),
    _s.yes_no(
        "multiple_components_severe",
        "义务人多重残疾中的类别",
        "他的多重残疾包括哪几类?",
        "把各类别等级分别填上就不再问",
        default=UNKNOWN,
        sensitivity="sensitive",
    ),
    _s.code(
        "status",
        "义务人状态",
        "他现在的情况是?",
        SUPPORTER_STATUSES,
        default="present",
        sensitivity="sensitive",
        changes=False,
    ),
    _s.code("on_roll", "义务人在册救助", "他自己在领救助吗?", ROLLS, default="none", sources=("roll",)),
    _s.count("supports", "义务人供养人数", "他一共供养几个人?", low=1, high=10, default=1),
    _s.money("actually_pays", "实际给付", "每人每月实际给多少?", kind=FEN_MONTH, default=None),
    _s.money("court_ordered", "判决或协议金额", "判决每人每月给多少?", kind=FEN_MONTH, default=None),
)
