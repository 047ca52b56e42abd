"""An import has one worker at a time, and one that nobody works on is found and goes on."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from doudi.casework.rollbooks import actions, reads
from doudi.casework.rollbooks.alone import SPACE, in_work
from doudi.jobs import tasks
from doudi.people.models import Person
from tests.casework.conftest import Town, moment
from tests.casework.rollbooks import rolls

pytestmark = pytest.mark.database
AT = moment("2026-09-08")


@pytest.fixture
def another():
    """Another worker's connection to the same database."""
    told = connection.settings_dict
    with psycopg.connect(host=told["HOST"], user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"],
                         autocommit=True) as made:
        yield made


def queued(town: Town):
    run = actions.upload(content=rolls.workbook(rolls.family(1, 2)), file_name="名册.xlsx", by=town.county, at=AT)
    actions.dry_run(run_id=run.pk, by=town.county, at=AT)
    return actions.start(run_id=run.pk, by=town.county, at=AT)


def test_a_second_worker_leaves_an_import_to_the_first_and_takes_it_over_when_that_one_dies(town: Town, another) -> None:
    run = queued(town)
    another.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, run.pk])
    assert in_work() == {run.pk}
    assert actions.carry_out(run_id=run.pk, at=AT).state == "queued"
    assert not Person.objects.filter(memberships__household__applications__channel="import").exists()
    another.close()
    while in_work():
        continue
    assert actions.carry_out(run_id=run.pk, at=AT).state == "done"
    assert in_work() == set()


def test_an_import_whose_job_was_given_up_is_found_after_a_minute_and_only_then(town: Town, another, monkeypatch) -> None:
    run = queued(town)
    assert reads.abandoned(AT + timedelta(seconds=50)) == []
    assert reads.abandoned(AT + timedelta(minutes=2)) == [run.pk]
    monkeypatch.setattr(tasks, "_now", lambda: AT + timedelta(minutes=2))
    assert tasks.resume_imports(timestamp=0) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'import_roll' AND status = 'todo'")
        assert cursor.fetchall() == [('{"run_id": %d}' % run.pk,)]
    tasks.import_roll(run_id=run.pk)
    assert reads.abandoned(AT + timedelta(minutes=2)) == []


def test_an_import_that_waits_in_the_queue_already_is_not_queued_twice(town: Town, monkeypatch) -> None:
    queued(town)
    monkeypatch.setattr(tasks, "_now", lambda: AT + timedelta(minutes=2))
    for _ in range(3):
        tasks.resume_imports(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'import_roll' AND status = 'todo'")
        assert cursor.fetchone() == (1,)
