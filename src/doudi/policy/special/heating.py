"""取暖救助 (济办发〔2020〕21号 二(二)8·9): a sum for each household and winter, by the roll on which the family stands.

The text names the aid and nothing else: whom it reaches and with how much is published by the county; “none” says that a
group is not reached.
"""

from doudi.law.language import Because, Bool, FenYear, Household, Law, Programme, given, household

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


PROGRAMMES = (
    Programme(
        "heating",
        "取暖救助",
        "household",
        all_of=("is_heating_group",),
        amounts={"yearly": "heating_payment"},
        applies="may_ask_for_heating",
    ),
)
