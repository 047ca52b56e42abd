"""The tasks of the queue (后台任务). A task reads the clock, calls one verb, and may run twice without
harm."""

from procrastinate.contrib.django import app

__all__ = ["app"]
