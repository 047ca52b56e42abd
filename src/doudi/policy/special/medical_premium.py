"""资助参保 (济办发〔2020〕21号 二(二)3·6): the premium of the residents' insurance, in full for 特困, a fixed sum for others.

The personal premium of the year and the fixed sums are published; a fixed sum never pays more than the premium.
"""

from doudi.law.language import Because, Bool, FenYear, Law, Member, Programme, Remark, member

SIX = "济办发〔2020〕21号 二(二)3·6"


@member(cite="济办发〔2020〕21号 二(二)3·6", label="在世,属于医疗救助对象")
def may_ask_for_premium(m: Member, law: Law) -> Bool:
    """不是救助对象的不问这一项。"""
    return m.is_medical_class and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)3·6",
    label="属于资助参保对象",
    no=Because("premium_not_subsidised", SIX),
)
def is_subsidised(m: Member, law: Law) -> Bool:
    """特困人员全额,低保对象等其他人员定额;因病致贫重病患者不资助参保。"""
    return m.medical_class in ("extreme_hardship", "subsistence", "low_income")


@member(
    cite="济办发〔2020〕21号 二(二)3·6",
    label="没有参加职工医保",
    no=Because("insured_as_employee", SIX),
)
def is_outside_employees_insurance(m: Member, law: Law) -> Bool:
    """资助的是居民医保的个人缴费。"""
    return m.insurance != "employees"


@member(cite="济办发〔2020〕21号 二(二)3·6", label="资助参保金额")
def premium_aid(m: Member, law: Law) -> FenYear:
    """特困人员全额补贴;其他人员按规定定额补贴,不超过个人缴费。"""
    if m.medical_class == "extreme_hardship":
        return law.residents_insurance_premium
    fixed = law.premium_subsidy(fixed_class=m.medical_class)
    return min(fixed, law.residents_insurance_premium)


@member(cite="济办发〔2020〕21号 二(二)3·6", label="全额资助")
def is_paid_in_full(m: Member, law: Law) -> Bool:
    """对特困人员实行全额补贴。"""
    return m.medical_class == "extreme_hardship"


@member(cite="济办发〔2020〕21号 二(二)3·6", label="还没有参保")
def is_not_insured(m: Member, law: Law) -> Bool:
    """切实提高贫困群体参保率:没有参保的要动员、代办。"""
    return m.insurance == "none"


PROGRAMMES = (
    Programme(
        "medical_premium",
        "资助参保",
        "member",
        all_of=("is_subsidised", "is_outside_employees_insurance"),
        amounts={"yearly": "premium_aid"},
        details={"class": "medical_class"},
        remarks=(
            Remark("is_paid_in_full", Because("premium_in_full", SIX), on=("entitled",)),
            Remark("is_not_insured", Because("not_insured_yet", SIX)),
        ),
        applies="may_ask_for_premium",
        in_order=True,
    ),
)
