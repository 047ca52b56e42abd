"""An invented law of steps: days that may not be there, an answer in order, a fact that has to be there."""

from doudi.law.language import (
    Because,
    Bool,
    Count,
    Day,
    Fen,
    Household,
    Law,
    Month,
    Programme,
    add_days,
    add_working_days,
    given,
    household,
    month_after,
    required,
)


@household(cite="乙 一", label="最后一日")
def due(h: Household, law: Law) -> Day | None:
    """Ten days from the beginning, two working days in a hurry."""
    if not given(h.began):
        return None
    return add_working_days(h.began, law.hurry) if h.in_hurry else add_days(h.began, law.term)


@household(cite="乙 二", label="复查日")
def again(h: Household, law: Law) -> Day | None:
    """The same time once more."""
    return add_days(h.due, law.term) if given(h.due) else None


@household(cite="乙 三", label="次月")
def next_month(h: Household, law: Law) -> Month:
    """After the beginning."""
    return month_after(required(h.began))


@household(cite="乙 四", label="份数")
def shares(h: Household, law: Law) -> Count | None:
    """None without a beginning."""
    return h.parts if given(h.began) else None


@household(cite="乙 五", label="已完备", no=Because("not_complete", "乙 五"))
def is_complete(h: Household, law: Law) -> Bool:
    """One part at least."""
    return h.parts > 0


@household(cite="乙 六", label="不急", no=Because("in_hurry", "乙 六"))
def is_calm(h: Household, law: Law) -> Bool:
    """Not in a hurry."""
    return not h.in_hurry


@household(cite="乙 七", label="有钱", no=())
def has_money(h: Household, law: Law) -> Bool:
    """Some money."""
    return h.money > 0


@household(cite="乙 七", label="金额")
def amount(h: Household, law: Law) -> Fen:
    """All of it."""
    return h.money


PROGRAMMES = (
    Programme("ordered", "依次", "household", all_of=("is_complete", "is_calm"), in_order=True,
              amounts={"once": "amount"}, needs=("next_month",), details={"shares": "shares"}),
    Programme("silent", "不说", "household", all_of=("has_money",)),
)  # fmt: skip
