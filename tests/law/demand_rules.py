"""A small invented law for what a kernel need not ask: programmes that apply to few, conditions that leave nobody, facts that
may have no column."""

from doudi.law.language import (
    Bool,
    Count,
    FenMonth,
    Household,
    Law,
    Member,
    Programme,
    ceil_yuan,
    count,
    household,
    member,
    split,
)


@household(cite="丙 一", label="有人申请")
def asks(h: Household, law: Law) -> Bool:
    """登记了申请。"""
    return h.asked and h.registration == "urban"


@household(cite="丙 二", label="人数")
def size(h: Household, law: Law) -> Count:
    """在家的人。"""
    return count(m.here for m in h.members)


@household(cite="丙 二", label="有人在家")
def has_somebody(h: Household, law: Law) -> Bool:
    """至少一人。"""
    return h.size > 0


@member(cite="丙 三", label="可以申请")
def may_ask(m: Member, law: Law) -> Bool:
    """本户申请且在家。"""
    return m.household.asks and m.here


@member(cite="丙 四", label="患病")
def is_ill(m: Member, law: Law) -> Bool:
    """登记为患病。"""
    return m.ill


@member(cite="丙 五", label="收入在线内")
def is_poor(m: Member, law: Law) -> Bool:
    """不超过公布的线。"""
    return m.wage <= law.line


@member(cite="丙 六", label="分到的不够")
def has_small_share(m: Member, law: Law) -> Bool:
    """本户的帮助由在家的人平分,不到公布的线。"""
    return split(m.household.help, among=m.household.size) < law.line


@member(cite="丙 七", label="金额")
def payment(m: Member, law: Law) -> FenMonth:
    """线与收入之差,见角进元。"""
    return ceil_yuan(law.line - m.wage)


@household(cite="丙 八", label="多付")
def overpaid(h: Household, law: Law) -> FenMonth:
    """各人金额之和。"""
    return sum(m.payment for m in h.members if m.may_ask)


PROGRAMMES = (
    Programme("early", "先问", entity="member", applies="may_ask", all_of=("is_ill", "is_poor"), amounts={"month": "payment"}),
    Programme("late", "后问", entity="member", applies="may_ask", all_of=("is_poor", "has_small_share"), in_order=True,
              amounts={"month": "payment"}),
    Programme("costly", "是否适用后知", entity="member", applies="has_small_share", all_of=("is_ill",)),
    Programme("sums", "合计", entity="household", applies="asks", all_of=("has_somebody",), amounts={"month": "overpaid"}),
    Programme("everyone", "人人适用", entity="household", all_of=("has_somebody",)),
)  # fmt: skip
