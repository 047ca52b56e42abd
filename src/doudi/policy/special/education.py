"""教育救助 (济办发〔2020〕21号 二(二)4, 社会救助暂行办法 第三十三条): money and waivers for pupils of five stages.

Asked at the school, for one school year: it is asked again when the year is over or the pupil moves up. 低保 and 特困
by the text itself; other groups where the education office publishes it. Fees are waived by the school: which ones is
said, a sum is not.
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Code,
    Day,
    FenYear,
    Law,
    Member,
    Programme,
    Remark,
    given,
    member,
)

FOUR = "济办发〔2020〕21号 二(二)4"
ONE = "济办发〔2020〕21号 二(二)4·1"
YEARS = "社会救助暂行办法 第三十六条"
WAYS = {
    "preschool": "减免保教费、发放政府助学金",
    "compulsory": "发放生活补助",
    "senior": "减免学费、发放国家助学金",
    "college": "发放国家助学金、安排勤工助学岗位",
    "none": "不在校",
}


@member(cite="济办发〔2020〕21号 二(二)4", label="可以问教育救助")
def may_ask_for_education(m: Member, law: Law) -> Bool:
    """在世的在册人员,或者在校学生。"""
    return not m.has_died and (m.standing != "none" or m.student != "none")


@member(cite="济办发〔2020〕21号 二(二)4", label="在校", no=Because("not_a_student", FOUR))
def is_student(m: Member, law: Law) -> Bool:
    """学前、义务教育、高中(含中职)、高等教育阶段在校。"""
    return m.student != "none"


@member(cite="济办发〔2020〕21号 二(二)4", label="低保家庭学生", yes=Because("student_in_subsistence", FOUR))
def is_of_subsistence_family(m: Member, law: Law) -> Bool:
    """有教育救助需求的低保家庭学生。"""
    return m.is_on_subsistence_roll


@member(cite="济办发〔2020〕21号 二(二)4", label="特困学生", yes=Because("student_in_extreme_hardship", FOUR))
def is_extremely_hard_up(m: Member, law: Law) -> Bool:
    """有教育救助需求的特困学生。"""
    return m.is_in_extreme_hardship


@member(
    cite="济办发〔2020〕21号 二(二)4·1",
    label="当地纳入的其他困难学生",
    yes=Because("student_in_covered_group", ONE),
)
def is_of_covered_group(m: Member, law: Law) -> Bool:
    """“低保、特困等家庭”中“等”的范围由教育部门公布。"""
    if m.standing in ("none", "extreme_hardship", "subsistence"):
        return False
    return law.education_covers(group=m.standing)


@member(cite="济办发〔2020〕21号 二(二)4·1", label="教育救助标准(学年)")
def education_amount(m: Member, law: Law) -> FenYear:
    """按学段、是否寄宿,由当地公布。"""
    if m.student == "none":
        return 0
    if m.boarding:
        return law.education_aid(stage=m.student, boarding=True)
    return law.education_aid(stage=m.student, boarding=False)


@member(cite="济办发〔2020〕21号 二(二)4·1", label="救助方式", values=WAYS)
def education_ways(m: Member, law: Law) -> Code:
    """各学段的救助方式。"""
    if m.student in ("primary", "junior"):
        return "compulsory"
    if m.student in ("senior", "vocational"):
        return "senior"
    if m.student == "preschool":
        return "preschool"
    return "college" if m.student == "college" else "none"


@member(cite="社会救助暂行办法 第三十六条", label="救助到哪一天")
def education_valid_until(m: Member, law: Law) -> Day:
    """到本学年结束;学年起止由教育部门公布。"""
    return law.school_year_end


@member(cite="社会救助暂行办法 第三十六条", label="升入新的学段")
def has_moved_up(m: Member, law: Law) -> Bool:
    """上次救助时的学段和现在不同,要在新学校续办。"""
    before = m.education_granted_stage
    return before != "none" and m.student != "none" and before != m.student


@member(cite="社会救助暂行办法 第三十六条", label="上学年的救助已到期")
def has_run_out(m: Member, law: Law) -> Bool:
    """到期日已过,新学年重新认定。"""
    return m.education_granted_until < law.day if given(m.education_granted_until) else False


PROGRAMMES = (
    Programme(
        "education",
        "教育救助",
        "member",
        all_of=(
            "is_student",
            AnyOf(
                "is_of_subsistence_family",
                "is_extremely_hard_up",
                "is_of_covered_group",
                label="属于救助范围的家庭",
                no=Because("family_not_on_roll", FOUR),
            ),
        ),
        amounts={"yearly": "education_amount"},
        details={"ways": "education_ways", "valid_until": "education_valid_until"},
        remarks=(
            Remark("has_moved_up", Because("renew_on_moving_up", YEARS), on=("entitled",)),
            Remark("has_run_out", Because("renew_each_year", YEARS), on=("entitled",)),
        ),
        applies="may_ask_for_education",
        in_order=True,
    ),
)
