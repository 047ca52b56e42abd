"""标准校核的规则: a published standard against the bands, ratios and floors of 21号 (二(一)1, 二(一)2).

Read for a place and a registration: a household of which only 户籍地 and 户籍性质 are known. They are
indicators for whoever sets the standard; a standard above its band is held, never cut. Each answer stands
alone: one number that is missing leaves only its own answer open.
"""

from doudi.law.language import (
    Bool,
    Code,
    FenMonth,
    Household,
    Law,
    Number,
    household,
    monthly,
    ratio,
    yearly,
)

BAND = {"below": "低于区间", "inside": "区间内", "above": "高于区间"}


@household(cite="济办发〔2020〕21号 二(一)1", label="低保标准占上年人均消费支出的比例")
def standard_share(h: Household, law: Law) -> Number:
    """年标准除以上年度同户籍性质居民人均消费支出。"""
    return ratio(yearly(law.subsistence_standard), law.consumption_prior_year)


@household(cite="济办发〔2020〕21号 二(一)1", label="在区间的位置", values=BAND)
def standard_position(h: Household, law: Law) -> Code:
    """占比在区间两端以内的合格,两端也在内;低于区间的要提高,高于区间的保持稳定。"""
    if h.standard_share < law.standard_band.low:
        return "below"
    return "above" if h.standard_share > law.standard_band.high else "inside"


@household(cite="济办发〔2020〕21号 二(一)1", label="区间内的最低月标准")
def standard_raise_to(h: Household, law: Law) -> FenMonth | None:
    """低于区间的,至少提到区间下限。"""
    if h.standard_position == "below":
        return monthly(law.consumption_prior_year * law.standard_band.low)
    return None


@household(cite="济办发〔2020〕21号 二(一)1", label="城镇低保标准")
def urban_standard(h: Household, law: Law) -> FenMonth:
    """当地公布的城镇标准。"""
    return law.subsistence_standard(registration="urban")


@household(cite="济办发〔2020〕21号 二(一)1", label="农村低保标准")
def rural_standard(h: Household, law: Law) -> FenMonth:
    """当地公布的农村标准。"""
    return law.subsistence_standard(registration="rural")


@household(cite="济办发〔2020〕21号 二(一)1", label="城乡低保标准之比")
def urban_rural_ratio(h: Household, law: Law) -> Number:
    """城镇标准除以农村标准。"""
    return ratio(h.urban_standard, h.rural_standard)


@household(cite="济办发〔2020〕21号 二(一)1", label="城乡标准之比合格")
def urban_rural_ratio_ok(h: Household, law: Law) -> Bool:
    """城乡标准之比不超过上限。"""
    return h.urban_rural_ratio <= law.urban_rural_ratio_max


@household(cite="济办发〔2020〕21号 二(一)2", label="特困基本生活标准的最低数")
def hardship_basic_floor(h: Household, law: Law) -> FenMonth:
    """当地低保标准的1.3倍。"""
    return law.subsistence_standard * law.extreme_hardship_basic_multiple


@household(cite="济办发〔2020〕21号 二(一)2", label="特困基本生活标准合格")
def hardship_basic_ok(h: Household, law: Law) -> Bool:
    """不低于最低数。"""
    return law.extreme_hardship_basic >= h.hardship_basic_floor


@household(cite="济办发〔2020〕21号 二(一)2", label="全自理照料护理标准合格")
def care_full_ok(h: Household, law: Law) -> Bool:
    """不低于上年度最低工资标准的十分之一。"""
    care = law.extreme_hardship_care(grade="full")
    return care * law.care_floor_divisor(grade="full") >= law.minimum_wage_prior_year


@household(cite="济办发〔2020〕21号 二(一)2", label="半护理照料护理标准合格")
def care_partial_ok(h: Household, law: Law) -> Bool:
    """不低于上年度最低工资标准的六分之一。"""
    care = law.extreme_hardship_care(grade="partial")
    return care * law.care_floor_divisor(grade="partial") >= law.minimum_wage_prior_year


@household(cite="济办发〔2020〕21号 二(一)2", label="全护理照料护理标准合格")
def care_none_ok(h: Household, law: Law) -> Bool:
    """不低于上年度最低工资标准的三分之一。"""
    care = law.extreme_hardship_care(grade="none")
    return care * law.care_floor_divisor(grade="none") >= law.minimum_wage_prior_year
