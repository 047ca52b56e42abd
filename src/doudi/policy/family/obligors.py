"""法定义务人有无履行义务能力 (民发〔2021〕43号 第八条): supporters outside the household, and members
inside it.

Two members who would both be 特困 do not stand in each other's way: an obligor who himself has no labour
and no income has nothing to give (第八条(一), applied before the roll is written).
"""

from doudi.law.language import (
    Because,
    Bool,
    FenYear,
    Law,
    Member,
    Supporter,
    age,
    given,
    member,
    supporter,
    yearly,
)


@supporter(cite="民发〔2021〕43号 第八条", label="当地上年人均可支配收入(义务人)")
def obligor_income_line(s: Supporter, law: Law) -> FenYear:
    """按义务人户籍性质还是按全体居民,由地方口径决定。"""
    if law.switch.disposable_income_basis == "all_residents":
        return law.disposable_income_prior_year(registration="all")
    return law.disposable_income_prior_year(registration=s.registration)


@supporter(cite="民发〔2021〕43号 第八条", label="义务人收入低、财产符合规定")
def obligor_is_poor(s: Supporter, law: Law) -> Bool:
    """本人收入低于当地上年人均可支配收入,且其财产符合当地低收入家庭财产状况规定。"""
    return s.property_ok and yearly(s.own_monthly_income) < s.obligor_income_line


@supporter(cite="民发〔2021〕43号 第八条(一)", label="义务人是特困人员")
def unable_1(s: Supporter, law: Law) -> Bool:
    """(一)特困人员。"""
    return s.on_roll == "extreme_hardship"


@supporter(cite="民发〔2021〕43号 第八条(二)", label="义务人是六十周岁以上的低保对象")
def unable_2(s: Supporter, law: Law) -> Bool:
    """(二)60周岁以上的最低生活保障对象。"""
    return s.on_roll == "subsistence" and s.age >= law.obligor_subsistence_age


@supporter(cite="民发〔2021〕43号 第八条(三)", label="义务人七十周岁以上,收入低、财产符合规定")
def unable_3(s: Supporter, law: Law) -> Bool:
    """(三)70周岁以上的老年人,本人收入低于当地上年人均可支配收入,且其财产符合规定。"""
    return s.age >= law.obligor_old_age and s.obligor_is_poor


@supporter(cite="民发〔2021〕43号 第八条(四)", label="义务人重度残疾(第八条口径)")
def obligor_is_severe(s: Supporter, law: Law) -> Bool:
    """重度残疾人和残疾等级为三级的智力、精神残疾人。"""
    senses = s.obligor_senses_severe
    limb = 0 < s.disability_limb <= law.obligor_severe_grade
    intellectual = 0 < s.disability_intellectual <= law.obligor_mind_grade
    mental = 0 < s.disability_mental <= law.obligor_mind_grade
    multiple = 0 < s.disability_multiple <= law.obligor_severe_grade
    return senses or limb or intellectual or mental or multiple or s.obligor_multiple_open


@supporter(cite="民发〔2021〕43号 第八条(四)", label="义务人视力、听力、言语重度残疾")
def obligor_senses_severe(s: Supporter, law: Law) -> Bool:
    """一级、二级。"""
    visual = 0 < s.disability_visual <= law.obligor_severe_grade
    hearing = 0 < s.disability_hearing <= law.obligor_severe_grade
    return visual or hearing or 0 < s.disability_speech <= law.obligor_severe_grade


@supporter(cite="民发〔2021〕43号 第八条(四)", label="义务人多重残疾类别未明而需要知道")
def obligor_multiple_open(s: Supporter, law: Law) -> Bool:
    """三级多重残疾,其中有没有智力、精神三级要另外查明。"""
    within = 0 < s.disability_multiple <= law.obligor_mind_grade
    senses = s.disability_visual > 0 or s.disability_hearing > 0 or s.disability_speech > 0
    mind = s.disability_intellectual > 0 or s.disability_mental > 0
    return within and not (senses or mind or s.disability_limb > 0) and s.multiple_components_severe


@supporter(cite="民发〔2021〕43号 第八条(四)", label="义务人重残,收入低、财产符合规定")
def unable_4(s: Supporter, law: Law) -> Bool:
    """(四)重度残疾人和残疾等级为三级的智力、精神残疾人,收入和财产同(三)。"""
    return s.obligor_is_severe and s.obligor_is_poor


@supporter(cite="民发〔2021〕43号 第八条(五)", label="义务人无民事行为能力、失踪或服刑,财产符合规定")
def unable_5(s: Supporter, law: Law) -> Bool:
    """(五)无民事行为能力、被宣告失踪或者在监狱服刑的人员,且其财产符合规定。"""
    return s.status in ("no_capacity", "missing", "imprisoned") and s.property_ok


@supporter(cite="民发〔2021〕43号 第八条", label="义务人无履行义务能力")
def is_unable(s: Supporter, law: Law) -> Bool:
    """第八条所列情形之一。"""
    return s.unable_1 or s.unable_2 or s.unable_3 or s.unable_4 or s.unable_5


