"""The manifest of 农村“三留守”人员关爱服务 (济办发〔2020〕21号 二(二)8): a care record and visits, no money, nothing posted.

Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_UNPOSTED, RETENTION, Evidence, Programme

LEFT_BEHIND = Programme(
    code="left_behind_care",
    label="农村“三留守”人员关爱服务",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8",
    entity="person",
    order=240,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("promise", "诚信承诺书"),
        Evidence("authorisation", "授权核对书", per_member=True),
    ),
    limits=LIMITS_UNPOSTED,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "nobody_left_behind",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays=False,
)

MANIFESTS = (LEFT_BEHIND,)
