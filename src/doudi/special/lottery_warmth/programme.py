"""The manifest of 福彩送温暖 (济办发〔2020〕21号 二(二)8·9): a family is put forward to a project with so many places; no money of ours.

The township proposes with its reason, the county puts forward, and the case is over when the project has brought something
or has said no. Nothing is posted: it is a recommendation. Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_ONCE, RETENTION, Evidence, Programme, Service

WARMTH = Programme(
    code="lottery_warmth",
    label="福彩送温暖",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8·9",
    entity="household",
    order=252,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
    ),
    limits=LIMITS_ONCE,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=("not_cooperating",),
    retention=RETENTION,
    pays=False,
    pays_once=True,
    service=Service(who="哪个项目、谁答复的", what="给了什么,或者为什么没有给", may_fail=True),
)
