"""参照单人户纳入低保: a member of a household that is not itself 低保 (57号 第八条, 21号 二(一)1,
2022年通知 一(一)).
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    FenMonth,
    FenYear,
    Law,
    Member,
    Programme,
    Remark,
    member,
    monthly,
    round_by,
    yearly,
)

AUTHORISATION = {"authorised": Because("authorisation_missing", "民发〔2021〕57号 第九条")}
INCOME_UNKNOWN = Because("income_unknown", "民发〔2021〕57号 第十三条")
NOT_EDGE_DISABLED = Because("family_not_edge", "民发〔2021〕57号 第八条(一)")
NOT_EDGE_ILL = Because("family_not_edge", "民发〔2021〕57号 第八条(二)")
GRADE = Because("disability_grade_not_severe", "民发〔2021〕57号 第八条(一)")
NO_GROUND = Because("no_single_person_ground", "民发〔2021〕57号 第八条")


@member(cite="民发〔2021〕57号 第八条(三)", label="脱离家庭三年以上的宗教教职人员")
def is_clergy_apart(m: Member, law: Law) -> Bool:
    """脱离家庭、在宗教场所居住三年以上(含三年)的生活困难的宗教教职人员。"""
    return m.status == "clergy" and m.status_years >= law.clergy_years and not m.has_died


@member(
    cite="民发〔2021〕57号 第七条",
    label="是共同生活的家庭成员",
    no=Because("member_not_counted", "民发〔2021〕57号 第七条"),
)
def is_member_or_clergy(m: Member, law: Law) -> Bool:
    """不计入的人员不按本家庭成员申请;宗教教职人员另有规定。"""
    return m.counted or m.is_clergy_apart


@member(cite="民发〔2021〕57号 第八条", label="家庭有两名以上成员", no=NO_GROUND)
def is_in_family_of_several(m: Member, law: Law) -> Bool:
    """一人家庭按家庭申请,不按单人户。"""
    return m.is_clergy_apart or m.household.members_counted > 1


@member(
    cite="民发〔2021〕57号 第八条",
    label="家庭不是低保家庭",
    no=Because("subsistence_entitled", "民发〔2021〕57号 第八条"),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def family_is_not_subsistence(m: Member, law: Law) -> Bool:
    """家庭已符合低保的,不再按单人户。"""
    return m.is_clergy_apart or not m.household.is_subsistence


@member(
    cite="民发〔2021〕57号 第八条(一)",
    label="边缘家庭中的重残人员",
    yes=Because("severe_disability_in_edge_family", "民发〔2021〕57号 第八条(一)"),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def is_severely_disabled_in_edge_family(m: Member, law: Law) -> Bool:
    """最低生活保障边缘家庭中持有残疾人证的一级、二级重度残疾人和三级智力残疾人、三级精神残疾人。"""
    return m.is_severe_for_single_person and m.household.is_low_income


@member(
    cite="民发〔2021〕57号 第八条(二)",
    label="边缘家庭中的重病患者",
    yes=Because("serious_illness_in_edge_family", "民发〔2021〕57号 第八条(二)"),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
)
def is_seriously_ill_in_edge_family(m: Member, law: Law) -> Bool:
    """最低生活保障边缘家庭中患有当地有关部门认定的重特大疾病的人员。"""
    return m.serious_illness and m.household.is_low_income


@member(
    cite="民政部等四部门2022年10月20日通知 一(一)",
    label="成年无业重度残疾人,家庭财产符合规定",
    yes=Because("adult_severe_disability_no_work", "民政部等四部门2022年10月20日通知 一(一)"),
    unknown=Because("assets_unknown", "民发〔2021〕57号 第八条"),
)
def is_adult_disabled_applying_alone(m: Member, law: Law) -> Bool:
    """成年无业重度残疾人可以单独提出申请;家庭收入不论,家庭财产须在边缘家庭限额以内。"""
    return m.is_adult_disabled_without_work and m.household.low_income_assets_ok


@member(
    cite="民发〔2021〕57号 第八条(三)",
    label="宗教教职人员",
    yes=Because("clergy_apart", "民发〔2021〕57号 第八条(三)"),
)
def is_clergy_applying_alone(m: Member, law: Law) -> Bool:
    """脱离家庭、在宗教场所居住三年以上(含三年)的生活困难的宗教教职人员。"""
    return m.is_clergy_apart


@member(cite="民发〔2021〕57号 第二条", label="本人适用的低保标准")
def own_standard(m: Member, law: Law) -> FenMonth:
    """按本人户籍性质。"""
    return law.subsistence_standard(registration=m.own_registration)


@member(cite="民发〔2021〕57号 第十三条", label="本人收入(年)")
def own_total_year(m: Member, law: Law) -> FenYear:
    """本人计入收入和家庭以外的给付;同一家庭内的给付不另算。"""
    return m.own_income_year + m.support_received_year


@member(cite="民发〔2021〕57号 第十三条", label="本人月收入")
def own_total_month(m: Member, law: Law) -> FenMonth:
    """本人年收入除以十二。"""
    return monthly(m.own_total_year)


@member(
    cite="民发〔2021〕57号 第八条",
    label="本人收入低于标准",
    no=(
        Because("own_income_not_below_standard", "民发〔2021〕57号 第八条"),
        Because("own_income_not_below_standard", "社会救助暂行办法 第九条"),
    ),
    unknown=INCOME_UNKNOWN,
    unknown_by=AUTHORISATION,
    show=("own_total_month", "own_standard"),
)
def own_income_below_standard(m: Member, law: Law) -> Bool:
    """参照单人户:本人收入低于当地低保标准。"""
    return m.own_total_year < yearly(m.own_standard)


@member(cite="民发〔2021〕57号 第二十三条", label="本人收入与标准的差距")
def single_person_gap(m: Member, law: Law) -> FenMonth:
    """标准减本人收入。"""
    return m.own_standard - m.own_total_month


@member(cite="民发〔2021〕57号 第八条", label="符合单人户条件")
def is_single_person(m: Member, law: Law) -> Bool:
    """家庭不是低保,本人有单人户情形之一,本人收入低于标准。"""
    in_edge_family = m.is_severely_disabled_in_edge_family or m.is_seriously_ill_in_edge_family
    alone = m.is_adult_disabled_applying_alone or m.is_clergy_applying_alone
    asked = m.is_member_or_clergy and m.is_in_family_of_several and m.family_is_not_subsistence
    return asked and (in_edge_family or alone) and m.own_income_below_standard


@member(cite="民发〔2021〕57号 第二十三条", label="单人户低保金")
def single_person_payment(m: Member, law: Law) -> FenMonth:
    """标准减本人收入,取整一次。"""
    return round_by(law.payment_rounding, m.single_person_gap)


@member(cite="民发〔2021〕57号 第八条", label="可以问单人户")
def is_asked(m: Member, law: Law) -> Bool:
    """两人以上、本身不是低保的家庭的成员。"""
    return m.counted and m.is_in_family_of_several and m.family_is_not_subsistence


@member(cite="民发〔2021〕57号 第八条", label="没有单人户情形")
def has_no_ground(m: Member, law: Law) -> Bool:
    """没有残疾人证,也没有重特大疾病。"""
    return m.is_asked and not m.is_disabled and not m.serious_illness


@member(cite="民发〔2021〕57号 第八条(一)", label="残疾等级不属单人户口径")
def has_lighter_disability(m: Member, law: Law) -> Bool:
    """有残疾人证,但不在(一)所列等级内。"""
    return m.is_asked and m.is_disabled and not m.is_severe_for_single_person and not m.serious_illness


@member(cite="民发〔2021〕57号 第八条(一)", label="重残,但家庭不是边缘家庭")
def is_severe_outside_edge(m: Member, law: Law) -> Bool:
    """(一)只适用于边缘家庭。"""
    return m.is_asked and m.is_severe_for_single_person and not m.household.is_low_income


@member(cite="民发〔2021〕57号 第八条(二)", label="重病,但家庭不是边缘家庭")
def is_ill_outside_edge(m: Member, law: Law) -> Bool:
    """(二)只适用于边缘家庭。"""
    return m.is_asked and m.serious_illness and not m.household.is_low_income


@member(cite="民政部等四部门2022年10月20日通知 一(一)", label="成年无业重残,但家庭财产超过限额")
def is_adult_disabled_with_assets(m: Member, law: Law) -> Bool:
    """家庭财产须在边缘家庭限额以内。"""
    return m.is_asked and m.is_adult_disabled_without_work and not m.household.low_income_assets_ok


PROGRAMMES = (
    Programme(
        "single_person",
        "单人户低保",
        "member",
        all_of=(
            "is_member_or_clergy",
            "is_in_family_of_several",
            "family_is_not_subsistence",
            AnyOf(
                "is_severely_disabled_in_edge_family",
                "is_seriously_ill_in_edge_family",
                "is_adult_disabled_applying_alone",
                "is_clergy_applying_alone",
                label="有单人户情形之一",
                no=NO_GROUND,
            ),
            "own_income_below_standard",
        ),
        amounts={"monthly": "single_person_payment"},
        details={"gap": "single_person_gap"},
        remarks=(
            Remark("has_no_ground", NO_GROUND, on=("not_entitled",)),
            Remark("has_lighter_disability", GRADE, on=("not_entitled",)),
            Remark("is_severe_outside_edge", NOT_EDGE_DISABLED, on=("not_entitled",)),
            Remark("is_ill_outside_edge", NOT_EDGE_ILL, on=("not_entitled",)),
            Remark(
                "is_adult_disabled_with_assets",
                Because("assets_over_limit", "民发〔2021〕57号 第八条"),
                on=("not_entitled",),
            ),
        ),
    ),
)
