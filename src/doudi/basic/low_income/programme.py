"""The manifest of 最低生活保障边缘家庭: a status without monthly money that opens other doors.

济办发〔2020〕21号 二(一)1; 民发〔2021〕57号 第八条. Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

LOW_INCOME = Programme(
    code="low_income",
    label="最低生活保障边缘家庭",
    chapter="二(一)1",
    clause="民发〔2021〕57号 第八条",
    entity="household",
    order=30,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("promise", "诚信承诺书"),
        Evidence(
            "disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")
        ),
        Evidence("illness_proof", "诊断证明", per_member=True, only_if=("member", "serious_illness")),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "decision": "decision_days",
        "decision_delegated": "decision_days_delegated",
        "decision_special": "decision_days_special",
        "county_decision": "county_decision_days",
        "publicity": "publicity_days",
        "refusal_notice": "refusal_notice_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
        "review_half_yearly": "review_months_labour",
    },
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "authorisation_missing",
        "income_not_below_edge_line",
        "assets_over_limit",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays=False,
)

MANIFESTS = (LOW_INCOME,)
