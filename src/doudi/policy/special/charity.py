"""送温暖和关爱项目 (济办发〔2020〕21号 二(二)8 第9、10句): 福彩送温暖, 牵手关爱, 希望小屋, 春蕾计划.

Projects with a limited number of places, run by civil affairs, the youth league and the women's federation. The system
proposes who may be put forward; whether and with what the project helps is for its people to decide (需人工裁量).
"""

from doudi.law.language import Because, Bool, Household, Law, Member, Programme, age, household, member

NINE = "济办发〔2020〕21号 二(二)8·9"
TEN = "济办发〔2020〕21号 二(二)8·10"


@household(cite="济办发〔2020〕21号 二(二)8·9", label="在册困难家庭")
def may_be_visited(h: Household, law: Law) -> Bool:
    """不在册的家庭不问这一项。"""
    return h.family_standing != "none" and h.has_counted_members


@household(
    cite="济办发〔2020〕21号 二(二)8·9",
    label="可以推荐给“福彩送温暖”",
    yes=Because("put_forward_to_lottery_warmth", NINE),
)
def is_put_forward(h: Household, law: Law) -> Bool:
    """困难群众慰问活动,按名额。"""
    return h.may_be_visited


@member(cite="济办发〔2020〕21号 二(二)8·10", label="在册困难家庭的未成年人")
def is_child_in_hardship(m: Member, law: Law) -> Bool:
    """在世、未满十八周岁、家庭在册。"""
    return m.is_minor and m.standing != "none" and not m.has_died


@member(
    cite="济办发〔2020〕21号 二(二)8·10",
    label="可以推荐给“牵手关爱”",
    yes=Because("put_forward_to_hand_in_hand", TEN),
)
def is_hand_to_hold(m: Member, law: Law) -> Bool:
    """志愿者结对陪伴困境中的未成年人。"""
    return m.is_child_in_hardship


@member(cite="济办发〔2020〕21号 二(二)8·10", label="在“希望小屋”的年龄")
def may_ask_for_cabin(m: Member, law: Law) -> Bool:
    """项目规定的年龄段以内。"""
    of_age = age(m.birth) >= law.hope_cabin_age_from and age(m.birth) <= law.hope_cabin_age_until
    return m.is_child_in_hardship and of_age


@member(
    cite="济办发〔2020〕21号 二(二)8·10",
    label="家里没有学习空间",
    yes=Because("put_forward_to_hope_cabin", TEN),
    no=Because("has_study_corner", TEN),
)
def has_no_study_corner(m: Member, law: Law) -> Bool:
    """没有独立居住、学习空间的。"""
    return m.lacks_study_corner


@member(cite="济办发〔2020〕21号 二(二)8·10", label="在册困难家庭的女生")
def may_ask_for_spring_bud(m: Member, law: Law) -> Bool:
    """未成年、在校的女童;大学女生由学校资助。"""
    return m.is_child_in_hardship and m.sex == "female"


@member(
    cite="济办发〔2020〕21号 二(二)8·10",
    label="在校女生",
    yes=Because("put_forward_to_spring_bud", TEN),
    no=Because("not_a_student", TEN),
)
def is_school_girl(m: Member, law: Law) -> Bool:
    """资助困境女童就学。"""
    return m.student != "none"


PROGRAMMES = (
    Programme(
        "lottery_warmth",
        "福彩送温暖",
        "household",
        all_of=("is_put_forward",),
        discretion="is_put_forward",
        applies="may_be_visited",
    ),
    Programme(
        "hand_in_hand",
        "牵手关爱",
        "member",
        all_of=("is_hand_to_hold",),
        discretion="is_hand_to_hold",
        applies="is_child_in_hardship",
    ),
    Programme(
        "hope_cabin",
        "希望小屋",
        "member",
        all_of=("has_no_study_corner",),
        discretion="has_no_study_corner",
        applies="may_ask_for_cabin",
    ),
    Programme(
        "spring_bud",
        "春蕾计划",
        "member",
        all_of=("is_school_girl",),
        discretion="is_school_girl",
        applies="may_ask_for_spring_bud",
    ),
)
