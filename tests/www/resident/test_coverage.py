"""Reason coverage (ux.md §6): whatever a family is told carries a state, a reason, an article, the numbers with their
document and a next step; for every programme; measured over invented households of a township, through the pages' own function."""

import html
import os
import re

import pytest
from django.template.loader import render_to_string

from doudi.offices import reads as offices
from doudi.population.township import township
from doudi.standards import reads as standards
from doudi.www.selfcheck import telling
from doudi.www.selfcheck.telling import ask_document, tell
from doudi.www.templatetags.punctuation import full_width, widened

pytestmark = pytest.mark.database
VILLAGE, TOWN = "370811006001", "370811006"
# As many as the machine that runs all tests has time for; DOUDI_HOUSEHOLDS=10000 asks about a whole town.
HOUSEHOLDS = int(os.environ.get("DOUDI_HOUSEHOLDS", "100"))
STATES = {"可能符合", "还差信息", "需要工作人员判断", "暂不符合"}
NUMERALS = "[一二三四五六七八九十百]+"
ARTICLE = re.compile(f"第{NUMERALS}条|{NUMERALS}（{NUMERALS}）")
INSTRUMENT = re.compile(f"{ARTICLE.pattern}|〔[0-9]{{4}}〕[0-9]+号")


@pytest.fixture
def households(street, day):
    return township(["370811", TOWN, VILLAGE], TOWN, HOUSEHOLDS, 7, day, sheet=standards.sheet(day, TOWN))


def text_of(template, told):
    """One programme as a page shows it, as text."""
    page = full_width(render_to_string(template, {"offices": offices.offices_for(TOWN), "told": told, "found": [told]}))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def lacking(told, text, article=ARTICLE):
    """What an answer does not say."""
    spoken = {
        "name": widened(told.name) in text,
        "state": any(state in text for state in STATES),
        "reason": bool(told.because or told.missing) and all(widened(reason) in text for reason in told.reasons[:3]),
        "article": not told.because or bool(article.search(text)),
        "numbers": all(widened(each.value) in text for each in told.standards[:2]),
        "document": all(widened(each.document) in text for each in told.standards[:2]),
        "next step": "下一步" in text or "还可以" in text,
        "office": "南张街道社会救助窗口" in text and "12349" in text,
        "never alone": "不符合" not in re.sub(r"暂不符合|有的数不符合|结果为“(暂不|)符合”", "", text),
    }
    return [name for name, there in spoken.items() if not there]


def lacking_beyond(told, text):
    """The same of a programme beyond the basic ones, and its papers; of what another department decides, where one goes."""
    handed_on = told.done_by.is_handed_on and told.outcome != "not_entitled"
    more = {"papers": "材料" in text, "who": not handed_on or widened(told.done_by.at) in text,
            "sum has its number": told.low in (None, 0) or bool(told.standards)}
    return [*lacking(told, text, INSTRUMENT), *(name for name, there in more.items() if not there)]


def found_lacking(record, asked):
    """Everything that one household is told, with what is lacking in it."""
    for told in tell(asked, {}):
        if told.basic and not told.after:
            yield told, [*lacking(told, text_of("resident/told.html", told)), *([] if told.standards else ["no number"])]
        else:
            whole = told if told.lines else telling.told(told.code, asked.of_programme(told.code), {}, whole=True)
            yield told, lacking_beyond(whole, text_of("resident/told_whole.html", whole))


def test_everything_a_family_is_told_has_its_reason_its_numbers_and_a_next_step(households, day, street):
    found, told_in_all, states, sheet = [], 0, set(), standards.sheet(day, TOWN)
    for record in households:
        for told, missing in found_lacking(record, ask_document(record.document(), day, sheet)):
            told_in_all += 1
            states.add(told.outcome)
            if missing:
                found.append((record.number, told.code, told.outcome, missing))
    print(f"reason coverage: {told_in_all - len(found)} of {told_in_all}, states {sorted(states)}")
    assert not found, found[:10]
    assert told_in_all >= HOUSEHOLDS * 10 and states == {"entitled", "not_entitled", "need_info", "discretion"}
