"""住房救助 (济办发〔2020〕21号 二(二)5, 社会救助暂行办法 第三十七至四十一条): who comes first for a public rental flat in
town, who for the rebuilding of a dangerous house in the country; and whose house is looked at again and again.

Only the priority is decided here; the flat and the grant are the housing office's. A house counts as dangerous when its
appraisal says C or D, never by an impression; not appraised is not known.
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Code,
    Count,
    Day,
    Fen,
    Household,
    Law,
    Programme,
    Remark,
    add_months,
    given,
    household,
)

ONE = "济办发〔2020〕21号 二(二)5·1"
TWO = "济办发〔2020〕21号 二(二)5·2"
WAYS = {"public_rental": "优先公租房保障", "rebuilding": "优先危房改造"}


@household(cite="济办发〔2020〕21号 二(二)5·1", label="在册困难家庭")
def may_ask_for_housing(h: Household, law: Law) -> Bool:
    """不在册的家庭不问这一项。"""
    return h.family_standing != "none" and h.has_counted_members


@household(cite="济办发〔2020〕21号 二(二)5·1", label="住房救助方式", values=WAYS)
def housing_way(h: Household, law: Law) -> Code:
    """对城镇住房救助对象优先实施公租房保障,对农村住房救助对象优先实施危房改造。"""
    return "public_rental" if h.registration == "urban" else "rebuilding"


@household(
    cite="济办发〔2020〕21号 二(二)5·1",
    label="低保家庭或者分散供养特困人员",
    yes=Because("housing_family", ONE),
)
def is_housing_family(h: Household, law: Law) -> Bool:
    """符合规定条件的低保家庭、分散供养特困人员。"""
    return h.family_standing in ("extreme_hardship", "subsistence")


@household(
    cite="济办发〔2020〕21号 二(二)5·1",
    label="当地纳入的其他困难家庭",
    yes=Because("housing_covered_group", ONE),
)
def is_housing_group(h: Household, law: Law) -> Bool:
    """“等”的范围由住建部门公布。"""
    if h.family_standing in ("none", "extreme_hardship", "subsistence"):
        return False
    return law.housing_covers(group=h.family_standing)


@household(cite="社会救助暂行办法 第三十九条", label="城镇人均住房面积上限所对应的面积")
def area_limit(h: Household, law: Law) -> Count:
    """人均面积上限 × 人数。"""
    return law.public_rental_area_max * h.members_counted


@household(
    cite="社会救助暂行办法 第三十九条",
    label="城镇家庭住房困难",
    yes=Because("housing_short_in_town", "社会救助暂行办法 第三十九条"),
)
def is_short_in_town(h: Household, law: Law) -> Bool:
    """没有住房,或者人均住房面积不超过当地公布的住房困难标准。"""
    if h.registration != "urban":
        return False
    return h.house_grade == "none" or h.living_area <= h.area_limit


@household(
    cite="济办发〔2020〕21号 二(二)5·1",
    label="农村家庭没有房,或者房屋鉴定为C级、D级",
    yes=Because("house_dangerous", ONE),
)
def is_house_dangerous(h: Household, law: Law) -> Bool:
    """C级局部危险、D级整栋危险。"""
    return h.registration == "rural" and h.house_grade in ("C", "D", "none")


@household(
    cite="社会救助暂行办法 第三十八条",
    label="还没有得到住房保障",
    no=Because("housing_already_secured", "社会救助暂行办法 第三十八条"),
)
def is_not_housed_yet(h: Household, law: Law) -> Bool:
    """已住公租房或者已领租赁补贴的,不再排队。"""
    return not (h.has_public_rental and h.registration == "urban")


@household(cite="济办发〔2020〕21号 二(二)5·1", label="危房改造补助")
def dangerous_house_grant(h: Household, law: Law) -> Fen:
    """按房屋等级,由当地公布;没有住房的按D级。城镇家庭没有这一项。"""
    if h.registration == "urban" or h.house_grade in ("A", "B"):
        return 0
    return (
        law.rebuilding_aid(house_grade="C") if h.house_grade == "C" else law.rebuilding_aid(house_grade="D")
    )


@household(cite="济办发〔2020〕21号 二(二)5·2", label="农村低收入家庭")
def is_watched_family(h: Household, law: Law) -> Bool:
    """农村低收入家庭:低保、分散供养特困、低保边缘、刚性支出、防返贫监测。"""
    return h.family_standing != "none" and h.registration == "rural"


@household(
    cite="济办发〔2020〕21号 二(二)5·2",
    label="纳入住房安全长期监测",
    yes=Because("house_watched", TWO),
)
def is_house_watched(h: Household, law: Law) -> Bool:
    """稳定、持久保障农村低收入家庭住房安全。"""
    return h.is_watched_family


@household(cite="济办发〔2020〕21号 二(二)5·2", label="下次排查不迟于")
def next_inspection(h: Household, law: Law) -> Day:
    """上次排查后经过当地规定的月数;没有查过的,就是今天。"""
    return (
        add_months(h.house_inspected_on, law.house_inspection_months)
        if given(h.house_inspected_on)
        else law.day
    )


@household(cite="济办发〔2020〕21号 二(二)5·2", label="排查已到期")
def is_inspection_due(h: Household, law: Law) -> Bool:
    """从来没有查过,或者下次排查的日子已到。"""
    return h.next_inspection <= law.day


@household(cite="济办发〔2020〕21号 二(二)5·2", label="房屋鉴定为C级、D级")
def is_known_dangerous(h: Household, law: Law) -> Bool:
    """监测发现危险的,转入危房改造。"""
    return h.house_grade in ("C", "D")


PROGRAMMES = (
    Programme(
        "housing",
        "住房救助",
        "household",
        all_of=(
            AnyOf(
                "is_housing_family",
                "is_housing_group",
                label="属于住房救助对象",
                no=Because("housing_family_not_covered", ONE),
            ),
            "is_not_housed_yet",
            AnyOf(
                "is_short_in_town",
                "is_house_dangerous",
                label="住房困难或者危险",
                no=Because("house_safe_and_large_enough", ONE),
            ),
        ),
        details={"way": "housing_way", "grant": "dangerous_house_grant"},
        applies="may_ask_for_housing",
    ),
    Programme(
        "housing_safety",
        "农村住房安全监测",
        "household",
        all_of=("is_house_watched",),
        details={"next_inspection": "next_inspection"},
        remarks=(
            Remark("is_inspection_due", Because("house_inspection_due", TWO), on=("entitled",)),
            Remark("is_known_dangerous", Because("house_dangerous", ONE), on=("entitled",)),
        ),
        applies="is_watched_family",
    ),
)
