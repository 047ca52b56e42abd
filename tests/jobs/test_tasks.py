"""The queue: a job belongs to the transaction of its deed, and the tasks that pages name exist."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from doudi.audit.models import JournalEntry
from doudi.jobs import tasks
from doudi.www.staff import imports

pytestmark = pytest.mark.database


def waiting(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name]
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_job_is_written_with_its_deed_or_not_at_all():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tasks.import_roll.defer(run_id=1)
        assert waiting("import_roll") == 1
        raise ZeroDivisionError
    assert waiting("import_roll") == 0
    with transaction.atomic():
        tasks.import_roll.defer(run_id=1)
    assert waiting("import_roll") == 1


def test_the_tasks_that_pages_name_exist():
    assert imports.TASK in app.tasks


@pytest.mark.django_db
@pytest.mark.parametrize("task", [tasks.end_expired, tasks.recompute_clocks, tasks.clear_sessions, tasks.forget_draft_files,
                                  tasks.replay_determinations, tasks.seal_journal, tasks.remind_departments])
def test_the_nightly_tasks_run_on_an_empty_house(task):
    task(timestamp=0)


@pytest.mark.django_db
def test_what_a_task_journals_says_which_job_it_was():
    job = SimpleNamespace(task=tasks.recompute_clocks)
    tasks.journalled_by_name(lambda: tasks.recompute_clocks(timestamp=0), job, None)
    assert JournalEntry.objects.get().origin == "job recompute_clocks"


def test_every_timed_task_waits_only_once_in_the_queue():
    timed = {
        each.task.name: each.task.queueing_lock for each in app.periodic_registry.periodic_tasks.values()
    }
    assert {"end_expired", "recompute_clocks", "clear_sessions", "retry_stalled", "seal_journal"} <= set(timed)
    assert all(lock for name, lock in timed.items() if not name.startswith("builtin"))
