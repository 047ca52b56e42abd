"""经济困难老年人补贴 and 政府购买居家养老服务 (济办发〔2020〕21号 二(二)8): money by age bands, and hours of care at home.

The bands, their amounts and the hours are local. Age is in 周岁 by the switch age_reached_on; the band is read on the day.
"""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    FenMonth,
    Law,
    Member,
    Programme,
    age,
    member,
    tier_at_least,
)

SEED = "济办发〔2020〕21号 二(二)8"
ELDERLY = "老年人权益保障法 第二条"
PUBLISHED = "标准文件"


@member(cite=ELDERLY, label="是老年人", no=Because("below_age_band", ELDERLY))
def is_old_person(m: Member, law: Law) -> Bool:
    """六十周岁以上的公民。"""
    return age(m.birth) >= law.elderly_hardship_age


@member(cite=SEED, label="是经济困难老年人", no=Because("not_in_subsistence", SEED))
def is_in_hardship_when_old(m: Member, law: Law) -> Bool:
    """低保对象;特困供养对象另看能否同领。"""
    return m.is_on_subsistence_roll or m.is_in_extreme_hardship


@member(cite=SEED, label="可以问老年人的补贴和服务")
def may_ask_for_elderly_subsidy(m: Member, law: Law) -> Bool:
    """在世的老年人,或者低保、特困对象;年轻又不困难的不问。"""
    return not m.has_died and (m.is_old_person or m.is_in_hardship_when_old)


@member(cite=SEED, label="不因特困供养而停发老年人补贴", no=Because("in_extreme_hardship", SEED))
def may_have_elderly_subsidy(m: Member, law: Law) -> Bool:
    """特困供养对象是否同领由当地规定。"""
    return not m.is_in_extreme_hardship or law.elderly_hardship_in_extreme_hardship


@member(cite=PUBLISHED, label="本档最高年龄")
def elderly_band_until(m: Member, law: Law) -> Count:
    """年龄达到的最高一档到哪一岁。"""
    return tier_at_least(law.elderly_hardship, age(m.birth), pay="age_to")


@member(
    cite=PUBLISHED,
    label="在公布的年龄档内",
    yes=Because("age_band", PUBLISHED),
    no=Because("below_age_band", PUBLISHED),
)
def has_elderly_band(m: Member, law: Law) -> Bool:
    """两端都含;满岁当日(或次日)起按新的一档。"""
    return age(m.birth) <= m.elderly_band_until


@member(cite=SEED, label="经济困难老年人补贴")
def elderly_subsidy(m: Member, law: Law) -> FenMonth:
    """所在年龄档的金额。"""
    return tier_at_least(law.elderly_hardship, age(m.birth), pay="value")


@member(cite=SEED, label="符合老年人补贴条件")
def has_elderly_subsidy(m: Member, law: Law) -> Bool:
    """在世、年满、困难、在年龄档内。"""
    in_hardship = m.is_old_person and m.is_in_hardship_when_old and m.may_have_elderly_subsidy
    return not m.has_died and in_hardship and m.has_elderly_band


@member(cite=SEED, label="达到居家养老服务的年龄", no=Because("below_age_band", SEED))
def is_of_home_care_age(m: Member, law: Law) -> Bool:
    """起始年龄由当地规定。"""
    return age(m.birth) >= law.elderly_home_care_age


@member(
    cite=SEED,
    label="需要居家养老服务",
    yes=Because("needs_home_care", SEED),
    no=(Because("self_care_kept", SEED), Because("cared_for_at_home", SEED)),
)
def needs_home_care(m: Member, law: Law) -> Bool:
    """身边无人照料,或者不能自理的项数达到当地规定。"""
    return m.lives_without_carer or m.care_items_failed >= law.elderly_home_care_items


@member(cite=SEED, label="每月服务时长(小时)")
def home_care_hours(m: Member, law: Law) -> Count:
    """由政府购买,发服务不发钱。"""
    return law.elderly_home_care_hours


PROGRAMMES = (
    Programme(
        "elderly_hardship",
        "经济困难老年人补贴",
        "member",
        applies="may_ask_for_elderly_subsidy",
        all_of=("is_old_person", "is_in_hardship_when_old", "may_have_elderly_subsidy", "has_elderly_band"),
        amounts={"monthly": "elderly_subsidy"},
        in_order=True,
    ),
    Programme(
        "elderly_home_care",
        "政府购买居家养老服务",
        "member",
        applies="may_ask_for_elderly_subsidy",
        all_of=("is_old_person", "is_in_hardship_when_old", "is_of_home_care_age", "needs_home_care"),
        needs=("home_care_hours",),
        details={"hours": "home_care_hours"},
        in_order=True,
    ),
)
