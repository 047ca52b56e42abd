"""The manifests of 经济困难老年人补贴 and 政府购买居家养老服务 (济办发〔2020〕21号 二(二)8): money by age, hours of care that are no money.

Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_BY_PERSON, RETENTION, Evidence, Programme

SUBSIDY = Programme(
    code="elderly_hardship",
    label="经济困难老年人补贴",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8",
    entity="person",
    order=220,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
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
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
    ),
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
