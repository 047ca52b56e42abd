"""The manifests of 困难残疾人生活补贴 and 重度残疾人护理补贴 (国发〔2015〕52号): per person, with the disability card that 残联 holds.

Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

LIVING = Programme(
    code="disability_living",
    label="困难残疾人生活补贴",
    chapter="二(二)8",
    clause="国发〔2015〕52号",
    entity="person",
    order=210,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "decision": "decision_days",
        "decision_special": "decision_days_special",
        "county_decision": "county_decision_days",
        "publicity": "publicity_days",
        "refusal_notice": "refusal_notice_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
    },
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "not_in_subsistence",
        "in_extreme_hardship",
        "receives_injury_nursing",
        "in_orphan_care",
        "full_unattended_child_benefit",
        "not_cooperating",
    ),
    retention=RETENTION,
    posted_as="专项补贴",
)

CARE = Programme(
    code="disability_care",
    label="重度残疾人护理补贴",
    chapter="二(二)8",
    clause="国发〔2015〕52号",
    entity="person",
    order=211,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "decision": "decision_days",
        "decision_special": "decision_days_special",
        "county_decision": "county_decision_days",
        "publicity": "publicity_days",
        "refusal_notice": "refusal_notice_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
    },
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "disability_grade_not_severe",
        "in_extreme_hardship",
        "receives_injury_nursing",
        "not_cooperating",
    ),
    retention=RETENTION,
    posted_as="专项补贴",
)

MANIFESTS = (LIVING, CARE,)
