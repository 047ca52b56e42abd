"""A sealed column: read like any other, found by its index, and of no use in any other row or form."""

import json

import pytest
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.template import engines

from doudi.kernel.sealing import CannotOpen
from doudi.people import actions, reads
from doudi.people.models import Household, Person
from doudi.vault import keys
from doudi.vault.fields import Closed, InClear, NotNumbered, holding
from tests.people.builders import household, id_number, person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PHONE = "13805371234"


@pytest.fixture
def zeng(at):
    return person(at, name="曾小贤", phone=PHONE, account_number="6217990000000000001", address="北门里 3 号")


def moved(column, source, target):
    """Somebody with a hand in the database puts one row's value into another."""
    with connection.cursor() as cursor:
        cursor.execute(f"update people_person t set {column} = s.{column} from people_person s where s.id = %s and t.id = %s",
                       [source.pk, target.pk])


def test_what_was_written_is_read(zeng):
    again = Person.objects.get(pk=zeng.pk)
    assert (again.id_number, again.phone, again.account_number, again.address) == (
        zeng.id_number, PHONE, "6217990000000000001", "北门里 3 号")
    assert (again.account_name, again.id_last4) == ("", zeng.id_number[-4:])


def test_what_is_not_there_reads_as_nothing(at):
    baby = Person.objects.get(pk=person(at, id_number="").pk)
    assert (baby.id_number, baby.id_last4, baby.phone) == (None, "", "")
    assert Person.objects.filter(phone__isnull=True, id_number__isnull=True).get() == baby


def test_nothing_is_opened_before_it_is_touched(zeng, own_keys):
    # Under another ring nothing opens; a page that shows only names does not notice.
    assert Person.objects.get(pk=zeng.pk).name == "曾小贤"
    with pytest.raises(CannotOpen):
        _ = Person.objects.get(pk=zeng.pk).phone


def test_a_value_of_one_row_does_not_open_in_another(at, zeng):
    other = person(at, name="李四", phone="13905371234")
    moved("phone", zeng, other)
    with pytest.raises(CannotOpen):
        _ = Person.objects.get(pk=other.pk).phone


def test_a_column_is_not_opened_as_another(zeng):
    with connection.cursor() as cursor:
        cursor.execute("update people_person set address = account_number where id = %s", [zeng.pk])
    with pytest.raises(CannotOpen):
        _ = Person.objects.get(pk=zeng.pk).address


def test_somebody_found_under_a_number_that_was_swapped_in_does_not_open(at, zeng):
    other = person(at, name="李四", phone="13905371234")
    with connection.cursor() as cursor:
        cursor.execute("update people_person t set phone = s.phone_index || substring(t.phone from 19) from people_person s "
                       "where s.id = %s and t.id = %s", [zeng.pk, other.pk])
    assert {row.pk for row in Person.objects.filter(holding(Person, "phone", PHONE))} == {zeng.pk, other.pk}
    with pytest.raises(CannotOpen):
        _ = Person.objects.get(pk=other.pk).phone


@pytest.mark.parametrize("text", ["13805371234", "北", ""])
def test_the_database_takes_no_clear_text(zeng, text):
    with pytest.raises(Exception, match="is_sealed|out of valid range"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update people_person set phone = %s where id = %s", [text.encode(), zeng.pk])


def test_it_is_found_by_its_index_only(at, zeng):
    person(at, name="李四", phone="13905371234")
    assert Person.objects.get(holding(Person, "phone", PHONE)) == zeng
    assert Person.objects.get(holding(Person, "id_number", zeng.id_number)) == zeng
    assert Person.objects.get(holding(Person, "id_last4", zeng.id_last4)) == zeng
    assert not Person.objects.filter(holding(Person, "id_number", zeng.id_last4)).exists(), "each cut has its own index"
    for asked in ({"phone": PHONE}, {"address__contains": "北门"}, {"id_number__in": [zeng.id_number]}):
        with pytest.raises(FieldError, match="holding"):
            Person.objects.filter(**asked)


def test_one_id_number_is_one_person(at, zeng):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="冒名", id_number=zeng.id_number, created_at=at)


