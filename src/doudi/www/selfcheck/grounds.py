"""What an answer rests on (依据): the reasons with their articles, and the published numbers with their documents,
both read from the law's own trace; ux.md §1 (every computed line opens its 依据)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from doudi.kernel.money import parse_yuan
from doudi.law.explain import Line
from doudi.policy.declared import declarations
from doudi.www.templatetags.words import yuan

SINCE = re.compile(r"\((\d{4}-\d\d-\d\d 起)\)$")
# A unit as people say it; 倍于低保标准(不超过) is read as 倍, and a share has none.
COUNTED = re.compile(r"元[^(，,]*|(?:个工作日|个月|倍|次|周岁|辆|套|处|项|天|日|年)")
SUM = re.compile("[0-9,.]+ 元")
# Parts of a number that is published as a whole (医疗救助): what they are is in their names.
OF_MONEY = re.compile("起付线|限额|封顶线")
# What a reason names as its article where it stands in no instrument but in the numbers that an office publishes.
PUBLISHED = "标准文件"
# A number that the city or a county set comes before one that stands in a national document.
NATIONAL = ("民发", "民法典", "民政部", "社会救助暂行办法", "国办发", "国发", "中办发")


@dataclass(frozen=True)
class Standard:
    """One published number: what it is called, its value with the unit, the document it stands in."""

    label: str
    value: str
    document: str


def line_of(stored: Mapping[str, Any]) -> Line:
    """A line of the trace as it was stored with a determination."""
    children = tuple(line_of(child) for child in stored.get("children", ()))
    return Line(**{**stored, "children": children})


def all_lines(*tops: Line) -> Iterator[Line]:
    """The lines and everything below them, level by level: what decides most directly comes first."""
    level = tops
    while level:
        yield from level
        level = tuple(child for line in level for child in line.children)


def reasons_in(line: Line) -> list[tuple[str, str]]:
    """The legal reasons (理由), each with its article; the same words once. Where a programme names none for somebody who gets
    it, or only what its sum rests on, the conditions that he fulfils come first. A reason that stands in the published numbers
    has the article of the condition that asks for them; their document is told beside it."""
    named = {child.text: child.clause for child in reversed(line.children) if child.label == "理由"}
    conditions = [child for child in line.children if child.label != "理由" and child.mark]
    failed = [child.clause for child in conditions if child.mark == "no" and child.clause]
    fulfilled = {child.label: child.clause for child in conditions if child.mark == "yes"}
    article = next(iter(failed), next(filter(None, fulfilled.values()), PUBLISHED))
    found = {words: article if clause == PUBLISHED else clause for words, clause in reversed(named.items())}
    rests_on_sums = not failed and all(clause == PUBLISHED for clause in named.values())
    return list((fulfilled | found if rests_on_sums else found).items())


def standards_in(line: Line) -> list[Standard]:
    """The numbers that were used, the local ones first, sums before how they are rounded, and those that decided before the
    others."""
    decided = all_lines(*(child for child in line.children if child.mark != "yes"))
    found: dict[str, Standard] = {}
    for each in (*decided, *all_lines(line)):
        if each.source and each.label:
            found.setdefault(each.label, Standard(each.label, value_of(each.label, each.text), SINCE.sub(r"，\1", each.source)))
    return sorted(found.values(), key=lambda each: (each.document.startswith(NATIONAL), SUM.match(each.value) is None))


@cache
def units() -> dict[str, str]:
    """The unit of each declared number by the name that the trace gives it."""
    return {each.parameter.label: each.unit for each in declarations().values()}


def value_of(label: str, text: str) -> str:
    """930 元/月, 24 个月, as people read it; of a number with several parts each as its name says."""
    if label not in units() and text.replace(".", "", 1).isdigit():
        if OF_MONEY.search(label):
            return f"{yuan(parse_yuan(text))} 元"
        if label.endswith("比例"):
            return f"{(Decimal(text) * 100).normalize():f}%"
    unit = COUNTED.match(units().get(label, ""))
    if unit is None:
        return text
    return f"{yuan(parse_yuan(text)) if unit[0].startswith('元') else text} {unit[0]}"
