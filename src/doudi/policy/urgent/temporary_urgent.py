"""急难型临时救助 (济办发〔2020〕21号 二(三)9, 二(四)13; 民发〔2018〕23号): help within twenty-four hours, where it happens.

The clock runs by the wall: it rests neither at night nor on holidays. No income is asked and no registration; the township or
county where it happens pays, by the numbers of that place. A petty fund that is too small changes who pays, never the clock.
Papers are made up afterwards, within working days.
"""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Day,
    Fen,
    FenMonth,
    Household,
    Law,
    Moment,
    Programme,
    Remark,
    add_hours,
    add_working_days,
    as_once,
    day_of,
    given,
    household,
    required,
)

SEED = "济办发〔2020〕21号 二(三)9"
CHANNELS = {"petty_fund": "乡镇(街道)备用金", "county_topup": "县级补足"}


@household(cite=SEED, label="遇到急难")
def has_urgent_event(h: Household, law: Law) -> Bool:
    """意外事故、火灾;其他突发的,有了报告的都按急难。"""
    sudden = h.event_kind in ("accident", "fire")
    return sudden or (h.event_kind in ("disease", "medical", "death") and given(h.event_reported_at))


@household(cite=SEED, label="先行救助", yes=Because("first_aid_24h", SEED))
def is_helped_first(h: Household, law: Law) -> Bool:
    """严格落实24小时先行救助制度:不看户籍,不先核对收入和财产。"""
    return h.has_urgent_event


@household(cite=SEED, label="实施救助的地方")
def responsible_area(h: Household, law: Law) -> Code:
    """由急难发生地乡镇(街道)或县级政府有关部门直接实施。"""
    return required(h.event_place_area)


@household(cite=SEED, label="不在户籍地")
def happens_elsewhere(h: Household, law: Law) -> Bool:
    """急难发生地不是户籍所在的地方。"""
    return h.responsible_area != h.area


@household(cite=SEED, label="时限起算")
def urgent_clock_start(h: Household, law: Law) -> Moment:
    """自报告还是自发生起算,由地方口径决定。"""
    if law.switch.urgent_clock_from == "occurred_at":
        return required(h.event_occurred_at)
    return required(h.event_reported_at)


@household(cite=SEED, label="付款的最后时刻")
def pay_by(h: Household, law: Law) -> Moment:
    """二十四小时按钟点算,夜间、休息日、节假日都不扣除。"""
    return add_hours(h.urgent_clock_start, law.urgent_aid_hours)


@household(cite=SEED, label="超过时限")
def is_paid_late(h: Household, law: Law) -> Bool:
    """付款晚于最后时刻;恰在最后时刻的不算。没有付款的,最后时刻那一天过了也算。"""
    if given(h.event_paid_at):
        return h.event_paid_at > h.pay_by
    return law.day > day_of(h.pay_by)


@household(cite=SEED, label="已经付款")
def is_paid_out(h: Household, law: Law) -> Bool:
    """有付款时刻。"""
    return given(h.event_paid_at)


@household(cite="民发〔2018〕23号", label="补齐手续的最后一日")
def papers_due(h: Household, law: Law) -> Day | None:
    """先行救助后再补充说明情况、补齐手续,付款当日不计。"""
    if given(h.event_paid_at):
        return add_working_days(day_of(h.event_paid_at), law.urgent_papers_within(area=h.responsible_area))
    return None


@household(cite=SEED, label="备用金够付")
def petty_fund_pays(h: Household, law: Law) -> Bool:
    """不超过发生地备用金的余额和单次限额,恰等于的也够。"""
    amount = required(h.event_proposed_amount)
    within_limit = amount <= law.petty_fund_single_limit(area=h.responsible_area)
    return amount <= h.event_petty_fund_balance and within_limit


@household(cite=SEED, label="谁来付", values=CHANNELS)
def payment_channel(h: Household, law: Law) -> Code:
    """乡镇(街道)备用金不够的,由县级补足,时限不变。"""
    return "petty_fund" if h.petty_fund_pays else "county_topup"


@household(cite=SEED, label="发生地城市低保月标准")
def urban_monthly_standard_there(h: Household, law: Law) -> FenMonth:
    """按急难发生地的标准。"""
    return law.subsistence_standard(area=h.responsible_area, registration="urban")


@household(cite=SEED, label="急难型救助金额")
def urgent_amount(h: Household, law: Law) -> Fen | None:
    """由发生地乡镇(街道)或县级按困难程度提出。"""
    return h.event_proposed_amount if given(h.event_proposed_amount) else None


@household(cite=SEED, label="超过当地上限,一事一议", yes=Because("case_by_case", SEED), no=())
def urgent_is_case_by_case(h: Household, law: Law) -> Bool:
    """当地规定了最高倍数的,超过的只能一事一议;恰等于的不算超过。"""
    if not given(h.event_proposed_amount) or not given(law.urgent_aid_times_max(area=h.responsible_area)):
        return False
    most = h.urban_monthly_standard_there * law.urgent_aid_times_max(area=h.responsible_area)
    return h.event_proposed_amount > as_once(most)


@household(cite=SEED, label="一事一议还没有会议纪要")
def urgent_lacks_minutes(h: Household, law: Law) -> Bool:
    """一事一议要有会议纪要,并与以前可比的先例相比较。"""
    return h.urgent_is_case_by_case and not h.event_minutes


PROGRAMMES = (
    Programme(
        "temporary_urgent",
        "急难型临时救助",
        "household",
        applies="has_urgent_event",
        all_of=("is_new_cause", "is_helped_first"),
        amounts={"once": "urgent_amount"},
        discretion="urgent_is_case_by_case",
        needs=("responsible_area", "pay_by"),
        details={
            "precedents": "precedents",
            "pay_by": "pay_by",
            "responsible_area": "responsible_area",
            "channel": "payment_channel",
            "papers_due": "papers_due",
            "paid": "is_paid_out",
            "late": "is_paid_late",
        },
        remarks=(
            Remark("happens_elsewhere", Because("place_of_emergency", SEED)),
            Remark("urgent_lacks_minutes", Because("minutes_missing", SEED), on=("discretion",)),
        ),
    ),
)
