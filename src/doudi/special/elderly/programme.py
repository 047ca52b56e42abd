"""The manifests of 经济困难老年人补贴 and 政府购买居家养老服务 (济办发〔2020〕21号 二(二)8): money by age, hours of care that are no money.

Limits are keys of parameters.
"""

from doudi.casework.programme import BANK_CARD, LIMITS_BY_PERSON, PAPERS_BY_PERSON, RETENTION, Programme

SUBSIDY = Programme(
    code="elderly_hardship",
    label="经济困难老年人补贴",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8",
    entity="person",
    order=220,
    evidence=(*PAPERS_BY_PERSON, BANK_CARD),
    limits=LIMITS_BY_PERSON,
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "below_age_band",
        "not_in_subsistence",
        "in_extreme_hardship",
        "not_cooperating",
    ),
    retention=RETENTION,
)

HOME_CARE = Programme(
    code="elderly_home_care",
    label="政府购买居家养老服务",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8",
    entity="person",
    order=221,
    evidence=PAPERS_BY_PERSON,
    limits=LIMITS_BY_PERSON,
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "below_age_band",
        "not_in_subsistence",
        "self_care_kept",
        "cared_for_at_home",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays=False,
)

MANIFESTS = (SUBSIDY, HOME_CARE,)
