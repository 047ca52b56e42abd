"""孤儿 and 重点困境儿童 (国办发〔2010〕54号, 国发〔2016〕36号, 21号 二(二)8): a living allowance by local standards.

An orphan in an institution and one in a family have standards of their own. A child in difficulty who is already protected as
an orphan or as an unattended child is not paid twice. Whoever is in 特困供养 chooses (民发〔2021〕43号 第九条).
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Code,
    FenMonth,
    Law,
    Member,
    Programme,
    member,
)

ORPHANS = "国办发〔2010〕54号"
DIFFICULTY = "国发〔2016〕36号"
CHOICE = "民发〔2021〕43号 第九条"
SEED = "济办发〔2020〕21号 二(二)8"
GROUPS = {"ill_or_disabled": "重病重残", "harmed": "监护不到位或受侵害", "poor": "低保家庭", "none": "没有"}


@member(cite=ORPHANS, label="按孤儿申请")
def may_be_orphan(m: Member, law: Law) -> Bool:
    """在世的孤儿。"""
    return m.orphan and not m.has_died


@member(cite=ORPHANS, label="未满十八周岁的孤儿", yes=Because("orphan", ORPHANS), no=())
def is_minor_orphan(m: Member, law: Law) -> Bool:
    """失去父母、查找不到生父母的未满十八周岁的未成年人。"""
    return m.is_minor


@member(cite=ORPHANS, label="成年后仍在校的孤儿", yes=Because("orphan_in_school", ORPHANS), no=())
def is_orphan_in_school(m: Member, law: Law) -> Bool:
    """成年后仍在校就读的,继续享有相应政策。"""
    return not m.is_minor and m.student != "none" and m.receives_orphan


@member(cite=CHOICE, label="没有留在特困供养", no=Because("in_extreme_hardship", CHOICE))
def chose_orphan_money(m: Member, law: Law) -> Bool:
    """同时符合的,选择孤儿基本生活保障的不再认定为特困;在供养中的,先作选择。"""
    return not m.is_in_extreme_hardship or m.chooses == "orphan"


@member(cite=ORPHANS, label="符合孤儿保障条件")
def is_protected_orphan(m: Member, law: Law) -> Bool:
    """在世,未成年或者成年后仍在校,没有留在特困供养。"""
    return m.may_be_orphan and (m.is_minor_orphan or m.is_orphan_in_school) and m.chose_orphan_money


@member(cite=ORPHANS, label="孤儿基本生活费")
def orphan_payment(m: Member, law: Law) -> FenMonth:
    """机构养育和社会散居各有标准。"""
    if m.raised_in_institution:
        return law.orphan_standard(placement="institution")
    return law.orphan_standard(placement="family")


@member(cite=DIFFICULTY, label="在世的儿童")
def may_be_in_difficulty(m: Member, law: Law) -> Bool:
    """未满十八周岁。"""
    return m.is_minor and not m.has_died


@member(cite=DIFFICULTY, label="本人重病或重残", yes=Because("own_illness_or_disability", DIFFICULTY), no=())
def is_ill_or_disabled_child(m: Member, law: Law) -> Bool:
    """自身残疾、患病导致康复、照料、护理等困难的儿童。"""
    return m.serious_illness or m.is_grade_one_or_two


@member(cite=DIFFICULTY, label="监护不到位或受侵害", yes=Because("child_harmed", DIFFICULTY), no=())
def is_harmed_child(m: Member, law: Law) -> Bool:
    """家庭监护缺失或监护不当,遭受虐待、遗弃、意外伤害、不法侵害的儿童。"""
    return m.child_harmed


@member(cite=DIFFICULTY, label="低保家庭儿童", yes=Because("child_of_poor_family", DIFFICULTY), no=())
def is_child_of_poor_family(m: Member, law: Law) -> Bool:
    """家庭贫困导致生活、就医、就学等困难的儿童。"""
    return m.is_on_subsistence_roll


@member(cite=ORPHANS, label="没有领取孤儿基本生活费", no=Because("in_orphan_care", ORPHANS))
def is_paid_no_orphan_money(m: Member, law: Law) -> Bool:
    """不重复保障。"""
    return not m.orphan and not m.receives_orphan and not m.household.receives_orphan


@member(cite=SEED, label="没有领取事实无人抚养儿童补贴", no=Because("in_unattended_care", SEED))
def is_paid_no_unattended_money(m: Member, law: Law) -> Bool:
    """不重复保障。"""
    return not m.receives_unattended_child and not m.household.receives_unattended_child


@member(cite=DIFFICULTY, label="困境儿童类别", values=GROUPS)
def difficulty_group(m: Member, law: Law) -> Code:
    """有几种情形的,先看重病重残,再看监护,再看家庭贫困。"""
    if m.is_ill_or_disabled_child:
        return "ill_or_disabled"
    if m.is_harmed_child:
        return "harmed"
    return "poor" if m.is_child_of_poor_family else "none"


@member(cite=SEED, label="重点困境儿童基本生活补贴")
def difficulty_payment(m: Member, law: Law) -> FenMonth:
    """各类的标准由当地公布。"""
    if m.is_ill_or_disabled_child:
        return law.child_in_difficulty_standard(child_group="ill_or_disabled")
    if m.is_harmed_child:
        return law.child_in_difficulty_standard(child_group="harmed")
    return law.child_in_difficulty_standard(child_group="poor")


PROGRAMMES = (
    Programme(
        "orphan",
        "孤儿基本生活费",
        "member",
        applies="may_be_orphan",
        all_of=(
            AnyOf(
                "is_minor_orphan",
                "is_orphan_in_school",
                label="未成年,或者成年后仍在校",
                no=Because("minor_age_limit", ORPHANS),
            ),
            "chose_orphan_money",
        ),
        amounts={"monthly": "orphan_payment"},
    ),
    Programme(
        "child_in_difficulty",
        "重点困境儿童基本生活补贴",
        "member",
        applies="may_be_in_difficulty",
        all_of=(
            "is_paid_no_orphan_money",
            "is_paid_no_unattended_money",
            AnyOf(
                "is_ill_or_disabled_child",
                "is_harmed_child",
                "is_child_of_poor_family",
                label="有困境儿童情形之一",
                no=Because("no_child_ground", DIFFICULTY),
            ),
        ),
        amounts={"monthly": "difficulty_payment"},
        details={"group": "difficulty_group"},
    ),
)
