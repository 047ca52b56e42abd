"""The manifest of 意外伤害保险 (济办发〔2020〕21号 二(二)8·11): a policy that the county buys for people on its rolls.

Nobody applies and no money reaches the family. The county publishes the policy (insurer, number, from when to when); the
batch of each month puts whoever came onto a roll since on its list, and the case is over when the policy is.
"""

from doudi.casework.programme import RETENTION, Enrolment, Programme, Span

INSURANCE = Programme(
    code="accident_insurance",
    label="意外伤害保险",
    chapter="二(二)8",
    clause="济办发〔2020〕21号 二(二)8·11",
    entity="person",
    order=251,
    evidence=(),
    limits={},
    publicity=False,
    ending_publicity=False,
    refusal_reasons=("group_not_insured", "already_insured", "already_on_the_policy", "policy_over"),
    retention=RETENTION,
    pays=False,
    pays_once=True,
    span=Span(fact="insured_until"),
    enrolment=Enrolment(
        clause="济办发〔2020〕21号 二(二)8·11",
        on_rolls=(
            "subsistence",
            "single_person",
            "extreme_hardship",
            "low_income",
            "rigid_expenditure",
            "orphan",
            "unattended_child",
        ),
        asked=False,
    ),
)
