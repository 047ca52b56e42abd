"""农村“三留守”人员关爱服务 (济办发〔2020〕21号 二(二)8; children: 国发〔2016〕13号): who is to have a care record and visits.

No money: an entitled answer means that the village opens a record and hands it to those who visit.
"""

from doudi.law.language import AnyOf, Because, Bool, Code, Law, Member, Programme, age, member

SEED = "济办发〔2020〕21号 二(二)8"
CHILDREN = "国发〔2016〕13号"
GROUPS = {"child": "留守儿童", "elderly": "留守老年人", "woman": "留守妇女", "none": "不属留守人员"}


@member(cite=SEED, label="家人长期外出")
def has_somebody_away(m: Member, law: Law) -> Bool:
    """父母、子女或者配偶长期外出。"""
    return m.left_by != "nobody" and not m.has_died


@member(cite=SEED, label="农村户籍")
def is_rural(m: Member, law: Law) -> Bool:
    """农村“三留守”人员。"""
    return m.own_registration == "rural"


@member(cite=CHILDREN, label="农村留守儿童", yes=Because("left_behind_child", CHILDREN), no=())
def is_left_behind_child(m: Member, law: Law) -> Bool:
    """父母双方外出务工,或一方外出务工、另一方无监护能力,不满十六周岁的未成年人。"""
    alone = m.left_by in ("both_parents", "one_parent_other_unable")
    return m.is_rural and alone and age(m.birth) < law.left_behind_child_age


@member(cite=SEED, label="农村留守老年人", yes=Because("left_behind_elderly", SEED), no=())
def is_left_behind_elderly(m: Member, law: Law) -> Bool:
    """子女长期外出、身边没有人照料的老年人。"""
    return m.is_rural and m.left_by == "children" and age(m.birth) >= law.left_behind_elderly_age


@member(cite=SEED, label="农村留守妇女", yes=Because("left_behind_woman", SEED), no=())
def is_left_behind_woman(m: Member, law: Law) -> Bool:
    """配偶长期外出的成年妇女。"""
    return m.is_rural and m.left_by == "spouse" and m.sex == "female" and not m.is_minor


@member(cite=SEED, label="留守人员类别", values=GROUPS)
def left_behind_group(m: Member, law: Law) -> Code:
    """建哪一种关爱档案。"""
    if m.is_left_behind_child:
        return "child"
    if m.is_left_behind_elderly:
        return "elderly"
    return "woman" if m.is_left_behind_woman else "none"


PROGRAMMES = (
    Programme(
        "left_behind_care",
        "农村“三留守”人员关爱服务",
        "member",
        applies="has_somebody_away",
        all_of=(
            AnyOf(
                "is_left_behind_child",
                "is_left_behind_elderly",
                "is_left_behind_woman",
                label="属于留守人员",
                no=Because("nobody_left_behind", SEED),
            ),
        ),
        details={"group": "left_behind_group"},
    ),
)
