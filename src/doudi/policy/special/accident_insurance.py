"""意外伤害保险 (济办发〔2020〕21号 二(二)8·11): insurance bought for people in special hardship, where a county does so.

The text encourages it; whom a county insures is published by it. No sum: the policy is bought for the group.
"""

from doudi.law.language import Because, Bool, Law, Member, Programme, member

ELEVEN = "济办发〔2020〕21号 二(二)8·11"


@member(cite="济办发〔2020〕21号 二(二)8·11", label="在册困难人员")
def may_be_insured(m: Member, law: Law) -> Bool:
    """不在册的不问这一项。"""
    return m.standing != "none" and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)8·11",
    label="当地为这一类人员投保",
    yes=Because("insured_as_group", ELEVEN),
    no=Because("group_not_insured", ELEVEN),
)
def is_insured_group(m: Member, law: Law) -> Bool:
    """鼓励为特殊困难群体购买意外伤害保险。"""
    return law.accident_insurance_covers(group=m.standing)


@member(
    cite="济办发〔2020〕21号 二(二)8·11",
    label="还没有意外伤害保险",
    no=Because("already_insured", ELEVEN),
)
def is_not_insured_yet(m: Member, law: Law) -> Bool:
    """已经有的不重复投保。"""
    return not m.accident_insured


PROGRAMMES = (
    Programme(
        "accident_insurance",
        "意外伤害保险",
        "member",
        all_of=("is_insured_group", "is_not_insured_yet"),
        applies="may_be_insured",
    ),
)
