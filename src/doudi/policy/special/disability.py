"""残疾人两项补贴 (国发〔2015〕52号, 21号 二(二)8): 困难残疾人生活补贴 for the disabled in 低保 families, 重度残疾人护理补贴 for
certificate grade 1 or 2 of any kind. Both may be drawn together.

Not beside 特困供养 (a local choice), not beside the nursing money of 工伤保险; who has the full money of an orphan or an
unattended child (民发〔2019〕62号 三(一)) draws no living subsidy and keeps the care subsidy.
"""

from doudi.law.language import AnyOf, Because, Bool, FenMonth, Law, Member, Programme, at_least, member

NOTICE = "国发〔2015〕52号"
CHILDREN = "民发〔2019〕62号 三(一)"


@member(
    cite="国发〔2015〕52号",
    label="属于重度残疾(护理补贴口径)",
    yes=Because("severe_disability", "国发〔2015〕52号"),
    no=Because("disability_grade_not_severe", "国发〔2015〕52号"),
)
def is_severe_for_care(m: Member, law: Law) -> Bool:
    """残疾等级被评定为一级、二级的残疾人;智力、精神残疾是否放宽到三级由当地规定。"""
    senses = m.has_severe_sense_disability
    limb = 0 < m.disability_limb <= law.disability_care_grade
    intellectual = 0 < m.disability_intellectual <= law.disability_care_mind_grade
    mental = 0 < m.disability_mental <= law.disability_care_mind_grade
    multiple = 0 < m.disability_multiple <= law.disability_care_grade
    return senses or limb or intellectual or mental or multiple or m.hides_severe_mind_disability


@member(cite="国发〔2015〕52号", label="多重残疾中可能有智力、精神残疾")
def hides_severe_mind_disability(m: Member, law: Law) -> Bool:
    """类别没有分别登记的多重残疾,只在当地把智力、精神残疾放宽到这一级时才要问。"""
    within = 0 < m.disability_multiple <= law.disability_care_mind_grade
    return within and not m.components_known and m.multiple_components_severe


@member(cite="国发〔2015〕52号", label="视力、听力、言语一、二级")
def has_severe_sense_disability(m: Member, law: Law) -> Bool:
    """视力、听力、言语残疾一级、二级。"""
    visual = 0 < m.disability_visual <= law.disability_care_grade
    hearing = 0 < m.disability_hearing <= law.disability_care_grade
    return visual or hearing or 0 < m.disability_speech <= law.disability_care_grade


@member(
    cite="国发〔2015〕52号", label="不因特困供养而停发", no=Because("in_extreme_hardship", "国发〔2015〕52号")
)
def may_have_care_subsidy(m: Member, law: Law) -> Bool:
    """特困人员能否同领护理补贴,由地方口径决定。"""
    allowed = law.switch.disability_subsidies_in_extreme_hardship in ("care_only", "both")
    return not m.is_in_extreme_hardship or allowed


@member(
    cite="国发〔2015〕52号",
    label="没有领取工伤护理费",
    no=Because("receives_injury_nursing", "国发〔2015〕52号"),
)
def has_no_injury_nursing(m: Member, law: Law) -> Bool:
    """领取工伤保险生活护理费的残疾人不享受残疾人两项补贴。"""
    return not m.injury_nursing


@member(cite="国发〔2015〕52号", label="护理补贴")
def care_subsidy(m: Member, law: Law) -> FenMonth:
    """当地公布的护理补贴标准。"""
    return law.disability_care


@member(cite="国发〔2015〕52号", label="符合护理补贴条件")
def has_care_subsidy(m: Member, law: Law) -> Bool:
    """在世、持证、属于重度残疾,不因特困供养而停发。"""
    asks = m.may_ask_for_care_subsidy and m.is_severe_for_care
    return asks and m.may_have_care_subsidy and m.has_no_injury_nursing


@member(cite="国发〔2015〕52号", label="在世并持有残疾人证")
def may_ask_for_care_subsidy(m: Member, law: Law) -> Bool:
    """没有残疾人证的不问这一项。"""
    return m.is_disabled and not m.has_died


