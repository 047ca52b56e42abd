"""The manifests of 临时救助 (济办发〔2020〕21号 二(三)9, 国发〔2014〕47号, 民发〔2018〕23号): the expenditure type goes the usual
way with the notice on the board, the urgent type pays first and has its papers made up afterwards.

Both are one sum; small ones the township confirms. Limits and sums are keys of parameters.
"""

from doudi.casework.programme import LIMITS_ONCE, RETENTION, Evidence, Programme

BOTH = ("temporary_expenditure", "temporary_urgent")
EVIDENCE = (
    Evidence("id_card", "身份证", held_by="公安", per_member=True),
    Evidence("household_book", "户口簿", held_by="公安"),
    Evidence("bank_account", "银行卡(一卡通)照片"),
    Evidence("minutes", "一事一议会议纪要", held_by="乡镇(街道)"),
)

EXPENDITURE = Programme(
    code="temporary_expenditure",
    label="支出型临时救助",
    chapter="二(三)9",
    clause="济办发〔2020〕21号 二(三)9·2",
    entity="household",
    order=310,
    evidence=(
        *EVIDENCE,
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("spending", "自付医疗费或教育费用的票据"),
    ),
    limits=LIMITS_ONCE | {"publicity": "publicity_days"},
    publicity=True,
    ending_publicity=False,
    refusal_reasons=("same_cause_repeated", "income_not_below_disposable", "below_lowest_tier", "not_cooperating"),
    retention=RETENTION,
    posted_as="临时救助",
    pays_once=True,
    small_sum="temporary_township_limit",
    asks=("event_kind", "event_date", "event_self_paid_12m", "event_education_self_paid", "event_proposed_amount",
          "event_earlier_good_reason"),
    repeats=BOTH,
)

URGENT = Programme(
    code="temporary_urgent",
    label="急难型临时救助",
    chapter="二(三)9",
    clause="济办发〔2020〕21号 二(三)9·3",
    entity="household",
    order=311,
    evidence=EVIDENCE,
    limits=LIMITS_ONCE | {"urgent_papers": "urgent_papers_within"},
    publicity=False,
    ending_publicity=False,
    refusal_reasons=("same_cause_repeated", "not_cooperating"),
    retention=RETENTION,
    posted_as="临时救助",
    pays_once=True,
    small_sum="temporary_township_limit",
    asks=("event_kind", "event_date", "event_occurred_at", "event_reported_at", "event_place_area",
          "event_petty_fund_balance", "event_proposed_amount", "event_earlier_good_reason"),
    repeats=BOTH,
    helps_first=True,
)

MANIFESTS = (EXPENDITURE, URGENT)
