"""Facts of a member (家庭成员): who it is, what it can do, what it earns.

民发〔2021〕57号 第七、十三条; 民发〔2021〕43号 第五、六、二十一条. Income is one fact per kind, in
fen a year; a disability is one fact per kind, its grade (残疾等级, 1 is the heaviest).
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.law.types import FEN_YEAR
from doudi.policy.facts.build import YEAR, Maker
from doudi.policy.facts.household import REGISTRATIONS, receipts

RELATIONS: Final = {
    "self": "本人(申请人)",
    "spouse": "配偶",
    "child": "子女",
    "parent": "父母",
    "grandparent": "祖父母、外祖父母",
    "grandchild": "孙子女、外孙子女",
    "sibling": "兄弟姐妹",
    "other": "其他",
}

STATUSES: Final = {
    "present": "在家",
    "imprisoned": "服刑",
    "forced_rehab": "强制隔离戒毒",
    "missing": "宣告失踪",
    "conscript": "义务兵",
    "clergy": "宗教教职人员",
}

STAGES: Final = {
    "none": "不在校",
    "preschool": "学前",
    "primary": "小学",
    "junior": "初中",
    "senior": "普通高中",
    "vocational": "中职",
    "college": "大学(全日制本科及以下)",
}

DISABILITY_KINDS: Final = {
    "visual": "视力",
    "hearing": "听力",
    "speech": "言语",
    "limb": "肢体",
    "intellectual": "智力",
    "mental": "精神",
    "multiple": "多重",
}

GRADES: Final = {"0": "无", "1": "一级", "2": "二级", "3": "三级", "4": "四级"}

CHOICES: Final = {
    "none": "未选择",
    "extreme_hardship": "特困供养",
    "orphan": "孤儿基本生活费",
    "unattended_child": "事实无人抚养儿童补贴",
    "subsistence": "低保",
}

INCOME_KINDS: Final = {
    "wage": "工资(税前)",
    "business": "经营净收入",
    "land": "土地收入",
    "rent": "租金",
    "interest": "利息",
    "pension": "养老金、离退休金",
    "basic_pension": "中央基础养老金",
    "support": "收到的赡养抚养扶养费",
    "unemployment": "失业保险金",
    "other": "其他收入",
    "preferential_allowance": "优待抚恤金",
    "family_planning_reward": "计划生育奖励扶助金",
    "scholarship": "奖学金",
    "bravery_reward": "见义勇为奖励",
    "government_relief": "政府救助款物",
    "disability_subsidy": "残疾人两项补贴",
    "old_age_allowance": "高龄津贴",
}

_m = Maker("member")

WHO: Final[tuple[Fact, ...]] = (
    _m.code(
        "relation",
        "与申请人关系",
        "是申请人的什么人?",
        RELATIONS,
        fresh=None,
        sources=("declared", "police"),
        changes=False,
    ),
    _m.day("birth", "出生日期", "哪年哪月哪日出生?", changes=False),
    _m.code(
        "sex",
        "性别",
        "男还是女?",
        {"male": "男", "female": "女"},
        fresh=None,
        sources=("declared", "police"),
        changes=False,
    ),
    _m.code(
        "registration",
        "本人户籍性质",
        "本人户口是城镇还是农村?",
        REGISTRATIONS | {"household": "与家庭相同"},
        "和家庭不一样时才填",
        default="household",
        fresh=None,
        changes=False,
    ),
    _m.day("died_on", "去世日期", "哪天去世的?", "没有去世不填", default=None, changes=False),
)

HEALTH: Final[tuple[Fact, ...]] = (
    *(
        _m.count(
            f"disability_{kind}",
            f"{label}残疾等级",
            f"{label}残疾几级?",
            "看残疾人证,没有填无",
            high=4,
            fresh=None,
            values=GRADES,
            sensitivity="sensitive",
            sources=("declared", "disability"),
        )
        for kind, label in DISABILITY_KINDS.items()
    ),
    _m.day(
        "disability_card_until",
        "残疾人证有效期至",
        "残疾人证上写的有效期到哪天?",
        "看残疾人证“有效期至”一栏,没有证不填;到期要换证",
        default=None,
        sources=("declared", "disability"),
    ),
    _m.yes_no(
        "multiple_components_severe",
        "多重残疾中的类别",
        "多重残疾包括哪几类几级?",
        "多重残疾要看其中的类别;把各类别等级分别填上就不再问",
        default=UNKNOWN,
        fresh=None,
        sensitivity="sensitive",
        sources=("declared", "disability"),
    ),
    _m.yes_no(
        "serious_illness",
        "重特大疾病",
        "得了重特大疾病吗?",
        "以当地认定的病种为准",
        sensitivity="sensitive",
        sources=("declared", "medical"),
    ),
    _m.count(
        "care_items_failed",
        "不能自理项数",
        "六项里几项做不了?",
        "吃饭、穿衣、上下床、如厕、室内行走、洗澡",
        high=6,
        sensitivity="sensitive",
        sources=("visited",),
    ),
)

LIFE: Final[tuple[Fact, ...]] = (
    _m.code(
        "student",
        "在校情况",
        "现在上学吗?上到哪?",
        STAGES,
        default="none",
        fresh=YEAR,
        sources=("declared", "school"),
    ),
    _m.yes_no("boarding", "寄宿", "在学校住宿吗?", fresh=YEAR),
    _m.code(
        "status",
        "人员状态",
        "现在人在哪里?",
        STATUSES,
        "服刑、戒毒、失踪等",
        default="present",
        sensitivity="sensitive",
        sources=("declared", "police"),
        changes=False,
    ),
    _m.count(
        "status_years",
        "该状态年数",
        "已经几年了?",
        "宗教教职人员离家几年",
        changes=False,
    ),
    _m.yes_no("independent", "能独立生活", "成年子女能自己生活吗?", "有自己的收入、自己过", default=True),
    _m.yes_no(
        "support_duty", "法定赡养扶养抚养义务", "有法定赡养抚养义务吗?", "父母、祖孙、兄弟姐妹等依法供养"
    ),
    _m.yes_no("co_resident", "长期共同居住", "长期住在一起吗?", "一起吃住、共同生活"),
    _m.yes_no("works", "就业", "现在有工作吗?", "打工、开店、灵活就业都算"),
    _m.yes_no("unable_to_work", "无劳动能力", "丧失劳动能力了吗?", "用于确定多久复核一次"),
    _m.count(
        "refused_jobs",
        "连续拒绝就业次数",
        "连续拒绝了几次工作?",
        "有能力、工作合适、无正当理由才算",
        sources=("employment",),
    ),
    _m.yes_no("orphan", "孤儿", "是孤儿吗?", "父母双亡或查找不到", sensitivity="sensitive", changes=False),
    _m.code(
        "chooses", "自愿选择", "选哪一项保障?", CHOICES, "孤儿、事实无人抚养儿童只能选一项", default="none"
    ),
    _m.yes_no("authorised", "授权核对", "签授权书了吗?", "同意查询收入和财产", default=True, fresh=YEAR),
    _m.money("school_fee_actual", "实缴学费", "实际交了多少学费?", "只作了解,认定按公办标准"),
)


def _income(kind: str, label: str) -> Fact:
    """One kind of income, a year (按年, 分)."""
    return _m.money(
        f"income_{kind}",
        label,
        "近一年一共多少?",
        f"{label},按年填",
        kind=FEN_YEAR,
        sources=("declared", "tax", "social_security"),
    )


INCOMES: Final = (
    *(_income(kind, label) for kind, label in INCOME_KINDS.items()),
    _m.money(
        "income_unlisted",
        "另有未查清的收入",
        "还有没查清的收入吗?",
        "除已查清的以外",
        kind=FEN_YEAR,
        sources=("verified",),
    ),
    _m.yes_no(
        "income_asked",
        "收入情况",
        "一年里有哪些收入?",
        "一样也没有的,也要说明没有",
        default=True,
        changes=False,
    ),
    _m.yes_no(
        "income_heir_named",
        "逝者名下收入的归属",
        "逝者的收入现在归谁?",
        "经营、土地、租金等要记到在世的人名下",
    ),
)

MEMBER: Final = WHO + HEALTH + LIFE + INCOMES + receipts(_m)
