"""送教上门 (济办发〔2020〕21号 二(二)4·2): teachers come to a disabled child who cannot go to school.

A service, handed on to the education office; the age is that of compulsory schooling (义务教育法 第十一条).
"""

from doudi.law.language import Because, Bool, Law, Member, Programme, age, member

TWO = "济办发〔2020〕21号 二(二)4·2"


@member(cite="济办发〔2020〕21号 二(二)4·2", label="在世的未成年残疾人")
def may_ask_for_home_teaching(m: Member, law: Law) -> Bool:
    """不是残疾未成年人的不问这一项。"""
    return m.is_disabled and m.is_minor and not m.has_died


@member(
    cite="中华人民共和国义务教育法 第十一条",
    label="在接受义务教育的年龄",
    no=Because("not_of_school_age", "中华人民共和国义务教育法 第十一条"),
)
def is_of_compulsory_age(m: Member, law: Law) -> Bool:
    """凡年满六周岁的儿童,接受九年义务教育。"""
    first = age(m.birth) >= law.compulsory_school_from
    return first and age(m.birth) < law.compulsory_school_from + law.compulsory_school_years


@member(
    cite="济办发〔2020〕21号 二(二)4·2",
    label="不方便入学",
    yes=Because("teaching_at_home", TWO),
    no=Because("can_attend_school", TWO),
)
def is_kept_from_school(m: Member, law: Law) -> Bool:
    """因身心障碍等原因不方便入学接受义务教育。"""
    return m.cannot_attend_school


PROGRAMMES = (
    Programme(
        "home_teaching",
        "送教上门",
        "member",
        all_of=("is_of_compulsory_age", "is_kept_from_school"),
        applies="may_ask_for_home_teaching",
    ),
)
