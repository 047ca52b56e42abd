"""赡养、抚养、扶养费: what supporters outside the household give (民发〔2021〕57号 第十三条).

Order: exempt → court or agreement → what is really paid (switch) → the formula, or the higher of both
(switch).
"""

from doudi.law.language import (
    Bool,
    FenMonth,
    FenYear,
    Household,
    Law,
    Supporter,
    given,
    household,
    split,
    supporter,
    yearly,
)


@supporter(cite="民政部等四部门2022年10月20日通知 一(一)", label="供养费豁免")
def is_exempt(s: Supporter, law: Law) -> Bool:
    """成年无业重度残疾人依靠兄弟姐妹或者60周岁及以上老年人供养的,供养费可豁免。"""
    kept_by_whom = s.relation == "sibling" or s.age >= law.support_exempt_age
    of_whom = s.member.is_adult_disabled_without_work
    return of_whom and kept_by_whom and law.switch.support_exempt_for_adult_disabled


@supporter(cite="民发〔2021〕57号 第十三条", label="义务人家庭免计线")
def free_line(s: Supporter, law: Law) -> FenMonth:
    """义务人户籍性质的低保标准 × 倍数 × 家庭人数。"""
    standard = law.subsistence_standard(registration=s.registration)
    return standard * law.support_free_multiple * s.household_size


@supporter(cite="民发〔2021〕57号 第十三条", label="按公式计算的赡养费")
def support_by_formula(s: Supporter, law: Law) -> FenMonth:
    """超出免计线的部分 × 比例 ÷ 供养人数。"""
    return split(max(0, s.monthly_income - s.free_line) * law.support_rate, among=s.supports)


@supporter(cite="民发〔2021〕57号 第十三条", label="按实际给付")
def follows_actual(s: Supporter, law: Law) -> Bool:
    """知道实际给付、没有判决,且地方口径是实际给付优先。"""
    return given(s.actually_pays) and law.switch.actual_over_formula


@supporter(cite="民发〔2021〕57号 第十三条", label="计入的赡养费(月)")
def support_month(s: Supporter, law: Law) -> FenMonth:
    """豁免的不计;有法院判决或协议的按判决或协议;其余按地方口径。"""
    if s.is_exempt:
        return 0
    if given(s.court_ordered):
        return s.court_ordered
    if given(s.actually_pays) and law.switch.actual_over_formula:
        return s.actually_pays
    if given(s.actually_pays) and law.switch.higher_actual_prevails:
        return max(s.actually_pays, s.support_by_formula)
    return s.support_by_formula


@supporter(cite="民发〔2021〕57号 第十三条", label="计入的赡养费(年)")
def support_year(s: Supporter, law: Law) -> FenYear:
    """按年计。"""
    return yearly(s.support_month)


@household(cite="民政部等四部门2022年10月20日通知 一(一)", label="有豁免的供养费")
def has_exempt_support(h: Household, law: Law) -> Bool:
    """任何一名计入成员的供养费豁免。"""
    return any(s.member.counted and s.is_exempt for s in h.supporters)


@household(cite="民发〔2021〕57号 第十三条", label="有判决或协议的赡养费")
def has_court_ordered_support(h: Household, law: Law) -> Bool:
    """按法院判决或协议计入。"""
    return any(s.member.counted and given(s.court_ordered) and not s.is_exempt for s in h.supporters)


@household(cite="民发〔2021〕57号 第十三条", label="有计入的赡养费")
def has_counted_support(h: Household, law: Law) -> Bool:
    """按公式或实际给付计入。"""
    return any(s.member.counted and not given(s.court_ordered) and s.support_month > 0 for s in h.supporters)


@household(cite="民发〔2021〕57号 第十三条", label="义务人家庭在免计线以下")
def has_support_below_free_line(h: Household, law: Law) -> Bool:
    """义务人家庭收入不超过免计线,按公式为零。"""
    return any(s.member.counted and s.is_below_free_line for s in h.supporters)


@supporter(cite="民发〔2021〕57号 第十三条", label="在免计线以下")
def is_below_free_line(s: Supporter, law: Law) -> Bool:
    """没有豁免、没有判决、不按实际给付,且家庭收入不超过免计线。"""
    by_formula = not s.is_exempt and not given(s.court_ordered) and not s.follows_actual
    return by_formula and s.monthly_income <= s.free_line
