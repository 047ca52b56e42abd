"""取暖救助 (济办发〔2020〕21号 二(二)8·9): a sum for each household and heating season, by the roll on which the family stands.

The text names the aid and nothing else: whom it reaches, with how much, and from when to when a season is, the county
publishes; “none” says that a group is not reached. One season is paid once (judgement: the sum is named by the season).
"""

from doudi.law.language import Because, Bool, Day, FenYear, Household, Law, Programme, given, household

NINE = "济办发〔2020〕21号 二(二)8·9"


@household(cite="济办发〔2020〕21号 二(二)8·9", label="在册困难家庭")
def may_ask_for_heating(h: Household, law: Law) -> Bool:
    """不在册的家庭不问这一项。"""
    return h.family_standing != "none" and h.has_counted_members


@household(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="属于取暖救助对象",
    yes=Because("heating_group", NINE),
    no=Because("heating_not_for_group", NINE),
)
def is_heating_group(h: Household, law: Law) -> Bool:
    """对象由当地公布。"""
    return given(law.heating_subsidy(group=h.family_standing))


@household(cite="济办发〔2020〕21号 二(二)8·9", label="取暖救助(一个取暖季)")
def heating_payment(h: Household, law: Law) -> FenYear:
    """按户、按取暖季,由当地公布。"""
    return (
        law.heating_subsidy(group=h.family_standing)
        if given(law.heating_subsidy(group=h.family_standing))
        else 0
    )


@household(cite="济办发〔2020〕21号 二(二)8·9", label="取暖季开始")
def heating_season_from(h: Household, law: Law) -> Day:
    """由当地公布。"""
    return law.heating_season.start


@household(cite="济办发〔2020〕21号 二(二)8·9", label="取暖季结束")
def heating_season_until(h: Household, law: Law) -> Day:
    """由当地公布。"""
    return law.heating_season.end


@household(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="公布的取暖季还没有过",
    no=Because("heating_season_over", NINE),
)
def is_season_not_over(h: Household, law: Law) -> Bool:
    """取暖季的最后一天也算。"""
    return law.day <= h.heating_season_until


@household(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="这一季还没有领过",
    no=Because("heating_paid_this_season", NINE),
)
def is_season_unpaid(h: Household, law: Law) -> Bool:
    """一户一个取暖季只给一次。"""
    return h.heating_covered_until < h.heating_season_from if given(h.heating_covered_until) else True


PROGRAMMES = (
    Programme(
        "heating",
        "取暖救助",
        "household",
        all_of=("is_heating_group", "is_season_not_over", "is_season_unpaid"),
        amounts={"yearly": "heating_payment"},
        applies="may_ask_for_heating",
        details={"from": "heating_season_from", "until": "heating_season_until"},
    ),
)
