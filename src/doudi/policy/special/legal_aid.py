"""法律援助 (济办发〔2020〕21号 二(二)8·7, 法律援助法): a lawyer without a fee.

Handed on to the legal aid centre, which examines within seven days. Whoever is on a roll need not prove that he is poor;
in some matters nobody need; for the others the province's line is asked.
"""

from doudi.law.language import (
    AnyOf,
    Because,
    Bool,
    Day,
    FenMonth,
    Law,
    Member,
    Programme,
    add_days,
    given,
    member,
    yearly,
)

MATTERS = "中华人民共和国法律援助法 第三十一条"
NO_LIMIT = "中华人民共和国法律援助法 第三十二条"
POOR = "中华人民共和国法律援助法 第四十一条"
EXEMPT = "中华人民共和国法律援助法 第四十二条"


@member(cite="中华人民共和国法律援助法 第三十一条", label="遇到法律上的麻烦")
def may_ask_for_legal_aid(m: Member, law: Law) -> Bool:
    """没有官司或纠纷的不问这一项。"""
    return m.legal_matter != "none" and not m.has_died


@member(
    cite="中华人民共和国法律援助法 第三十一条",
    label="属于法律援助的事项",
    no=Because("legal_matter_not_listed", MATTERS),
)
def is_legal_aid_matter(m: Member, law: Law) -> Bool:
    """请求国家赔偿、社会保险待遇或社会救助、赡养费、劳动报酬、人身损害等;刑事案件另有规定。"""
    return m.legal_matter != "other"


@member(
    cite="中华人民共和国法律援助法 第三十二条",
    label="不受经济困难条件限制",
    yes=Because("legal_aid_without_limit", NO_LIMIT),
)
def is_without_means_test(m: Member, law: Law) -> Bool:
    """见义勇为引起的民事纠纷,遭受虐待、遗弃或者家庭暴力的受害人。"""
    return m.legal_matter in ("violence", "bravery")


@member(
    cite="中华人民共和国法律援助法 第四十二条",
    label="社会救助、优抚对象,免予核查经济困难状况",
    yes=Because("legal_aid_exempt", EXEMPT),
)
def is_exempt_from_means_test(m: Member, law: Law) -> Bool:
    """社会救助、司法救助或者优抚对象。"""
    favoured = m.receives_preferential_treatment or m.household.receives_preferential_treatment
    return m.standing != "none" or favoured


@member(cite="中华人民共和国法律援助法 第四十一条", label="法律援助经济困难标准")
def legal_aid_line(m: Member, law: Law) -> FenMonth:
    """由省级人民政府规定。"""
    return law.legal_aid_income_line


@member(
    cite="中华人民共和国法律援助法 第四十一条",
    label="家庭人均收入符合经济困难标准",
    yes=Because("legal_aid_poor", POOR),
)
def is_poor_for_legal_aid(m: Member, law: Law) -> Bool:
    """因经济困难申请法律援助的,人均收入不超过标准。"""
    return m.household.family_income_year <= yearly(m.legal_aid_line) * m.household.members_counted


@member(cite="中华人民共和国法律援助法 第四十三条", label="审查答复期限")
def legal_aid_answer_by(m: Member, law: Law) -> Day | None:
    """法律援助机构应当自收到申请之日起七日内进行审查。"""
    return (
        add_days(m.legal_aid_applied_on, law.legal_aid_review_days) if given(m.legal_aid_applied_on) else None
    )


PROGRAMMES = (
    Programme(
        "legal_aid",
        "法律援助",
        "member",
        all_of=(
            "is_legal_aid_matter",
            AnyOf(
                "is_without_means_test",
                "is_exempt_from_means_test",
                "is_poor_for_legal_aid",
                label="免查经济状况,或者符合经济困难标准",
                no=Because("not_poor_for_legal_aid", POOR),
            ),
        ),
        details={"answer_by": "legal_aid_answer_by"},
        applies="may_ask_for_legal_aid",
    ),
)
