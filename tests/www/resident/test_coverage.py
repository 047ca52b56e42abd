"""Reason coverage (ux.md §6): whatever a family is told carries a state, a reason, an article, the numbers with their
document and a next step; measured over invented households of a township, through the page's own function."""

import html
import re

import pytest
from django.template.loader import render_to_string

from doudi.offices import reads as offices
from doudi.population.township import township
from doudi.standards import reads as standards
from doudi.www.selfcheck.telling import ask_document, tell
from doudi.www.templatetags.punctuation import full_width, widened

pytestmark = pytest.mark.database
VILLAGE, TOWN, HOUSEHOLDS = "370811006001", "370811006", 40
STATES = {"可能符合", "还差信息", "需要工作人员判断", "暂不符合"}
NUMERALS = "[一二三四五六七八九十百]+"
ARTICLE = re.compile(f"第{NUMERALS}条|{NUMERALS}（{NUMERALS}）")


@pytest.fixture
def households(street, day):
    return township(["370811", TOWN, VILLAGE], TOWN, HOUSEHOLDS, 7, day, sheet=standards.sheet(day, TOWN))


def card(told, street):
    """One programme as the page shows it, as text."""
    place = {"offices": offices.offices_for(TOWN)}
    told_at_length = told.basic and not told.after
    page = full_width(
        render_to_string("resident/told.html", place | {"told": told}) if told_at_length
        else render_to_string("resident/told_short.html", place | {"found": [told]}))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def lacking(told, text):
    """What a card does not say."""
    spoken = {
        "state": any(state in text for state in STATES),
        "reason": bool(told.because or told.missing) and all(widened(reason) in text for reason in told.reasons[:3]),
        "article": bool(ARTICLE.search(text)),
        "numbers": bool(told.standards) and all(widened(each.value) in text for each in told.standards[:2]),
        "document": all(widened(each.document) in text for each in told.standards[:2]),
        "next step": "下一步" in text or "还可以" in text,
        "office": "南张街道社会救助窗口" in text and "12349" in text,
        "never alone": "不符合" not in re.sub(r"暂不符合|有的数不符合|结果为“(暂不|)符合”", "", text),
    }
    return [name for name, there in spoken.items() if not there]


def lacking_short(told, text):
    """What a line does not say: the name, the first reason with its article or what is missing, who does it."""
    spoken = {
        "name": widened(told.name) in text,
        "reason": bool(told.because or told.missing or told.lines),
        "said": told.outcome == "not_entitled" or bool(told.missing) or not told.reasons or widened(told.reasons[0]) in text,
        "who": widened(told.done_by.at) in text if told.done_by.is_handed_on else "街道、乡镇" in text,
    }
    return [name for name, there in spoken.items() if not there]


def test_everything_a_family_is_told_has_its_reason_its_numbers_and_a_next_step(households, day, street):
    found, told_in_all, states, sheet = [], 0, set(), standards.sheet(day, TOWN)
    for record in households:
        for told in tell(ask_document(record.document(), day, sheet), {}):
            told_in_all += 1
            states.add(told.outcome)
            text = card(told, street)
            if missing := lacking(told, text) if told.basic and not told.after else lacking_short(told, text):
                found.append((record.number, told.code, told.outcome, missing))
    print(f"reason coverage: {told_in_all - len(found)} of {told_in_all}, states {sorted(states)}")
    assert not found, found[:10]
    assert told_in_all >= HOUSEHOLDS * 3 and {"entitled", "not_entitled"} <= states
