"""意外伤害保险 (济办发〔2020〕21号 二(二)8·11): insurance bought for people in special hardship, where a county does so.

The text encourages it; whom a county insures, with which insurer and from when to when is published by it. No sum: the
policy is bought for the group, and whoever stands on a roll while it runs is put on its list.
"""

from doudi.law.language import Because, Bool, Code, Day, Law, Member, Programme, given, member

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


@member(cite="济办发〔2020〕21号 二(二)8·11", label="承保公司")
def policy_insurer(m: Member, law: Law) -> Code:
    """由当地公布。"""
    return law.accident_insurance_policy.insurer


@member(cite="济办发〔2020〕21号 二(二)8·11", label="保单号")
def policy_number(m: Member, law: Law) -> Code:
    """由当地公布。"""
    return law.accident_insurance_policy.number


@member(cite="济办发〔2020〕21号 二(二)8·11", label="保险从哪天起")
def policy_from(m: Member, law: Law) -> Day:
    """由当地公布。"""
    return law.accident_insurance_policy.start


@member(cite="济办发〔2020〕21号 二(二)8·11", label="保险到哪天")
def policy_until(m: Member, law: Law) -> Day:
    """由当地公布。"""
    return law.accident_insurance_policy.end


@member(
    cite="济办发〔2020〕21号 二(二)8·11",
    label="保单还没有到期",
    no=Because("policy_over", ELEVEN),
)
def is_policy_not_over(m: Member, law: Law) -> Bool:
    """保险的最后一天也算。"""
    return law.day <= m.policy_until


@member(
    cite="济办发〔2020〕21号 二(二)8·11",
    label="还不在这份保单的名单上",
    no=Because("already_on_the_policy", ELEVEN),
)
def is_not_on_the_policy(m: Member, law: Law) -> Bool:
    """同一份保单只投保一次;到期以后的新保单另算。"""
    return m.insured_until < m.policy_from if given(m.insured_until) else True


PROGRAMMES = (
    Programme(
        "accident_insurance",
        "意外伤害保险",
        "member",
        all_of=("is_insured_group", "is_not_insured_yet", "is_not_on_the_policy", "is_policy_not_over"),
        applies="may_be_insured",
        details={"from": "policy_from", "until": "policy_until", "insurer": "policy_insurer", "number": "policy_number"},
    ),
)
