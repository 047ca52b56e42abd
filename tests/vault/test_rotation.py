"""Keys change under people at work: killed in the middle and begun again, nothing is lost, doubled or unreadable."""

import os
import subprocess
import sys
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.casework.models import RollLine
from doudi.cli.main import main
from doudi.jobs import tasks
from doudi.kernel.identifiers import make_id_number
from doudi.people import actions, reads
from doudi.people.models import Household, Person
from doudi.vault import keys, rotation
from doudi.vault.fields import holding
from doudi.vault.stores import tables
from tests.people.builders import household, person

pytestmark = pytest.mark.database
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PERSONS, WRITERS = 2500, 3


def number_of(n):
    day = AT.date().replace(year=1950 + n % 50, month=1 + n % 12, day=1 + n % 28)
    return make_id_number("370811", day, n % 1000)


def populate(count):
    Person.objects.bulk_create([
        Person(name="王建国", id_number=number_of(n), phone=f"139{n:08}", account_number=f"6217990000{n:09}",
               address=f"柳行新村 {n} 号", created_at=AT) for n in range(count)], batch_size=1000)


def process():
    """A rotation in a process of its own, on the same database and keys."""
    told = connection.settings_dict
    url = (f"postgresql://{told['USER']}:{told['PASSWORD']}@/{told['NAME']}?host={told['HOST']}")
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url,
                   "DJANGO_SETTINGS_MODULE": "doudi.config.settings"}
    return subprocess.Popen([sys.executable, "-m", "tests.vault.rotating"], stdout=subprocess.PIPE, text=True, env=environment)


class Writer(threading.Thread):
    """A window that corrects, registers and looks for people until it is told to stop."""

    def __init__(self, number, stop):
        super().__init__()
        self.number, self.stop, self.wrong, self.written = number, stop, [], {}

    def run(self):
        try:
            turn = 0
            while not self.stop.is_set():
                self.one(self.number + WRITERS * turn)
                turn += 1
        except Exception as error:
            self.wrong.append(repr(error))
        finally:
            connection.close()

    def one(self, n):
        found = reads.person_numbered(number_of(n % PERSONS))
        if found is None:
            self.wrong.append(f"nobody was found under number {n % PERSONS}")
            return
        phone = f"150{n:08}"
        actions.correct_person(person=found, phone=phone, by=None, at=AT)
        self.written[found.pk] = phone
        again = actions.register_person(name=found.name, id_number=found.id_number, by=None, at=AT)
        if again.pk != found.pk:
            self.wrong.append(f"{found.pk} was registered twice")


@pytest.fixture
def writers():
    stop = threading.Event()
    found = [Writer(number, stop) for number in range(WRITERS)]
    yield found
    stop.set()
    for each in found:
        each.join()


@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_in_the_middle_goes_on_and_nothing_is_unreadable(own_keys, writers):
    populate(PERSONS)
    rotation.add_key("data")
    rotation.add_key("index")
    for writer in writers:
        writer.start()
    with process() as running:
        for _ in range(4):
            assert "people_person" in running.stdout.readline()
        running.kill()
    half = rotation.uses()
    assert 0 < half["data", 1] < 4 * PERSONS and half["data", 2] > 0, "it was killed in the middle"
    with process() as running:
        assert running.stdout.read().endswith("done\n")
        assert running.wait() == 0
    for writer in writers:
        writer.stop.set()
        writer.join()
    rotation.rotate()
    assert not [wrong for writer in writers for wrong in writer.wrong] and all(writer.written for writer in writers)
    written = {pk: phone for writer in writers for pk, phone in writer.written.items()}
    people = list(Person.objects.order_by("pk"))
    assert [person.id_number for person in people] == [number_of(n) for n in range(PERSONS)], "nobody lost, nobody doubled"
    assert all(person.phone == written.get(person.pk, person.phone) and person.phone and person.address and
               person.account_number for person in people)
    assert {number for purpose, number in rotation.uses() if purpose in rotation.ROTATED} == {2}
    only_new(own_keys)
    assert all(reads.person_numbered(number_of(n)) for n in range(0, PERSONS, 50)), "the old keys are not needed"


