"""The manifests of 孤儿基本生活费 and 重点困境儿童基本生活补贴 (国办发〔2010〕54号, 国发〔2016〕36号): nothing about a child is posted.

Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_UNPOSTED, RETENTION, Evidence, Programme

ORPHAN = Programme(
    code="orphan",
    label="孤儿基本生活费",
    chapter="二(二)8",
    clause="国办发〔2010〕54号",
    entity="person",
    order=230,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("guardian", "监护人身份和监护关系说明"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits=LIMITS_UNPOSTED,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "minor_age_limit",
        "in_extreme_hardship",
        "not_cooperating",
    ),
    retention=RETENTION,
)

IN_DIFFICULTY = Programme(
    code="child_in_difficulty",
    label="重点困境儿童基本生活补贴",
    chapter="二(二)8",
    clause="国发〔2016〕36号",
    entity="person",
    order=232,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")),
        Evidence("guardian", "监护人身份和监护关系说明"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits=LIMITS_UNPOSTED,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "no_child_ground",
        "in_orphan_care",
        "in_unattended_care",
        "not_cooperating",
    ),
    retention=RETENTION,
)

MANIFESTS = (ORPHAN, IN_DIFFICULTY,)
