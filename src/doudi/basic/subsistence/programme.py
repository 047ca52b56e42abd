"""The manifests of 最低生活保障 and of the 单人户 route inside it.

济办发〔2020〕21号 二(一)1; 民发〔2021〕57号; 民政部等四部门2022年10月20日通知. Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

EVIDENCE = (
    Evidence("id_card", "身份证", held_by="公安", per_member=True),
    Evidence("household_book", "户口簿", held_by="公安"),
    Evidence("authorisation", "授权核对书", per_member=True),
    Evidence("promise", "诚信承诺书"),
    Evidence(
        "disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")
    ),
    Evidence("illness_proof", "诊断证明", per_member=True, only_if=("member", "serious_illness")),
    Evidence("school_proof", "在校证明", held_by="教育", per_member=True, only_if=("member", "student")),
    Evidence("bank_account", "银行卡(一卡通)照片"),
)
LIMITS = {
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
}
# Besides what the law's own answer carries.
REFUSALS = (
    "authorisation_missing",
    "income_not_below_standard",
    "assets_over_limit",
    "no_single_person_ground",
    "not_cooperating",
)

SUBSISTENCE = Programme(
    code="subsistence",
    label="最低生活保障",
    chapter="二(一)1",
    clause="民发〔2021〕57号 第二十一条",
    entity="household",
    order=10,
    evidence=EVIDENCE,
    limits=LIMITS,
    publicity=True,
    ending_publicity=False,
    refusal_reasons=REFUSALS,
    retention=RETENTION,
)
SINGLE_PERSON = Programme(
    code="single_person",
    label="单人户低保",
    chapter="二(一)1",
    clause="民发〔2021〕57号 第八条",
    entity="person",
    order=11,
    evidence=EVIDENCE,
    limits=LIMITS,
    publicity=True,
    ending_publicity=False,
    refusal_reasons=REFUSALS,
    retention=RETENTION,
    # Who gets 低保 alone is gravely disabled or ill: the board says 最低生活保障, as for everybody else.
    posted_as="最低生活保障",
)

MANIFESTS = (SUBSISTENCE, SINGLE_PERSON)
