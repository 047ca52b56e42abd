"""What the pages of every kind of batch share: the county's three buttons, and the job that goes on with it (成批办理)."""
from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from doudi.casework.actions import NotPossible
from doudi.www.staff.desk import say

VERBS = {"confirm": "confirm_batch", "stop": "stop", "go-on": "go_on"}


@dataclass(frozen=True)
class Kind:
    """One kind of batch: its verbs, its page, its task and the name of a batch in the queue, what is said of a confirmed one."""

    actions: ModuleType
    page: str
    task: str
    in_queue: str
    confirmed: str

    def carry_on(self, batch_id: int) -> None:
        """Let the worker go on with a batch; once in the queue is enough."""
        name = f"{self.in_queue} {batch_id}"
        try:
            with transaction.atomic():
                queue.configure_task(self.task, lock=name, queueing_lock=name).defer(batch_id=batch_id)
        except AlreadyEnqueued:
            pass

    def pressed(self, request: HttpRequest, row: Any, verb: str) -> HttpResponse:
        """Confirm, stop, or let go on, and back to the page of the batch."""
        if verb not in VERBS:
            raise Http404("没有这个动作。")
        said = {"confirm": self.confirmed, "stop": "已停下,办过的不动,没办的等着。", "go-on": "接着办。"}
        try:
            with transaction.atomic():
                getattr(self.actions, VERBS[verb])(batch_id=row.pk, by=request.duty.user, at=request.duty.at)
                if verb != "stop":
                    self.carry_on(row.pk)
            say(request, said[verb])
        except NotPossible as no:
            say(request, str(no), "bad")
        return redirect(self.page, row.pk)
