"""An invented law of help that a family shares, in the place where something happened: what the array kernel holds beside whole
numbers, codes and days."""

from doudi.law.language import (
    Bool,
    Code,
    Count,
    FenMonth,
    Household,
    Law,
    Member,
    Moment,
    Programme,
    add_hours,
    at_least,
    ceil_yuan,
    count,
    day_of,
    given,
    half_up_fen,
    household,
    member,
    monthly,
    percent,
    required,
    round_by,
    split,
    yearly,
)


@household(cite="戊 一", label="分享的人数")
def sharers(h: Household, law: Law) -> Count:
    """Those who have an income."""
    return count(m.wage > 0 for m in h.members)


@household(cite="戊 一", label="人数")
def people(h: Household, law: Law) -> Count:
    """All of them."""
    return count(m.here for m in h.members)


@member(cite="戊 一", label="在家")
def is_here(m: Member, law: Law) -> Bool:
    """Whoever is away is not asked about."""
    return m.here


@member(cite="戊 二", label="分得的")
def share(m: Member, law: Law) -> FenMonth:
    """Nothing for whoever is away; what is not written down is unknown."""
    if not m.here:
        return 0
    family = m.household.help
    stated = family if family > 0 else at_least(family, m.household.help)
    return split(stated, among=m.household.sharers)


@member(cite="戊 三", label="差额")
def difference(m: Member, law: Law) -> FenMonth:
    """Shares among two counts, less what was had."""
    return m.share * (1 + law.rate) - split(m.wage, among=m.household.people) + monthly(yearly(m.share))


@member(cite="戊 四", label="再分")
def shared_again(m: Member, law: Law) -> FenMonth:
    """A share of a share."""
    return split(max(m.share, m.wage), among=m.household.people)


@member(cite="戊 五", label="分得不少")
def has_enough(m: Member, law: Law) -> Bool:
    """Exactly as much is enough."""
    return m.share >= split(m.wage, among=m.household.people) and m.share != m.shared_again


@member(cite="戊 六", label="至少")
def lowest(m: Member, law: Law) -> FenMonth:
    """The lesser of two shares, of a hundred."""
    smaller = min(m.share, m.shared_again)
    return half_up_fen(smaller * percent(m.household.hundredths))


@member(cite="戊 七", label="差额取整")
def difference_paid(m: Member, law: Law) -> FenMonth:
    """Up to the yuan."""
    return ceil_yuan(max(0, m.difference))


@household(cite="戊 八", label="地方")
def place(h: Household, law: Law) -> Code:
    """Where it happened, else at home."""
    return h.place_area if given(h.place_area) else h.area


@household(cite="戊 八", label="必填的地方")
def place_said(h: Household, law: Law) -> Code:
    """Where it happened."""
    return required(h.place_area)


@household(cite="戊 九", label="哪里的线")
def line_there(h: Household, law: Law) -> FenMonth:
    """Of a place, by registration."""
    return law.line(area=h.place if h.at_home else h.place_said, registration=h.registration)


@household(cite="戊 十", label="那里开办")
def is_open_there(h: Household, law: Law) -> Bool:
    """A choice of the place."""
    return law.open(area=h.place)


@household(cite="戊 十一", label="那里有上限")
def is_below_cap(h: Household, law: Law) -> Bool:
    """None published, no limit."""
    return h.help <= law.cap(area=h.place_said) if given(law.cap(area=h.place_said)) else True


@household(cite="戊 十二", label="最后时刻")
def help_by(h: Household, law: Law) -> Moment:
    """From the report, or from what happened, whichever is later."""
    return add_hours(max(required(h.reported_at), required(h.happened_at)), law.hours(area=h.place))


@household(cite="戊 十三", label="及时")
def is_in_time(h: Household, law: Law) -> Bool:
    """Exactly at the last moment is in time."""
    return h.paid_at <= h.help_by if given(h.paid_at) else law.day <= day_of(h.help_by)


@household(cite="戊 十四", label="补助")
def aid(h: Household, law: Law) -> FenMonth | None:
    """The line, rounded as the place of the household does; left to people where nothing is asked."""
    return round_by(law.how(area=h.place).rounding, h.help * law.rate + h.line_there) if h.asked else None


PROGRAMMES = (
    Programme("sharing", "分享", entity="member", applies="is_here", all_of=("has_enough",),
              amounts={"lowest": "lowest", "difference": "difference_paid"}),
    Programme("helping", "帮助", entity="household", all_of=("is_open_there", "is_below_cap", "is_in_time"),
              amounts={"once": "aid"}, needs=("place_said", "help_by")),
)  # fmt: skip
