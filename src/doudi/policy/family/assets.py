"""家庭财产: financial assets, homes, vehicles and other property against their limits (民发〔2021〕57号
第十四条).

"不超过" includes the number. The limit of financial assets is a multiple of the standard for each counted
person.
"""

from doudi.law.language import Because, Bool, Fen, Household, Law, as_once, at_least, household

OVER_14 = Because("assets_over_limit", "民发〔2021〕57号 第十四条")
OVER_8 = Because("assets_over_limit", "民发〔2021〕57号 第八条")
OVER_RIGID = Because("assets_over_limit", "刚性支出困难家庭认定办法 第四条(三)")


@household(cite="民发〔2021〕57号 第十四条", label="金融资产")
def financial_assets(h: Household, law: Law) -> Fen:
    """存款、证券基金、商业保险现金价值之和,减去认定豁免的部分;还没有问过财产的,数额未知。"""
    found = max(0, h.deposits + h.securities + h.insurance_cash_value - h.exempt_amount)
    return found if h.property_asked else at_least(found, h.property_asked)


@household(cite="民发〔2021〕57号 第十四条", label="低保金融资产限额")
def subsistence_assets_limit(h: Household, law: Law) -> Fen:
    """倍数 × 低保标准 × 计入人数。"""
    multiple = law.financial_assets_multiple(programme="subsistence")
    return as_once(law.subsistence_standard * multiple * h.members_counted)


@household(cite="民发〔2021〕57号 第八条", label="边缘家庭金融资产限额")
def low_income_assets_limit(h: Household, law: Law) -> Fen:
    """倍数 × 低保标准 × 计入人数。"""
    multiple = law.financial_assets_multiple(programme="low_income")
    return as_once(law.subsistence_standard * multiple * h.members_counted)


@household(cite="刚性支出困难家庭认定办法 第四条(三)", label="刚性支出困难家庭金融资产限额")
def rigid_assets_limit(h: Household, law: Law) -> Fen:
    """倍数 × 低保标准 × 计入人数。"""
    multiple = law.financial_assets_multiple(programme="rigid_expenditure")
    return as_once(law.subsistence_standard * multiple * h.members_counted)


@household(
    cite="民发〔2021〕57号 第十四条",
    label="家庭财产符合低保规定",
    yes=Because("assets_within_limit", "民发〔2021〕57号 第十四条"),
    no=OVER_14,
    unknown=Because("assets_unknown", "民发〔2021〕57号 第十四条"),
)
def subsistence_assets_ok(h: Household, law: Law) -> Bool:
    """金融资产、住房、机动车、非居住类房产都不超过限额。"""
    money = h.financial_assets <= h.subsistence_assets_limit
    homes = h.homes <= law.homes_max(programme="subsistence")
    vehicles = h.vehicles - h.vehicles_exempt <= law.vehicles_max(programme="subsistence")
    other = h.non_residential_property <= law.non_residential_max(programme="subsistence")
    return money and homes and vehicles and other


@household(
    cite="民发〔2021〕57号 第八条",
    label="家庭财产符合边缘家庭规定",
    yes=Because("assets_within_limit", "民发〔2021〕57号 第八条"),
    no=OVER_8,
    unknown=Because("assets_unknown", "民发〔2021〕57号 第八条"),
)
def low_income_assets_ok(h: Household, law: Law) -> Bool:
    """金融资产不超过边缘家庭的限额,其余同低保。"""
    money = h.financial_assets <= h.low_income_assets_limit
    homes = h.homes <= law.homes_max(programme="low_income")
    vehicles = h.vehicles - h.vehicles_exempt <= law.vehicles_max(programme="low_income")
    other = h.non_residential_property <= law.non_residential_max(programme="low_income")
    return money and homes and vehicles and other


@household(
    cite="刚性支出困难家庭认定办法 第四条(三)",
    label="家庭财产符合刚性支出困难家庭规定",
    yes=Because("assets_within_limit", "刚性支出困难家庭认定办法 第四条(三)"),
    no=OVER_RIGID,
    unknown=Because("assets_unknown", "刚性支出困难家庭认定办法 第四条(三)"),
)
def rigid_assets_ok(h: Household, law: Law) -> Bool:
    """金融资产不超过刚性支出困难家庭的限额,其余同低保。"""
    money = h.financial_assets <= h.rigid_assets_limit
    homes = h.homes <= law.homes_max(programme="rigid_expenditure")
    vehicles = h.vehicles - h.vehicles_exempt <= law.vehicles_max(programme="rigid_expenditure")
    other = h.non_residential_property <= law.non_residential_max(programme="rigid_expenditure")
    return money and homes and vehicles and other
