"""The manifests of 困难残疾人生活补贴 and 重度残疾人护理补贴 (国发〔2015〕52号): per person, with the disability card that 残联 holds.

Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_BY_PERSON, RETENTION, Evidence, Programme

EVIDENCE = (
    Evidence("id_card", "身份证", held_by="公安", per_member=True),
    Evidence("household_book", "户口簿", held_by="公安"),
    Evidence("disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")),
    Evidence("promise", "诚信承诺书"),
    Evidence("authorisation", "授权核对书", per_member=True),
    Evidence("bank_account", "银行卡(一卡通)照片"),
)

LIVING = Programme(
    code="disability_living",
    label="困难残疾人生活补贴",
    chapter="二(二)8",
    clause="国发〔2015〕52号",
    entity="person",
    order=210,
    evidence=EVIDENCE,
    limits=LIMITS_BY_PERSON,
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
    evidence=EVIDENCE,
    limits=LIMITS_BY_PERSON,
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

MANIFESTS = (LIVING, CARE)
