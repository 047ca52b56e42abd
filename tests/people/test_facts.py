"""Facts: validated by their declaration, dated twice, never overwritten; consent; many households at once."""

from datetime import date, timedelta

import pytest
from django.db import connection

from doudi.law.document import check_document
from doudi.law.facts import UNKNOWN
from doudi.people import actions, reads
from doudi.people.actions import Refused
from doudi.people.actions.bulk import NewHousehold, NewMember, NewSupporter
from doudi.people.models import Fact
from doudi.policy.facts import FACTS
from tests.people.builders import VILLAGE, household, id_number, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(at):
    return household(at - timedelta(days=60))


@pytest.fixture
def tell(at, family):
    def told(name="deposits", value=100_00, source="declared", as_of=None, subject=None, moment=at, **more):
        return actions.record_fact(subject=subject or family, name=name, value=value, source=source,
                                   as_of=as_of or moment.date(), by=None, at=moment, **more)
    return told


def deposits(family, day, seen_at=None):
    return reads.document(family, day, seen_at).household.get("deposits")


def test_the_newest_day_counts_and_the_older_one_stays_for_its_time(at, family, tell):
    tell(value=100_00, as_of=date(2026, 10, 1))
    tell(value=250_00, as_of=date(2026, 11, 1))
    assert deposits(family, date(2026, 10, 15)) == 100_00
    assert deposits(family, at.date()) == 250_00
    assert deposits(family, date(2026, 9, 1)) is None


def test_of_the_same_day_the_one_that_was_looked_into_counts(at, family, tell):
    tell(value=250_00, source="verified", office="银行")
    tell(value=100_00, source="declared")
    assert deposits(family, at.date()) == 250_00


def test_what_was_known_yesterday_can_be_asked_again(at, family, tell):
    yesterday = at - timedelta(days=1)
    tell(value=100_00, moment=yesterday)
    wrong = tell(value=900_00)
    assert deposits(family, at.date(), seen_at=at) == 900_00
    actions.retract_fact(fact=wrong, because="写错了户", by=None, at=at + timedelta(hours=1))
    assert deposits(family, at.date()) == 100_00
    assert deposits(family, at.date(), seen_at=at + timedelta(minutes=1)) == 900_00
    assert deposits(family, at.date(), seen_at=yesterday) == 100_00


def test_asked_and_not_known_is_unknown_and_not_zero(at, family, tell):
    tell(value=UNKNOWN)
    assert deposits(family, at.date()) is UNKNOWN
    applicant = reads.members(family, at.date())[0].person
    tell(name="income_wage", value=None, subject=applicant)
    assert reads.document(family, at.date()).members[0]["income_wage"] is UNKNOWN


def test_the_same_fact_twice_is_one_row(tell):
    assert tell().pk == tell().pk
    assert tell(value=200_00).pk != tell().pk


@pytest.mark.parametrize(("name", "value"), [
    ("deposits", -1), ("deposits", 10**15), ("deposits", 1.5), ("deposits", "100"), ("deposits", True),
    ("deposit", 1), ("registration", "city"), ("vehicles", 100), ("income_wage", 1),
])
def test_a_value_outside_its_declaration_is_refused(tell, name, value):
    before = Fact.objects.count()
    with pytest.raises(Refused) as refused:
        tell(name=name, value=value)
    assert refused.value.field == name
    assert Fact.objects.count() == before


def test_a_fact_of_tomorrow_is_refused(at, tell):
    with pytest.raises(Refused, match="将来"):
        tell(as_of=at.date() + timedelta(days=1))


def test_a_form_is_recorded_whole_or_not_at_all(at, family):
    told = {"subject": family, "as_of": at.date(), "source": "declared", "by": None, "at": at}
    before = Fact.objects.count()
    with pytest.raises(Refused):
        actions.record_facts(values={"deposits": 1, "homes": -1}, **told)
    assert Fact.objects.count() == before
    assert len(actions.record_facts(values={"deposits": 1, "homes": 1}, **told)) == 2
    assert actions.record_facts(values={"deposits": 1, "homes": 1}, **told) == []


