"""支出型临时救助 (济办发〔2020〕21号 二(三)9, 民发〔2018〕23号, 国发〔2014〕47号): so many times the urban monthly standard, by tiers.

3–12 times for a serious illness and 3–6 times for what education costs, of the urban standard for rural families too. Beyond
that only 一事一议: people decide, with minutes and comparable precedents. The same cause is not helped twice without a reason.
"""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Count,
    Fen,
    FenMonth,
    Household,
    Law,
    Number,
    Programme,
    Remark,
    add_months,
    as_once,
    given,
    half_up_fen,
    household,
    monthly,
    per_year,
    required,
    tier_at_least,
)

SEED = "济办发〔2020〕21号 二(三)9"
MEASURES = "国发〔2014〕47号"
OPINION = "民发〔2018〕23号"
INCOME_UNKNOWN = Because("income_unknown", "民发〔2021〕57号 第十三条")
WHY_UNKNOWN = {
    "authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条"),
    "disposable_income_basis": Because("switch_undecided", OPINION),
    "event_self_paid_12m": Because("fact_missing", SEED),
}


@household(cite=SEED, label="因病或者因学支出")
def has_spending_event(h: Household, law: Law) -> Bool:
    """患重特大疾病、因子女自负教育费用负担过重的支出型救助对象。"""
    return h.event_kind in ("disease", "education")


@household(cite=MEASURES, label="救助地")
def place_of_aid(h: Household, law: Law) -> Code:
    """急难在发生地,其他在户籍地。"""
    return h.event_place_area if given(h.event_place_area) else h.area


@household(cite=MEASURES, label="在同一事由再次申请受限的期限内")
def is_within_repeat_months(h: Household, law: Law) -> Bool:
    """当地没有规定期限的,不论隔多久;满期限的当日起不再受限。"""
    if not given(law.temporary_repeat_months(area=h.place_of_aid)):
        return True
    until = add_months(required(h.event_earlier_date), law.temporary_repeat_months(area=h.place_of_aid))
    return law.day < until


@household(cite=MEASURES, label="不是同一事由重复申请", no=Because("same_cause_repeated", MEASURES))
def is_new_cause(h: Household, law: Law) -> Bool:
    """对申请人以同一事由重复申请临时救助,无正当理由的,不予救助。新的损失是新的事由。"""
    if h.event_earlier_cause != "same" or h.event_earlier_good_reason:
        return True
    return not h.is_within_repeat_months


@household(
    cite=OPINION,
    label="人均收入符合支出型救助的规定",
    yes=Because("income_below_disposable", OPINION),
    no=Because("income_not_below_disposable", OPINION),
    unknown=INCOME_UNKNOWN,
    unknown_by=WHY_UNKNOWN,
    show=("per_capita_year", "disposable_line"),
)
def temporary_income_ok(h: Household, law: Law) -> Bool:
    """支出型救助对象的家庭人均可支配收入原则上应低于当地上年度人均可支配收入。"""
    return not law.temporary_income_test or h.family_income_year < h.disposable_line * h.members_counted


@household(cite=SEED, label="城市低保月标准")
def urban_monthly_standard(h: Household, law: Law) -> FenMonth:
    """农村家庭也按当地城市低保月标准。"""
    return law.subsistence_standard(registration="urban")


@household(cite=SEED, label="重特大疾病的倍数")
def disease_times(h: Household, law: Law) -> Number:
    """自付医疗费占家庭年收入的比例达到的最高一档;没有收入而有支出的,按最高档;没有支出的,没有档。"""
    if h.event_self_paid_12m == 0:
        return 0
    return tier_at_least(
        law.temporary_disease_tiers, per_year(h.event_self_paid_12m), h.family_income_year, pay="times"
    )


@household(cite=SEED, label="教育费用的倍数")
def education_times(h: Household, law: Law) -> Number:
    """一学年自负教育费用达到的最高一档。"""
    return tier_at_least(law.temporary_education_tiers, h.event_education_self_paid, pay="times")


@household(
    cite=SEED,
    label="重特大疾病支出达到档次",
    yes=Because("disease_tier", SEED),
    no=Because("below_lowest_tier", SEED),
    unknown=INCOME_UNKNOWN,
    unknown_by=WHY_UNKNOWN,
)
def has_disease_tier(h: Household, law: Law) -> Bool:
    """未达最低档的不救助。"""
    return h.event_kind == "disease" and h.disease_times > 0