@supporter(cite="民发〔2021〕43号 第六条", label="计入特困口径的供养费(年)")
def hardship_support_year(s: Supporter, law: Law) -> FenYear:
    """有判决、协议或按实际给付的照计;无履行义务能力的不按公式推定。"""
    by_formula = not given(s.court_ordered) and not s.follows_actual
    return 0 if by_formula and s.is_unable else s.support_year


@member(cite="民发〔2021〕43号 第八条", label="家庭内的义务人有能力")
def is_able_inside(m: Member, law: Law) -> Bool:
    """共同生活的成年成员,不在第八条所列情形内,也不是自己就无劳动能力、无生活来源。"""
    there = not m.has_died and not m.is_minor and m.student == "none" and m.is_at_liberty
    destitute = m.is_without_labour and m.has_no_income
    return there and not m.is_in_extreme_hardship and not destitute and not m.is_unable_inside


@member(cite="民发〔2021〕43号 第八条", label="家庭内的义务人无履行义务能力")
def is_unable_inside(m: Member, law: Law) -> Bool:
    """(二)60周岁以上的低保对象;(三)70周岁以上、(四)重残,收入低且家庭财产符合规定。"""
    aged = age(m.birth) >= law.obligor_subsistence_age and m.is_on_subsistence_roll
    frail = age(m.birth) >= law.obligor_old_age or m.is_severe_for_single_person
    return aged or (frail and m.is_poor_inside and m.household.low_income_assets_ok)


@member(cite="民发〔2021〕43号 第八条", label="本人收入低于上年人均可支配收入")
def is_poor_inside(m: Member, law: Law) -> Bool:
    """口径同家庭以外的义务人。"""
    if law.switch.disposable_income_basis == "all_residents":
        return m.hardship_income_year < law.disposable_income_prior_year(registration="all")
    return m.hardship_income_year < law.disposable_income_prior_year(registration=m.own_registration)


@member(cite="民法典 第二十六条", label="家庭内有能力的义务人")
def has_able_obligor_inside(m: Member, law: Law) -> Bool:
    """配偶互相扶养,父母抚养子女,成年子女赡养父母;其他成员以登记的法定义务为准。"""
    if m.relation == "self":
        near = any(
            o.relation in ("spouse", "child", "parent") and o.is_able_inside for o in m.household.members
        )
        return near or any(
            o.relation not in ("self", "spouse", "child", "parent") and o.support_duty and o.is_able_inside
            for o in m.household.members
        )
    if m.relation == "spouse":
        return any(o.relation in ("self", "child") and o.is_able_inside for o in m.household.members)
    if m.relation == "child":
        return any(o.relation in ("self", "spouse") and o.is_able_inside for o in m.household.members)
    owes = m.relation == "parent" or m.support_duty
    return owes and any(o.relation == "self" and o.is_able_inside for o in m.household.members)


@member(cite="民发〔2021〕43号 第四条(三)", label="没有法定义务人")
def has_no_obligor(m: Member, law: Law) -> Bool:
    """家庭以外没有登记义务人,家庭以内没有有能力的义务人。"""
    return not any(True for s in m.supporters) and not m.has_able_obligor_inside


@member(
    cite="民发〔2021〕43号 第四条(三)",
    label="无法定义务人,或义务人无履行义务能力",
    no=(
        Because("obligor_able", "民发〔2021〕43号 第四条(三)"),
        Because("obligor_able", "民发〔2021〕43号 第八条"),
    ),
    unknown_by={"disposable_income_basis": Because("switch_undecided", "民发〔2021〕43号 第八条")},
)
def has_no_able_obligor(m: Member, law: Law) -> Bool:
    """无法定赡养、抚养、扶养义务人或者其法定义务人无履行义务能力。"""
    return all(s.is_unable for s in m.supporters) and not m.has_able_obligor_inside


@member(cite="民发〔2021〕43号 第八条(一)", label="义务人是特困人员")
def has_obligor_unable_1(m: Member, law: Law) -> Bool:
    """(一)特困人员。"""
    return any(s.unable_1 for s in m.supporters)


@member(cite="民发〔2021〕43号 第八条(二)", label="义务人是六十周岁以上的低保对象")
def has_obligor_unable_2(m: Member, law: Law) -> Bool:
    """(二)60周岁以上的最低生活保障对象。"""
    return any(s.unable_2 for s in m.supporters)


@member(cite="民发〔2021〕43号 第八条(三)", label="义务人年老")
def has_obligor_unable_3(m: Member, law: Law) -> Bool:
    """(三)70周岁以上的老年人。"""
    return any(s.unable_3 for s in m.supporters)


@member(cite="民发〔2021〕43号 第八条(四)", label="义务人重残")
def has_obligor_unable_4(m: Member, law: Law) -> Bool:
    """(四)重度残疾人和三级智力、精神残疾人。"""
    return any(s.unable_4 for s in m.supporters)


@member(cite="民发〔2021〕43号 第八条(五)", label="义务人无民事行为能力、失踪或服刑")
def has_obligor_unable_5(m: Member, law: Law) -> Bool:
    """(五)无民事行为能力、被宣告失踪或者在监狱服刑的人员。"""
    return any(s.unable_5 for s in m.supporters)
