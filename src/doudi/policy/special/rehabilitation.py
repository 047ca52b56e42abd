"""残疾儿童康复救助 (济办发〔2020〕21号 二(二)8·6, 国发〔2018〕20号): operations, devices and training for small children.

Children of 0 to 6 of the five kinds of disability or with autism, from families on a roll; other families in hardship
where the county says so. A county may raise the age (its published number replaces the national one).
"""

from doudi.law.language import AnyOf, Because, Bool, FenYear, Law, Member, Programme, age, member

TEXT = "国发〔2018〕20号"


@member(cite="国发〔2018〕20号", label="有残疾或孤独症的未成年人")
def may_ask_for_rehabilitation(m: Member, law: Law) -> Bool:
    """不是残疾未成年人的不问这一项。"""
    return (m.is_disabled or m.autism) and m.is_minor and not m.has_died


@member(cite="国发〔2018〕20号", label="在康复救助年龄内", no=Because("too_old_for_rehabilitation", TEXT))
def is_of_rehabilitation_age(m: Member, law: Law) -> Bool:
    """0—6岁(含六周岁);当地可以放宽。"""
    return age(m.birth) <= law.rehabilitation_age_until


@member(
    cite="国发〔2018〕20号",
    label="属于康复救助的残疾类别",
    yes=Because("rehabilitation_kind", TEXT),
    no=Because("not_a_rehabilitation_kind", TEXT),
)
def is_rehabilitation_kind(m: Member, law: Law) -> Bool:
    """视力、听力、言语、肢体、智力等残疾儿童和孤独症儿童;精神残疾按孤独症认定。"""
    senses = m.disability_visual > 0 or m.disability_hearing > 0 or m.disability_speech > 0
    body = m.disability_limb > 0 or m.disability_intellectual > 0 or m.disability_multiple > 0
    return senses or body or m.autism


@member(cite="国发〔2018〕20号", label="低保、返贫致贫家庭的儿童", yes=Because("rehabilitation_family", TEXT))
def is_of_rehabilitation_family(m: Member, law: Law) -> Bool:
    """城乡最低生活保障家庭、建档立卡贫困户(现为防返贫监测对象)家庭的残疾儿童。"""
    return m.standing in ("subsistence", "monitored")


@member(cite="国发〔2018〕20号", label="残疾孤儿、特困儿童", yes=Because("orphan_or_extreme_hardship", TEXT))
def is_orphan_or_extremely_hard_up(m: Member, law: Law) -> Bool:
    """儿童福利机构收留抚养的残疾儿童、残疾孤儿、纳入特困人员供养范围的残疾儿童。"""
    return m.orphan or m.standing in ("extreme_hardship", "orphan")


@member(
    cite="国发〔2018〕20号",
    label="其他经济困难家庭的儿童",
    yes=Because("other_hard_up_family", TEXT),
)
def is_child_of_other_family(m: Member, law: Law) -> Bool:
    """其他经济困难家庭的具体认定办法,由县级以上地方人民政府制定。"""
    if m.standing in ("low_income", "rigid_expenditure"):
        return law.rehabilitation_covers(other_group=m.standing)
    return False


@member(cite="国发〔2018〕20号", label="康复救助标准(年)")
def rehabilitation_payment(m: Member, law: Law) -> FenYear:
    """按康复方式,由当地公布。"""
    return law.rehabilitation_aid(need=m.rehabilitation_need)


PROGRAMMES = (
    Programme(
        "rehabilitation",
        "残疾儿童康复救助",
        "member",
        all_of=(
            "is_of_rehabilitation_age",
            "is_rehabilitation_kind",
            AnyOf(
                "is_of_rehabilitation_family",
                "is_orphan_or_extremely_hard_up",
                "is_child_of_other_family",
                label="属于救助范围的家庭",
                no=Because("family_not_on_roll", TEXT),
            ),
        ),
        amounts={"yearly": "rehabilitation_payment"},
        applies="may_ask_for_rehabilitation",
    ),
)