def only_new(path):
    """Take the first keys of data and index out of the file."""
    kept = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith(("data 1 ", "index 1 "))]
    path.write_text("".join(kept))


@pytest.mark.django_db
def test_every_table_with_a_sealed_column_is_taken_along(at, own_keys):
    home = household(at, address="柳行新村 8 号")
    rotation.add_key("data")
    rotation.rotate()
    assert Household.objects.get(pk=home.pk).address == "柳行新村 8 号"
    assert {"people_person", "people_household", RollLine._meta.db_table, "offices_user", "rollbooks_importrun",
            "rollbooks_importrow"} <= {table.name for table in tables()}
    assert rotation.rotate().sealed == 0, "done twice, the second time does nothing"


@pytest.mark.django_db
def test_a_value_that_was_altered_is_named_and_holds_nothing_up(at, own_keys):
    broken, whole = person(at, phone="13805371234"), person(at, phone="13905371234")
    with connection.cursor() as cursor:
        cursor.execute("update people_person set phone = set_byte(phone, 40, get_byte(phone, 40) # 1) where id = %s", [broken.pk])
    rotation.add_key("data")
    done = rotation.rotate()
    assert done.unreadable == (f"people_person.phone:{broken.pk}",)
    assert Person.objects.get(pk=whole.pk).phone == "13905371234"
    assert rotation.uses()["data", 1] == 1, "it keeps its key"


@pytest.mark.django_db(transaction=True)
def test_no_index_key_is_added_between_the_question_and_the_registering(own_keys):
    """Two windows register one number while a key is added: the second is refused, whoever was first."""
    asked, added = threading.Event(), threading.Event()

    def add():
        asked.wait()
        rotation.add_key("index")
        added.set()
        connection.close()

    adding = threading.Thread(target=add)
    adding.start()
    with transaction.atomic():
        mine = actions.register_person(name="王建国", id_number=number_of(1), by=None, at=AT)
        asked.set()
        assert not added.wait(0.3), "the key waits for the registering to end"
    adding.join()
    assert keys.ring().current("index").id == 2
    assert actions.register_person(name="王建国", id_number=number_of(1), by=None, at=AT) == mine
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="旧", id_number=number_of(2), created_at=AT)
        Person.objects.create(name="新", id_number=number_of(2), created_at=AT)
    assert Person.objects.filter(holding(Person, "id_number", number_of(1))).count() == 1


@pytest.mark.django_db
def test_the_nightly_task_changes_what_is_left_and_says_so_in_the_journal(at, own_keys):
    person(at)
    keys.add_key("index")
    assert tasks.rotate_keys(timestamp=0) == 1
    assert tasks.rotate_keys(timestamp=0) == 0
    with connection.cursor() as cursor:
        cursor.execute("select details from audit_journalentry where verb = 'rotate_keys'")
        assert cursor.fetchall() == [('{"sealed": 1, "unreadable": 0}',)]


@pytest.mark.django_db
def test_the_command_lists_adds_and_changes_keys(at, own_keys, capsys, monkeypatch, settings):
    settings.EMBEDDED_SERVER = None
    person(at, phone="13805371234")
    assert main(["keys"]) == 0
    assert "内容 data\t1\t2\t现用" in capsys.readouterr().out
    assert main(["keys", "add", "data"]) == 0
    assert main(["keys"]) == 0
    told = capsys.readouterr().out
    assert "内容 data\t1\t2\n" in told and "内容 data\t2\t0\t现用" in told and "doudi keys rotate" in told
    assert main(["keys", "rotate"]) == 0
    assert main(["keys", "list"]) == 0
    told = capsys.readouterr().out
    assert "内容 data\t1\t0\n" in told and "内容 data\t2\t2\t现用" in told
    monkeypatch.setenv("DOUDI_KEYS", own_keys.read_text().replace("\n", ";"))
    assert main(["keys", "add", "index"]) == 1
    assert "DOUDI_KEYS" in capsys.readouterr().err
