"""Facts of schooling beyond the stage itself (教育救助), one value for each member.

济办发〔2020〕21号 二(二)4; what a child needs at home for learning serves 二(二)8 (希望小屋).
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import YEAR, Maker
from doudi.policy.facts.member import STAGES

_m = Maker("member")

EDUCATION: Final[tuple[Fact, ...]] = (
    _m.yes_no(
        "cannot_attend_school",
        "不方便入学",
        "孩子是不是去不了学校?",
        "因身心障碍去不了学校的选“是”",
        default=UNKNOWN,
        fresh=YEAR,
        sensitivity="sensitive",
        sources=("declared", "school", "visited"),
    ),
    _m.code(
        "education_granted_stage",
        "上次教育救助时的学段",
        "上次救助时读到哪里?",
        STAGES,
        "没有领过的选“不在校”",
        default="none",
        fresh=YEAR,
        sources=("school",),
        changes=False,
    ),
    _m.day(
        "education_granted_until",
        "教育救助到期日",
        "学校资助到哪一天?",
        "没有领过不填",
        default=None,
        sources=("school",),
        changes=False,
    ),
    _m.yes_no(
        "lacks_study_corner",
        "没有独立的学习空间",
        "孩子是不是没地方写字?",
        "没有自己的房间、书桌的选“是”",
        default=UNKNOWN,
        fresh=YEAR,
        sources=("declared", "visited"),
    ),
)
