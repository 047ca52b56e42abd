"""最低生活保障边缘家庭: not 低保, income below 1.5 × the standard, property within a wider limit (57号
第八条).
"""

from doudi.law.language import Because, Bool, FenMonth, Household, Law, Programme, Remark, household

AUTHORISATION = {"authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条")}


@household(
    cite="民发〔2021〕57号 第八条",
    label="不是低保家庭",
    no=Because("subsistence_entitled", "民发〔2021〕57号 第八条"),
    unknown=Because("income_unknown", "民发〔2021〕57号 第十三条"),
    unknown_by=AUTHORISATION,
)
def is_not_subsistence(h: Household, law: Law) -> Bool:
    """符合低保条件的按低保办理。"""
    return not h.is_subsistence


@household(cite="民发〔2021〕57号 第八条", label="边缘线")
def edge_line(h: Household, law: Law) -> FenMonth:
    """低保标准 × 倍数。"""
    return law.subsistence_standard * law.low_income_multiple


@household(
    cite="民发〔2021〕57号 第八条",
    label="人均收入低于边缘线",
    yes=Because("income_below_edge_line", "民发〔2021〕57号 第八条"),
    no=Because("income_not_below_edge_line", "民发〔2021〕57号 第八条"),
    unknown=Because("income_unknown", "民发〔2021〕57号 第十三条"),
    unknown_by=AUTHORISATION,
    show=("per_capita", "edge_line"),
)
def income_below_edge_line(h: Household, law: Law) -> Bool:
    """不符合最低生活保障条件,但家庭人均收入低于当地低保标准1.5倍。恰好等于的不是低于。"""
    return h.family_income_year < h.standard_year * law.low_income_multiple


@household(cite="民发〔2021〕57号 第八条", label="符合低保边缘家庭条件")
def is_low_income(h: Household, law: Law) -> Bool:
    """不是低保,收入低于边缘线,财产符合相关规定。"""
    means = h.income_below_edge_line and h.low_income_assets_ok
    return h.has_counted_members and not h.is_subsistence and means and h.not_all_in_extreme_hardship


@household(cite="民发〔2021〕57号 第八条", label="人均收入与边缘线的差距")
def edge_gap(h: Household, law: Law) -> FenMonth:
    """边缘线减人均收入。"""
    return h.edge_line - h.per_capita


PROGRAMMES = (
    Programme(
        "low_income",
        "低保边缘家庭",
        "household",
        all_of=(
            "has_counted_members",
            "is_not_subsistence",
            "income_below_edge_line",
            "low_income_assets_ok",
            "not_all_in_extreme_hardship",
        ),
        details={
            "members_counted": "members_counted",
            "counted_income": "counted_income",
            "per_capita": "per_capita",
            "gap": "edge_gap",
        },
        remarks=(
            Remark("has_member_left_out", Because("member_not_counted", "民发〔2021〕57号 第七条")),
            Remark("family_has_excluded_income", Because("income_excluded", "民发〔2021〕57号 第十三条")),
        ),
    ),
)
