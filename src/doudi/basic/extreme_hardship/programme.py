"""The manifest of 特困人员救助供养: per person, two times fifteen working days, a county sample of homes.

济办发〔2020〕21号 二(一)2; 民发〔2021〕43号. Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

EXTREME_HARDSHIP = Programme(
    code="extreme_hardship",
    label="特困人员救助供养",
    chapter="二(一)2",
    clause="民发〔2021〕43号 第十八条",
    entity="person",
    order=20,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("statement", "劳动能力、生活来源、财产和义务人情况的书面声明"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("obligor_authorisation", "义务人的授权核对书"),
        Evidence(
            "disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")
        ),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "township_opinion": "extreme_hardship_opinion_days",
        "opinion_again": "extreme_hardship_opinion_days",
        "county_decision": "extreme_hardship_county_days",
        "publicity": "publicity_days",
        "refusal_notice": "refusal_notice_days",
        "care_recheck": "care_reassessment_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
    },
    publicity=True,
    ending_publicity=True,
    refusal_reasons=(
        "authorisation_missing",
        "labour_not_excluded",
        "obligor_able",
        "income_not_below_standard",
        "assets_over_limit",
        "not_cooperating",
    ),
    retention=RETENTION,
    sample_share="extreme_hardship_sample_share",
)

MANIFESTS = (EXTREME_HARDSHIP,)
