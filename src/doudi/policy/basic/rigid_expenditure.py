"""刚性支出困难家庭 (刚性支出困难家庭认定办法, 2025-01-01): spending that cannot be avoided eats up the
income.
"""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    FenMonth,
    FenYear,
    Household,
    Law,
    Number,
    Programme,
    Remark,
    household,
    monthly,
    per_year,
    ratio,
    split,
    yearly,
)

AUTHORISATION = {"authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条")}
FOUR_ONE = "刚性支出困难家庭认定办法 第四条(一)"
FOUR_TWO = "刚性支出困难家庭认定办法 第四条(二)"
FOUR_FOUR = "刚性支出困难家庭认定办法 第四条(四)"
INCOME_UNKNOWN = Because("income_unknown", "民发〔2021〕57号 第十三条")


@household(
    cite="刚性支出困难家庭认定办法 第四条(一)",
    label="不是低保家庭",
    no=Because("subsistence_entitled", FOUR_ONE),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def is_outside_subsistence(h: Household, law: Law) -> Bool:
    """未纳入最低生活保障。"""
    return not h.is_subsistence


@household(
    cite="刚性支出困难家庭认定办法 第四条(一)",
    label="不是低保边缘家庭",
    no=Because("low_income_entitled", FOUR_ONE),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def is_outside_low_income(h: Household, law: Law) -> Bool:
    """未认定为低保边缘家庭。"""
    return not h.is_low_income


@household(cite="刚性支出困难家庭认定办法 第四条(二)", label="上年度人均可支配收入")
def disposable_line(h: Household, law: Law) -> FenYear:
    """按户籍性质还是按全体居民,由地方口径决定。"""
    if law.switch.disposable_income_basis == "all_residents":
        return law.disposable_income_prior_year(registration="all")
    return law.disposable_income_prior_year


@household(cite="刚性支出困难家庭认定办法 第四条(二)", label="家庭人均年收入")
def per_capita_year(h: Household, law: Law) -> FenYear:
    """家庭年收入除以计入人数。"""
    return split(h.family_income_year, among=h.members_counted)


@household(
    cite="刚性支出困难家庭认定办法 第四条(二)",
    label="人均收入低于上年度人均可支配收入",
    yes=Because("income_below_disposable", FOUR_TWO),
    no=Because("income_not_below_disposable", FOUR_TWO),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
    show=("per_capita_year", "disposable_line"),
)
def income_below_disposable(h: Household, law: Law) -> Bool:
    """家庭人均收入低于上年度当地居民人均可支配收入。"""
    return h.family_income_year < h.disposable_line * h.members_counted


@household(cite="刚性支出困难家庭认定办法 第五条", label="生活支出(年)")
def living_expense(h: Household, law: Law) -> FenYear:
    """低保标准 × 倍数 × 12 × 计入人数。"""
    return yearly(law.subsistence_standard) * law.rigid_living_multiple * h.members_counted


@household(cite="刚性支出困难家庭认定办法 第五条", label="刚性支出总额(年)")
def rigid_total(h: Household, law: Law) -> FenYear:
    """医疗、教育(按公办标准)、残疾康复支出和生活支出,申请前十二个月。"""
    spent = h.expense_medical_self_paid + h.expense_education_public_rate + h.expense_rehabilitation
    return per_year(spent) + h.living_expense


@household(cite="刚性支出困难家庭认定办法 第四条(四)", label="按比例应超出的数(年)")
def rigid_line(h: Household, law: Law) -> FenYear:
    """家庭总收入 × 规定比例。"""
    return h.family_income_year * law.rigid_ratio


@household(
    cite="刚性支出困难家庭认定办法 第四条(四)",
    label="刚性支出超出收入的规定比例",
    yes=Because("rigid_ratio_exceeded", FOUR_FOUR),
    no=Because("rigid_ratio_not_exceeded", FOUR_FOUR),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
    show=("rigid_total", "rigid_line"),
)
def rigid_ratio_exceeded(h: Household, law: Law) -> Bool:
    """恰好等于规定比例的不是超出;没有收入而有刚性支出的视为超出。"""
    return h.rigid_total > h.rigid_line


@household(cite="刚性支出困难家庭认定办法 第四条(四)", label="刚性支出占收入的比例")
def rigid_share(h: Household, law: Law) -> Number:
    """没有收入的,比例没有意义。"""
    return ratio(h.rigid_total, h.family_income_year)


@household(cite="刚性支出困难家庭认定办法 第四条(二)", label="人均月收入与可支配收入的差距")
def disposable_gap(h: Household, law: Law) -> FenMonth:
    """上年度人均可支配收入(月)减人均月收入。"""
    return monthly(h.disposable_line) - h.per_capita


@household(cite="刚性支出困难家庭认定办法 第十条", label="有效期(月)")
def rigid_valid_months(h: Household, law: Law) -> Count:
    """一般不超过十二个月。"""
    return min(law.rigid_validity_months, law.rigid_validity_months_max)


@household(cite="刚性支出困难家庭认定办法 第四条(四)", label="没有收入而有刚性支出")
def spends_without_income(h: Household, law: Law) -> Bool:
    """比例算不出来,请人工核实支出从何而来。"""
    return h.family_income_year == 0 and h.rigid_total > 0


PROGRAMMES = (
    Programme(
        "rigid_expenditure",
        "刚性支出困难家庭",
        "household",
        all_of=(
            "has_counted_members",
            "is_outside_subsistence",
            "is_outside_low_income",
            "not_all_in_extreme_hardship",
            "income_below_disposable",
            "rigid_assets_ok",
            "rigid_ratio_exceeded",
        ),
        details={
            "members_counted": "members_counted",
            "counted_income": "counted_income",
            "per_capita": "per_capita",
            "gap": "disposable_gap",
            "rigid_total": "rigid_total",
            "rigid_share": "rigid_share",
            "valid_months_max": "rigid_valid_months",
        },
        remarks=(
            Remark("has_member_left_out", Because("member_not_counted", "民发〔2021〕57号 第七条")),
            Remark("spends_without_income", Because("spending_without_income", FOUR_FOUR), on=("entitled",)),
        ),
    ),
)
