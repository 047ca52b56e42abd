"""社会救助和保障标准与物价上涨挂钩联动 (发改价格〔2021〕1553号, 济办发〔2020〕21号 二(三)9): a temporary subsidy in a month of rising
prices, paid without application, once to each person however many benefits he has.
"""

from doudi.law.language import (
    Because,
    Bool,
    Code,
    Count,
    Fen,
    Household,
    Law,
    Member,
    Number,
    Programme,
    Remark,
    as_once,
    count,
    household,
    member,
    percent,
    round_by,
)

NOTICE = "发改价格〔2021〕1553号"
WIDENING = "国家发展改革委等部门2022年8月31日阶段性调整通知(文号待录入)"
PUBLISHED = "标准文件"
INDICES = {"cpi": "居民消费价格涨幅", "food": "食品价格涨幅"}


@household(cite=NOTICE, label="公布了物价指数")
def has_price_index(h: Household, law: Law) -> Bool:
    """每月公布指数后测算。"""
    return h.event_kind == "price_index"


@household(cite=NOTICE, label="居民消费价格同比涨幅(%)")
def cpi_percent(h: Household, law: Law) -> Number:
    """统计部门公布的单月同比涨幅。"""
    return percent(h.event_cpi_hundredths)


@household(cite=NOTICE, label="食品价格同比涨幅(%)")
def food_percent(h: Household, law: Law) -> Number:
    """统计部门公布的单月同比涨幅。"""
    return percent(h.event_food_cpi_hundredths)


@household(
    cite=NOTICE,
    label="达到启动条件",
    yes=Because("price_trigger_reached", NOTICE),
    no=Because("price_trigger_not_reached", NOTICE),
)
def price_trigger_reached(h: Household, law: Law) -> Bool:
    """两项涨幅中任一项达到(恰达到也算)就启动。"""
    return h.cpi_percent >= law.price_linkage.cpi or h.food_percent >= law.price_linkage.food


@member(cite=NOTICE, label="按低保联动")
def is_linked_by_subsistence(m: Member, law: Law) -> Bool:
    """城乡低保对象,单人户也是;登记在本人或者全家名下。"""
    on_roll = m.receives_subsistence or m.receives_single_person or m.household.receives_subsistence
    return law.price_linkage.groups_subsistence and on_roll


@member(cite=NOTICE, label="按特困联动")
def is_linked_by_hardship(m: Member, law: Law) -> Bool:
    """特困人员。"""
    return law.price_linkage.groups_extreme_hardship and m.is_in_extreme_hardship


@member(cite=NOTICE, label="按孤儿联动")
def is_linked_by_orphan(m: Member, law: Law) -> Bool:
    """领取孤儿基本生活费的。"""
    return law.price_linkage.groups_orphan and (m.receives_orphan or m.household.receives_orphan)


@member(cite=NOTICE, label="按事实无人抚养儿童联动")
def is_linked_by_unattended(m: Member, law: Law) -> Bool:
    """领取事实无人抚养儿童基本生活补贴的。"""
    on_roll = m.receives_unattended_child or m.household.receives_unattended_child
    return law.price_linkage.groups_unattended_child and on_roll


@member(cite=NOTICE, label="按优抚对象联动")
def is_linked_by_preference(m: Member, law: Law) -> Bool:
    """领取国家定期抚恤补助金的优抚对象。"""
    on_roll = m.receives_preferential_treatment or m.household.receives_preferential_treatment
    return law.price_linkage.groups_preferential_treatment and on_roll


@member(cite=NOTICE, label="按失业保险金联动")
def is_linked_by_unemployment(m: Member, law: Law) -> Bool:
    """领取失业保险金人员。"""
    on_roll = m.receives_unemployment_benefit or m.household.receives_unemployment_benefit
    return law.price_linkage.groups_unemployment_benefit and on_roll


@member(cite=WIDENING, label="按阶段性扩大的范围联动")
def is_linked_by_widening(m: Member, law: Law) -> Bool:
    """领取失业补助金人员、低保边缘人口,只在阶段性扩大范围期间。"""
    unemployed = m.receives_unemployment_assistance or m.household.receives_unemployment_assistance
    edge = m.receives_low_income or m.household.receives_low_income
    by_unemployment = law.price_linkage.groups_unemployment_assistance and unemployed
    return by_unemployment or (law.price_linkage.groups_low_income and edge)


