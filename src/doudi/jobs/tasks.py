"""The tasks of the queue (后台任务): what runs by the clock, and what takes too long for a page.

A task reads the clock, calls one verb and may run twice without harm. Cron times are UTC: 18 h is two in the
morning in Jining.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from doudi.casework import actions as casework
from doudi.casework.rollbooks import actions as rollbooks
from doudi.offices.allowances import forget_full
from doudi.people import actions as people

JINING = ZoneInfo("Asia/Shanghai")
# A lost connection or a lock held too long mends itself; a wrong row does not, and is not tried for ever.
AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


def _now() -> datetime:
    return datetime.now(JINING)


@app.task(name="import_roll", queue="imports", retry=AGAIN)
def import_roll(run_id: int) -> None:
    """Take in a roll chunk by chunk; started again it goes on where it stopped."""
    rollbooks.carry_out(run_id=run_id, at=_now())


@app.periodic(cron="10 18 * * *")
@app.task(name="end_expired", queueing_lock="end_expired", retry=AGAIN)
def end_expired(timestamp: int) -> int:
    """End the cases whose help was for a time that is over (渐退, 到期)."""
    return casework.end_expired(at=_now())


@app.periodic(cron="20 18 * * *")
@app.task(name="recompute_clocks", queueing_lock="recompute_clocks", retry=AGAIN)
def recompute_clocks(timestamp: int) -> int:
    """Count the running limits again, in case a year of the working calendar was entered."""
    return casework.recompute_clocks(by=None, at=_now())


@app.periodic(cron="30 18 * * *")
@app.task(name="forget_roll_files", queueing_lock="forget_roll_files", retry=AGAIN)
def forget_roll_files(timestamp: int) -> int:
    """Empty the roll files whose rows have long been taken in (个人信息保护)."""
    return rollbooks.forget_files(at=_now())


@app.periodic(cron="35 18 * * *")
@app.task(name="forget_draft_files", queueing_lock="forget_draft_files", retry=AGAIN)
def forget_draft_files(timestamp: int) -> int:
    """Throw away the photographs of applications that nobody sent (个人信息保护)."""
    return people.forget_draft_files(at=_now())


@app.periodic(cron="40 18 * * *")
@app.task(name="clear_sessions", queueing_lock="clear_sessions", retry=AGAIN)
def clear_sessions(timestamp: int) -> None:
    """Throw away sessions that have run out."""
    SessionStore.clear_expired()


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
