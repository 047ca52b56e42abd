"""事实无人抚养儿童 (民发〔2019〕62号, 21号 二(二)8): father and mother live and neither can care, or one is gone and the other cannot.

Its own list of severe disability: grade 1 and 2 of any kind, grade 3 and 4 of 智力 and 精神. Whoever draws 低保, 特困供养 or
困难残疾人生活补贴 already is paid the difference. Nothing about these children is ever posted.
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    FenMonth,
    Law,
    Member,
    Programme,
    Remark,
    at_least,
    half_up_fen,
    member,
)

ONE = "民发〔2019〕62号 一"
CONFIRMING = "民发〔2019〕62号 二(二)"
PAYING = "民发〔2019〕62号 三(一)"
ORPHANS = "国办发〔2010〕54号"


@member(cite=ONE, label="父母照料不了")
def may_be_unattended(m: Member, law: Law) -> Bool:
    """在世,有人说明父母都照料不了。"""
    return m.parents_cannot_care and not m.has_died


@member(cite=ONE, label="未满十八周岁", no=Because("minor_age_limit", ONE))
def is_child(m: Member, law: Law) -> Bool:
    """满十八周岁当日起不再是儿童。"""
    return m.is_minor


@member(cite=ONE, label="父亲去世或失踪")
def father_is_gone(m: Member, law: Law) -> Bool:
    """死亡或者宣告失踪。"""
    return m.father_status in ("dead", "declared_missing")


@member(cite=ONE, label="母亲去世或失踪")
def mother_is_gone(m: Member, law: Law) -> Bool:
    """死亡或者宣告失踪。"""
    return m.mother_status in ("dead", "declared_missing")


@member(cite=ONE, label="父亲重残")
def father_is_severely_disabled(m: Member, law: Law) -> Bool:
    """一级二级残疾,或者三级四级精神、智力残疾。"""
    mind = 0 < m.father_mind_grade <= law.unattended_child_mind_grade
    return 0 < m.father_grade <= law.unattended_child_grade or mind


@member(cite=ONE, label="母亲重残")
def mother_is_severely_disabled(m: Member, law: Law) -> Bool:
    """一级二级残疾,或者三级四级精神、智力残疾。"""
    mind = 0 < m.mother_mind_grade <= law.unattended_child_mind_grade
    return 0 < m.mother_grade <= law.unattended_child_grade or mind


@member(cite=ONE, label="父亲长期不在")
def father_is_away(m: Member, law: Law) -> Bool:
    """服刑、强制隔离戒毒,被执行其他限制人身自由的措施,或者失联,达到规定的月数。"""
    if m.father_status in ("imprisoned", "forced_rehab"):
        return m.father_status_months >= law.unattended_child_prison_months
    if m.father_status in ("restricted", "lost_contact"):
        return m.father_status_months >= law.unattended_child_absence_months
    return False


@member(cite=ONE, label="母亲长期不在")
def mother_is_away(m: Member, law: Law) -> Bool:
    """服刑、强制隔离戒毒,被执行其他限制人身自由的措施,或者失联,达到规定的月数。"""
    if m.mother_status in ("imprisoned", "forced_rehab"):
        return m.mother_status_months >= law.unattended_child_prison_months
    if m.mother_status in ("restricted", "lost_contact"):
        return m.mother_status_months >= law.unattended_child_absence_months
    return False


@member(cite=ONE, label="父亲照料不了")
def father_is_unfit(m: Member, law: Law) -> Bool:
    """在世而重残、重病或者长期不在。"""
    unable = m.father_is_severely_disabled or m.father_serious_illness or m.father_is_away
    return unable and not m.father_is_gone


@member(cite=ONE, label="母亲照料不了")
def mother_is_unfit(m: Member, law: Law) -> Bool:
    """在世而重残、重病或者长期不在。"""
    unable = m.mother_is_severely_disabled or m.mother_serious_illness or m.mother_is_away
    return unable and not m.mother_is_gone


@member(cite=ONE, label="父母双方均照料不了", yes=Because("both_parents_unfit", ONE), no=())
def both_parents_unfit(m: Member, law: Law) -> Bool:
    """父母双方均符合重残、重病、服刑在押、强制隔离戒毒、被执行其他限制人身自由的措施、失联情形之一。"""
    return m.father_is_unfit and m.mother_is_unfit


@member(
    cite=ONE, label="一方去世或失踪、另一方照料不了", yes=Because("one_parent_dead_other_unfit", ONE), no=()
)
def one_gone_other_unfit(m: Member, law: Law) -> Bool:
    """父母一方死亡或失踪,另一方符合上述情形之一。"""
    by_father = m.father_is_gone and m.mother_is_unfit
    return by_father or (m.mother_is_gone and m.father_is_unfit)


@member(cite=ORPHANS, label="父母都去世或失踪")
def both_parents_gone(m: Member, law: Law) -> Bool:
    """父母双方都不在了的,按孤儿办理。"""
    return m.father_is_gone and m.mother_is_gone


@member(cite=ORPHANS, label="没有按孤儿保障", no=Because("in_orphan_care", ORPHANS))
def is_not_in_orphan_care(m: Member, law: Law) -> Bool:
    """孤儿基本生活费和事实无人抚养儿童补贴只享受一项。"""
    return not m.orphan and not m.receives_orphan and not m.household.receives_orphan


@member(cite=ONE, label="是事实无人抚养儿童")
def is_unattended_child(m: Member, law: Law) -> Bool:
    """年龄、父母情形都符合,没有按孤儿保障。"""
    by_parents = m.both_parents_unfit or m.one_gone_other_unfit
    return m.may_be_unattended and m.is_child and by_parents and m.is_not_in_orphan_care


@member(cite=PAYING, label="已领取的困难残疾人生活补贴")
def living_subsidy_paid(m: Member, law: Law) -> FenMonth:
    """在册而没有写明月额的,数额未知。"""
    if not m.receives_disability_living:
        return 0
    own = m.disability_living_monthly_paid
    return own if own > 0 else at_least(own, m.disability_living_monthly_paid)


@member(cite=PAYING, label="已领取的救助金(月)")
def already_paid(m: Member, law: Law) -> FenMonth:
    """最低生活保障金、特困人员救助供养金、困难残疾人生活补贴。"""
    return m.subsistence_share_paid + m.hardship_share_paid + m.living_subsidy_paid


@member(cite=PAYING, label="事实无人抚养儿童基本生活补贴")
def unattended_payment(m: Member, law: Law) -> FenMonth:
    """已获得上述救助而未达到补贴标准的,补差发放;达到的,不再发。"""
    return half_up_fen(max(0, law.unattended_child_standard - m.already_paid))


@member(cite=PAYING, label="补差发放")
def is_difference(m: Member, law: Law) -> Bool:
    """已领取其他救助金的。"""
    return m.already_paid > 0


@member(cite=PAYING, label="全额发放")
def is_full_benefit(m: Member, law: Law) -> Bool:
    """没有领取其他救助金的。"""
    return not m.is_difference


@member(cite=CONFIRMING, label="是否公示")
def unattended_is_posted(m: Member, law: Law) -> Bool:
    """为保护儿童隐私,不宜设置公示环节。"""
    return law.unattended_child_publicity


PROGRAMMES = (
    Programme(
        "unattended_child",
        "事实无人抚养儿童基本生活补贴",
        "member",
        applies="may_be_unattended",
        all_of=(
            "is_child",
            AnyOf(
                "both_parents_unfit",
                "one_gone_other_unfit",
                label="父母情形符合",
                no=Because("parent_condition_not_met", ONE),
            ),
            "is_not_in_orphan_care",
        ),
        amounts={"monthly": "unattended_payment"},
        needs=("is_full_benefit",),
        details={"full": "is_full_benefit", "publicity": "unattended_is_posted"},
        remarks=(
            Remark("is_difference", Because("difference_paid", PAYING), on=("entitled",)),
            Remark("both_parents_gone", Because("orphan", ORPHANS), on=("not_entitled",)),
        ),
    ),
)