def test_the_document_is_what_the_law_takes_in_four_queries(at, family, tell, django_assert_num_queries):
    applicant = reads.members(family, at.date())[0].person
    child = actions.add_supporter(household=family, supported=applicant, name="王小军", relation="child",
                                  day=at.date(), by=None, at=at)
    tell(name="monthly_income", value=5000_00, subject=child)
    tell(name="income_wage", value=12_000_00, subject=applicant)
    with django_assert_num_queries(4):
        document = reads.document(family, at.date())
    check_document(document, FACTS)
    assert document.household["area"] == VILLAGE
    assert document.members[0]["birth"] == date(1980, 5, 17)
    assert document.members[0]["income_wage"] == 12_000_00
    assert document.supporters[0]["monthly_income"] == 5000_00


def test_a_page_shows_source_date_and_whether_it_is_still_fresh(at, family, tell):
    tell(as_of=date(2026, 10, 1), source="visited")
    old = at - timedelta(days=50)
    tell(value=90_00, as_of=date(2026, 1, 10), moment=old, source="verified", office="农商银行")
    known = {each.name: each for each in reads.facts_of(family, at.date())}["deposits"]
    assert (known.source_name, known.as_of, known.fresh, known.earlier) == (
        "入户调查",
        date(2026, 10, 1),
        True,
        1,
    )
    then = {each.name: each for each in reads.facts_of(family, date(2026, 9, 1))}["deposits"]
    assert (then.office, then.fresh) == ("农商银行", False)


def test_consent_is_per_member_and_can_be_taken_back(at, family):
    applicant = reads.members(family, at.date())[0].person
    assert reads.document(family, at.date()).members[0]["authorised"] is False
    given = [
        actions.give_consent(
            person=applicant, household=family, signed_by="王建国", signed_how="paper", by=None, at=at
        )
        for _ in range(2)
    ]
    assert given[0] == given[1]
    assert reads.document(family, at.date()).members[0]["authorised"] is True
    later = at + timedelta(hours=1)
    actions.withdraw_consent(consent=given[0], by=None, at=later)
    assert reads.document(family, at.date()).members[0]["authorised"] is False
    assert reads.document(family, at.date(), seen_at=at).members[0]["authorised"] is True


def test_many_households_at_once_are_the_same_as_one_by_one(at):
    mother = NewMember("李梅", "self", id_number(), facts={"income_wage": 1_000_00})
    child = NewMember("李小妹", "child", birth=date(2020, 2, 29), sex="female", facts={"student": "primary"})
    new = NewHousehold(VILLAGE, "rural", [mother, child], facts={"deposits": 5_00},
                       supporters=[NewSupporter(0, "李大山", "parent", {"monthly_income": 800_00})])
    [family] = actions.load_households(households=[new], day=at.date(), source="imported", by=None, at=at,
                                       with_consent=True)
    document = reads.document(family, at.date())
    check_document(document, FACTS)
    assert [member["relation"] for member in document.members] == ["self", "child"]
    assert all(member["authorised"] for member in document.members)
    assert document.supporters[0]["of"] == document.members[0]["id"]


def test_facts_stand_in_the_order_of_the_family_whatever_the_numbers_are(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('people_person', 'id'), 98)")
    before = at - timedelta(days=60)
    family = household(before, *((person(before), relation) for relation in ("spouse", "child")), day=before.date())
    people = [row.person for row in reads.members(family, at.date())]
    assert [each.pk for each in people] == [101, 99, 100]
    for each in reversed(people):
        actions.record_fact(subject=each, name="income_wage", value=100, source="declared", as_of=at.date(), by=None, at=at)
    told = [known.subject for known in reads.facts_of(family, at.date()) if known.name == "income_wage"]
    assert told == ["101", "99", "100"]
