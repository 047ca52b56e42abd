"""医疗救助 (济办发〔2020〕21号 二(二)3, 国办发〔2021〕42号): a share of what the insurance leaves, by class of person.

Self-pay within the policy's range (with what is exempted from its limits) → less the deductible → × share → up to the
yearly cap, rounded once, to the fen. 倾斜救助 follows on what is still left. Not coded: the test for 因病致贫 (a
verdict of the insurance office, read as a fact) and lists of diseases (its lists too).
"""

from doudi.law.language import Because, Bool, Code, Fen, Law, Member, Programme, Remark, half_up_fen, member

TEXT = "国办发〔2021〕42号"
SEED = "济办发〔2020〕21号 二(二)3"
PUBLISHED = "标准文件"
CLASSES = {
    "extreme_hardship": "特困人员、孤儿",
    "subsistence": "低保对象、返贫致贫人口",
    "low_income": "低保边缘家庭成员、防返贫监测对象",
    "illness_poverty": "因病致贫重病患者",
    "none": "不属于救助对象",
}


@member(cite="国办发〔2021〕42号", label="医疗救助对象类别", values=CLASSES)
def medical_class(m: Member, law: Law) -> Code:
    """具有多重身份的,就高不就低。"""
    if m.is_in_extreme_hardship or m.is_on_orphan_allowance:
        return "extreme_hardship"
    if m.is_on_subsistence_roll or (m.counted and m.household.poverty_watch == "returned"):
        return "subsistence"
    if m.is_on_low_income_roll or (m.counted and m.household.poverty_watch == "monitored"):
        return "low_income"
    return "illness_poverty" if m.receives_illness_poverty or m.household.receives_illness_poverty else "none"


@member(cite="国办发〔2021〕42号", label="属于医疗救助对象", no=Because("no_medical_class", TEXT))
def is_medical_class(m: Member, law: Law) -> Bool:
    """低保对象、特困人员、低保边缘家庭成员、返贫致贫和监测对象、因病致贫重病患者。"""
    return m.medical_class != "none"


@member(cite="国办发〔2021〕42号", label="有医疗费用,在世")
def has_medical_bill(m: Member, law: Law) -> Bool:
    """没有政策范围内自付费用的不问这一项。"""
    return m.medical_base > 0 and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)3·2",
    label="住院或者门诊慢特病",
    no=Because("treatment_not_covered", TEXT),
)
def is_covered_treatment(m: Member, law: Law) -> Bool:
    """住院费用、因慢性病需长期服药或患重特大疾病需长期门诊治疗的费用。"""
    return m.treatment_kind in ("inpatient", "chronic")


@member(cite="国办发〔2021〕42号", label="按规定转诊", no=Because("not_referred", TEXT))
def is_referred(m: Member, law: Law) -> Bool:
    """未按规定转诊的救助对象,所发生的医疗费用原则上不纳入医疗救助范围。"""
    return m.referred_properly


@member(cite="济办发〔2020〕21号 二(二)3·4", label="免除限制后计入的医药费")
def exempted_part(m: Member, law: Law) -> Fen:
    """特殊群体、特定疾病免除医保支付目录、支付限额、用药量等限制;当地是否施行由医保部门公布。"""
    if m.exempted_cost == 0:
        return 0
    return m.exempted_cost if law.medical_exemption else 0


@member(cite="国办发〔2021〕42号", label="计算救助的自付费用")
def medical_base(m: Member, law: Law) -> Fen:
    """政策范围内自付,加上经认定免除限制的部分。"""
    return m.policy_range_self_pay + m.exempted_part


@member(cite="国办发〔2021〕42号", label="还要扣的起付线")
def deductible_left(m: Member, law: Law) -> Fen:
    """起付线按年计,本年已扣过的不再扣。"""
    return max(0, law.medical_aid(class_=m.medical_class).deductible - m.deductible_used)


@member(
    cite="国办发〔2021〕42号",
    label="自付费用超过起付线",
    no=Because("medical_deductible", PUBLISHED),
    show=("medical_base", "deductible_left"),
)
def is_above_deductible(m: Member, law: Law) -> Bool:
    """恰好等于起付线的没有可救助的费用。"""
    return m.medical_base > m.deductible_left


@member(cite="国办发〔2021〕42号", label="本年剩余限额")
def cap_left(m: Member, law: Law) -> Fen:
    """年度救助限额由住院和门诊慢特病共用,减去本年已救助的。"""
    return max(0, law.medical_aid(class_=m.medical_class).cap - m.medical_aid_paid)


