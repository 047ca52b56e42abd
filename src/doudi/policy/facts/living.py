"""Facts of the house, of work, and of trouble with the law (住房、就业、法律援助、司法救助).

济办发〔2020〕21号 二(二)5, 6, 8. The grade of a house is that of its appraisal (A safe … D dangerous), never
an impression.
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import YEAR, Maker

HOUSE_GRADES: Final = {
    "A": "A级(安全)",
    "B": "B级(基本安全)",
    "C": "C级(局部危险)",
    "D": "D级(整栋危险)",
    "none": "没有住房",
}
POVERTY_WATCH: Final = {"none": "不在册", "monitored": "防止返贫监测对象", "returned": "返贫致贫人口"}
LEGAL_MATTERS: Final = {
    "none": "没有",
    "state_compensation": "请求国家赔偿",
    "social_benefit": "社会保险、社会救助、抚恤金",
    "support_money": "赡养费、抚养费、扶养费",
    "labour": "劳动关系、劳动报酬",
    "capacity": "民事行为能力认定",
    "injury": "工伤、交通、食品药品、医疗损害",
    "pollution": "环境污染、生态破坏",
    "violence": "虐待、遗弃、家庭暴力",
    "bravery": "见义勇为引起的纠纷",
    "criminal": "刑事案件",
    "other": "其他",
}
JUDICIAL_CASES: Final = {
    "none": "没有",
    "severe_injury": "刑事案件重伤、严重残疾",
    "emergency_treatment": "刑事案件急需救治",
    "death": "刑事案件死亡,近亲属失去供养",
    "property": "刑事案件财产重大损失",
    "retaliation": "举报、作证、鉴定受打击报复",
    "support_money": "追索赡养费等执行不到",
    "civil_injury": "交通事故等人身伤害执行不到",
    "petition": "涉法涉诉信访困难",
    "other": "其他",
}

_h = Maker("household")
_m = Maker("member")

HOUSE: Final[tuple[Fact, ...]] = (
    _h.code(
        "house_grade",
        "住房安全等级",
        "房子鉴定是几级?",
        HOUSE_GRADES,
        "看住建部门的鉴定,没鉴定过可以先请村里报",
        fresh=YEAR,
        sources=("housing", "visited"),
    ),
    _h.day(
        "house_inspected_on",
        "上次住房安全排查日期",
        "上次哪天查的房子?",
        "没有查过不填",
        default=None,
        sources=("housing", "visited"),
        changes=False,
    ),
    _h.count(
        "living_area",
        "住房面积",
        "家里一共多少平方米?",
        "自己家的住房,租的房子不算",
        high=9_999,
        default=UNKNOWN,
        sources=("declared", "property", "visited"),
    ),
    _h.yes_no("has_public_rental", "已住公租房", "住的是公租房吗?", "领租赁补贴的也算", sources=("housing",)),
    _h.code(
        "poverty_watch",
        "防返贫监测身份",
        "在防返贫监测名单里吗?",
        POVERTY_WATCH,
        "以农业农村部门的名单为准",
        default="none",
        sources=("rural_affairs",),
        changes=False,
    ),
    _h.day(
        "zero_employment_found_on",
        "认定零就业家庭日期",
        "哪天定为零就业家庭?",
        "没有认定过不填",
        default=None,
        sources=("employment",),
        changes=False,
    ),
    _h.day(
        "heating_covered_until",
        "取暖救助领到的取暖季结束日",
        "领过的取暖季到哪天?",
        "没有领过不填",
        default=None,
        sources=("roll",),
        changes=False,
    ),
)

WORK: Final[tuple[Fact, ...]] = (
    _m.yes_no(
        "wants_work",
        "有就业意愿",
        "想找工作吗?",
        "农闲打零工也算",
        default=UNKNOWN,
        sources=("declared", "employment"),
    ),
    _m.yes_no(
        "wants_training",
        "想参加培训",
        "想学一门手艺吗?",
        "参加政府办的培训",
        sources=("declared", "employment"),
    ),
    _m.yes_no(
        "wants_business",
        "想创业",
        "想自己做点生意吗?",
        "开店、办养殖、跑运输",
        sources=("declared", "employment"),
    ),
    _m.yes_no(
        "flexible_worker",
        "灵活就业并自己缴社保",
        "自己交社会保险吗?",
        "没有单位、自己交养老或医保的",
        sources=("declared", "social_security"),
    ),
    _m.yes_no(
        "hard_to_employ",
        "就业困难人员",
        "认定过就业困难吗?",
        "由人社部门认定",
        sources=("employment",),
        changes=False,
    ),
    _m.yes_no("union_member", "工会会员", "加入工会了吗?", "在单位或行业工会入会的", fresh=YEAR),
)

JUSTICE: Final[tuple[Fact, ...]] = (
    _m.code(
        "legal_matter",
        "要打的官司",
        "遇到什么官司或纠纷?",
        LEGAL_MATTERS,
        "说不清选“其他”,可以请法律援助中心问",
        default="none",
        sensitivity="sensitive",
    ),
    _m.day(
        "legal_aid_applied_on",
        "申请法律援助日期",
        "哪天申请法律援助的?",
        default=None,
        sources=("declared", "justice"),
    ),
    _m.code(
        "judicial_case",
        "受侵害的案件",
        "因为什么案子遭了难?",
        JUDICIAL_CASES,
        "办案的法院、检察院、公安会核实",
        default="none",
        sensitivity="sensitive",
    ),
    _m.yes_no(
        "compensated_by_trial",
        "已经得到有效赔偿",
        "案子的赔偿拿到了吗?",
        "拿到一部分、仍然困难的选“否”",
        default=UNKNOWN,
        sources=("declared", "justice"),
    ),
    _m.yes_no(
        "barred_from_relief",
        "有不予司法救助的情形",
        "案子里本人有重大过错吗?",
        "重大过错、不配合办案、作假、主动放弃赔偿",
        sensitivity="sensitive",
        sources=("justice",),
    ),
    _m.day(
        "judicial_relief_applied_on",
        "申请司法救助日期",
        "哪天申请司法救助的?",
        default=None,
        sources=("declared", "justice"),
    ),
)

LIVING: Final = HOUSE + WORK + JUSTICE
