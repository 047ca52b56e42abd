"""家庭适老化改造和无障碍改造 (济办发〔2020〕21号 二(二)8·3; 民发〔2020〕86号): handrails, ramps and lights at home.

适老化: an old person (of great age, unable to look after himself or disabled) who is 特困 and lives at home; other groups
where the county says so. 无障碍: the home of a severely disabled person, grades 1 and 2, its own list. Both are services:
handed on to civil affairs and to the disabled persons' federation.
"""

from doudi.law.language import AnyOf, Because, Bool, Law, Member, Programme, age, member

THREE = "济办发〔2020〕21号 二(二)8·3"
ELDERLY = "民发〔2020〕86号"


@member(cite="中华人民共和国老年人权益保障法 第二条", label="老年人")
def may_ask_for_adaptation(m: Member, law: Law) -> Bool:
    """六十周岁以上、在册、在世的。"""
    return age(m.birth) >= law.old_person_age and m.standing != "none" and not m.has_died


@member(cite="民发〔2020〕86号", label="分散供养特困人员", yes=Because("extreme_hardship_at_home", ELDERLY))
def is_extremely_hard_up_at_home(m: Member, law: Law) -> Bool:
    """在家分散供养的特困人员。"""
    return m.is_in_extreme_hardship and not m.supported_in_institution


@member(
    cite="民发〔2020〕86号", label="当地纳入的困难老年人", yes=Because("adaptation_covered_group", ELDERLY)
)
def is_adaptation_group(m: Member, law: Law) -> Bool:
    """有条件的地方可将改造对象范围扩大到城乡低保对象等。"""
    return False if m.is_in_extreme_hardship else law.adaptation_covers(group=m.standing)


@member(
    cite="民发〔2020〕86号",
    label="高龄、失能或者残疾",
    yes=Because("old_frail_or_disabled", ELDERLY),
    no=Because("neither_frail_nor_disabled", ELDERLY),
)
def is_frail_or_disabled(m: Member, law: Law) -> Bool:
    """高龄、失能、残疾老年人家庭。"""
    return age(m.birth) >= law.advanced_age or m.care_items_failed > 0 or m.is_disabled


@member(
    cite="济办发〔2020〕21号 二(二)8·3",
    label="家里还没有改造过",
    no=Because("home_already_adapted", THREE),
)
def is_home_not_adapted(m: Member, law: Law) -> Bool:
    """已经改造过的不再排。"""
    return not m.home_adapted


@member(cite="济办发〔2020〕21号 二(二)8·3", label="在世并持有残疾人证")
def may_ask_for_barrier_free(m: Member, law: Law) -> Bool:
    """没有残疾人证的不问这一项。"""
    return m.is_disabled and not m.has_died


@member(cite="济办发〔2020〕21号 二(二)8·3", label="视力、听力、言语重度残疾")
def has_severe_sense(m: Member, law: Law) -> Bool:
    """视力、听力、言语残疾一级、二级。"""
    visual = 0 < m.disability_visual <= law.barrier_free_grade
    return (
        visual
        or 0 < m.disability_hearing <= law.barrier_free_grade
        or 0 < m.disability_speech <= law.barrier_free_grade
    )


@member(
    cite="济办发〔2020〕21号 二(二)8·3",
    label="重度残疾人(无障碍改造口径)",
    yes=Because("barrier_free_severe", THREE),
    no=Because("disability_grade_not_severe", THREE),
)
def is_severe_for_barrier_free(m: Member, law: Law) -> Bool:
    """重度残疾人家庭:一级、二级,不论类别。"""
    limb = 0 < m.disability_limb <= law.barrier_free_grade
    intellectual = 0 < m.disability_intellectual <= law.barrier_free_grade
    mental = 0 < m.disability_mental <= law.barrier_free_grade
    return (
        m.has_severe_sense
        or limb
        or intellectual
        or mental
        or 0 < m.disability_multiple <= law.barrier_free_grade
    )


@member(
    cite="济办发〔2020〕21号 二(二)8·3",
    label="困难残疾人家庭",
    yes=Because("hard_up_disabled_family", THREE),
    no=Because("family_not_on_roll", THREE),
)
def is_hard_up_for_barrier_free(m: Member, law: Law) -> Bool:
    """家庭在册的优先;不在册的由残联按当地项目安排。"""
    return m.standing != "none"


PROGRAMMES = (
    Programme(
        "home_adaptation",
        "居家适老化改造",
        "member",
        all_of=(
            AnyOf(
                "is_extremely_hard_up_at_home",
                "is_adaptation_group",
                label="属于改造对象",
                no=Because("not_an_adaptation_group", ELDERLY),
            ),
            "is_frail_or_disabled",
            "is_home_not_adapted",
        ),
        applies="may_ask_for_adaptation",
    ),
    Programme(
        "barrier_free",
        "重度残疾人家庭无障碍改造",
        "member",
        all_of=("is_severe_for_barrier_free", "is_hard_up_for_barrier_free", "is_home_not_adapted"),
        applies="may_ask_for_barrier_free",
    ),
)
