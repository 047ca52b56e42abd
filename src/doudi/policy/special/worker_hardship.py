"""困难职工救助 (济办发〔2020〕21号 二(二)8·9): workers and union members in hardship are handed on to the trade union.

The union sets up the file and decides by its own rules; decided here is only who is passed on to it.
"""

from doudi.law.language import AnyOf, Because, Bool, Law, Member, Programme, member

NINE = "济办发〔2020〕21号 二(二)8·9"


@member(cite="济办发〔2020〕21号 二(二)8·9", label="职工或者工会会员")
def may_ask_the_union(m: Member, law: Law) -> Bool:
    """没有工作、也不是会员的不问这一项。"""
    return (m.works or m.union_member) and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="在册困难家庭的职工",
    yes=Because("worker_on_roll", NINE),
)
def is_worker_on_roll(m: Member, law: Law) -> Bool:
    """家庭已是低保、特困、边缘、刚性支出或防返贫监测对象。"""
    return m.standing != "none"


@member(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="患重特大疾病的职工",
    yes=Because("worker_seriously_ill", NINE),
)
def is_worker_seriously_ill(m: Member, law: Law) -> Bool:
    """本人患重特大疾病,可能因病致困。"""
    return m.serious_illness


PROGRAMMES = (
    Programme(
        "worker_hardship",
        "困难职工救助",
        "member",
        all_of=(
            AnyOf(
                "is_worker_on_roll",
                "is_worker_seriously_ill",
                label="在册困难家庭的职工,或者患重特大疾病的职工",
                no=Because("worker_not_in_hardship", NINE),
            ),
        ),
        applies="may_ask_the_union",
    ),
)
