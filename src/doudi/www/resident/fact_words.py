"""The value of a fact in everyday Chinese: 每年 2,400 元, 二级, 有, 还不知道."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.law import UNKNOWN
from doudi.policy.facts import FACTS
from doudi.www.templatetags.words import day_cn, yuan


def fact_words(entity: str, name: str, value: Any) -> str:
    """What a family member would say."""
    fact = FACTS[entity, name]
    if value is UNKNOWN:
        return "还不知道"
    if value is None:
        return "没有"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_cn(value)
    if str(value) in fact.values:
        return fact.values[str(value)]
    if fact.type.family == "money":
        return f"{yuan(value)} {fact.unit}" if fact.unit.startswith("元") else f"{yuan(value)} 元"
    return f"{value}"
