"""追缴: what was paid too much comes back; a fine is another ledger and people decide it (社会救助暂行办法
第六十八条).
"""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Fen,
    FenMonth,
    Household,
    Law,
    Programme,
    given,
    household,
    over_months,
    required,
)

CLAUSE = "社会救助暂行办法 第六十八条"
FINES = {"none": "没有", "discretion": "由决定机关裁量"}


@household(cite=CLAUSE, label="已发的要重新核")
def is_paid_again_looked_at(h: Household, law: Law) -> Bool:
    """记录了已发月额。"""
    return given(h.procedure_paid_monthly)


@household(cite=CLAUSE, label="按真实情况的低保月额")
def subsistence_due(h: Household, law: Law) -> FenMonth:
    """不符合的为零;金额由人决定的,应发月额也由人写明。"""
    if not h.is_subsistence:
        return 0
    return required(h.procedure_due_monthly) if h.payment_is_discretionary else h.subsistence_payment


@household(cite=CLAUSE, label="按真实情况的单人户低保月额")
def single_persons_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.single_person_payment for m in h.members if m.is_single_person)


@household(cite=CLAUSE, label="按真实情况的特困供养月额")
def extreme_hardship_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.hardship_monthly for m in h.members if m.is_extreme_hardship)


@household(cite=CLAUSE, label="按真实情况的护理补贴月额")
def care_subsidies_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.care_subsidy for m in h.members if m.has_care_subsidy)


@household(cite=CLAUSE, label="按真实情况的生活补贴月额")
def living_subsidies_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.living_subsidy for m in h.members if m.has_living_subsidy)


@household(cite=CLAUSE, label="按真实情况的老年人补贴月额")
def elderly_subsidies_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.elderly_subsidy for m in h.members if m.has_elderly_subsidy)


@household(cite=CLAUSE, label="按真实情况的孤儿基本生活费月额")
def orphans_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.orphan_payment for m in h.members if m.is_protected_orphan)


@household(cite=CLAUSE, label="按真实情况的事实无人抚养儿童补贴月额")
def unattended_due(h: Household, law: Law) -> FenMonth:
    """符合条件的各人相加。"""
    return sum(m.unattended_payment for m in h.members if m.is_unattended_child)


@household(cite=CLAUSE, label="按真实情况的按人补贴月额")
def personal_subsidies_due(h: Household, law: Law) -> FenMonth:
    """残疾人、老年人、儿童的补贴;本产品算不出的,要写明应发月额。"""
    if h.procedure_programme == "disability_care":
        return h.care_subsidies_due
    if h.procedure_programme == "disability_living":
        return h.living_subsidies_due
    if h.procedure_programme == "elderly_hardship":
        return h.elderly_subsidies_due
    if h.procedure_programme == "orphan":
        return h.orphans_due
    return h.unattended_due if h.procedure_programme == "unattended_child" else h.due_stated


@household(cite=CLAUSE, label="按真实情况的应发月额")
def due_by_facts(h: Household, law: Law) -> FenMonth:
    """办的是哪一项,按哪一项算;没有月额的项目为零。"""
    if h.procedure_programme in ("none", "subsistence"):
        return h.subsistence_due
    if h.procedure_programme == "single_person":
        return h.single_persons_due
    if h.procedure_programme == "extreme_hardship":
        return h.extreme_hardship_due
    return 0 if h.procedure_programme in ("low_income", "rigid_expenditure") else h.personal_subsidies_due


@household(cite=CLAUSE, label="写明的应发月额")
def due_stated(h: Household, law: Law) -> FenMonth:
    """已经查明、写在案卷里的应发月额。"""
    return required(h.procedure_due_monthly)


@household(cite=CLAUSE, label="应发月额")
def due_monthly(h: Household, law: Law) -> FenMonth:
    """写明的照写明的;没有写明的,按真实情况计算。"""
    return h.procedure_due_monthly if given(h.procedure_due_monthly) else h.due_by_facts


@household(cite=CLAUSE, label="多发金额")
def overpaid(h: Household, law: Law) -> Fen:
    """(已发月额 − 应发月额)× 已发月数,不低于零。"""
    more = max(0, required(h.procedure_paid_monthly) - h.due_monthly)
    return over_months(more, h.procedure_paid_months)


@household(
    cite=CLAUSE,
    label="有多发的款项",
    yes=Because("recovery_of_overpayment", CLAUSE),
    no=(),
    unknown=Because("fact_missing", CLAUSE),
)
def is_overpaid(h: Household, law: Law) -> Bool:
    """多发的追回。"""
    return h.overpaid > 0


@household(cite=CLAUSE, label="罚款", values=FINES)
def fine(h: Household, law: Law) -> Code:
    """采取虚报、隐瞒、伪造等手段骗取的,可以处罚款,由决定机关裁量。"""
    return "discretion" if h.procedure_fraud else "none"


@household(cite=CLAUSE, label="罚款下限")
def fine_lowest(h: Household, law: Law) -> Fen | None:
    """骗取金额的最低倍数。"""
    return h.overpaid * law.fine_times_low if h.procedure_fraud else None


@household(cite=CLAUSE, label="罚款上限")
def fine_highest(h: Household, law: Law) -> Fen | None:
    """骗取金额的最高倍数。"""
    return h.overpaid * law.fine_times_high if h.procedure_fraud else None


PROGRAMMES = (
    Programme(
        "recovery",
        "追缴",
        "household",
        applies="is_paid_again_looked_at",
        all_of=("is_overpaid",),
        amounts={"once": "overpaid"},
        needs=("fine", "fine_lowest", "fine_highest"),
        details={
            "due_monthly": "due_monthly",
            "fine": "fine",
            "fine_min": "fine_lowest",
            "fine_max": "fine_highest",
        },
    ),
)
