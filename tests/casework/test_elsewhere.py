"""Already helped elsewhere: one award is found from another county, and told as little as possible."""

from datetime import date
from typing import Any

import pytest

from doudi.audit.models import JournalEntry
from doudi.casework import actions, elsewhere
from doudi.casework.actions import NotPossible
from doudi.kernel.identifiers import make_id_number
from doudi.offices.models import Office
from doudi.people import actions as people
from doudi.people.models import Household, Person
from doudi.people.refusals import Refused
from doudi.vault.fields import holding
from tests.casework.conftest import ELSEWHERE, VILLAGE, Town, moment

pytestmark = pytest.mark.database
NUMBER = make_id_number("370811", date(1984, 3, 2), 7)
DAY = date(2026, 6, 1)


@pytest.fixture
def helped_here(town: Town) -> Person:
    """Wang, helped in Rencheng from April 2026."""
    case = town.awarded(64000)
    [wang, *_] = town.members(case.household)
    return people.correct_person(person=wang, id_number=NUMBER, sex="male", birth=date(1984, 3, 2), by=town.clerk,
                                 at=moment("2026-03-20"))


def asked(town: Town, number: str = NUMBER, name: str = "王建国", by: Any = None) -> Any:
    return actions.ask_elsewhere(id_number=number, name=name, by=by or town.far_clerk, at=moment(DAY))


def test_another_county_learns_yes_since_when_and_whom_to_ask(town: Town, helped_here: Person) -> None:
    Office.objects.filter(name="甲街道").update(phone="0537-1234567")
    [found] = asked(town).helped
    assert (str(found.since), found.office, found.phone) == ("2026-04", "甲街道", "0537-1234567")
    assert set(vars(found)) == {"person_id", "since", "office", "phone"}, "nothing else is told"


def test_every_asking_is_in_the_journal_without_the_number(town: Town, helped_here: Person) -> None:
    asked(town)
    asked(town, make_id_number("370811", date(1990, 1, 1), 9), "没有人")
    known, unknown = JournalEntry.objects.filter(verb="ask_elsewhere").order_by("id")
    assert (known.actor_id, known.subject_kind, known.subject_id) == (town.far_clerk.pk, "person", str(helped_here.pk))
    assert (unknown.subject_kind, unknown.subject_id) == ("nobody", "0")
    assert NUMBER not in f"{known.details}{known.purpose}{unknown.details}"


def test_another_name_is_said_and_nothing_more(town: Town, helped_here: Person) -> None:
    answer = asked(town, name="赵四")
    assert (answer.name_differs, answer.helped) == (True, ())


def test_an_award_that_has_ended_helps_nobody(town: Town, helped_here: Person) -> None:
    case = helped_here.cases.first() or helped_here.memberships.get().household.cases.get()
    actions.end_award(case_id=case.pk, cause="own_wish", reason_text="本人自愿", by=town.county, at=moment("2026-04-20"))
    assert asked(town).helped == ()


def test_only_who_takes_applications_may_ask(town: Town, helped_here: Person) -> None:
    with pytest.raises(NotPossible, match="经办人员"):
        asked(town, by=town.city)


def moved(town: Town, person: Person) -> Household:
    """He has left his family for a household of his own in another county; the award there still counts him."""
    told = {"by": town.clerk, "at": moment("2026-04-10")}
    people.end_membership(household=person.memberships.get().household, person=person, day=date(2026, 4, 10),
                          because="moved_out", **told)
    return people.open_household(area=ELSEWHERE, registration="urban", members=[(person, "self")],
                                 day=date(2026, 4, 10), by=town.far_clerk, at=moment("2026-04-10"))


def test_a_case_says_that_its_family_is_helped_elsewhere(town: Town, helped_here: Person) -> None:
    household = moved(town, helped_here)
    case = town.submit(household, day="2026-06-01", by=town.far_clerk)
    [found] = elsewhere.doubled(case, day=DAY)
    assert (found.person_id, found.office) == (helped_here.pk, "甲街道")
    actions.accept(case_id=case.pk, by=town.far_clerk, at=moment(DAY))
    accepted = JournalEntry.objects.get(verb="casework.accept", subject_id=str(case.pk))
    assert accepted.details["helped_elsewhere"] is True


def test_nothing_is_confirmed_beside_it_without_a_word(town: Town, helped_here: Person) -> None:
    case = town.submit(moved(town, helped_here), day="2026-06-01", by=town.far_clerk)
    with pytest.raises(NotPossible, match=r"甲街道.*写明理由"):
        elsewhere.refuse_silent_double(case, " ", at=moment(DAY))
    elsewhere.refuse_silent_double(case, "那边已答应下月停发", at=moment(DAY))


def test_one_family_is_no_double_of_itself(town: Town) -> None:
    case = town.awarded(64000)
    assert elsewhere.doubled(case, day=DAY) == []


def registered(town: Town, by: Any, area: str, **more: Any) -> Person:
    return people.register_person(name="王建国", id_number=NUMBER, area=area, by=by, at=moment(DAY), **more)


def test_somebody_known_elsewhere_is_not_registered_twice(town: Town, helped_here: Person, as_far_clerk: Any) -> None:
    with as_far_clerk(), pytest.raises(Refused, match="别处的一户"):
        registered(town, town.far_clerk, ELSEWHERE, phone="13800000000")
    helped_here.refresh_from_db()
    assert helped_here.phone == "", "and nothing is written into a file that is not theirs"
    assert Person.objects.filter(holding(Person, "id_number", NUMBER)).count() == 1


def test_somebody_without_a_household_comes_with_his_number(town: Town, helped_here: Person, as_far_clerk: Any) -> None:
    people.end_membership(household=helped_here.memberships.get().household, person=helped_here,
                          day=date(2026, 4, 10), because="moved_out", by=town.clerk, at=moment("2026-04-10"))
    with as_far_clerk():
        known = registered(town, town.far_clerk, ELSEWHERE, phone="13800000000")
        assert (known.pk, known.phone) == (helped_here.pk, "13800000000")
        people.open_household(area=ELSEWHERE, registration="urban", members=[(known, "self")], day=DAY,
                              by=town.far_clerk, at=moment(DAY))
        assert Person.objects.get(pk=known.pk), "from here on his file is theirs to see"


def test_a_number_taken_elsewhere_is_still_taken(town: Town, helped_here: Person, as_far_clerk: Any) -> None:
    home = town.family("赵四", village=ELSEWHERE)
    with as_far_clerk(), pytest.raises(Refused, match="别人名下"):
        people.correct_person(person=town.members(home)[0], id_number=NUMBER, by=town.far_clerk, at=moment(DAY))


def test_a_clerk_here_finds_and_completes_whom_he_may_see(town: Town, helped_here: Person) -> None:
    assert registered(town, town.clerk, VILLAGE, phone="13900000000").phone == "13900000000"
