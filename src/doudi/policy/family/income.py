"""家庭收入: which incomes count and how much of them (民发〔2021〕57号 第十三条), by the year, divided last.

Per head is never rounded before it is compared; the figures shown are rounded by whoever shows them.
"""

from doudi.law.language import (
    Bool,
    FenMonth,
    FenYear,
    Household,
    Law,
    Member,
    at_least,
    given,
    household,
    member,
    monthly,
    split,
    yearly,
)


@member(cite="民发〔2021〕57号 第十三条", label="工资性收入(扣减必要就业成本后)")
def wage_counted(m: Member, law: Law) -> FenYear:
    """工资性收入扣减必要的就业成本:按比例扣,有上限的不超过上限。"""
    after_rate = m.income_wage * (1 - law.wage_cost_rate)
    return (
        max(after_rate, m.income_wage - yearly(law.wage_cost_cap)) if given(law.wage_cost_cap) else after_rate
    )


@member(cite="民发〔2021〕57号 第十三条", label="经营、财产、转移和其他收入")
def regular_income(m: Member, law: Law) -> FenYear:
    """经营净收入、财产净收入、转移净收入、其他应当计入家庭收入的收入。"""
    property_income = m.income_land + m.income_rent + m.income_interest
    transfers = m.income_pension + m.income_support + m.income_unemployment
    return m.income_business + property_income + transfers + m.income_other + m.income_unlisted


@member(cite="民发〔2021〕57号 第十三条", label="中央基础养老金不计入")
def basic_pension_is_out(m: Member, law: Law) -> Bool:
    """“十四五”期间,中央确定的城乡居民基本养老保险基础养老金不计入家庭收入;期满后由地方口径决定。"""
    return law.basic_pension_out_by_plan or law.switch.basic_pension_excluded


@member(cite="民发〔2021〕57号 第十三条", label="计入的基础养老金")
def basic_pension_counted(m: Member, law: Law) -> FenYear:
    """没有基础养老金的,口径怎么定都一样。"""
    return 0 if m.basic_pension_is_out else m.income_basic_pension


@member(cite="民发〔2021〕57号 第十三条", label="计入的高龄津贴")
def old_age_allowance_counted_year(m: Member, law: Law) -> FenYear:
    """高龄津贴是否计入由地方口径决定。"""
    return m.income_old_age_allowance if law.switch.old_age_allowance_counted else 0


@member(cite="民发〔2021〕57号 第十三条", label="本人计入收入(年)")
def own_income_year(m: Member, law: Law) -> FenYear:
    """本人各项计入收入之和;没有授权核对的,至少是申报的数,实际未知;成年人还没有问过收入的也是。"""
    counted_kinds = m.wage_counted + m.regular_income + m.basic_pension_counted + m.old_age_allowance_counted_year
    declared = counted_kinds if m.income_asked or m.is_minor else at_least(counted_kinds, m.income_asked)
    return declared if m.authorised else at_least(declared, m.authorised)


@member(cite="民发〔2021〕57号 第十三条", label="有不计入的收入")
def has_excluded_income(m: Member, law: Law) -> Bool:
    """优待抚恤金、计划生育奖励扶助、奖学金、见义勇为奖励、政府救助款物等不计入家庭收入。"""
    rewards = m.income_family_planning_reward + m.income_scholarship + m.income_bravery_reward
    relief = m.income_preferential_allowance + m.income_government_relief + m.income_disability_subsidy
    pension_out = m.income_basic_pension > 0 and m.basic_pension_is_out
    old_age_out = m.income_old_age_allowance > 0 and not law.switch.old_age_allowance_counted
    return rewards + relief > 0 or pension_out or old_age_out


@member(cite="民政部等四部门2022年10月20日通知 一(三)", label="逝者名下仍有的收入(年)")
def surviving_income_year(m: Member, law: Law) -> FenYear:
    """经营、土地、租金等收入不随人去世而终止;归谁没有明确之前,数额未知。"""
    left = m.income_business + m.income_land + m.income_rent + m.income_interest + m.income_other
    stays = m.has_died and m.belongs_to_family and not m.is_left_out and left > 0 and not m.income_heir_named
    # left * 0 is nothing, but of money: the unknown amount is bounded like an amount.
    return at_least(left * 0, m.income_heir_named) if stays else 0


@member(cite="民发〔2021〕57号 第十三条", label="收到的赡养抚养扶养费(年)")
def support_received_year(m: Member, law: Law) -> FenYear:
    """家庭以外的义务人给付的费用。"""
    return sum(s.support_year for s in m.supporters)


@household(cite="民发〔2021〕57号 第十三条", label="家庭收入(年)")
def family_income_year(h: Household, law: Law) -> FenYear:
    """共同生活的家庭成员的计入收入之和,加家庭以外的赡养抚养扶养费。"""
    own = sum(m.own_income_year for m in h.members if m.counted)
    support = sum(m.support_received_year for m in h.members if m.counted)
    return own + support + sum(m.surviving_income_year for m in h.members)


@household(cite="民发〔2021〕57号 第十三条", label="家庭月收入")
def counted_income(h: Household, law: Law) -> FenMonth:
    """家庭年收入除以十二。"""
    return monthly(h.family_income_year)


@household(cite="民发〔2021〕57号 第十三条", label="家庭人均月收入")
def per_capita(h: Household, law: Law) -> FenMonth:
    """家庭月收入除以计入的家庭人数。"""
    return split(monthly(h.family_income_year), among=h.members_counted)


@household(cite="民发〔2021〕57号 第十三条", label="有不计入的收入")
def family_has_excluded_income(h: Household, law: Law) -> Bool:
    """任何一名计入成员有不计入的收入。"""
    return any(m.counted and m.has_excluded_income for m in h.members)
