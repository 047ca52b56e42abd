"""The tasks of the queue (后台任务): what runs by the clock, and what takes too long for a page.

A task reads the clock, calls one verb as the system for a named purpose, and may run twice without harm. Cron times
are UTC: 18 h is two in the morning in Jining.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from doudi.audit import actions as audit
from doudi.audit import sealing
from doudi.audit.origin import from_where
from doudi.casework import actions as casework
from doudi.casework.adjusting import actions as adjusting
from doudi.casework.adjusting import reads as adjusting_reads
from doudi.casework.enrolling import actions as enrolling
from doudi.casework.enrolling import carrying as enrolled
from doudi.casework.enrolling import reads as enrolling_reads
from doudi.casework.referrals import reminding
from doudi.casework.retention import actions as retention
from doudi.casework.rollbooks import actions as rollbooks
from doudi.casework.rollbooks import reads as roll_reads
from doudi.jobs.newcomers import newcomers_of
from doudi.offices import reads as offices
from doudi.offices.access import acting, as_system
from doudi.offices.allowances import forget_full
from doudi.people import actions as people
from doudi.people import snapshot_files
from doudi.population.simulation.loading import holds_invented
from doudi.population.snapshot.publishing import CURRENT, PUBLISHED
from doudi.vault import rotation
from doudi.vault.sessions import SessionStore

JINING = ZoneInfo("Asia/Shanghai")
# A lost connection or a lock held too long mends itself; a wrong row does not, and is not tried for ever.
AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)
# About two minutes on one core.
REPLAYED_A_NIGHT = 100_000


def _now() -> datetime:
    return datetime.now(JINING)


def journalled_by_name(go_on: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """Whatever a task writes into the journal says which job it was; the worker wraps every task in this."""
    with from_where(f"job {context.task.name if context.task else ''}"):
        return go_on()


@app.task(name="import_roll", queue="imports", retry=AGAIN)
@as_system("roll import")
def import_roll(run_id: int) -> None:
    """Take in a roll chunk by chunk; started again it goes on where it stopped."""
    rollbooks.carry_out(run_id=run_id, at=_now())


@app.periodic(cron="* * * * *")
@app.task(name="resume_imports", queueing_lock="resume_imports")
@as_system("roll import")
def resume_imports(timestamp: int) -> int:
    """Let imports go on that nobody works on: the job was given up after too many crashes, or could not be given back
    because the database had fallen at that very moment."""
    left = roll_reads.abandoned(at=_now())
    for run_id in left:
        with suppress(AlreadyEnqueued), transaction.atomic():
            import_roll.configure(queueing_lock=f"import_roll {run_id}").defer(run_id=run_id)
    return len(left)


@app.task(name="carry_on_batch", queue="batches", retry=AGAIN)
@as_system("new standard")
def carry_on_batch(batch_id: int) -> None:
    """Count a batch after a new standard, note who is newly within the line, carry it out: step by step, each a transaction;
    killed, it goes on where it stopped. Families are read and written as whoever began or confirmed it."""
    batch = adjusting_reads.of_job(batch_id)
    with acting(batch.made_by.pk, _now().date()):
        while adjusting.count_next(batch_id=batch_id, at=_now()):
            pass
        if batch.clues_at is None and batch.stopped_at is None:
            adjusting.note_clues(batch_id=batch_id, found=newcomers_of(batch, at=_now()), at=_now())
    if batch.confirmed_by is not None:
        with acting(batch.confirmed_by.pk, _now().date()):
            while adjusting.carry_out_next(batch_id=batch_id, by=batch.confirmed_by, at=_now()):
                pass


@app.periodic(cron="* * * * *")
@app.task(name="resume_batches", queueing_lock="resume_batches")
@as_system("new standard")
def resume_batches(timestamp: int) -> int:
    """Let batches go on that are not done; one that is being worked on waits for its turn and finds nothing left."""
    return _resumed(carry_on_batch, "batch", adjusting_reads.unfinished())


@app.periodic(cron="40 19 * * *")
@app.task(name="publish_snapshot", queue="snapshots", queueing_lock="publish_snapshot", lock="publish_snapshot", retry=AGAIN)
@as_system("population snapshot")
def publish_snapshot(timestamp: int, asked_by: int | None = None) -> int:
    """Everybody of the record as files for the standards workbench: every night, and when somebody asks for it. An invented
    city (a demo's) stays until somebody asks. So many households."""
    published = settings.DATA / PUBLISHED
    if asked_by is None and holds_invented(published / CURRENT):
        return 0
    by, at = offices.user(asked_by) if asked_by else None, _now()
    try:
        manifest = snapshot_files.publish_snapshot(published, day=at.date(), at=at, by=by)
    except snapshot_files.NobodyThere:
        return 0
    return int(manifest["households"])


@app.periodic(cron="5 16 1 * *")
@app.task(name="find_enrolments", queueing_lock="find_enrolments", retry=AGAIN)
@as_system("expired help")
def find_enrolments(timestamp: int) -> int:
    """Begin the month's batches of what is given without an application (免申即享), just after midnight of the first day."""
    return len(enrolling.begin_month(at=_now()))


@app.task(name="carry_on_enrolment", queue="batches", retry=AGAIN)
@as_system("expired help")
def carry_on_enrolment(batch_id: int) -> None:
    """Look for the families of a batch, or open (or tell and hand on) what was confirmed: family by family, each a transaction;
    killed, it goes on where it stopped. Whoever confirmed opens and sends."""
    batch = enrolling_reads.of_job(batch_id)
    if batch.state == "preparing":
        while enrolling.find_next(batch_id=batch_id, at=_now()):
            pass
        return
    with acting(batch.confirmed_by.pk, _now().date()):
        while enrolling.carry_out_next(batch_id=batch_id, by=batch.confirmed_by, at=_now()):
            pass


@app.periodic(cron="* * * * *")
@app.task(name="resume_enrolments", queueing_lock="resume_enrolments")
@as_system("expired help")
def resume_enrolments(timestamp: int) -> int:
    """Let batches go on that are not done; one that is being worked on waits for its turn and finds nothing left."""
    return _resumed(carry_on_enrolment, "enrolment", enrolling_reads.unfinished(_now().date()))


def _resumed(task: Any, name: str, left: list[Any]) -> int:
    """Every unfinished batch in the queue, once, under the name that its pages use too; how many."""
    for batch in left:
        with suppress(AlreadyEnqueued), transaction.atomic():
            task.configure(lock=f"{name} {batch.pk}", queueing_lock=f"{name} {batch.pk}").defer(batch_id=batch.pk)
    return len(left)


@app.periodic(cron="15 18 * * *")
@app.task(name="end_enrolled", queueing_lock="end_enrolled", retry=AGAIN)
@as_system("expired help")
def end_enrolled(timestamp: int) -> int:
    """End what was given without an application and is declined, or has lost its ground (免申即享)."""
    return enrolled.end_without_ground(at=_now())


@app.periodic(cron="12 18 * * *")
@app.task(name="close_paid", queueing_lock="close_paid", retry=AGAIN)
@as_system("expired help")
def close_paid(timestamp: int) -> int:
    """Close the cases whose one sum was paid to the last fen (发放完毕), and those whose policy is over (保单到期)."""
    at = _now()
    return casework.pay_out(at=at) + casework.run_out(at=at)


@app.periodic(cron="10 18 * * *")
@app.task(name="end_expired", queueing_lock="end_expired", retry=AGAIN)
@as_system("expired help")
def end_expired(timestamp: int) -> int:
    """End the cases whose help was for a time that is over (渐退, 到期)."""
    return casework.end_expired(at=_now())


@app.periodic(cron="0 0 * * *")
@app.task(name="remind_departments", queueing_lock="remind_departments", retry=AGAIN)
@as_system("referral reminders")
def remind_departments(timestamp: int) -> int:
    """Urge departments whose answer is due, and tell county and city of what is over (催办、督办), as offices open."""
    return reminding.remind(at=_now())


@app.periodic(cron="20 18 * * *")
@app.task(name="recompute_clocks", queueing_lock="recompute_clocks", retry=AGAIN)
@as_system("working calendar")
def recompute_clocks(timestamp: int) -> int:
    """Count the running limits again, in case a year of the working calendar was entered."""
    return casework.recompute_clocks(by=None, at=_now())


@app.periodic(cron="50 18 * * *")
@app.task(name="replay_determinations", queueing_lock="replay_determinations", retry=AGAIN)
@as_system("replay")
def replay_determinations(timestamp: int) -> None:
    """Make the day's determinations again; after a change of the law's text all of them, some every night (复算)."""
    casework.replay_next(most=REPLAYED_A_NIGHT, by=None, at=_now())


@app.periodic(cron="30 18 * * *")
@app.task(name="forget_roll_files", queueing_lock="forget_roll_files", retry=AGAIN)
@as_system("old roll files")
def forget_roll_files(timestamp: int) -> int:
    """Empty the roll files whose rows have long been taken in (个人信息保护)."""
    return rollbooks.forget_files(at=_now())


@app.periodic(cron="35 18 * * *")
@app.task(name="forget_draft_files", queueing_lock="forget_draft_files", retry=AGAIN)
@as_system("unsent papers")
def forget_draft_files(timestamp: int) -> int:
    """Throw away the photographs of applications that nobody sent (个人信息保护)."""
    return people.forget_draft_files(at=_now())


@app.periodic(cron="50 18 * * *")
@app.task(name="forget_families", queueing_lock="forget_families", retry=AGAIN)
@as_system("retention")
def forget_families(timestamp: int) -> dict[str, int]:
    """Delete what the terms say must go (个人信息保护法 第四十七条), family by family."""
    return retention.go_round(at=_now())


@app.periodic(cron="40 18 * * *")
@app.task(name="clear_sessions", queueing_lock="clear_sessions", retry=AGAIN)
def clear_sessions(timestamp: int) -> None:
    """Throw away sessions that have run out."""
    SessionStore.clear_expired()


@app.periodic(cron="0 19 * * *")
@app.task(name="rotate_keys", queueing_lock="rotate_keys", retry=AGAIN)
@as_system("change of keys")
def rotate_keys(timestamp: int) -> int:
    """Seal with the newest keys whatever an older one sealed; killed, it goes on with what is left."""
    done = rotation.rotate()
    if done.sealed or done.unreadable:
        with transaction.atomic():
            audit.record(by=None, at=_now(), verb="rotate_keys", subject=("keys", 0),
                         details={"sealed": done.sealed, "unreadable": len(done.unreadable)})
    return done.sealed


@app.periodic(cron="* * * * *")
@app.task(name="seal_journal", queueing_lock="seal_journal")
@as_system("sealing")
def seal_journal(timestamp: int) -> int:
    """Seal what was journalled since the last minute, and anchor the seal outside the database."""
    return sealing.seal(at=_now()) or 0


@app.periodic(cron="45 18 * * *")
@app.task(name="forget_allowances", queueing_lock="forget_allowances", retry=AGAIN)
def forget_allowances(timestamp: int) -> int:
    """Throw away counts that say nothing any more."""
    return forget_full(at=_now())


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Give jobs whose worker was killed to another one."""
    manager: Any = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)
