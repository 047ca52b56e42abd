"""Facts of an event that calls for 临时救助 or 价格补贴: what it cost, when it was reported and paid, what was given before.

国发〔2014〕47号; 民发〔2018〕23号; 济办发〔2020〕21号 二(三)9; 发改价格〔2021〕1553号. They are held on the household, like
the event itself; moments carry their zone, for the twenty-four hours run by the wall clock.
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.policy.facts.build import CASEWORK, Maker

_h = Maker("household")

EARLIER_CAUSES: Final = {"none": "没有得过", "same": "同一件事", "different": "另一件事"}

MOST_HUNDREDTHS: Final = 10_000

COST: Final[tuple[Fact, ...]] = (
    _h.money(
        "event_self_paid_12m",
        "近12个月自付医疗费",
        "看病自己出了多少钱?",
        "近12个月,各种报销和救助以后自己出的",
        default=UNKNOWN,
        sources=("declared", "medical"),
    ),
    _h.money(
        "event_education_self_paid",
        "自负教育费用",
        "孩子上学自己出多少?",
        "一学年,减免和资助以后自己出的",
        default=UNKNOWN,
        sources=("declared", "school"),
    ),
    _h.money(
        "event_proposed_amount",
        "拟救助金额",
        "打算救助多少元?",
        "乡镇(街道)或县级提出",
        default=None,
        sources=CASEWORK,
    ),
    _h.yes_no(
        "event_minutes",
        "一事一议会议纪要",
        "会议纪要写好了吗?",
        "超过幅度的只能一事一议",
        sources=CASEWORK,
    ),
    _h.count(
        "event_precedents",
        "可比的先例(件)",
        "有几件可比的先例?",
        "以前一事一议、情形相近的",
        sources=CASEWORK,
    ),
)

EARLIER: Final[tuple[Fact, ...]] = (
    _h.code(
        "event_earlier_cause",
        "以前得过的临时救助",
        "以前为同一件事领过吗?",
        EARLIER_CAUSES,
        "新的损失是新的事由",
        default="none",
        sources=("declared", "roll"),
    ),
    _h.day("event_earlier_date", "上次临时救助日期", "上次是哪天救助的?", default=None, sources=("roll",)),
    _h.yes_no("event_earlier_good_reason", "再次申请有正当理由", "再次申请有正当理由吗?", sources=("visited",)),
)

CLOCK: Final[tuple[Fact, ...]] = (
    _h.moment("event_occurred_at", "急难发生时刻", "哪天几点发生的?"),
    _h.moment("event_reported_at", "报告时刻", "哪天几点报告的?", "接到报告、求助或者发现的时刻"),
    _h.moment("event_paid_at", "先行救助付款时刻", "哪天几点付的款?"),
    _h.text("event_place_area", "急难发生地", "在什么地方出的事?", "由发生地救助,不看户籍"),
    _h.money(
        "event_petty_fund_balance",
        "备用金余额",
        "备用金还有多少钱?",
        "发生地乡镇(街道)的临时救助备用金",
        default=UNKNOWN,
        sources=CASEWORK,
    ),
)

INDEX: Final[tuple[Fact, ...]] = tuple(
    _h.count(
        name,
        label,
        "同比涨了百分之几?",
        "记到百分之一个百分点:涨3.5%写350",
        low=-MOST_HUNDREDTHS,
        high=MOST_HUNDREDTHS,
        default=UNKNOWN,
        sensitivity="normal",
        sources=("published",),
    )
    for name, label in (
        ("event_cpi_hundredths", "居民消费价格同比涨幅"),
        ("event_food_cpi_hundredths", "食品价格同比涨幅"),
    )
)

URGENT: Final = COST + EARLIER + CLOCK + INDEX
