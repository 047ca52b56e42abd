"""经济困难的失能老年人护理补贴 (老年人权益保障法 第三十条, 济办发〔2020〕21号 二(二)8): money for old people on the 低保 roll who have
not been able to look after themselves for long, by how much they cannot do.

The law leaves the amounts, their steps and how long is long to the locality. Not beside 特困供养, whose money has a part for
care, and of this and 重度残疾人护理补贴 one (国发〔2015〕52号).
"""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    FenMonth,
    Law,
    Member,
    Programme,
    member,
    tier_at_least,
    tier_at_least_index,
)

NURSING = "老年人权益保障法 第三十条"
HARDSHIP = "济办发〔2020〕21号 二(一)2·2"
DISABILITY = "国发〔2015〕52号"
PUBLISHED = "标准文件"


@member(cite=HARDSHIP, label="没有特困照料护理费", no=Because("in_extreme_hardship", HARDSHIP))
def has_no_hardship_care(m: Member, law: Law) -> Bool:
    """特困人员照料护理标准:特困供养金里已经有照料护理一份(不重复领,待确认)。"""
    return not m.is_in_extreme_hardship


@member(cite=DISABILITY, label="没有领重度残疾人护理补贴", no=Because("draws_disability_care", DISABILITY))
def draws_no_disability_care(m: Member, law: Law) -> Bool:
    """既符合残疾人护理补贴条件,又符合老年护理补贴条件的,可择高申领其中一类(待确认)。"""
    return not m.receives_disability_care


@member(cite=NURSING, label="护理补贴的第几档")
def nursing_step(m: Member, law: Law) -> Count:
    """按失能程度:不能自理的项数达到的最高一档,没有达到的为零。"""
    return tier_at_least_index(law.elderly_nursing, m.care_items_failed)


@member(
    cite=PUBLISHED,
    label="达到公布的失能程度",
    yes=Because("nursing_step", PUBLISHED),
    no=Because("self_care_kept", PUBLISHED),
)
def is_of_nursing_step(m: Member, law: Law) -> Bool:
    """达到最低一档。"""
    return m.nursing_step > 0


@member(cite=NURSING, label="长期不能自理", no=Because("self_care_lost_lately", NURSING))
def has_long_lost_self_care(m: Member, law: Law) -> Bool:
    """生活长期不能自理;多长算长期由当地规定,恰满的算。"""
    return m.self_care_lost_months >= law.elderly_nursing_months


@member(cite=NURSING, label="失能老年人护理补贴")
def nursing_subsidy(m: Member, law: Law) -> FenMonth:
    """根据其失能程度给予护理补贴:所在一档的金额。"""
    return tier_at_least(law.elderly_nursing, m.care_items_failed, pay="value")


PROGRAMMES = (
    Programme(
        "elderly_nursing",
        "经济困难失能老年人护理补贴",
        "member",
        applies="may_ask_for_elderly_subsidy",
        all_of=(
            "is_old_person",
            "is_in_hardship_when_old",
            "has_no_hardship_care",
            "draws_no_disability_care",
            "is_of_nursing_step",
            "has_long_lost_self_care",
        ),
        amounts={"monthly": "nursing_subsidy"},
        details={"step": "nursing_step"},
        in_order=True,
    ),
)
