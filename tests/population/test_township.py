"""A township for the demo: invented people with plausible papers, and households on both sides of every
line.
"""

from fractions import Fraction

import pytest

from doudi.kernel.days import age_on
from doudi.kernel.identifiers import check_luhn, parse_id_number
from doudi.law.document import check_document
from doudi.law.facts import UNKNOWN
from doudi.policy.facts import FACTS
from doudi.population.places import BadAreas
from doudi.population.stories import STORIES
from doudi.population.township import HouseholdRecord, township
from tests.population.areas_for_tests import CODES, DAY, TOWNSHIP, sheet


@pytest.fixture(scope="module")
def records() -> list[HouseholdRecord]:
    return township(CODES, TOWNSHIP, 250, 3, DAY, sheet=sheet())


def told(records: list[HouseholdRecord], story: str) -> HouseholdRecord:
    """The first household of the story; `sheet()` makes the main line the rural one."""
    return next(record for record in records if record.story == story and record.registration == "rural")


def income(record: HouseholdRecord) -> int:
    return sum(
        amount
        for person in record.persons
        for name, amount in person.facts.items()
        if name.startswith("income_")
    )


def test_the_law_could_take_every_household(records) -> None:
    assert [record.number for record in records] == list(range(1, 251))
    for record in records:
        check_document(record.document(), FACTS)
        assert record.area.startswith(TOWNSHIP)
        assert record.area in CODES
        assert [person.relation for person in record.persons].count("self") == 1


def test_the_same_seed_tells_the_same_people(records) -> None:
    assert township(CODES, TOWNSHIP, 250, 3, DAY, sheet=sheet()) == records
    assert township(CODES, TOWNSHIP, 250, 4, DAY, sheet=sheet()) != records


def test_papers_agree_with_the_person_and_belong_to_nobody(records) -> None:
    people = [person for record in records for person in record.persons]
    numbers = [person.id_number for person in people if person.id_number]
    assert len(set(numbers)) == len(numbers) > 500
    for person in people:
        if person.id_number:
            read = parse_id_number(person.id_number)
            assert (read.birth, read.sex, read.area6) == (person.birth, person.sex, "370899")
        if person.birth and age_on(person.birth, DAY) < 18:
            assert (person.phone, person.account_number) == ("", "")
        else:
            assert person.phone.startswith("1990000")
            assert check_luhn(person.account_number)


def test_names_that_break_careless_software_are_there(records) -> None:
    names = [person.name for record in records for person in record.persons]
    assert any("·" in name for name in names)
    assert any(
        ord(character) > 0x9FFF or character in "䶮㛃堃翀喆犇燊垚" for name in names for character in name
    )
    assert all(2 <= len(name) <= 12 for name in names)


def test_children_have_the_name_of_their_family(records) -> None:
    for record in records:
        if record.persons[0].sex == "male" and "·" not in record.persons[0].name:
            children = [person for person in record.persons if person.relation == "child"]
            assert all(child.name[0] == record.persons[0].name[0] for child in children)


def test_every_story_is_told(records) -> None:
    stories = {record.story for record in records} - {""}
    assert len(stories) == len(STORIES)


def test_the_lines_are_met_to_the_fen(records) -> None:
    standard = 63300 * 12 * 3
    assert income(told(records, "人均收入正好等于低保标准")) == standard
    assert income(told(records, "人均收入比低保标准少一分")) == standard - 1
    assert income(told(records, "人均收入正好等于边缘线")) == standard * Fraction(3, 2)
    assert income(told(records, "人均收入比边缘线少一分")) == standard * Fraction(3, 2) - 1
    assert told(records, "存款正好等于低保限额").facts["deposits"] == 24 * 63300 * 3
    assert told(records, "存款比低保限额多一分").facts["deposits"] == 24 * 63300 * 3 + 1
    assert told(records, "存款没有查清").facts["deposits"] is UNKNOWN


def test_sixty_today_and_sixty_tomorrow(records) -> None:
    today = told(records, "今天满六十周岁的独居老人").persons[0].birth
    tomorrow = told(records, "明天满六十周岁的独居老人").persons[0].birth
    assert today and tomorrow
    assert (age_on(today, DAY), age_on(today, DAY, "day_after")) == (60, 59)
    assert age_on(tomorrow, DAY) == 59
    assert (tomorrow - today).days == 1


def test_one_supporter_of_two_parents_has_one_name(records) -> None:
    couple = told(records, "有子女，赡养费按公式算")
    assert [row.of for row in couple.supporters] == ["m1", "m2"]
    assert len({row.name for row in couple.supporters}) == 1


def test_without_a_sheet_the_everyday_households_remain() -> None:
    records = township(CODES, TOWNSHIP, 20, 3, DAY)
    assert len(records) == 20
    assert all(record.story == "" for record in records)


def test_a_few_households_are_a_few_stories() -> None:
    assert len(township(CODES, TOWNSHIP, 5, 3, DAY, sheet=sheet())) == 5


def test_a_township_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(BadAreas, match="370826100"):
        township(CODES, "370826100", 5, 3, DAY)


def test_a_supporters_family_has_no_less_than_he_himself(records) -> None:
    for record in records:
        for supporter in record.supporters:
            own, family = supporter.facts.get("own_monthly_income"), supporter.facts.get("monthly_income")
            if isinstance(own, int) and isinstance(family, int):
                assert own <= family, (record.story, supporter)
