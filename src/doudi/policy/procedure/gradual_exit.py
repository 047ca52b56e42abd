"""渐退: a family that works its way above the line keeps its amount for some months (57号 第三十三条,
2022年通知 一(三)).

A family exactly at the standard may exit gradually too. Whether one at or above the edge line may is a local
choice (待确认).
"""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    Fen,
    FenMonth,
    Household,
    Law,
    Month,
    Programme,
    household,
    month_after,
    over_months,
    required,
)

CLAUSE = "民发〔2021〕57号 第三十三条"
AUTHORISATION = {"authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条")}
INCOME_UNKNOWN = Because("income_unknown", "民发〔2021〕57号 第十三条")


@household(cite=CLAUSE, label="在领低保的家庭有了变动")
def leaves_the_roll(h: Household, law: Law) -> Bool:
    """正在享受低保,变动的原因已经记录。"""
    on_roll = h.receives_subsistence or any(m.receives_subsistence for m in h.members)
    return on_roll and h.procedure_cause != "none"


@household(
    cite=CLAUSE,
    label="不再符合低保条件",
    no=Because("subsistence_entitled", CLAUSE),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def is_subsistence_no_more(h: Household, law: Law) -> Bool:
    """仍然符合低保条件的继续享受,没有渐退。"""
    return not h.is_subsistence


@household(
    cite=CLAUSE,
    label="因收入退出",
    no=Because("assets_over_limit", CLAUSE),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def leaves_by_income(h: Household, law: Law) -> Bool:
    """人均收入达到或者超过低保标准;收入没有达到而退出的,是财产不符合规定。"""
    return not h.income_below_standard


@household(
    cite=CLAUSE,
    label="因就业退出",
    yes=Because("employment_exit", CLAUSE),
    no=Because("not_by_employment", CLAUSE),
)
def leaves_by_employment(h: Household, law: Law) -> Bool:
    """家庭成员就业产生收入的,可以给予渐退期。"""
    return h.procedure_cause == "employment"


@household(
    cite=CLAUSE,
    label="收入不妨碍渐退",
    no=Because("over_edge_line", CLAUSE),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def income_allows_exit(h: Household, law: Law) -> Bool:
    """低于边缘线的给予渐退;达到边缘线以上是否仍给,由地方口径决定。"""
    return h.income_below_edge_line or law.switch.gradual_exit_over_edge


@household(cite=CLAUSE, label="给予渐退")
def exit_is_gradual(h: Household, law: Law) -> Bool:
    """因就业、因收入退出,收入不妨碍。"""
    over = h.is_subsistence_no_more and h.leaves_by_income
    return over and h.leaves_by_employment and h.income_allows_exit


@household(cite=CLAUSE, label="现在每月发放的低保金")
def paid_before_exit(h: Household, law: Law) -> FenMonth:
    """渐退期内按原来的金额发放;按人记的,各人相加。"""
    if h.receives_subsistence:
        return h.subsistence_monthly_paid
    return sum(m.subsistence_monthly_paid for m in h.members)


@household(cite="民政部等四部门2022年10月20日通知 一(三)", label="渐退期(月)")
def exit_months(h: Household, law: Law) -> Count:
    """当地公布的渐退期,不超过最长的月数。"""
    return min(law.gradual_exit_months, law.gradual_exit_months_max)


@household(cite="民发〔2021〕43号 第二十六条", label="决定的次月")
def month_after_decision(h: Household, law: Law) -> Month:
    """自决定的次月起;还没有决定的,还不知道是哪一月。"""
    return month_after(required(h.procedure_decided))


@household(cite=CLAUSE, label="渐退从")
def exit_from(h: Household, law: Law) -> Month | None:
    """自决定的次月起。"""
    return h.month_after_decision if h.exit_is_gradual else None


@household(cite=CLAUSE, label="渐退到")
def exit_until(h: Household, law: Law) -> Month | None:
    """最后一个渐退月份。"""
    return h.month_after_decision + (h.exit_months - 1) if h.exit_is_gradual else None


@household(cite="民发〔2021〕43号 第二十六条", label="停发月份")
def exit_stop_from(h: Household, law: Law) -> Month | None:
    """渐退期满的次月;没有渐退的,决定的次月;仍是低保的不停发。"""
    if not h.is_subsistence_no_more:
        return None
    return h.month_after_decision + h.exit_months if h.exit_is_gradual else h.month_after_decision


@household(cite=CLAUSE, label="渐退期合计")
def exit_total(h: Household, law: Law) -> Fen | None:
    """每月金额 × 渐退月数。"""
    return over_months(h.paid_before_exit, h.exit_months) if h.exit_is_gradual else None


PROGRAMMES = (
    Programme(
        "gradual_exit",
        "渐退",
        "household",
        applies="leaves_the_roll",
        all_of=("is_subsistence_no_more", "leaves_by_income", "leaves_by_employment", "income_allows_exit"),
        in_order=True,
        amounts={"monthly": "paid_before_exit"},
        needs=("exit_from", "exit_until", "exit_total"),
        details={
            "from_month": "exit_from",
            "until_month": "exit_until",
            "stop_from": "exit_stop_from",
            "total": "exit_total",
        },
    ),
)
