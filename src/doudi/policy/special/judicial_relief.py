"""司法救助 (济办发〔2020〕21号 二(二)8·8, 中政委〔2014〕3号): a victim whom no lawsuit gets his due.

Eight kinds of case; once; at most so many months of the local mean wage, the sum is the organ's (so the answer is 需人工
裁量); decided within ten working days, notice to the paying office within two. Outside its scope it is handed on to social
assistance.
"""

from doudi.law.language import (
    Because,
    Bool,
    Day,
    Fen,
    Law,
    Member,
    Programme,
    Remark,
    add_working_days,
    given,
    member,
    over_months,
)

TEXT = "中政委〔2014〕3号"


@member(cite="中政委〔2014〕3号", label="受到侵害")
def may_ask_for_relief(m: Member, law: Law) -> Bool:
    """没有案件的不问这一项。"""
    return m.judicial_case != "none" and not m.has_died


@member(
    cite="中政委〔2014〕3号",
    label="属于八类情形",
    yes=Because("judicial_case_listed", TEXT),
    no=Because("judicial_case_not_listed", TEXT),
)
def is_relief_case(m: Member, law: Law) -> Bool:
    """刑事案件重伤、急需救治、死亡、财产重大损失、受打击报复,追索赡养费等、民事侵权执行不到,涉法涉诉信访。"""
    return m.judicial_case != "other"


@member(
    cite="济办发〔2020〕21号 二(二)8·8",
    label="无法通过诉讼获得有效赔偿",
    no=Because("compensated", TEXT),
)
def is_uncompensated(m: Member, law: Law) -> Bool:
    """受到侵害但无法通过诉讼获得有效赔偿的生活困难当事人。"""
    return not m.compensated_by_trial


@member(cite="中政委〔2014〕3号", label="没有不予救助的情形", no=Because("barred_from_relief", TEXT))
def is_not_barred(m: Member, law: Law) -> Bool:
    """有重大过错、无正当理由拒绝配合、作虚伪陈述、主动放弃赔偿的,一般不予救助。"""
    return not m.barred_from_relief


@member(
    cite="中政委〔2014〕3号",
    label="救助金额由办案机关决定",
    yes=Because("relief_amount_by_organ", TEXT),
)
def is_sum_open(m: Member, law: Law) -> Bool:
    """综合考虑实际损失、过错程度、生活状况等,在最高限额以内决定。"""
    return m.is_relief_case


@member(cite="中政委〔2014〕3号", label="救助金最高限额")
def relief_highest(m: Member, law: Law) -> Fen:
    """一般不超过案件管辖地上一年度职工月平均工资三十六个月的总额。"""
    return over_months(law.mean_monthly_wage_prior_year, law.judicial_relief_months_max)


@member(cite="中政委〔2014〕3号", label="决定期限")
def relief_decided_by(m: Member, law: Law) -> Day | None:
    """应当在十个工作日内作出决定。"""
    if given(m.judicial_relief_applied_on):
        return add_working_days(m.judicial_relief_applied_on, law.judicial_relief_days)
    return None


@member(cite="中政委〔2014〕3号", label="通知发放机关的期限")
def relief_notice_by(m: Member, law: Law) -> Day | None:
    """决定之后两个工作日内通知发放;这里从决定期限算起,是最迟的一天。"""
    return (
        add_working_days(m.relief_decided_by, law.judicial_relief_notice_days)
        if given(m.relief_decided_by)
        else None
    )


@member(cite="中政委〔2014〕3号", label="超出司法救助范围,转社会救助")
def is_handed_on(m: Member, law: Law) -> Bool:
    """不属于司法救助范围的,转请社会救助办理。"""
    return not m.is_relief_case


@member(cite="中政委〔2014〕3号", label="生活困难由办案机关核实")
def is_hardship_open(m: Member, law: Law) -> Bool:
    """不在任何救助名册上的,生活是否困难由办案机关核实。"""
    return m.standing == "none"


PROGRAMMES = (
    Programme(
        "judicial_relief",
        "司法救助",
        "member",
        all_of=("is_relief_case", "is_uncompensated", "is_not_barred"),
        discretion="is_sum_open",
        details={
            "highest": "relief_highest",
            "decision_by": "relief_decided_by",
            "notice_by": "relief_notice_by",
        },
        remarks=(
            Remark("is_handed_on", Because("handed_to_social_assistance", TEXT), on=("not_entitled",)),
            Remark("is_hardship_open", Because("hardship_to_be_checked", TEXT), on=("discretion",)),
        ),
        applies="may_ask_for_relief",
    ),
)
