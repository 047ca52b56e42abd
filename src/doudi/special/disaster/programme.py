"""The manifest of 灾害过渡期生活救助 (自然灾害救助条例 第十八条, 济办发〔2020〕21号 二(二)7·3): one sum in monthly instalments.

The emergency bureau leads; the township of the disaster takes the family in. One disaster is helped once.
"""

from doudi.casework.programme import LIMITS_ONCE, RETENTION, Evidence, Programme

TRANSITION = Programme(
    code="disaster_transition",
    label="灾害过渡期生活救助",
    chapter="二(二)7",
    clause="自然灾害救助条例 第十八条",
    entity="household",
    order=300,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("damage_survey", "受灾情况核定表", held_by="应急"),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits=LIMITS_ONCE | {"publicity": "publicity_days"},
    publicity=True,
    ending_publicity=False,
    refusal_reasons=("house_not_lost", "can_live_after_disaster", "not_cooperating"),
    retention=RETENTION,
    pays_once=True,
    instalments="disaster_transition_months",
    repeats=("disaster_transition",),
    identified_by=("disaster_kind", "disaster_date"),
)

MANIFESTS = (TRANSITION,)