@member(cite=NOTICE, label="低保家庭中的残疾人", yes=Because("disabled_in_subsistence", NOTICE), no=())
def is_disabled_in_subsistence(m: Member, law: Law) -> Bool:
    """困难残疾人生活补贴的对象为低保家庭中的残疾人。"""
    return m.is_on_subsistence_roll


@member(cite=NOTICE, label="低保边缘家庭中的残疾人", yes=Because("disabled_in_low_income", NOTICE), no=())
def is_disabled_in_low_income(m: Member, law: Law) -> Bool:
    """有条件的地方可逐步扩大到低收入残疾人,由当地规定。"""
    return law.disability_living_low_income and m.is_on_low_income_roll


@member(
    cite=NOTICE, label="特困供养对象中的残疾人", yes=Because("disabled_in_extreme_hardship", NOTICE), no=()
)
def is_disabled_in_extreme_hardship(m: Member, law: Law) -> Bool:
    """能否同领,另由地方口径决定。"""
    return m.is_in_extreme_hardship


@member(cite=NOTICE, label="不因特困供养而停发生活补贴", no=Because("in_extreme_hardship", NOTICE))
def may_have_living_subsidy(m: Member, law: Law) -> Bool:
    """特困人员能否同领生活补贴,由地方口径决定。"""
    return not m.is_in_extreme_hardship or law.switch.disability_subsidies_in_extreme_hardship == "both"


@member(cite=NOTICE, label="没有享受孤儿基本生活费", no=Because("in_orphan_care", NOTICE))
def has_no_orphan_money(m: Member, law: Law) -> Bool:
    """享受孤儿基本生活保障政策的残疾儿童不享受生活补贴,可享受护理补贴。"""
    return not m.receives_orphan and not m.household.receives_orphan


@member(
    cite=CHILDREN,
    label="没有全额领取事实无人抚养儿童补贴",
    no=Because("full_unattended_child_benefit", CHILDREN),
)
def has_no_full_child_benefit(m: Member, law: Law) -> Bool:
    """全额领取基本生活补贴的,不再享受困难残疾人生活补贴;补差领取的仍可享受。"""
    if not m.receives_unattended_child:
        return True
    stated = m.unattended_child_monthly_paid
    paid = stated if stated > 0 else at_least(stated, m.unattended_child_monthly_paid)
    return paid < law.unattended_child_standard


@member(cite=NOTICE, label="生活补贴")
def living_subsidy(m: Member, law: Law) -> FenMonth:
    """当地公布的生活补贴标准。"""
    return law.disability_living


@member(cite=NOTICE, label="符合生活补贴条件")
def has_living_subsidy(m: Member, law: Law) -> Bool:
    """在世、持证、属于应补的家庭,没有不能同领的待遇。"""
    of_group = (
        m.is_disabled_in_subsistence or m.is_disabled_in_low_income or m.is_disabled_in_extreme_hardship
    )
    others = m.has_no_injury_nursing and m.has_no_orphan_money and m.has_no_full_child_benefit
    return m.may_ask_for_care_subsidy and of_group and m.may_have_living_subsidy and others


PROGRAMMES = (
    Programme(
        "disability_living",
        "困难残疾人生活补贴",
        "member",
        all_of=(
            AnyOf(
                "is_disabled_in_subsistence",
                "is_disabled_in_low_income",
                "is_disabled_in_extreme_hardship",
                label="低保等家庭中的残疾人",
                no=Because("not_in_subsistence", NOTICE),
            ),
            "may_have_living_subsidy",
            "has_no_injury_nursing",
            "has_no_orphan_money",
            "has_no_full_child_benefit",
        ),
        amounts={"monthly": "living_subsidy"},
        applies="may_ask_for_care_subsidy",
    ),
    Programme(
        "disability_care",
        "重度残疾人护理补贴",
        "member",
        all_of=("is_severe_for_care", "may_have_care_subsidy", "has_no_injury_nursing"),
        amounts={"monthly": "care_subsidy"},
        applies="may_ask_for_care_subsidy",
    ),
)
