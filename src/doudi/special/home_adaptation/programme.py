"""The manifest of 居家适老化改造 (民发〔2020〕86号, 济办发〔2020〕21号 二(二)8·3): the home of an old person is made safe; no money.

The township sees the home and proposes, the county confirms, and the case is over on the day on which the works were
accepted. One home is worked on once. What is done there tells of frailty: nothing is posted. Limits are keys of parameters.
"""

from doudi.casework.programme import LIMITS_ONCE, RETENTION, Evidence, Programme, Service

ADAPTATION = Programme(
    code="home_adaptation",
    label="居家适老化改造",
    chapter="二(二)8",
    clause="民发〔2020〕86号",
    entity="person",
    order=223,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("disability_card", "残疾人证", held_by="残联", per_member=True, only_if=("member", "disability")),
    ),
    limits=LIMITS_ONCE,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "not_an_adaptation_group",
        "neither_frail_nor_disabled",
        "home_already_adapted",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays=False,
    pays_once=True,
    service=Service(who="哪个单位改造的", what="改了哪些(扶手、坡道、防滑……)", settles="home_adapted"),
)
