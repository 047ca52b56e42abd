"""Every programme as people know it: its name, what it gives, what there is instead, and who does it.

Order and names follow 济办发〔2020〕21号 二; who does it comes from policy/handling.yaml.
"""

from __future__ import annotations

from doudi.casework.programme import is_registered, programme
from doudi.policy.handling import Handling, handling
from doudi.policy.lawbook import law_book
from doudi.policy.referring import referables
from doudi.www.selfcheck.settles import CHECKED

BASIC_ORDER = ("subsistence", "single_person", "extreme_hardship", "low_income", "rigid_expenditure")
ORDER = (*BASIC_ORDER, *(code for code in CHECKED if code not in BASIC_ORDER))
"""The basic ones first, because the others rest on them."""

SAID = {
    "subsistence": "最低生活保障（低保）",
    "single_person": "单人户低保",
    "low_income": "低保边缘家庭",
}
NAMES = {code: SAID.get(code, law_book().programmes[code].label.replace("(", "（").replace(")", "）")) for code in ORDER}

WHAT = {
    "subsistence": "每个月发钱，把全家的收入补到当地的线上。",
    "single_person": "家里的重残、重病人单独算一户，领低保。",
    "extreme_hardship": "没人养、没收入、干不动活的，国家管吃管住管看病。",
    "low_income": "不发月钱，但看病、上学、取暖能少花钱。",
    "rigid_expenditure": "看病上学花得太多的家庭，认定以后能申请医疗、教育、临时救助。",
    "disability_living": "困难家庭的残疾人，每个月有生活补贴。",
    "disability_care": "一级、二级等重度残疾人，每个月有护理补贴。",
    "medical": "住院、慢性病自己付的钱，再帮着付一部分。",
    "medical_extra": "救助以后自己付的还是太多，再帮一次。",
    "medical_premium": "交居民医保的钱，政府帮着交。",
    "emergency_treatment": "先治病，后交钱。",
    "education": "上学的孩子，每年有补助。",
    "home_teaching": "去不了学校的残疾孩子，老师上门教。",
    "housing": "没房、危房的，帮着解决住处。",
    "housing_safety": "房子定期有人来查，有危险及时修。",
    "employment": "帮着找活、学手艺。",
    "zero_employment": "全家没人干活的，至少帮一个人找到活。",
    "heating": "冬天有取暖补助。",
    "rehabilitation": "残疾孩子做手术、配器具、做康复，帮着付钱。",
    "legal_aid": "打官司请律师，不要钱。",
    "judicial_relief": "被人害了又拿不到赔偿的，给一笔救助。",
    "worker_hardship": "困难职工，工会来帮。",
    "two_cancers": "得了宫颈癌、乳腺癌的农村妇女，给一笔救助。",
    "home_adaptation": "给老人家里装扶手、改厕所、防滑。",
    "barrier_free": "给重度残疾人家里改坡道、改厕所。",
    "accident_insurance": "政府帮着买意外伤害保险。",
    "lottery_warmth": "过年过节有人来看望。",
    "hand_in_hand": "有人结对关爱孩子。",
    "hope_cabin": "给孩子布置一间学习的小屋。",
    "spring_bud": "帮女孩子上学。",
    "elderly_hardship": "困难的老人，每个月有补贴。",
    "elderly_home_care": "老人在家，有人上门照料。",
    "elderly_nursing": "低保家里不能自理的老人，每个月有护理补贴。",
    "orphan": "孤儿每个月有生活费。",
    "child_in_difficulty": "困境中的孩子，每个月有补贴。",
    "unattended_child": "父母管不了的孩子，每个月有补贴。",
    "left_behind_care": "留在家的老人、孩子、妇女，有人常来看。",
    "disaster_emergency": "遭了灾，马上安置，管吃管住。",
    "disaster_transition": "房子没了，过渡期有生活钱。",
    "disaster_drought": "天旱缺水缺粮，有补助。",
    "disaster_winter_spring": "受灾以后冬春难过的，有粮有衣。",
    "disaster_rebuilding": "倒了的房子，帮着重建。",
    "temporary_expenditure": "看病上学花钱太多，一次给一笔。",
}
INSTEAD = {
    "subsistence": "不够低保线，还可以看看低保边缘、单人户和刚性支出困难家庭。",
    "single_person": "本人不单独算的，跟全家一起申请低保。",
    "extreme_hardship": "有亲人能养、或者还能干活的，可以看低保。",
    "low_income": "看病上学花得多的，可以看刚性支出困难家庭。",
}
WHO_ONE_IS = ("身份证", "户口簿")
HOTLINE = "遇到突然的难处，可以打 12349 申请临时救助。"
HERE = Handling("here", "市民政局", "户籍地乡镇(街道)", "济办发〔2020〕21号 三20 第1句")


def instead_of(code: str) -> str:
    """What else there is when a programme is not for them."""
    return INSTEAD.get(code, HOTLINE)


def applied_here(code: str) -> bool:
    """Whether one application here serves it: by a case of its own, or handed on to the department that decides. What is
    given to everybody on a roll is not asked for."""
    return programme(code).applied_for if is_registered(code) else code in referables()


def papers(code: str) -> tuple[list[str], list[str]]:
    """What a family brings for it, and what an office holds and nobody is asked for."""
    if not is_registered(code):
        passed = referables().get(code)
        return (list(WHO_ONE_IS), []) if passed is None else ([*WHO_ONE_IS, *passed.papers], list(passed.held))
    evidence = programme(code).evidence
    return [each.label for each in evidence if not each.held_by], [each.label for each in evidence if each.held_by]


def done_by(code: str) -> Handling:
    """Who does it; the receiving office where the register says nothing."""
    return handling().get(code, HERE)
