"""特困人员救助供养: no labour, no income, nobody able to support; standard and care grade (43号; 21号
二(一)2).
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Code,
    FenMonth,
    FenYear,
    Law,
    Member,
    Programme,
    Remark,
    age,
    as_once,
    at_least,
    member,
    monthly,
    yearly,
)

FIVE = "民发〔2021〕43号 第五条"
SIX = "民发〔2021〕43号 第六条"
TWENTY_FOUR = "民发〔2021〕43号 第二十四条"
GRADES = {"full": "全自理", "partial": "半护理", "none": "全护理"}


@member(
    cite="民发〔2021〕43号 第二十四条",
    label="在世",
    no=Because("member_died", TWENTY_FOUR),
)
def is_alive(m: Member, law: Law) -> Bool:
    """(一)死亡的,终止救助供养。"""
    return not m.has_died


@member(
    cite="民发〔2021〕43号 第二十四条",
    label="没有失踪、服刑",
    no=Because("member_not_counted", TWENTY_FOUR),
)
def is_at_liberty(m: Member, law: Law) -> Bool:
    """被宣告失踪的、在监狱服刑的,终止救助供养。"""
    return m.status not in ("imprisoned", "missing")


@member(
    cite="民发〔2021〕43号 第五条(一)",
    label="年满六十周岁",
    yes=Because("age_60", f"{FIVE}(一)"),
)
def is_elderly(m: Member, law: Law) -> Bool:
    """60周岁以上的老年人。"""
    return age(m.birth) >= law.elderly_age


@member(
    cite="民发〔2021〕43号 第五条(二)",
    label="未满十六周岁",
    yes=Because("minor", f"{FIVE}(二)"),
)
def is_under_sixteen(m: Member, law: Law) -> Bool:
    """未满16周岁的未成年人。"""
    return age(m.birth) < law.minor_age


@member(
    cite="济办发〔2020〕21号 二(一)2",
    label="未成年人(按地方口径)",
    yes=Because("minor", "济办发〔2020〕21号 二(一)2"),
)
def is_new_minor(m: Member, law: Law) -> Bool:
    """将特困人员救助供养覆盖的未成年人年龄由16周岁延长至18周岁;地方口径定为16的,从43号。"""
    older = age(m.birth) >= law.minor_age
    return older and age(m.birth) < law.switch.extreme_hardship_new_minor_below


@member(
    cite="民发〔2021〕43号 第二十四条",
    label="已在供养的未成年人,继续至十八周岁",
    yes=Because("continues_to_18", TWENTY_FOUR),
)
def continues_to_eighteen(m: Member, law: Law) -> Bool:
    """特困人员中的未成年人,可继续享有救助供养待遇至18周岁。"""
    return m.is_in_extreme_hardship and not m.is_under_sixteen and m.is_minor


@member(
    cite="民发〔2021〕43号 第二十四条",
    label="年满十八周岁仍在义务教育、普高或中职就读",
    yes=Because("continues_in_school", TWENTY_FOUR),
)
def continues_in_school(m: Member, law: Law) -> Bool:
    """年满18周岁仍在接受义务教育或者在普通高中、中等职业学校就读的,可继续享有。"""
    at_school = m.student in ("primary", "junior", "senior", "vocational")
    return m.is_in_extreme_hardship and not m.is_minor and at_school


@member(
    cite="民发〔2021〕43号 第五条(三)",
    label="残疾属无劳动能力",
    yes=Because("disability_no_labour", f"{FIVE}(三)"),
    unknown=Because("fact_missing", f"{FIVE}(三)"),
)
def is_without_labour_by_disability(m: Member, law: Law) -> Bool:
    """残疾等级为一、二、三级的智力、精神残疾人,一、二级的肢体残疾人,一级的视力残疾人。"""
    return m.is_disabled_without_labour


@member(cite="民发〔2021〕43号 第四条(一)", label="无劳动能力")
def is_without_labour(m: Member, law: Law) -> Bool:
    """年龄、残疾、未成年或者继续供养的情形之一。"""
    young = m.is_under_sixteen or m.is_new_minor or m.continues_to_eighteen or m.continues_in_school
    return m.is_elderly or young or m.is_without_labour_by_disability


@member(cite="民发〔2021〕43号 第五条(二)", label="未成年,但超过新申请的年龄")
def is_minor_too_old(m: Member, law: Law) -> Bool:
    """年满上限的未成年人新申请,不属无劳动能力。"""
    return m.is_minor and not m.is_without_labour


@member(cite="民发〔2021〕43号 第二十四条", label="已满十八周岁且不在校")
def has_grown_up(m: Member, law: Law) -> Bool:
    """供养中的未成年人年满18周岁且不在校的,终止。"""
    grown = m.is_in_extreme_hardship and not m.is_minor and not m.is_disabled
    return grown and not m.is_without_labour


@member(cite="民发〔2021〕43号 第五条(三)", label="不属无劳动能力")
def is_able_to_labour(m: Member, law: Law) -> Bool:
    """成年、未满六十周岁,残疾不在所列类别等级内。"""
    return not m.is_minor and not m.is_without_labour


@member(cite="民发〔2021〕43号 第六条", label="本人收入(特困口径,年)")
def hardship_income_year(m: Member, law: Law) -> FenYear:
    """不包括中央基础养老金、优待抚恤金、高龄津贴;救助款物和残疾人补贴不计(判断)。其余都计入。"""
    rewards = m.income_family_planning_reward + m.income_scholarship + m.income_bravery_reward
    counted_kinds = m.wage_counted + m.regular_income + rewards + m.payments_received_year
    declared = counted_kinds if m.income_asked or m.is_minor else at_least(counted_kinds, m.income_asked)
    return declared if m.authorised else at_least(declared, m.authorised)


@member(cite="民发〔2021〕43号 第六条", label="收到的供养费(特困口径,年)")
def payments_received_year(m: Member, law: Law) -> FenYear:
    """无履行能力的义务人,不按公式推定给付。"""
    return sum(s.hardship_support_year for s in m.supporters)


@member(cite="民发〔2021〕43号 第六条", label="本人月收入(特困口径)")
def hardship_income_month(m: Member, law: Law) -> FenMonth:
    """本人年收入除以十二。"""
    return monthly(m.hardship_income_year)


@member(cite="民发〔2021〕43号 第六条", label="当地低保标准")
def hardship_income_line(m: Member, law: Law) -> FenMonth:
    """按本人户籍性质。"""
    return law.subsistence_standard(registration=m.own_registration)


@member(
    cite="民发〔2021〕43号 第六条",
    label="无生活来源:收入低于低保标准",
    yes=Because("no_income", SIX),
    no=(Because("own_income_not_below_standard", SIX), Because("income_not_below_standard", SIX)),
    unknown=Because("income_unknown", SIX),
    unknown_by={"authorised": Because("authorisation_missing", "民发〔2021〕43号 第十条")},
    show=("hardship_income_month", "hardship_income_line"),
)
def has_no_income(m: Member, law: Law) -> Bool:
    """收入低于当地最低生活保障标准,且财产符合当地特困人员财产状况规定的,应当认定为无生活来源。"""
    return m.hardship_income_year < yearly(m.hardship_income_line)


@member(
    cite="民发〔2021〕43号 第六条",
    label="无生活来源:财产符合规定",
    yes=Because("assets_within_limit", SIX),
    no=Because("assets_over_limit", SIX),
    unknown=Because("assets_unknown", SIX),
)
def hardship_assets_ok(m: Member, law: Law) -> Bool:
    """按一人计算的限额。"""
    multiple = law.financial_assets_multiple(programme="extreme_hardship")
    money = m.household.financial_assets <= as_once(m.hardship_income_line * multiple)
    homes = m.household.homes <= law.homes_max(programme="extreme_hardship")
    used = m.household.vehicles - m.household.vehicles_exempt
    vehicles = used <= law.vehicles_max(programme="extreme_hardship")
    other = m.household.non_residential_property <= law.non_residential_max(programme="extreme_hardship")
    return money and homes and vehicles and other


@member(
    cite="民发〔2021〕43号 第九条",
    label="没有选择孤儿或事实无人抚养儿童保障",
    no=Because("chose_child_benefit", "民发〔2021〕43号 第九条"),
)
def has_not_chosen_child_benefit(m: Member, law: Law) -> Bool:
    """选择申请纳入孤儿、事实无人抚养儿童基本生活保障范围的,不再认定为特困人员。"""
    return m.chooses not in ("orphan", "unattended_child") and not m.is_on_child_allowance


@member(cite="民发〔2021〕43号 第十九条", label="适用标准", values={"urban": "城镇", "rural": "农村"})
def standard_used(m: Member, law: Law) -> Code:
    """拥有承包土地或者参加农村集体经济收益分配的,按农村特困人员救助供养标准。"""
    return "rural" if m.household.contracted_land else m.own_registration


@member(cite="民发〔2021〕43号 第十九条", label="有承包地按农村标准")
def is_rural_for_land(m: Member, law: Law) -> Bool:
    """城镇户籍而有承包土地。"""
    return m.household.contracted_land and m.own_registration == "urban"


@member(cite="民发〔2021〕43号 第二十二条", label="自理能力", values=GRADES)
def care_grade(m: Member, law: Law) -> Code:
    """六项全部能够自主完成的为具备;有三项以下(含三项)不能的为部分丧失;有四项以上(含四项)不能的为完全丧失。"""
    if m.care_items_failed >= law.care_none_items:
        return "none"
    return "partial" if m.care_items_failed >= law.care_partial_items else "full"


@member(cite="济办发〔2020〕21号 二(一)2", label="基本生活费")
def hardship_basic(m: Member, law: Law) -> FenMonth:
    """当地公布的特困人员基本生活标准。"""
    return law.extreme_hardship_basic(registration=m.standard_used)


@member(cite="济办发〔2020〕21号 二(一)2", label="照料护理费")
def hardship_care(m: Member, law: Law) -> FenMonth:
    """当地公布的照料护理标准,按自理能力。"""
    return law.extreme_hardship_care(grade=m.care_grade)


@member(cite="济办发〔2020〕21号 二(一)2", label="供养金")
def hardship_monthly(m: Member, law: Law) -> FenMonth:
    """基本生活费加照料护理费。"""
    return m.hardship_basic + m.hardship_care


@member(cite="民发〔2021〕43号 第四条", label="符合特困条件")
def is_extreme_hardship(m: Member, law: Law) -> Bool:
    """无劳动能力、无生活来源、无法定义务人或者义务人无履行能力,没有选择儿童保障。"""
    three = m.is_without_labour and m.has_no_income and m.has_no_able_obligor
    here = m.is_alive and m.is_at_liberty
    return here and three and m.hardship_assets_ok and m.has_not_chosen_child_benefit


@member(cite="民发〔2021〕43号 第六条", label="本人收入与低保标准的差距")
def hardship_gap(m: Member, law: Law) -> FenMonth:
    """低保标准减本人月收入。"""
    return m.hardship_income_line - m.hardship_income_month


def _unable(number: str) -> Because:
    return Because("obligor_unable", f"民发〔2021〕43号 第八条({number})")


CARE = {
    "partial": Because("care_partial", "民发〔2021〕43号 第二十二条"),
    "none": Because("care_none", "民发〔2021〕43号 第二十二条"),
}

PROGRAMMES = (
    Programme(
        "extreme_hardship",
        "特困人员救助供养",
        "member",
        all_of=(
            "is_alive",
            "is_at_liberty",
            AnyOf(
                "is_elderly",
                "is_under_sixteen",
                "is_new_minor",
                "continues_to_eighteen",
                "continues_in_school",
                "is_without_labour_by_disability",
                label="无劳动能力",
                no=Because("labour_not_excluded", "民发〔2021〕43号 第四条(一)"),
            ),
            "has_no_income",
            "hardship_assets_ok",
            "has_no_able_obligor",
            "has_not_chosen_child_benefit",
        ),
        amounts={"monthly": "hardship_monthly", "basic": "hardship_basic", "care": "hardship_care"},
        details={"care_grade": "care_grade", "standard": "standard_used", "gap": "hardship_gap"},
        remarks=(
            Remark("is_minor_too_old", Because("minor_age_limit", f"{FIVE}(二)"), on=("not_entitled",)),
            Remark("has_grown_up", Because("minor_age_limit", TWENTY_FOUR), on=("not_entitled",)),
            Remark("is_able_to_labour", Because("labour_not_excluded", f"{FIVE}(三)"), on=("not_entitled",)),
            Remark("has_no_obligor", Because("no_obligor", "民发〔2021〕43号 第四条(三)"), on=("entitled",)),
            Remark("has_obligor_unable_1", _unable("一"), on=("entitled",)),
            Remark("has_obligor_unable_2", _unable("二"), on=("entitled",)),
            Remark("has_obligor_unable_3", _unable("三"), on=("entitled",)),
            Remark("has_obligor_unable_4", _unable("四"), on=("entitled",)),
            Remark("has_obligor_unable_5", _unable("五"), on=("entitled",)),
            Remark("is_rural_for_land", Because("rural_standard_for_land", "民发〔2021〕43号 第十九条")),
            Remark("care_grade", CARE, on=("entitled",)),
        ),
    ),
)
