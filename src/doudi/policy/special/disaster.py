"""受灾人员救助 (济办发〔2020〕21号 二(二)7, 自然灾害救助条例 第十四、十八至二十一条): five kinds of help after a natural disaster.

The survey of the affected people gives the facts; every standard is local. Each kind is asked for itself: a family may have
emergency aid, then transitional aid, and money for its house.
"""

from doudi.law.language import (
    Because,
    Bool,
    Fen,
    Household,
    Law,
    Programme,
    household,
    over_months,
)

EMERGENCY = "自然灾害救助条例 第十四条"
TRANSITION = "自然灾害救助条例 第十八条"
REBUILDING = "自然灾害救助条例 第十九条"
HOMES = "自然灾害救助条例 第二十条"
WINTER = "自然灾害救助条例 第二十一条"


@household(cite=EMERGENCY, label="受灾")
def has_disaster(h: Household, law: Law) -> Bool:
    """已经登记受灾种类。"""
    return h.disaster_kind != "none"


@household(
    cite=EMERGENCY,
    label="需要应急救助",
    yes=Because("needs_emergency_relief", EMERGENCY),
    no=Because("no_emergency_relief", EMERGENCY),
)
def needs_emergency_relief(h: Household, law: Law) -> Bool:
    """紧急转移安置,或者需要食品、饮用水、衣被、取暖、临时住所、医疗等紧急救助。"""
    return h.disaster_relocated


@household(cite=EMERGENCY, label="应急救助金额")
def emergency_relief(h: Household, law: Law) -> Fen:
    """每人标准 × 人数。"""
    return law.disaster_emergency_standard * h.members_counted


@household(
    cite=TRANSITION,
    label="住房倒塌或严重损坏",
    yes=Because("house_lost", TRANSITION),
    no=Because("house_not_lost", TRANSITION),
)
def has_lost_house(h: Household, law: Law) -> Bool:
    """住房因灾倒塌或者严重损坏。"""
    return h.disaster_house_damage in ("collapsed", "serious")


@household(
    cite=TRANSITION,
    label="灾后自己解决不了生活",
    yes=Because("cannot_live_after_disaster", TRANSITION),
    no=Because("can_live_after_disaster", TRANSITION),
)
def cannot_live_after_disaster(h: Household, law: Law) -> Bool:
    """没有住处、口粮或者收入来源。"""
    return h.disaster_cannot_live


@household(cite=TRANSITION, label="过渡期生活救助金额")
def transition_relief(h: Household, law: Law) -> Fen:
    """每人每月标准 × 人数 × 月数。"""
    return over_months(law.disaster_transition_standard * h.members_counted, law.disaster_transition_months)


@household(
    cite=EMERGENCY,
    label="因旱缺水缺粮",
    yes=Because("short_by_drought", EMERGENCY),
    no=Because("not_short_by_drought", EMERGENCY),
)
def is_short_by_drought(h: Household, law: Law) -> Bool:
    """受旱灾,口粮或者饮水困难。"""
    return h.disaster_kind == "drought" and h.disaster_short_of_water


@household(cite=EMERGENCY, label="旱灾救助金额")
def drought_relief(h: Household, law: Law) -> Fen:
    """每人标准 × 人数。"""
    return law.disaster_drought_standard * h.members_counted


@household(
    cite=WINTER,
    label="冬春因灾生活困难",
    yes=Because("winter_spring_hardship", WINTER),
    no=Because("no_winter_spring_hardship", WINTER),
)
def has_winter_spring_hardship(h: Household, law: Law) -> Bool:
    """灾害发生后的当年冬季、次年春季,基本生活困难。"""
    return h.disaster_winter_spring


@household(cite=WINTER, label="冬春救助金额")
def winter_spring_relief(h: Household, law: Law) -> Fen:
    """每人标准 × 人数。"""
    return law.disaster_winter_spring_standard * h.members_counted


@household(
    cite=REBUILDING,
    label="住房需要重建或修缮",
    yes=Because("house_lost", REBUILDING),
    no=Because("house_not_lost", REBUILDING),
)
def house_is_to_be_rebuilt(h: Household, law: Law) -> Bool:
    """倒塌的重建,严重损坏的修缮。"""
    return h.has_lost_house


@household(cite=HOMES, label="没有另外的住房", no=Because("other_home", HOMES))
def has_no_other_home(h: Household, law: Law) -> Bool:
    """补助帮助的是没有其他住处的家庭。"""
    return h.disaster_only_home


@household(cite=HOMES, label="恢复重建补助金额")
def rebuilding_grant(h: Household, law: Law) -> Fen:
    """每户,倒塌和严重损坏各有标准。"""
    if h.disaster_house_damage == "collapsed":
        return law.disaster_rebuilding_standard(damage="collapsed")
    return law.disaster_rebuilding_standard(damage="serious")


PROGRAMMES = (
    Programme(
        "disaster_emergency",
        "灾害应急救助",
        "household",
        applies="has_disaster",
        all_of=("has_counted_members", "needs_emergency_relief"),
        amounts={"once": "emergency_relief"},
    ),
    Programme(
        "disaster_transition",
        "灾害过渡期生活救助",
        "household",
        applies="has_disaster",
        all_of=("has_counted_members", "has_lost_house", "cannot_live_after_disaster"),
        amounts={"once": "transition_relief"},
    ),
    Programme(
        "disaster_drought",
        "旱灾临时生活困难救助",
        "household",
        applies="has_disaster",
        all_of=("has_counted_members", "is_short_by_drought"),
        amounts={"once": "drought_relief"},
    ),
    Programme(
        "disaster_winter_spring",
        "冬春临时生活困难救助",
        "household",
        applies="has_disaster",
        all_of=("has_counted_members", "has_winter_spring_hardship"),
        amounts={"once": "winter_spring_relief"},
    ),
    Programme(
        "disaster_rebuilding",
        "因灾倒损民房恢复重建补助",
        "household",
        applies="has_disaster",
        all_of=("has_counted_members", "house_is_to_be_rebuilt", "has_no_other_home"),
        amounts={"once": "rebuilding_grant"},
    ),
)
