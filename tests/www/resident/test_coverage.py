"""Reason coverage (ux.md §6): whatever a family is told carries a state, a reason, an article, the numbers with their
document and a next step; measured over invented households of a township, through the page's own function."""

import html
import re
import statistics

import pytest
from django.template.loader import render_to_string

from doudi.offices import reads as offices
from doudi.population.township import township
from doudi.standards import reads as standards
from doudi.www.resident.next_question import next_question
from doudi.www.resident.outcome import tell
from doudi.www.resident.questions import MOST
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
    page = full_width(render_to_string("resident/told.html", {"told": told, "offices": offices.offices_for(TOWN)}))
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


def test_everything_a_family_is_told_has_its_reason_its_numbers_and_a_next_step(households, day, street):
    found, told_in_all, states = [], 0, set()
    for record in households:
        for told in tell([record.document()], day):
            told_in_all += 1
            states.add(told.outcome)
            if missing := lacking(told, card(told, street)):
                found.append((record.number, told.code, told.outcome, missing))
    print(f"reason coverage: {told_in_all - len(found)} of {told_in_all}, states {sorted(states)}")
    assert not found, found[:10]
    assert told_in_all >= HOUSEHOLDS * 3 and {"entitled", "not_entitled"} <= states


def reply(record, code, day):
    """What this family would answer."""
    document = record.document()
    members, ages = document.members, [age(m, day) for m in document.members]
    sums = {
        "wage": sum(known(m, "income_wage") for m in members) // 12,
        "income": sum(known(m, n) for m in members for n in m if n.startswith("income_") and n != "income_wage") // 12,
        "savings": known(document.household, "deposits"),
    }
    if code in sums:
        return {"sum": sums[code]}
    grades = [min((g for g in (known(m, "disability_limb"), known(m, "disability_mental")) if g), default=0) for m in members]
    return {
        "where": {"county": "370811", "town": TOWN},
        "urgent": {"pick": "later"},
        "people": {"minors": sum(a < 18 for a in ages), "adults": sum(18 <= a < 60 for a in ages),
                   "elders": sum(a >= 60 for a in ages)},
        "registration": {"pick": record.registration},
        "things": {"picks": ["car"] if known(document.household, "vehicles") else ["none"]},
        "health": {"picks": ["severe"] if any(g in (1, 2) for g in grades) else ["none"]},
        "costs": {"medical": {"sum": known(document.household, "expense_medical_self_paid")},
                  "education": {"band": "none"}},
        "kin": {"pick": "able" if document.supporters else "nobody"},
        "care": {"picks": ["none"]},
    }[code]


def known(row, name):
    value = row.get(name, 0)
    return int(value) if isinstance(value, int) else 0


def age(member, day):
    return (day - member["birth"]).days // 365 if member.get("birth") else 0


def test_few_questions_are_enough(households, day):
    counts = []
    for record in households:
        draft = {"answers": {}, "asked": []}
        while code := next_question(draft, day):
            draft["answers"][code] = reply(record, code, day)
            draft["asked"].append(code)
        counts.append(len(draft["asked"]))
    print(f"questions: median {statistics.median(counts)}, most {max(counts)}, least {min(counts)}")
    assert statistics.median(counts) <= 9
    assert max(counts) <= MOST == 12
