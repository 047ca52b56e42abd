"""农村贫困妇女“两癌”救助 (济办发〔2020〕21号 二(二)8·9): a sum, once, for a poor rural woman with cervical or breast cancer.

The women's federation pays it; its amount is published.
"""

from doudi.law.language import Because, Bool, Fen, Law, Member, Programme, member

NINE = "济办发〔2020〕21号 二(二)8·9"


@member(cite="济办发〔2020〕21号 二(二)8·9", label="查出宫颈癌或乳腺癌")
def may_ask_for_two_cancers(m: Member, law: Law) -> Bool:
    """没有查出的不问这一项。"""
    return m.two_cancer != "none" and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="农村妇女",
    no=Because("not_a_rural_woman", NINE),
)
def is_rural_woman(m: Member, law: Law) -> Bool:
    """农村户籍的妇女。"""
    return m.sex == "female" and m.own_registration == "rural"


@member(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="贫困妇女",
    yes=Because("poor_woman", NINE),
    no=Because("family_not_on_roll", NINE),
)
def is_poor_woman(m: Member, law: Law) -> Bool:
    """家庭在册的困难妇女。"""
    return m.standing != "none"


@member(cite="济办发〔2020〕21号 二(二)8·9", label="两癌救助金")
def two_cancers_payment(m: Member, law: Law) -> Fen:
    """一次性,由妇联公布。"""
    return law.two_cancers_aid


PROGRAMMES = (
    Programme(
        "two_cancers",
        "农村贫困妇女“两癌”救助",
        "member",
        all_of=("is_rural_woman", "is_poor_woman"),
        amounts={"once": "two_cancers_payment"},
        applies="may_ask_for_two_cancers",
    ),
)
