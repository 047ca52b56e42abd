"""The manifest of 经济困难失能老年人护理补贴 (老年人权益保障法 第三十条): by person.

The village board does not tell that somebody cannot look after himself. Limits are keys of parameters.
"""

from doudi.casework.programme import BANK_CARD, LIMITS_BY_PERSON, PAPERS_BY_PERSON, RETENTION, Programme

NURSING = Programme(
    code="elderly_nursing",
    label="经济困难失能老年人护理补贴",
    chapter="二(二)8",
    clause="老年人权益保障法 第三十条",
    entity="person",
    order=222,
    evidence=(*PAPERS_BY_PERSON, BANK_CARD),
    limits=LIMITS_BY_PERSON,
    publicity=True,
    ending_publicity=False,
    refusal_reasons=(
        "below_age_band",
        "not_in_subsistence",
        "in_extreme_hardship",
        "draws_disability_care",
        "self_care_kept",
        "self_care_lost_lately",
        "not_cooperating",
    ),
    retention=RETENTION,
    posted_as="专项补贴",
)
