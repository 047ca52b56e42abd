"""在册身份: whether a person is on the roll of 低保, by the verdicts of earlier days (社会救助暂行办法 第六十条, 57号 第二条).

A benefit that helps "those in 低保" asks what is in payment, never the rule of 低保 itself. Whoever does not count as a member
of the household is not on its roll.
"""

from doudi.law.language import Bool, FenMonth, Law, Member, at_least, member, split


@member(cite="民发〔2021〕57号 第二条", label="是低保对象")
def is_on_subsistence_roll(m: Member, law: Law) -> Bool:
    """登记在本人名下(单人户也是),或者登记在全家名下、本人是计入的成员。"""
    of_family = m.household.receives_subsistence and m.counted
    return m.receives_subsistence or m.receives_single_person or of_family


@member(cite="民发〔2021〕57号 第八条", label="是低保边缘家庭成员")
def is_on_low_income_roll(m: Member, law: Law) -> Bool:
    """认定为低保边缘家庭,本人是计入的成员。"""
    return m.receives_low_income or (m.household.receives_low_income and m.counted)


@member(cite="民发〔2021〕57号 第二十三条", label="本人的低保金(月)")
def subsistence_share_paid(m: Member, law: Law) -> FenMonth:
    """登记在全家名下的,按计入人数平分;在册而没有写明月额的,数额未知。"""
    if m.receives_subsistence or m.receives_single_person:
        own = m.subsistence_monthly_paid + m.single_person_monthly_paid
        return own if own > 0 else at_least(own, m.subsistence_monthly_paid)
    if not m.is_on_subsistence_roll:
        return 0
    family = m.household.subsistence_monthly_paid
    stated = family if family > 0 else at_least(family, m.household.subsistence_monthly_paid)
    return split(stated, among=m.household.members_counted)


@member(cite="民发〔2021〕43号 第二十四条", label="本人的特困供养金(月)")
def hardship_share_paid(m: Member, law: Law) -> FenMonth:
    """登记在本人名下的月额;在册而没有写明的,数额未知。"""
    if not m.is_in_extreme_hardship:
        return 0
    own = m.extreme_hardship_monthly_paid
    return own if own > 0 else at_least(own, m.extreme_hardship_monthly_paid)
