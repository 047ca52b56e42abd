"""The manifest of 刚性支出困难家庭: valid for some months, then applied for again without papers already
held.

刚性支出困难家庭认定办法 第四、九、十条 (from 2025-01-01). Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

RIGID_EXPENDITURE = Programme(
    code="rigid_expenditure",
    label="刚性支出困难家庭",
    chapter="二(一)1",
    clause="刚性支出困难家庭认定办法 第四条",
    entity="household",
    order=40,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("promise", "诚信承诺书"),
        Evidence(
            "medical_receipts",
            "医疗费结算单",
            held_by="医保",
            only_if=("household", "expense_medical_self_paid"),
        ),
        Evidence("school_receipts", "学费收据", only_if=("household", "expense_education_public_rate")),
        Evidence("rehabilitation_receipts", "康复费收据", only_if=("household", "expense_rehabilitation")),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "decision": "rigid_decision_days",
        "decision_special": "rigid_decision_days_special",
        "county_decision": "county_decision_days",
        "publicity": "publicity_days",
        "refusal_notice": "refusal_notice_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
    },
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "authorisation_missing",
        "income_not_below_disposable",
        "rigid_ratio_not_exceeded",
        "assets_over_limit",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays=False,
    valid_months="rigid_validity_months_max",
)

MANIFESTS = (RIGID_EXPENDITURE,)