@member(cite=NOTICE, label="一贯的联动待遇(项)")
def standing_links(m: Member, law: Law) -> Count:
    """一个人可以同时在几个名册上。"""
    assistance = (1 if m.is_linked_by_subsistence else 0) + (1 if m.is_linked_by_hardship else 0)
    children = (1 if m.is_linked_by_orphan else 0) + (1 if m.is_linked_by_unattended else 0)
    others = (1 if m.is_linked_by_preference else 0) + (1 if m.is_linked_by_unemployment else 0)
    return assistance + children + others


@member(cite=NOTICE, label="在联动范围内")
def is_linked(m: Member, law: Law) -> Bool:
    """计入的家庭成员,在任一联动名册上。"""
    return m.counted and (m.standing_links > 0 or m.is_linked_by_widening)


@household(cite=NOTICE, label="联动人数")
def linked_members(h: Household, law: Law) -> Count:
    """一人一份。"""
    return count(m.is_linked for m in h.members)


@household(cite=NOTICE, label="有人在联动范围内", no=Because("not_in_price_group", NOTICE))
def has_linked_member(h: Household, law: Law) -> Bool:
    """联动范围由当地按国家规定公布,有日期。"""
    return h.linked_members > 0


@household(cite=NOTICE, label="有人在几个名册上")
def has_doubly_linked_member(h: Household, law: Law) -> Bool:
    """不重复发放。"""
    return any(
        m.is_linked and m.standing_links + (1 if m.is_linked_by_widening else 0) > 1 for m in h.members
    )


@household(cite=WIDENING, label="有人只因扩大范围而联动")
def has_member_by_widening(h: Household, law: Law) -> Bool:
    """阶段性扩大到的人群。"""
    return any(m.is_linked and m.standing_links == 0 for m in h.members)


@household(cite=NOTICE, label="采用的指数", values=INDICES)
def linked_index(h: Household, law: Law) -> Code:
    """由当地公布。"""
    return law.price_linkage.index


@household(cite=NOTICE, label="计算用的涨幅(%)")
def index_percent(h: Household, law: Law) -> Number:
    """低于零的按零。"""
    return max(0, h.food_percent if h.linked_index == "food" else h.cpi_percent)


@household(cite=NOTICE, label="按涨幅算的补贴(每人)")
def subsidy_by_index(h: Household, law: Law) -> Fen:
    """低保标准 × 同比涨幅。"""
    return as_once(law.subsistence_standard * percent(h.index_percent))


@household(cite=NOTICE, label="每人补贴")
def price_per_person(h: Household, law: Law) -> Fen:
    """不低于当地公布的下限,按人取整。"""
    return round_by(law.price_linkage.rounding, max(h.subsidy_by_index, law.price_linkage.floor))


@household(cite=PUBLISHED, label="按下限发放")
def is_at_price_floor(h: Household, law: Law) -> Bool:
    """按涨幅算的低于下限。"""
    return h.subsidy_by_index < law.price_linkage.floor


@household(cite=NOTICE, label="价格临时补贴")
def price_subsidy(h: Household, law: Law) -> Fen:
    """每人补贴 × 联动人数。"""
    return h.price_per_person * h.linked_members


PROGRAMMES = (
    Programme(
        "price_subsidy",
        "价格临时补贴",
        "household",
        applies="has_price_index",
        all_of=("price_trigger_reached", "has_linked_member"),
        amounts={"once": "price_subsidy"},
        details={
            "started": "price_trigger_reached",
            "per_person": "price_per_person",
            "linked_members": "linked_members",
        },
        remarks=(
            Remark("is_at_price_floor", Because("price_floor", PUBLISHED), on=("entitled",)),
            Remark("has_doubly_linked_member", Because("one_person_one_payment", NOTICE), on=("entitled",)),
            Remark("has_member_by_widening", Because("price_group_widened", WIDENING), on=("entitled",)),
        ),
    ),
)
