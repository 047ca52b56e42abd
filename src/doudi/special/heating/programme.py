"""The manifest of 取暖救助 (济办发〔2020〕21号 二(二)8·9): one sum for a household and a heating season, by the roll on which it stands.

Asked for at the window; where the county has published that it is given without asking (`heating_enrolled`), the batch of a
month finds whoever has not had the season yet. Nothing is posted: no text asks for it, and the roll it rests on was posted.
Limits, sums and the season are keys of parameters.
"""

from doudi.casework.programme import LIMITS_ONCE, RETENTION, Enrolment, Evidence, Programme, Span

HEATING = Programme(
    code="heating",
    label="取暖救助",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8·9",
    entity="household",
    order=250,
    evidence=(
        Evidence("id_card", "身份证", held_by="公安", per_member=True),
        Evidence("household_book", "户口簿", held_by="公安"),
        Evidence("bank_account", "银行卡(一卡通)照片"),
    ),
    limits=LIMITS_ONCE,
    publicity=False,
    ending_publicity=False,
    refusal_reasons=(
        "heating_not_for_group",
        "heating_season_over",
        "heating_paid_this_season",
        "not_cooperating",
    ),
    retention=RETENTION,
    pays_once=True,
    span=Span(fact="heating_covered_until"),
    enrolment=Enrolment(
        clause="济办发〔2020〕21号 三20",
        on_rolls=("subsistence", "extreme_hardship", "low_income", "rigid_expenditure"),
        local="heating_enrolled",
    ),
)
