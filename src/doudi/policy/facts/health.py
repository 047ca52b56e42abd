"""Facts of illness, insurance and rehabilitation (医疗、参保、康复), one value for each member.

济办发〔2020〕21号 二(二)3 (medical assistance), 二(二)8 (rehabilitation of disabled children, 两癌, home
adaptation). A bill is what the settlement sheet says, in fen, of the current year.
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import YEAR, Maker

TREATMENTS: Final = {"inpatient": "住院", "chronic": "门诊慢特病", "ordinary": "普通门诊"}
INSURANCES: Final = {"residents": "居民医保", "employees": "职工医保", "none": "没有参保"}
CANCERS: Final = {"none": "没有", "cervical": "宫颈癌", "breast": "乳腺癌"}
NEEDS: Final = {"surgery": "手术", "device": "辅助器具", "training": "康复训练"}

HOSPITAL: Final = ("declared", "medical")

_m = Maker("member")

BILLS: Final[tuple[Fact, ...]] = (
    _m.money(
        "policy_range_self_pay",
        "政策范围内自付医疗费",
        "医保内自己付了多少钱?",
        "看这次结算单上“政策范围内个人负担”这一栏",
        sources=("medical",),
    ),
    _m.money(
        "medical_aid_paid",
        "本年已得医疗救助",
        "今年已经救助了多少?",
        "医疗救助已经付过的",
        sources=("medical",),
    ),
    _m.money(
        "deductible_used",
        "本年已扣过的起付线",
        "今年已经扣过多少起付线?",
        "前几次结算已经扣过的,不再重复扣",
        sources=("medical",),
    ),
    _m.money(
        "exempted_cost",
        "认定免除限制的医药费",
        "医保认定可多算多少钱?",
        "经医保部门认定,不受目录、限额、用药量限制的费用",
        sources=("medical",),
    ),
    _m.code(
        "treatment_kind",
        "就医类别",
        "是住院还是看门诊?",
        TREATMENTS,
        "门诊慢特病要先在医保办过认定",
        default="inpatient",
        sensitivity="sensitive",
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "referred_properly",
        "按规定转诊",
        "转院手续办了吗?",
        "没有转院的选“是”",
        default=True,
        sources=HOSPITAL,
    ),
)

HOSPITAL_STAY: Final[tuple[Fact, ...]] = (
    _m.yes_no("needs_hospital", "需要住院", "现在要住院治病吗?", "已经住院的也选“是”", sources=HOSPITAL),
    _m.yes_no(
        "first_seen_nearby",
        "经基层首诊转诊",
        "先在卫生院看过吗?",
        "乡镇卫生院或社区医院看过、开了转诊单",
        default=UNKNOWN,
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "hospital_in_city",
        "在市域内定点医院",
        "住的是本市定点医院吗?",
        "不清楚可以问医院的医保窗口",
        default=UNKNOWN,
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "emergency_patient",
        "急重危伤病",
        "是不是必须马上抢救?",
        "以医院的诊断为准",
        sensitivity="sensitive",
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "cannot_pay_hospital",
        "身份不明或无力缴费",
        "是不是交不起医药费?",
        "身份查不清的,也选“是”",
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "epidemic_patient",
        "突发疫情患者",
        "是这次疫情的病人吗?",
        "确诊或者疑似,以医院的诊断为准",
        sensitivity="sensitive",
        sources=HOSPITAL,
    ),
)

INSURANCE: Final[tuple[Fact, ...]] = (
    _m.code(
        "insurance",
        "参加的医保",
        "参加的是哪种医保?",
        INSURANCES,
        "每年自己交几百元的是居民医保,单位代扣的是职工医保",
        fresh=YEAR,
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "accident_insured", "已有意外伤害保险", "有意外伤害保险吗?", "政府买的和自己买的都算", fresh=YEAR
    ),
    _m.day(
        "insured_until",
        "政府投保的意外险到期日",
        "政府买的保险到哪天?",
        "没有不填",
        default=None,
        sources=("roll",),
        changes=False,
    ),
)

SPECIAL_NEEDS: Final[tuple[Fact, ...]] = (
    _m.code(
        "two_cancer",
        "宫颈癌或乳腺癌",
        "查出宫颈癌或乳腺癌吗?",
        CANCERS,
        "以医院的诊断为准",
        default="none",
        sensitivity="sensitive",
        sources=HOSPITAL,
    ),
    _m.yes_no(
        "autism", "孤独症", "孩子有孤独症吗?", "以医院的诊断为准", sensitivity="sensitive", sources=HOSPITAL
    ),
    _m.code(
        "rehabilitation_need",
        "需要的康复",
        "孩子需要哪种康复?",
        NEEDS,
        "听医院或残联评估的意见",
        sensitivity="sensitive",
        sources=("declared", "medical", "disability"),
    ),
    _m.yes_no(
        "supported_in_institution",
        "集中供养",
        "住在敬老院里吗?",
        "特困人员由机构集中供养的",
        sources=("roll",),
    ),
    _m.yes_no("home_adapted", "家里已经改造过", "家里改造过吗?", "政府装过扶手、坡道、防滑的", fresh=None),
)

HEALTH_NEEDS: Final = BILLS + HOSPITAL_STAY + INSURANCE + SPECIAL_NEEDS