@household(
    cite=SEED,
    label="自负教育费用达到档次",
    yes=Because("education_tier", SEED),
    no=Because("below_lowest_tier", SEED),
)
def has_education_tier(h: Household, law: Law) -> Bool:
    """未达最低档的不救助。"""
    return h.event_kind == "education" and h.education_times > 0


@household(cite=SEED, label="救助倍数")
def temporary_times(h: Household, law: Law) -> Number:
    """因病的按因病,因学的按因学。"""
    return h.disease_times if h.event_kind == "disease" else h.education_times


@household(cite=SEED, label="幅度下限(倍)")
def temporary_times_low(h: Household, law: Law) -> Count:
    """重特大疾病、教育费用各有幅度。"""
    return law.temporary_disease_times_low if h.event_kind == "disease" else law.temporary_education_times_low


@household(cite=SEED, label="幅度上限(倍)")
def temporary_times_high(h: Household, law: Law) -> Count:
    """重特大疾病、教育费用各有幅度。"""
    return (
        law.temporary_disease_times_high if h.event_kind == "disease" else law.temporary_education_times_high
    )


@household(cite=SEED, label="幅度下限")
def temporary_lowest(h: Household, law: Law) -> Fen:
    """城市低保月标准 × 下限倍数。"""
    return as_once(h.urban_monthly_standard * h.temporary_times_low)


@household(cite=SEED, label="幅度上限")
def temporary_highest(h: Household, law: Law) -> Fen:
    """城市低保月标准 × 上限倍数。"""
    return as_once(h.urban_monthly_standard * h.temporary_times_high)


@household(cite=SEED, label="支出型临时救助金额")
def temporary_amount(h: Household, law: Law) -> Fen:
    """城市低保月标准 × 所达档次的倍数。"""
    return half_up_fen(as_once(h.urban_monthly_standard * h.temporary_times))


@household(cite=SEED, label="超过幅度,一事一议", yes=Because("case_by_case", SEED), no=())
def temporary_is_case_by_case(h: Household, law: Law) -> Bool:
    """对于重大生活困难的,可“一事一议”适度提高临时救助标准;恰等于上限的不算超过。"""
    proposed = h.event_proposed_amount if given(h.event_proposed_amount) else 0
    return proposed > h.temporary_highest or h.temporary_amount > h.temporary_highest


@household(cite=SEED, label="一事一议还没有会议纪要")
def temporary_lacks_minutes(h: Household, law: Law) -> Bool:
    """一事一议要有会议纪要,并与以前可比的先例相比较。"""
    return h.temporary_is_case_by_case and not h.event_minutes


@household(cite=SEED, label="没有收入而有支出")
def temporary_without_income(h: Household, law: Law) -> Bool:
    """比例算不出来,请人工核实支出从何而来。"""
    return h.event_kind == "disease" and h.family_income_year == 0 and h.event_self_paid_12m > 0


@household(cite=OPINION, label="人均月收入与可支配收入的差距")
def temporary_gap(h: Household, law: Law) -> FenMonth:
    """上年度人均可支配收入(月)减人均月收入。"""
    return monthly(h.disposable_line) - h.per_capita


@household(cite=SEED, label="可比的先例(件)")
def precedents(h: Household, law: Law) -> Count:
    """以前一事一议、情形相近的决定。"""
    return h.event_precedents


PROGRAMMES = (
    Programme(
        "temporary_expenditure",
        "支出型临时救助",
        "household",
        applies="has_spending_event",
        all_of=(
            "has_counted_members",
            "is_new_cause",
            "temporary_income_ok",
        ),
        any_of=("has_disease_tier", "has_education_tier"),
        amounts={"once": "temporary_amount"},
        discretion="temporary_is_case_by_case",
        details={
            "times": "temporary_times",
            "lowest": "temporary_lowest",
            "highest": "temporary_highest",
            "per_capita": "per_capita",
            "gap": "temporary_gap",
            "precedents": "precedents",
        },
        remarks=(
            Remark("temporary_lacks_minutes", Because("minutes_missing", SEED), on=("discretion",)),
            Remark("temporary_without_income", Because("spending_without_income", SEED), on=("entitled",)),
        ),
    ),
)