def test_an_index_follows_its_value(at, zeng):
    actions.correct_person(person=zeng, phone="13905371234", by=None, at=at)
    assert not Person.objects.filter(holding(Person, "phone", PHONE)).exists()
    assert Person.objects.get(holding(Person, "phone", "13905371234")) == zeng
    actions.correct_person(person=zeng, phone="", by=None, at=at)
    assert not Person.objects.filter(phone_index__isnull=False).exists()


def test_a_closed_value_shows_nothing_and_opens_for_its_row(zeng):
    pk, closed = Person.objects.filter(pk=zeng.pk).values_list("pk", "phone").get()
    assert isinstance(closed, Closed)
    shown = engines["django"].from_string("{{ closed }}|{{ closed|default:'-' }}").render({"closed": closed})
    told = [str(closed), repr(closed), f"{closed}", f"{[closed]}", shown]
    assert told == ["", "Closed()", "", "[Closed()]", "|"]
    with pytest.raises(TypeError):
        json.dumps({"phone": closed}, cls=DjangoJSONEncoder)
    assert closed.open(pk) == PHONE
    with pytest.raises(CannotOpen):
        closed.open(pk + 1)


def test_a_row_without_a_number_is_refused_with_the_cure(at):
    with pytest.raises(NotNumbered, match=r"objects\.create"), transaction.atomic():
        Person(name="无号", created_at=at).save()
    assert not Person.objects.exists()


def test_a_row_copied_with_its_closed_values_is_refused(zeng):
    twin = Person.objects.get(pk=zeng.pk)
    twin.pk = None
    with pytest.raises(NotNumbered, match="another row"):
        Person.objects.bulk_create([twin])


def test_an_update_of_many_rows_is_refused_with_the_cure(zeng):
    with pytest.raises(InClear, match="assign"), transaction.atomic():
        Person.objects.filter(pk=zeng.pk).update(phone="13905371234")
    Person.objects.filter(pk=zeng.pk).update(phone=None)
    assert Person.objects.get(pk=zeng.pk).phone == ""


def test_many_rows_at_once(at, django_assert_num_queries):
    rows = [Person(name=f"王{n}", phone=f"1380537{n:04}", created_at=at) for n in range(30)]
    with django_assert_num_queries(2):
        Person.objects.bulk_create(rows)
    found = list(Person.objects.order_by("pk"))
    assert [row.phone for row in found] == [f"1380537{n:04}" for n in range(30)]
    for row in found:
        row.phone = row.phone.replace("138", "139")
    Person.objects.bulk_update(found, ["phone", "address"])
    assert Person.objects.get(holding(Person, "phone", "13905370007")).phone == "13905370007"


def test_a_deferred_column_is_fetched_when_touched(zeng):
    assert Person.objects.defer("phone").get(pk=zeng.pk).phone == PHONE
    assert Person.objects.only("name").get(pk=zeng.pk).id_number == zeng.id_number
    zeng.phone = "1"
    zeng.refresh_from_db()
    assert zeng.phone == PHONE


def test_an_address_of_a_household(at):
    home = household(at, address="柳行新村 8 号")
    assert Household.objects.get(pk=home.pk).address == "柳行新村 8 号"


def test_a_number_under_an_older_key_is_still_found_and_still_unique(at, own_keys):
    number = id_number()
    first = person(at, id_number=number, phone=PHONE)
    keys.add_key("index")
    keys.add_key("data")
    assert reads.person_numbered(number) == first
    assert person(at, id_number=number, address="北门里 3 号") == first, "registered twice is registered once"
    with pytest.raises(actions.Refused):
        actions.correct_person(person=person(at, name="李四"), id_number=number, by=None, at=at)
    again = Person.objects.get(pk=first.pk)
    assert (again.id_number, again.phone, again.address) == (number, PHONE, "北门里 3 号")
