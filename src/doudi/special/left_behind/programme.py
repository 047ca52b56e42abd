"""The manifest of 农村“三留守”人员关爱服务 (济办发〔2020〕21号 二(二)8): a care record and visits, no money, nothing posted.

Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_UNPOSTED, PAPERS_BY_PERSON, RETENTION, Programme

LEFT_BEHIND = Programme(
    code="left_behind_care",
    label="农村“三留守”人员关爱服务",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8",
    entity="person",
    order=240,
    evidence=PAPERS_BY_PERSON,
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
