"""最低生活保障: income below the standard, property within its limits, the amount (民发〔2021〕57号; 21号
二(一)1).

Not coded here: 增发 for the old, minors and the severely disabled (第二十七条), whose kinds and rates
nobody has published yet.
"""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    FenMonth,
    FenYear,
    Household,
    Law,
    Programme,
    Remark,
    count,
    household,
    monthly,
    round_by,
    split,
    tier_below,
    tier_below_index,
    yearly,
)

AUTHORISATION = {"authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条")}
INCOME_UNKNOWN = Because("income_unknown", "民发〔2021〕57号 第十三条")
REFUSALS = Because("three_refusals", "民发〔2021〕57号 第三十四条")


@household(cite="民发〔2021〕57号 第二条", label="全家低保标准(年)")
def standard_year(h: Household, law: Law) -> FenYear:
    """低保标准 × 计入人数 × 12。"""
    return yearly(law.subsistence_standard) * h.members_counted


@household(cite="民发〔2021〕57号 第二条", label="低保标准")
def standard_month(h: Household, law: Law) -> FenMonth:
    """家庭户籍性质对应的当地低保标准。"""
    return law.subsistence_standard


@household(
    cite="社会救助暂行办法 第九条",
    label="人均收入低于低保标准",
    yes=Because("income_below_standard", "民发〔2021〕57号 第二十三条"),
    no=Because("income_not_below_standard", "社会救助暂行办法 第九条"),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
    show=("per_capita", "standard_month"),
)
def income_below_standard(h: Household, law: Law) -> Bool:
    """共同生活的家庭成员人均收入低于当地最低生活保障标准。恰好等于标准的不是低于。"""
    return h.family_income_year < h.standard_year


@household(cite="社会救助暂行办法 第九条", label="符合低保条件")
def is_subsistence(h: Household, law: Law) -> Bool:
    """人均收入低于标准且财产符合规定。"""
    means = h.income_below_standard and h.subsistence_assets_ok
    return h.has_counted_members and means and h.not_all_in_extreme_hardship


@household(cite="民发〔2021〕57号 第二十三条", label="人均收入与低保标准的差距")
def subsistence_gap(h: Household, law: Law) -> FenMonth:
    """低保标准减人均收入:线下为正,恰在线上为零,线上为负。"""
    return law.subsistence_standard - h.per_capita


@household(cite="民发〔2021〕57号 第二十三条", label="分档发放")
def pays_by_tiers(h: Household, law: Law) -> Bool:
    """最低生活保障金可以按照家庭人均收入分档计算。"""
    return law.payment_method == "tiers"


@household(cite="民发〔2021〕57号 第二十三条", label="所在档次")
def tier_number(h: Household, law: Law) -> Count:
    """人均收入占标准的比例低于档界的第一档;没有符合的为零。"""
    return (
        tier_below_index(law.payment_tiers, h.family_income_year, h.standard_year) if h.pays_by_tiers else 0
    )


@household(cite="民发〔2021〕57号 第三十四条", label="连续拒绝就业的成员数")
def refusing_members(h: Household, law: Law) -> Count:
    """有劳动能力的成员无正当理由连续三次拒绝接受介绍的、与其健康状况、劳动能力等相适应的工作。"""
    return count(m.counted and not m.works and m.refused_jobs >= law.refusals_limit for m in h.members)


@household(cite="民发〔2021〕57号 第三十四条", label="有成员连续三次拒绝就业")
def has_refusing_member(h: Household, law: Law) -> Bool:
    """减发或者停发其本人的最低生活保障金。"""
    return h.refusing_members > 0


@household(cite="民发〔2021〕57号 第二十三条", label="低保金(取整前)")
def payment_exact(h: Household, law: Law) -> FenMonth:
    """补差:标准 × 人数 − 家庭月收入;分档:档次金额 × 人数。"""
    if h.pays_by_tiers:
        return (
            tier_below(law.payment_tiers, h.family_income_year, h.standard_year, pay="pay")
            * h.members_counted
        )
    return monthly(h.standard_year - h.family_income_year)


@household(cite="民发〔2021〕57号 第二十三条", label="低保金")
def subsistence_payment(h: Household, law: Law) -> FenMonth:
    """家庭总额只取整一次;停发拒绝就业成员的本人份额。"""
    if h.refusing_members == 0:
        return round_by(law.payment_rounding, h.payment_exact)
    kept = h.members_counted - h.refusing_members
    return round_by(law.payment_rounding, split(h.payment_exact * kept, among=h.members_counted))


@household(
    cite="民发〔2021〕57号 第三十四条",
    label="金额由人决定",
    yes=(Because("case_by_case", "民发〔2021〕57号 第三十四条"),),
)
def payment_is_discretionary(h: Household, law: Law) -> Bool:
    """减发多少由人决定;分档表没有对应档次的也由人决定。"""
    reduced = h.has_refusing_member and law.switch.refusal_effect == "reduce"
    return reduced or (h.pays_by_tiers and h.tier_number == 0)


TIERS = {number: Because(f"tier_{number}", "民发〔2021〕57号 第二十三条") for number in range(1, 5)}
"""Which tier of the published table the family stands in; the table may have up to four."""

SUPPORT_REMARKS = (
    Remark("has_exempt_support", Because("support_exempt", "民政部等四部门2022年10月20日通知 一(一)")),
    Remark("has_court_ordered_support", Because("support_court_ordered", "民发〔2021〕57号 第十三条")),
    Remark("has_counted_support", Because("support_counted", "民发〔2021〕57号 第十三条")),
    Remark("has_support_below_free_line", Because("support_below_free_line", "民发〔2021〕57号 第十三条")),
)

FAMILY_REMARKS = (
    Remark("has_member_left_out", Because("member_not_counted", "民发〔2021〕57号 第七条")),
    Remark("has_death", Because("member_died", "民政部等四部门2022年10月20日通知 一(三)")),
    Remark("family_has_excluded_income", Because("income_excluded", "民发〔2021〕57号 第十三条")),
    *SUPPORT_REMARKS,
)

PROGRAMMES = (
    Programme(
        "subsistence",
        "最低生活保障",
        "household",
        all_of=(
            "has_counted_members",
            "income_below_standard",
            "subsistence_assets_ok",
            "not_all_in_extreme_hardship",
        ),
        amounts={"monthly": "subsistence_payment"},
        discretion="payment_is_discretionary",
        details={
            "members_counted": "members_counted",
            "counted_income": "counted_income",
            "per_capita": "per_capita",
            "gap": "subsistence_gap",
            "review_months": "review_months",
        },
        remarks=(
            *FAMILY_REMARKS,
            Remark("has_refusing_member", REFUSALS, on=("entitled", "discretion")),
            Remark(
                "has_labour", Because("labour_in_household", "民发〔2021〕57号 第三十一条"), on=("entitled",)
            ),
            Remark("tier_number", TIERS, on=("entitled",)),
        ),
    ),
)
