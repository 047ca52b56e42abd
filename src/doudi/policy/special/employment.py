"""就业救助 (济办发〔2020〕21号 二(二)6, 社会救助暂行办法 第四十二至四十五条): a member who could work is helped to work; a
family in which nobody works is brought to at least one who does.

One-stop service with whatever subsidies fit: each is a reason of the answer, its money is the labour office's. Three
refusals of suitable work in a row go back to 低保 (民发〔2021〕57号 第三十四条 reads the same fact).
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Day,
    Household,
    Law,
    Member,
    Programme,
    Remark,
    add_days,
    given,
    household,
    member,
)

ONE = "济办发〔2020〕21号 二(二)6·1"
ZERO = "济办发〔2020〕21号 二(二)6·1(零就业)"
KINDS = "社会救助暂行办法 第四十二条"
ONE_OF_THEM = "社会救助暂行办法 第四十三条"
REFUSED = "社会救助暂行办法 第四十五条"


@member(cite="社会救助暂行办法 第四十二条", label="在册、有劳动能力的成员")
def may_ask_for_work(m: Member, law: Law) -> Bool:
    """在世、在家、劳动年龄内、有劳动能力的社会救助对象。"""
    return m.standing != "none" and m.can_work and m.status == "present" and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)6·1",
    label="需要就业服务",
    yes=Because("employment_service", ONE),
    no=Because("already_works", ONE),
)
def needs_work_service(m: Member, law: Law) -> Bool:
    """没有工作,或者虽有工作而要培训、创业、补社保。"""
    return not m.works or m.wants_training or m.wants_business or m.flexible_worker


@member(
    cite="济办发〔2020〕21号 二(二)6·2",
    label="有就业意愿",
    no=Because("does_not_want_work", ONE),
)
def wants_work_or_works(m: Member, law: Law) -> Bool:
    """帮助有就业意愿的困难群众实现就业。"""
    return m.works or m.wants_training or m.wants_business or m.wants_work


@member(cite="社会救助暂行办法 第四十二条", label="可享受职业培训补贴")
def may_have_training(m: Member, law: Law) -> Bool:
    """想参加培训的。"""
    return m.wants_training


@member(cite="社会救助暂行办法 第四十二条", label="可享受创业补贴、贷款贴息、税费减免")
def may_have_start_up(m: Member, law: Law) -> Bool:
    """想创业的。"""
    return m.wants_business


@member(cite="社会救助暂行办法 第四十二条", label="可享受社会保险补贴")
def may_have_insurance_subsidy(m: Member, law: Law) -> Bool:
    """就业困难人员灵活就业并缴纳社会保险的。"""
    return m.flexible_worker and m.hard_to_employ


@member(cite="社会救助暂行办法 第四十二条", label="可安排公益性岗位")
def may_have_public_post(m: Member, law: Law) -> Bool:
    """没有工作的就业困难人员,或者零就业家庭的成员。"""
    return not m.works and (m.hard_to_employ or m.household.is_without_work)


@member(cite="社会救助暂行办法 第四十五条", label="连续拒绝达到规定次数")
def has_refused_too_often(m: Member, law: Law) -> Bool:
    """连续三次拒绝接受介绍的与其健康状况、劳动能力等相适应的工作的,转告低保。"""
    return m.refused_jobs >= law.refusals_limit and not m.works


@household(cite="社会救助暂行办法 第四十三条", label="家里有能工作的人")
def has_worker_at_home(h: Household, law: Law) -> Bool:
    """至少一名在家、计入、有劳动能力的成员。"""
    return any(m.counted and m.can_work and m.status == "present" for m in h.members)


@household(cite="社会救助暂行办法 第四十三条", label="没有一个人有工作")
def is_without_work(h: Household, law: Law) -> Bool:
    """有劳动能力的成员均处于失业状态。"""
    return h.has_worker_at_home and not any(m.counted and m.can_work and m.works for m in h.members)


@household(
    cite="社会救助暂行办法 第四十三条",
    label="全家没有人就业",
    yes=Because("nobody_works", ONE_OF_THEM),
    no=Because("somebody_works", ONE_OF_THEM),
)
def nobody_works(h: Household, law: Law) -> Bool:
    """有劳动能力的成员均处于失业状态。"""
    return h.is_without_work


@household(
    cite="济办发〔2020〕21号 二(二)6·1(零就业)", label="城镇家庭", yes=Because("urban_family", ZERO)
)
def is_urban_family(h: Household, law: Law) -> Bool:
    """零就业家庭按城镇家庭认定。"""
    return h.registration == "urban"


@household(
    cite="社会救助暂行办法 第四十三条", label="低保家庭", yes=Because("subsistence_family", ONE_OF_THEM)
)
def is_subsistence_family(h: Household, law: Law) -> Bool:
    """最低生活保障家庭,城乡都算。"""
    return h.family_on_subsistence


@household(cite="济办发〔2020〕21号 二(二)6·1(零就业)", label="清零期限")
def clear_by(h: Household, law: Law) -> Day | None:
    """自认定之日起,经过当地规定的天数以内至少一人就业。"""
    if given(h.zero_employment_found_on):
        return add_days(h.zero_employment_found_on, law.zero_employment_days)
    return None


@household(cite="济办发〔2020〕21号 二(二)6·1(零就业)", label="已过清零期限")
def is_clearing_late(h: Household, law: Law) -> Bool:
    """期限已过而仍没有人就业。"""
    return h.clear_by < law.day if given(h.clear_by) else False


PROGRAMMES = (
    Programme(
        "employment",
        "就业救助",
        "member",
        all_of=("needs_work_service", "wants_work_or_works"),
        remarks=(
            Remark("may_have_training", Because("training_subsidy", KINDS), on=("entitled",)),
            Remark("may_have_start_up", Because("start_up_subsidy", KINDS), on=("entitled",)),
            Remark("may_have_insurance_subsidy", Because("insurance_subsidy", KINDS), on=("entitled",)),
            Remark("may_have_public_post", Because("public_post", KINDS), on=("entitled",)),
            Remark("has_refused_too_often", Because("three_refusals", REFUSED)),
        ),
        applies="may_ask_for_work",
    ),
    Programme(
        "zero_employment",
        "零就业家庭清零",
        "household",
        all_of=(
            AnyOf(
                "is_urban_family",
                "is_subsistence_family",
                label="城镇家庭或者低保家庭",
                no=Because("rural_family", ZERO),
            ),
            "nobody_works",
        ),
        details={"clear_by": "clear_by"},
        remarks=(Remark("is_clearing_late", Because("clearing_late", ZERO), on=("entitled",)),),
        applies="has_worker_at_home",
    ),
)
