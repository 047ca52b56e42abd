"""The manifest of 价格临时补贴 (发改价格〔2021〕1553号, 济办发〔2020〕21号 二(三)9·6): nobody applies; in a month of rising prices
everybody on the rolls of that month is paid once, when the county has seen the list.
"""

from doudi.casework.programme import RETENTION, Enrolment, Programme

PRICE_SUBSIDY = Programme(
    code="price_subsidy",
    label="价格临时补贴",
    chapter="二(三)9",
    clause="济办发〔2020〕21号 二(三)9·6",
    entity="household",
    order=320,
    evidence=(),
    limits={},
    publicity=False,
    ending_publicity=False,
    refusal_reasons=("price_trigger_not_reached", "not_in_price_group"),
    retention=RETENTION,
    pays_once=True,
    enrolment=Enrolment(
        clause="发改价格〔2021〕1553号",
        on_rolls=("subsistence", "single_person", "extreme_hardship", "low_income", "orphan", "unattended_child"),
        event="price_index",
        published=("event_cpi_hundredths", "event_food_cpi_hundredths"),
    ),
)

MANIFESTS = (PRICE_SUBSIDY,)
