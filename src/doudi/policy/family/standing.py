"""在册身份: on which roll a member or a household stands, as the special programmes ask for it.

济办发〔2020〕21号 三20·7: whoever is not 低保 or 特困 is given special assistance as he needs it. It is asked of
whoever is 低保, 特困 or otherwise known to be in need on that day. These are earlier verdicts, read as facts
(`family.roll`, `receives_…`, the list of 防返贫监测), never worked out again from incomes. Of several standings the first one of the
list counts.
"""

from doudi.law.language import Bool, Code, Household, Law, Member, household, member

GROUPS = {
    "extreme_hardship": "特困人员",
    "orphan": "孤儿、事实无人抚养儿童",
    "subsistence": "低保对象",
    "low_income": "低保边缘家庭成员",
    "rigid_expenditure": "刚性支出困难家庭成员",
    "monitored": "防返贫监测对象",
    "none": "不在册",
}


@member(cite="刚性支出困难家庭认定办法 第十条", label="刚性支出困难家庭成员")
def is_on_rigid_expenditure(m: Member, law: Law) -> Bool:
    """家庭已认定为刚性支出困难家庭,还在有效期内。"""
    return m.receives_rigid_expenditure or (m.counted and m.household.receives_rigid_expenditure)


@member(cite="民发〔2021〕43号 第九条", label="领取孤儿基本生活费")
def is_on_orphan_allowance(m: Member, law: Law) -> Bool:
    """登记在本人名下,或者登记在全家名下、本人未成年。"""
    return m.receives_orphan or (m.household.receives_orphan and m.is_minor)


@member(cite="民发〔2021〕43号 第九条", label="领取孤儿或事实无人抚养儿童保障")
def is_on_child_allowance(m: Member, law: Law) -> Bool:
    """孤儿基本生活费或者事实无人抚养儿童补贴。"""
    unattended = m.receives_unattended_child or (m.household.receives_unattended_child and m.is_minor)
    return m.is_on_orphan_allowance or unattended


@member(cite="社会救助暂行办法 第九条", label="在册身份", values=GROUPS)
def standing(m: Member, law: Law) -> Code:
    """有几种身份的,取最前面的一种。"""
    if m.is_in_extreme_hardship:
        return "extreme_hardship"
    if m.is_on_child_allowance:
        return "orphan"
    if m.is_on_subsistence_roll:
        return "subsistence"
    if m.is_on_low_income_roll:
        return "low_income"
    if m.is_on_rigid_expenditure:
        return "rigid_expenditure"
    return "monitored" if m.household.poverty_watch != "none" and m.counted else "none"


@household(cite="社会救助暂行办法 第九条", label="家庭正在享受低保")
def family_on_subsistence(h: Household, law: Law) -> Bool:
    """登记在全家名下,或者全家只有这样的成员。"""
    return h.receives_subsistence or any(m.receives_subsistence for m in h.members)


@household(cite="民发〔2021〕43号 第四条", label="家里有在家供养的特困人员")
def has_extreme_hardship_at_home(h: Household, law: Law) -> Bool:
    """分散供养;由机构集中供养的不算。"""
    return any(
        m.is_in_extreme_hardship and not m.supported_in_institution and not m.has_died for m in h.members
    )


@household(cite="社会救助暂行办法 第九条", label="家庭在册身份", values=GROUPS)
def family_standing(h: Household, law: Law) -> Code:
    """有几种身份的,取最前面的一种;集中供养的特困人员不算在家里。"""
    if h.has_extreme_hardship_at_home:
        return "extreme_hardship"
    if h.family_on_subsistence:
        return "subsistence"
    if h.receives_low_income:
        return "low_income"
    if h.receives_rigid_expenditure:
        return "rigid_expenditure"
    return "monitored" if h.poverty_watch != "none" else "none"
