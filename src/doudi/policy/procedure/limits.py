"""期限与程序的规则: the day by which each step must be done, the month that pays begin or stop, near relatives.

民发〔2021〕57号 第十一、十五至二十二条; 民发〔2021〕43号 第十三、十六至十八、二十六条; 2022年通知
一(三)、四(一); 刚性支出困难家庭认定办法 第九条; 民发〔2019〕62号 二(二)、二(三). A step that has not begun sets nothing in motion: its rule
gives none. A limit of working days beyond the calendar is not known, never guessed.
"""

from doudi.law.language import (
    Bool,
    Count,
    Day,
    Household,
    Law,
    Member,
    Month,
    add_days,
    add_months,
    add_working_days,
    given,
    household,
    member,
    month_after,
)


@household(cite="民发〔2021〕57号 第十五条", label="按57号办理")
def follows_57(h: Household, law: Law) -> Bool:
    """低保、单人户低保和低保边缘家庭的审核确认。"""
    return h.procedure_programme in ("none", "subsistence", "single_person", "low_income")


@household(cite="民发〔2021〕57号 第十五条", label="启动调查的最后一日")
def survey_start_by(h: Household, law: Law) -> Day | None:
    """乡镇人民政府(街道办事处)应当自受理之日起三个工作日内启动调查。"""
    if h.follows_57 and given(h.procedure_accepted):
        return add_working_days(h.procedure_accepted, law.survey_start_days)
    return None


@household(cite="民发〔2021〕57号 第十七条", label="启动核对的最后一日")
def check_start_by(h: Household, law: Law) -> Day | None:
    """县级民政部门应当自收到提请之日起三个工作日内启动信息核对。"""
    if given(h.procedure_check_requested):
        return add_working_days(h.procedure_check_requested, law.check_start_days)
    return None


@household(cite="民发〔2021〕43号 第十三条", label="乡镇提出初审意见的最后一日")
def township_opinion_due(h: Household, law: Law) -> Day | None:
    """特困:自受理之日起十五个工作日内提出初审意见;事实无人抚养儿童另有期限。"""
    if h.procedure_programme == "extreme_hardship" and given(h.procedure_accepted):
        return add_working_days(h.procedure_accepted, law.extreme_hardship_opinion_days)
    if h.procedure_programme == "unattended_child" and given(h.procedure_accepted):
        return add_working_days(h.procedure_accepted, law.unattended_child_township_days)
    return None


@household(cite="民发〔2021〕57号 第二十二条", label="审核确认期限(一般)")
def decision_days_57(h: Household, law: Law) -> Count:
    """三十个工作日;有特殊情况的四十五个工作日。"""
    return law.decision_days_special if h.procedure_special_reason else law.decision_days


@household(cite="民政部等四部门2022年10月20日通知 四(一)", label="审核确认期限(低保)")
def decision_days_in_force(h: Household, law: Law) -> Count:
    """权限下放乡镇的二十个工作日,有特殊情况的不缩短;2022年10月20日以前下放也不缩短。"""
    shorter = h.procedure_delegated and not h.procedure_special_reason
    if shorter and given(law.decision_days_delegated):
        return law.decision_days_delegated
    return h.decision_days_57


@household(cite="刚性支出困难家庭认定办法 第九条", label="认定期限(刚性支出困难家庭)")
def rigid_days_in_force(h: Household, law: Law) -> Count:
    """办理期限;有特殊情况的延长。"""
    return law.rigid_decision_days_special if h.procedure_special_reason else law.rigid_decision_days


@household(cite="民发〔2021〕57号 第二十二条", label="作出审核确认决定的最后一日")
def decision_due(h: Household, law: Law) -> Day | None:
    """自受理之日起算全程期限;特困另有各段的期限,没有全程期限。"""
    if h.procedure_programme == "rigid_expenditure" and given(h.procedure_accepted):
        return add_working_days(h.procedure_accepted, h.rigid_days_in_force)
    if h.follows_57 and given(h.procedure_accepted):
        return add_working_days(h.procedure_accepted, h.decision_days_in_force)
    return None


@household(cite="民发〔2021〕57号 第二十条", label="县级期限")
def county_days_in_force(h: Household, law: Law) -> Count:
    """县级民政部门自收到之日起作出决定的期限;特困按43号,事实无人抚养儿童按62号。"""
    if h.procedure_programme == "extreme_hardship":
        return law.extreme_hardship_county_days
    if h.procedure_programme == "unattended_child":
        return law.unattended_child_county_days
    return law.county_decision_days


@household(cite="民发〔2021〕57号 第二十条", label="县级作出决定的最后一日")
def county_decision_due(h: Household, law: Law) -> Day | None:
    """自收到乡镇提交的材料之日起算。"""
    if given(h.procedure_county_received):
        return add_working_days(h.procedure_county_received, h.county_days_in_force)
    return None


@household(cite="民发〔2021〕57号 第十九条", label="公示最后一日")
def publicity_end(h: Household, law: Law) -> Day | None:
    """公示期按日历日;张贴当日是否算第1天由地方口径决定。"""
    if not given(h.procedure_publicity_posted):
        return None
    if law.switch.publicity_first_day_counts:
        return add_days(h.procedure_publicity_posted, law.publicity_days - 1)
    return add_days(h.procedure_publicity_posted, law.publicity_days)


@household(cite="民发〔2021〕57号 第二十一条", label="书面告知不予确认的最后一日")
def refusal_notice_by(h: Household, law: Law) -> Day | None:
    """不予确认的,自作出决定之日起三个工作日内书面告知并说明理由。"""
    if h.procedure_decision == "refuse" and given(h.procedure_decided):
        return add_working_days(h.procedure_decided, law.refusal_notice_days)
    return None


@household(cite="民发〔2021〕57号 第二十一条", label="首次发放月份")
def first_month(h: Household, law: Law) -> Month | None:
    """自作出确认决定之日的次月起发放。"""
    if h.procedure_decision == "confirm" and given(h.procedure_decided):
        return month_after(h.procedure_decided)
    return None


@household(cite="民发〔2021〕43号 第二十六条", label="停发月份")
def stop_from(h: Household, law: Law) -> Month | None:
    """自终止决定的次月起停发。"""
    if h.procedure_decision == "end" and given(h.procedure_decided):
        return month_after(h.procedure_decided)
    return None


@household(cite="民发〔2021〕57号 第十一条", label="近亲属登记备案")
def relative_filing(h: Household, law: Law) -> Bool:
    """与经办人员或者村(居)委员会成员有近亲属关系的,单独登记备案。其他亲属不是近亲属。"""
    close = h.procedure_relative_spouse or h.procedure_relative_parent or h.procedure_relative_child
    wider = (
        h.procedure_relative_sibling or h.procedure_relative_grandparent or h.procedure_relative_grandchild
    )
    return close or wider


@household(cite="民发〔2021〕57号 第二十条", label="县级必须入户调查")
def county_home_visit_required(h: Household, law: Law) -> Bool:
    """单独登记备案的和接到举报的,县级全部入户调查。"""
    return h.relative_filing or h.procedure_complaint


@member(cite="民政部等四部门2022年10月20日通知 一(三)", label="成员去世后核查办结的最后一日")
def death_recheck_due(m: Member, law: Law) -> Day | None:
    """家庭成员去世的,三个月内核查办结。"""
    if m.has_died and given(m.died_on):
        return add_months(m.died_on, law.death_recheck_months)
    return None
