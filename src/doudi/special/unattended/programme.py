"""The manifest of 事实无人抚养儿童基本生活补贴 (民发〔2019〕62号 二): two times fifteen working days, never posted.

Limits are keys of parameters.
"""

from doudi.casework.programme import RETENTION, Evidence, Programme

UNATTENDED = Programme(
    code="unattended_child",
    label="事实无人抚养儿童基本生活补贴",
    chapter="二(二)8",
    clause="民发〔2019〕62号 一",
    entity="person",
    order=231,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("parents_state", "父母情况的证明", held_by="公安、法院、残联、医保"),
        Evidence("guardian", "监护人身份和监护关系说明"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits={
        "survey_start": "survey_start_days",
        "verification_start": "check_start_days",
        "county_decision": "unattended_child_county_days",
        "refusal_notice": "refusal_notice_days",
        "death_recheck": "death_recheck_months",
        "review_yearly": "review_months_stable",
        "township_opinion": "unattended_child_township_days",
    },
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "minor_age_limit",
        "parent_condition_not_met",
        "in_orphan_care",
        "not_cooperating",
    ),
    retention=RETENTION,
)

MANIFESTS = (UNATTENDED,)
