"""The one place where pages read the time. Verbs below get the moment handed to them; tests move it here."""
from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JINING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment in Jining, aware."""
    return datetime.now(JINING)


def today() -> date:
    """The day on every calendar in Jining."""
    return now().date()
