"""Facts of the procedure (办理过程) and of an event (事件), held on the household as single values.

民发〔2021〕57号 第十一、十五至二十二、三十二、三十三条; 民发〔2021〕43号 第十三至十八、二十六条;
社会救助暂行办法 第六十八条.
"""

from typing import Final

from doudi.law.facts import Fact
from doudi.law.types import FEN_MONTH
from doudi.policy.facts.build import CASEWORK, Maker
from doudi.policy.facts.household import BENEFITS

_h = Maker("household")

RELATIVES: Final = {
    "spouse": "配偶",
    "parent": "父母",
    "child": "子女",
    "sibling": "兄弟姐妹",
    "grandparent": "祖父母、外祖父母",
    "grandchild": "孙子女、外孙子女",
    "other": "其他亲属",
}

DECISIONS: Final = {"none": "未作出", "confirm": "确认", "refuse": "不予确认", "end": "终止"}

CAUSES: Final = {"none": "无", "employment": "就业", "other": "其他"}

EVENTS: Final = {
    "none": "无",
    "disease": "重特大疾病",
    "education": "教育负担",
    "accident": "意外事故",
    "fire": "火灾",
    "medical": "就医",
    "price_index": "物价指数公布",
    "death": "成员去世",
}

PROCEDURE: Final[tuple[Fact, ...]] = (
    _h.code(
        "procedure_programme",
        "办理的救助项目",
        "办的是哪一项?",
        {"none": "无"} | BENEFITS,
        default="none",
        sources=CASEWORK,
    ),
    _h.day("procedure_accepted", "受理日期", "哪天受理的?", default=None, sources=CASEWORK),
    _h.yes_no("procedure_delegated", "审核确认权限下放", "审批权下放乡镇了吗?", sources=CASEWORK),
    _h.yes_no(
        "procedure_special_reason",
        "有延长期限的特殊情况",
        "有特殊情况要延长吗?",
        "异议、人户分离、异地核查、疑难",
        sources=CASEWORK,
    ),
    _h.day(
        "procedure_check_requested", "提请核对日期", "哪天提请核对的?", default=None, sources=CASEWORK
    ),
    _h.day(
        "procedure_publicity_posted", "公示张贴日期", "哪天张贴公示的?", default=None, sources=CASEWORK
    ),
    _h.day(
        "procedure_county_received", "县级收到日期", "县里哪天收到的?", default=None, sources=CASEWORK
    ),
    _h.day("procedure_decided", "决定日期", "哪天作出决定的?", default=None, sources=CASEWORK),
    _h.code("procedure_decision", "决定", "作出什么决定?", DECISIONS, default="none", sources=CASEWORK),
    _h.code("procedure_cause", "变动原因", "因为什么变动?", CAUSES, default="none", sources=CASEWORK),
    *(
        _h.yes_no(
            f"procedure_relative_{code}",
            f"{label}为经办人员或村(居)委成员",
            f"{label}有人在经办或村委吗?",
            "近亲属要单独登记备案",
            sources=("declared", "casework"),
        )
        for code, label in RELATIVES.items()
    ),
    _h.yes_no("procedure_complaint", "审核阶段接到举报", "接到举报了吗?", sources=CASEWORK),
    _h.yes_no(
        "procedure_fraud", "已认定骗取", "认定为骗取了吗?", sensitivity="sensitive", sources=CASEWORK
    ),
    _h.count("procedure_paid_months", "已发月数", "已经发了几个月?", high=600, sources=("roll",)),
    _h.money(
        "procedure_paid_monthly",
        "已发月额",
        "每月发了多少?",
        kind=FEN_MONTH,
        default=None,
        sources=("roll",),
    ),
    _h.money(
        "procedure_due_monthly",
        "应发月额",
        "每月应发多少?",
        kind=FEN_MONTH,
        default=None,
        sources=CASEWORK,
    ),
)

EVENT: Final[tuple[Fact, ...]] = (
    _h.code("event_kind", "事件", "发生了什么事?", EVENTS, default="none"),
    _h.day("event_date", "事件日期", "哪天发生的?", default=None),
    _h.text("event_member", "事件涉及的成员", "是哪一位?"),
)

PROCESS_FACTS: Final = PROCEDURE + EVENT
