"""共同生活的家庭成员: who counts as a member of the household (民发〔2021〕57号 第七条) and what he is able
to do.
"""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Count,
    Household,
    Law,
    Member,
    age,
    at_least,
    count,
    given,
    household,
    member,
)

REGISTRATIONS = {"urban": "城镇", "rural": "农村"}


@member(cite="民法典 第十七条", label="未满十八周岁")
def is_minor(m: Member, law: Law) -> Bool:
    """不满十八周岁的自然人为未成年人。"""
    return age(m.birth) < law.adult_age


@member(cite="民政部等四部门2022年10月20日通知 一(三)", label="已去世")
def has_died(m: Member, law: Law) -> Bool:
    """低保对象死亡的,家庭成员数随之变化。"""
    return m.died_on <= law.day if given(m.died_on) else False


@member(cite="民发〔2021〕57号 第七条", label="属于共同生活的家庭成员")
def belongs_to_family(m: Member, law: Law) -> Bool:
    """(一)配偶;(二)未成年子女;(三)已成年但不能独立生活的子女,包括在校接受全日制本科及以下学历教育的子女;

    (四)其他具有法定赡养、扶养、抚养义务关系并长期共同居住的人员。父母也属(四)。
    """
    lives_and_owes = m.support_duty and m.co_resident
    if m.relation in ("self", "spouse"):
        return True
    if m.relation == "child":
        return m.is_minor or not m.independent or m.student != "none" or lives_and_owes
    return lives_and_owes


@member(cite="民发〔2021〕57号 第七条", label="属于不计入的人员")
def is_left_out(m: Member, law: Law) -> Bool:
    """(一)连续三年以上(含三年)脱离家庭独立生活的宗教教职人员;(二)服刑、强制隔离戒毒或者宣告失踪人员;

    (三)省级人民政府民政部门认定的其他人员(义务兵,待确认)。
    """
    clergy_apart = m.status == "clergy" and m.status_years >= law.clergy_years
    conscript_apart = m.status == "conscript" and not law.conscripts_counted
    return m.status in ("imprisoned", "forced_rehab", "missing") or clergy_apart or conscript_apart


@member(cite="民发〔2021〕57号 第七条", label="计入家庭成员")
def counted(m: Member, law: Law) -> Bool:
    """共同生活的家庭成员,不含不计入的人员和已去世的人员。"""
    return m.belongs_to_family and not m.is_left_out and not m.has_died


@household(cite="民发〔2021〕57号 第七条", label="计入的家庭人数")
def members_counted(h: Household, law: Law) -> Count:
    """家庭人均收入按共同生活的家庭成员计算;成员还没有登记的,人数未知。"""
    found = count(m.counted for m in h.members)
    return found if h.members_known else at_least(found, h.members_known)


@household(
    cite="民发〔2021〕57号 第七条",
    label="有计入的家庭成员",
    no=Because("member_not_counted", "民发〔2021〕57号 第七条"),
)
def has_counted_members(h: Household, law: Law) -> Bool:
    """至少有一名共同生活的家庭成员。"""
    return h.members_counted > 0


@household(cite="民发〔2021〕57号 第七条", label="有不计入的成员")
def has_member_left_out(h: Household, law: Law) -> Bool:
    """在家庭里登记、但不计入共同生活的家庭成员。"""
    return any(not m.has_died and not m.counted for m in h.members)


@household(cite="民政部等四部门2022年10月20日通知 一(三)", label="有成员去世")
def has_death(h: Household, law: Law) -> Bool:
    """成员去世后重新计算。"""
    return any(m.has_died for m in h.members)


@household(
    cite="民发〔2021〕43号 第四条",
    label="不是全部成员都在特困供养",
    no=Because("in_extreme_hardship", "民发〔2021〕43号 第四条"),
)
def not_all_in_extreme_hardship(h: Household, law: Law) -> Bool:
    """特困人员救助供养和最低生活保障不重复享受;已决定终止供养的照常计算。"""
    if h.procedure_decision == "end" or h.members_counted == 0:
        return True
    return any(m.counted and not m.is_in_extreme_hardship for m in h.members)


@member(cite="民发〔2021〕43号 第二十四条", label="正在特困供养")
def is_in_extreme_hardship(m: Member, law: Law) -> Bool:
    """登记在本人名下,或者登记在全家名下。"""
    return m.receives_extreme_hardship or m.household.receives_extreme_hardship


@member(cite="民发〔2021〕57号 第三十一条", label="有劳动能力")
def can_work(m: Member, law: Law) -> Bool:
    """劳动年龄内、不在校、未丧失劳动能力。"""
    of_age = age(m.birth) >= law.adult_age and age(m.birth) <= law.labour_age_until
    return of_age and m.student == "none" and not m.unable_to_work


@household(cite="民发〔2021〕57号 第三十一条", label="家庭有劳动力")
def has_labour(h: Household, law: Law) -> Bool:
    """有劳动力的家庭收入可能变动。"""
    return any(m.counted and m.can_work for m in h.members)


@household(cite="民发〔2021〕57号 第三十一条", label="核查周期(月)")
def review_months(h: Household, law: Law) -> Count:
    """收入变动不大的每年核查一次,其他每半年核查一次。"""
    return law.review_months_labour if h.has_labour else law.review_months_stable


@member(cite="民发〔2021〕57号 第七条", label="本人户籍性质", values=REGISTRATIONS)
def own_registration(m: Member, law: Law) -> Code:
    """本人与家庭户籍性质不同的,按本人。"""
    return m.household.registration if m.registration == "household" else m.registration