@member(cite="国办发〔2021〕42号", label="本年限额没有用完", no=Because("medical_cap", PUBLISHED))
def is_below_cap(m: Member, law: Law) -> Bool:
    """年度限额已经用完的,本年不再救助。"""
    return m.cap_left > 0


@member(cite="国办发〔2021〕42号", label="按比例计算的救助金额")
def aid_before_cap(m: Member, law: Law) -> Fen:
    """(自付费用 − 起付线)× 救助比例。"""
    return max(0, m.medical_base - m.deductible_left) * law.medical_aid(class_=m.medical_class).ratio


@member(cite="国办发〔2021〕42号", label="医疗救助金额")
def medical_payment(m: Member, law: Law) -> Fen:
    """不超过本年剩余限额;最后取整到分。"""
    return half_up_fen(min(m.aid_before_cap, m.cap_left))


@member(cite="国办发〔2021〕42号", label="受年度限额限制")
def is_capped(m: Member, law: Law) -> Bool:
    """按比例计算的金额超过本年剩余限额。"""
    return m.aid_before_cap > m.cap_left


@member(cite="国办发〔2021〕42号", label="扣了起付线")
def has_deductible(m: Member, law: Law) -> Bool:
    """本次结算还要扣起付线。"""
    return m.deductible_left > 0


@member(cite="国办发〔2021〕42号", label="公布的比例低于国家下限")
def is_ratio_too_low(m: Member, law: Law) -> Bool:
    """低保对象、特困人员符合规定的医疗费用可按不低于70%的比例救助;低于的请医保部门核对。"""
    first_two = m.medical_class in ("extreme_hardship", "subsistence")
    return first_two and law.medical_aid(class_=m.medical_class).ratio < law.medical_ratio_floor


@member(cite="国办发〔2021〕42号", label="符合医疗救助条件")
def has_medical_aid(m: Member, law: Law) -> Bool:
    """对象、就医类别、转诊、起付线、限额都符合。"""
    covered = m.is_medical_class and m.is_covered_treatment and m.is_referred
    return m.has_medical_bill and covered and m.is_above_deductible and m.is_below_cap


@member(cite="国办发〔2021〕42号", label="医疗救助后仍要自付")
def left_after_aid(m: Member, law: Law) -> Fen:
    """三重制度综合保障以后,政策范围内个人还要负担的费用。"""
    return m.medical_base - (m.medical_payment if m.has_medical_aid else 0)


@member(
    cite="国办发〔2021〕42号",
    label="自付费用仍然较重",
    no=Because("left_not_heavy", PUBLISHED),
    show=("left_after_aid", "extra_line"),
)
def is_left_heavy(m: Member, law: Law) -> Bool:
    """经三重制度综合保障后政策范围内个人自付费用仍然较重的,给予倾斜救助;多重才算由当地公布。"""
    return m.left_after_aid > m.extra_line


@member(cite="国办发〔2021〕42号", label="倾斜救助起付线")
def extra_line(m: Member, law: Law) -> Fen:
    """由当地公布。"""
    return law.medical_extra(class_=m.medical_class).deductible


@member(cite="国办发〔2021〕42号", label="倾斜救助金额")
def extra_payment(m: Member, law: Law) -> Fen:
    """(仍要自付 − 倾斜救助起付线)× 比例,不超过封顶。"""
    share = max(0, m.left_after_aid - m.extra_line) * law.medical_extra(class_=m.medical_class).ratio
    return half_up_fen(min(share, law.medical_extra(class_=m.medical_class).cap))


PROGRAMMES = (
    Programme(
        "medical",
        "医疗救助",
        "member",
        all_of=(
            "is_medical_class",
            "is_covered_treatment",
            "is_referred",
            "is_above_deductible",
            "is_below_cap",
        ),
        amounts={"once": "medical_payment"},
        details={"class": "medical_class", "left": "left_after_aid"},
        remarks=(
            Remark("is_capped", Because("medical_cap", PUBLISHED), on=("entitled",)),
            Remark("has_deductible", Because("medical_deductible", PUBLISHED), on=("entitled",)),
            Remark("is_ratio_too_low", Because("medical_ratio_below_floor", TEXT), on=("entitled",)),
        ),
        applies="has_medical_bill",
        in_order=True,
    ),
    Programme(
        "medical_extra",
        "倾斜医疗救助",
        "member",
        all_of=("is_medical_class", "is_covered_treatment", "is_referred", "is_left_heavy"),
        amounts={"once": "extra_payment"},
        details={"class": "medical_class", "left": "left_after_aid"},
        applies="has_medical_bill",
        in_order=True,
    ),
)
