"""重度残疾人护理补贴 (国发〔2015〕52号, 21号 二(二)8): certificate grade 1 or 2 of any kind.

Not coded: grade 3 of 智力 and 精神 where a local rule says so; 困难残疾人生活补贴 comes with its own
programme.
"""

from doudi.law.language import Because, Bool, FenMonth, Law, Member, Programme, member


@member(
    cite="国发〔2015〕52号",
    label="属于重度残疾(护理补贴口径)",
    yes=Because("severe_disability", "国发〔2015〕52号"),
    no=Because("disability_grade_not_severe", "国发〔2015〕52号"),
)
def is_severe_for_care(m: Member, law: Law) -> Bool:
    """残疾等级被评定为一级、二级的残疾人。"""
    senses = m.has_severe_sense_disability
    limb = 0 < m.disability_limb <= law.disability_care_grade
    intellectual = 0 < m.disability_intellectual <= law.disability_care_grade
    mental = 0 < m.disability_mental <= law.disability_care_grade
    multiple = 0 < m.disability_multiple <= law.disability_care_grade
    return senses or limb or intellectual or mental or multiple


@member(cite="国发〔2015〕52号", label="视力、听力、言语一、二级")
def has_severe_sense_disability(m: Member, law: Law) -> Bool:
    """视力、听力、言语残疾一级、二级。"""
    visual = 0 < m.disability_visual <= law.disability_care_grade
    hearing = 0 < m.disability_hearing <= law.disability_care_grade
    return visual or hearing or 0 < m.disability_speech <= law.disability_care_grade


@member(
    cite="国发〔2015〕52号", label="不因特困供养而停发", no=Because("in_extreme_hardship", "国发〔2015〕52号")
)
def may_have_care_subsidy(m: Member, law: Law) -> Bool:
    """特困人员能否同领护理补贴,由地方口径决定。"""
    allowed = law.switch.disability_subsidies_in_extreme_hardship in ("care_only", "both")
    return not m.is_in_extreme_hardship or allowed


@member(cite="国发〔2015〕52号", label="护理补贴")
def care_subsidy(m: Member, law: Law) -> FenMonth:
    """当地公布的护理补贴标准。"""
    return law.disability_care


@member(cite="国发〔2015〕52号", label="符合护理补贴条件")
def has_care_subsidy(m: Member, law: Law) -> Bool:
    """在世、持证、属于重度残疾,不因特困供养而停发。"""
    return m.may_ask_for_care_subsidy and m.is_severe_for_care and m.may_have_care_subsidy


@member(cite="国发〔2015〕52号", label="在世并持有残疾人证")
def may_ask_for_care_subsidy(m: Member, law: Law) -> Bool:
    """没有残疾人证的不问这一项。"""
    return m.is_disabled and not m.has_died


PROGRAMMES = (
    Programme(
        "disability_care",
        "重度残疾人护理补贴",
        "member",
        all_of=("is_severe_for_care", "may_have_care_subsidy"),
        amounts={"monthly": "care_subsidy"},
        applies="may_ask_for_care_subsidy",
    ),
)
