"""A small invented law for the tests of the language: income against a line, assets, support, an amount."""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Count,
    Fen,
    FenMonth,
    FenYear,
    Household,
    Law,
    Member,
    Number,
    Programme,
    Remark,
    Supporter,
    age,
    as_once,
    at_least,
    count,
    given,
    half_up_fen,
    household,
    member,
    monthly,
    ratio,
    round_by,
    split,
    supporter,
    tier_below,
    yearly,
)


@member(cite="甲 一", label="是家庭成员")
def counted(m: Member, law: Law) -> Bool:
    """本人、配偶和子女。"""
    return m.relation in ("self", "spouse", "child")


@member(cite="甲 二", label="工资净额(年)")
def wage_net(m: Member, law: Law) -> FenYear:
    """扣除就业成本,有上限的不超过上限。"""
    net = m.wage * (1 - law.cost_rate)
    return max(net, m.wage - yearly(law.cost_cap)) if given(law.cost_cap) else net


@member(cite="甲 三", label="养老金计入")
def pension_in(m: Member, law: Law) -> Bool:
    """由地方决定。"""
    return not law.switch.pension_excluded


@member(cite="甲 四", label="本人收入(年)")
def income(m: Member, law: Law) -> FenYear:
    """各项之和;未授权的至少是申报数。"""
    pension = m.pension if m.pension_in else 0
    declared = m.wage_net + m.business + pension
    return declared if m.authorised else at_least(declared, m.authorised)


@member(cite="甲 五", label="老人")
def old(m: Member, law: Law) -> Bool:
    """达到年龄。"""
    return age(m.birth) >= law.old_age


@supporter(cite="甲 六", label="赡养费(年)")
def support(s: Supporter, law: Law) -> FenYear:
    """有判决按判决,否则超过免计线部分的一份。"""
    if given(s.ordered):
        return yearly(s.ordered)
    free = law.line(registration=s.registration) * s.size
    return yearly(split(max(0, s.family_income - free), among=s.shares))


@member(cite="甲 六", label="收到的赡养费(年)")
def support_received(m: Member, law: Law) -> FenYear:
    """全部义务人之和。"""
    return sum(s.support for s in m.supporters)


@household(cite="甲 七", label="人数")
def size(h: Household, law: Law) -> Count:
    """计入人数。"""
    return count(m.counted for m in h.members)


@household(cite="甲 八", label="家庭收入(年)")
def family_income(h: Household, law: Law) -> FenYear:
    """计入成员收入和赡养费之和。"""
    return sum(m.income + m.support_received for m in h.members if m.counted)


@household(cite="甲 九", label="人均收入")
def per_capita(h: Household, law: Law) -> FenMonth:
    """展示用。"""
    return half_up_fen(split(monthly(h.family_income), among=h.size))


@household(cite="甲 九", label="收入线")
def line_here(h: Household, law: Law) -> FenMonth:
    """按户籍。"""
    return law.line


@household(
    cite="甲 十",
    label="收入低于线",
    yes=Because("below", "甲 十"),
    no=Because("not_below", "甲 十"),
    unknown=Because("income_unknown", "甲 十"),
    show=("per_capita", "line_here"),
)
def below_line(h: Household, law: Law) -> Bool:
    """低于,不含本数。"""
    return h.family_income < yearly(law.line) * h.size


@household(
    cite="甲 十一",
    label="财产符合",
    yes=Because("assets_ok", "甲 十一"),
    no=Because("assets_over", "甲 十一"),
)
def assets_ok(h: Household, law: Law) -> Bool:
    """不超过,含本数;存款和房子。"""
    limit = as_once(law.line * law.assets_multiple(programme="aid")) * h.size
    return h.deposits <= limit and (h.homes <= 1 or h.homes_exempt)


@household(cite="甲 十二", label="有老人")
def has_old(h: Household, law: Law) -> Bool:
    """任何一名。"""
    return any(m.old for m in h.members if m.counted)


@household(cite="甲 十三", label="档位", values={"low": "低档", "high": "高档"})
def grade(h: Household, law: Law) -> Code:
    """按占比。"""
    if h.family_income < yearly(law.line):
        return "low"
    else:
        return "high"


@household(cite="甲 十四", label="支出比")
def spend_ratio(h: Household, law: Law) -> Number:
    """支出除以收入。"""
    return ratio(h.spending, h.family_income)


@household(cite="甲 十五", label="补助")
def payment(h: Household, law: Law) -> FenMonth:
    """差额,取整一次。"""
    return round_by(law.rounding, law.line * h.size - monthly(h.family_income))


@household(cite="甲 十六", label="一次性补助")
def once(h: Household, law: Law) -> Fen:
    """分档。"""
    return as_once(tier_below(law.tiers, h.family_income, yearly(law.line) * h.size, pay="pay"))


@household(cite="甲 十七", label="由人决定", yes=Because("case_by_case", "甲 十七"))
def by_people(h: Household, law: Law) -> Bool:
    """特别情形。"""
    return h.special


PROGRAMME = Programme(
    "aid",
    "示例救助",
    "household",
    all_of=("below_line", "assets_ok"),
    amounts={"monthly": "payment"},
    discretion="by_people",
    details={"size": "size", "per_capita": "per_capita", "grade": "grade", "spend_ratio": "spend_ratio"},
    remarks=(
        Remark("has_old", Because("old", "甲 五")),
        Remark("grade", {"low": Because("low_grade", "甲 十三")}, on=("entitled",)),
    ),
)
