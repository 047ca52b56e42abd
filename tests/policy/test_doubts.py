"""What contradicts itself is found from the facts alone, left open, and settled by whoever has looked: never taken, never dropped."""

from datetime import date
from typing import Any

import pytest

from doudi.law import UNKNOWN, Between, Document
from doudi.policy.doubts import doubts, still_open, without

DAY = date(2026, 9, 7)


def family(**facts: Any) -> Document:
    """A household of one person of forty."""
    house = {name: facts.pop(name) for name in ("house_grade", "homes") if name in facts}
    return Document(house, ({"id": "7", "birth": date(1986, 3, 2), "relation": "self", **facts},))


@pytest.mark.parametrize(("facts", "words"), [
    ({"birth": date(1966, 9, 7), "student": "college"}, "60 岁以上，还在上学吗"),
    ({"birth": date(1966, 9, 8), "student": "college"}, ""),
    ({"student": "primary"}, "还在上小学吗"),
    ({"birth": date(2013, 1, 1), "student": "college"}, "已经上大学了吗"),
    ({"birth": date(2008, 1, 1), "relation": "spouse"}, "是配偶吗"),
    ({"birth": date(2006, 9, 7), "relation": "spouse"}, ""),
    ({"birth": date(2013, 1, 1), "works": True}, "已经干活挣钱了吗"),
    ({"works": True, "unable_to_work": True}, "是哪一样"),
    ({"house_grade": "none", "homes": Between(2, 9)}, "没有自己的房"),
    ({"house_grade": "none", "homes": Between(0, 9)}, ""),
    ({"birth": UNKNOWN, "student": "college"}, ""),
    ({"disability_limb": 2, "disability_card_until": date(2026, 9, 6)}, "2026-09-06 到期了"),
    ({"birth": UNKNOWN, "disability_limb": 2, "disability_card_until": date(2026, 9, 6)}, "到期了"),
    ({"disability_limb": 2, "disability_card_until": DAY}, ""),
    ({"disability_limb": 0, "disability_card_until": date(2026, 9, 6)}, ""),
    ({"disability_limb": 2, "disability_card_until": None}, ""),
])
def test_what_cannot_be_so_is_a_question_and_what_can_is_none(facts: dict[str, Any], words: str) -> None:
    found = doubts(family(**facts), DAY, {"7": "王建国"})
    assert bool(found) == bool(words)
    assert all(words in doubt.words and doubt.facts for doubt in found)


def test_what_is_in_doubt_is_open_until_somebody_has_looked() -> None:
    document = family(student="primary", works=True, unable_to_work=True)
    found = doubts(document, DAY, {})
    word, seen = ("member", "7", "student"), ("member", "7", "works")
    assert still_open(found, frozenset()) == [], "an office or a visit has told all of it"
    waiting = still_open(found, frozenset({word, seen}))
    assert waiting == found
    kept = without(document, waiting, frozenset({word, seen})).members[0]
    assert (kept["student"], kept["works"], kept["unable_to_work"]) == (UNKNOWN, UNKNOWN, True)
    assert without(document, found).members[0]["unable_to_work"] is UNKNOWN


def test_what_the_record_itself_says_stays_a_question() -> None:
    found = doubts(family(birth=date(2008, 1, 1), relation="spouse"), DAY, {})
    assert still_open(found, frozenset()) == found


def test_a_card_that_ran_out_is_a_question_even_where_the_office_told_the_grade() -> None:
    document = family(disability_limb=2, disability_mental=0, disability_card_until=date(2026, 9, 6))
    waiting = still_open(doubts(document, DAY, {}), frozenset())
    assert [doubt.page for doubt in waiting] == ["health"]
    left = without(document, waiting, frozenset()).members[0]
    assert left["disability_limb"] is UNKNOWN and left["disability_mental"] == 0
    renewed = document.with_value("member", "7", "disability_card_until", date(2036, 9, 6))
    assert doubts(renewed, DAY, {}) == []
