"""The course of every batch: listed by a job, confirmed by the county, carried out by a job; stopped, and let go on.

Killed anywhere, a job goes on where it stopped and neither loses nor doubles anything: so many rows looked at, with the mark
how far it came, are one transaction, and so is each line that is carried out, under the batch's lock and its own. What is
pressed twice counts once.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.batches.models import AT_WORK, LEFT, WAITING, Batch, State
from doudi.casework.lifecycle import NotPossible

CHUNK = 50
B = TypeVar("B", bound=Batch)


class Course(ABC, Generic[B]):
    """One kind of batch: what is said below of it, and the verbs that follow from that."""

    model: ClassVar[type[Any]]
    # The journal says `<room>.<verb>` of a subject, and `<room>.<listed>` when the list is complete.
    room: ClassVar[str]
    subject: ClassVar[str]
    listed: ClassVar[str]
    # The outcomes of a line when all went well.
    done: ClassVar[tuple[str, ...]]

    @abstractmethod
    def lines(self, batch: B) -> QuerySet[Any]:
        """Its lines."""

    @abstractmethod
    def runs(self, batch: B, by: Any, day: date) -> bool:
        """Whether somebody is of the county whose batch it is."""

    @abstractmethod
    def about(self, batch: B) -> dict[str, Any]:
        """What every journal line says of it."""

    @abstractmethod
    def check(self, batch: B, by: Any, at: datetime) -> None:
        """NotPossible: what stands against confirming it, though the list is complete."""

    @abstractmethod
    def next_rows(self, batch: B, count: int) -> Sequence[Any]:
        """What is to be looked at after `looked_to`, in the order of ids."""

    @abstractmethod
    def look_at(self, batch: B, rows: Sequence[Any], at: datetime) -> None:
        """Make the lines of these rows, and count those without one."""

    @abstractmethod
    def counts(self, batch: B) -> dict[str, int]:
        """How many rows made no line, for the journal."""

    @abstractmethod
    def carry_out(self, batch: B, line: Any, by: Any, at: datetime) -> None:
        """Do it to one, or a step of it, and set its outcome. NotPossible: why a person has to see to it; then nothing of
        it stays."""

    def next_line(self, batch: B, waiting: QuerySet[Any], at: datetime) -> Any:
        """Which of the waiting lines is next; None when the batch rests until another day, or none waits."""
        return waiting.first()

    def list_next(self, *, batch_id: int, at: datetime) -> bool:
        """Look at the next rows; whether there are more."""
        with transaction.atomic():
            batch = self._held(batch_id)
            if batch.state != State.PREPARING or batch.stopped_at is not None:
                return False
            rows = self.next_rows(batch, CHUNK)
            self.look_at(batch, rows, at)
            batch.looked_to = rows[-1].pk if rows else batch.looked_to
            if len(rows) < CHUNK:
                batch.state = State.READY
                self.journal(self.listed, batch, None, at, lines=self.lines(batch).count(), **self.counts(batch))
            batch.save()
        return len(rows) == CHUNK

    @transaction.atomic
    def confirm(self, *, batch_id: int, by: Any, at: datetime) -> B:
        """The county has seen who is in it and lets it happen (确认一批)."""
        batch = self._own(batch_id, by, at)
        if batch.state in {State.CONFIRMED, State.DONE}:
            return batch
        if batch.state == State.PREPARING:
            raise NotPossible("名单还没有出全。请等出全以后再确认。")
        self.check(batch, by, at)
        batch.state, batch.confirmed_by, batch.confirmed_at, batch.stopped_at = State.CONFIRMED, by, at, None
        batch.save(update_fields=["state", "confirmed_by", "confirmed_at", "stopped_at"])
        self.journal("confirm", batch, by, at, lines=self.lines(batch).filter(outcome=WAITING).count())
        return batch

    @transaction.atomic
    def stop(self, *, batch_id: int, by: Any, at: datetime) -> B:
        """No job does any more of it until somebody lets it go on (停下)."""
        batch = self._own(batch_id, by, at)
        if batch.stopped_at is None and batch.state in AT_WORK:
            self._set_stopped("stop", batch, at, by, at)
        return batch

    @transaction.atomic
    def go_on(self, *, batch_id: int, by: Any, at: datetime) -> B:
        """Let a stopped one go on where it stopped (继续)."""
        batch = self._own(batch_id, by, at)
        if batch.stopped_at is not None:
            self._set_stopped("go_on", batch, None, by, at)
        return batch

    def carry_out_next(self, *, batch_id: int, by: Any, at: datetime) -> bool:
        """Do it to the next line; whether there may be more. `by` is who confirmed, and acts."""
        with transaction.atomic():
            batch = self._held(batch_id)
            if batch.state != State.CONFIRMED or batch.stopped_at is not None:
                return False
            waiting = self.lines(batch).select_for_update(of=("self",)).filter(outcome=WAITING).order_by("id")
            line = self.next_line(batch, waiting, at)
            if line is None:
                if not waiting.exists():
                    self._finish(batch, by, at)
                return False
            self._carry_out(batch, line, by, at)
        return True

    def _finish(self, batch: B, by: Any, at: datetime) -> None:
        batch.state, batch.done_at = State.DONE, at
        batch.save(update_fields=["state", "done_at"])
        self.journal("finish", batch, by, at, done=self.lines(batch).filter(outcome__in=self.done).count())

    def _carry_out(self, batch: B, line: Any, by: Any, at: datetime) -> None:
        try:
            with transaction.atomic():
                self.carry_out(batch, line, by, at)
        except NotPossible as no:
            line.outcome, line.why = LEFT, str(no)[:200]
        line.save()

    def journal(self, verb: str, batch: B, by: Any, at: datetime, **details: Any) -> None:
        """One line about a batch."""
        audit.record(by=by, at=at, verb=f"{self.room}.{verb}", subject=(self.subject, batch.pk),
                     details={**self.about(batch), **details})

    def _set_stopped(self, verb: str, batch: B, stopped_at: datetime | None, by: Any, at: datetime) -> None:
        batch.stopped_at = stopped_at
        batch.save(update_fields=["stopped_at"])
        self.journal(verb, batch, by, at)

    def _held(self, batch_id: int) -> Any:
        return self.model.objects.select_for_update(of=("self",)).get(pk=batch_id)

    def _own(self, batch_id: int, by: Any, at: datetime) -> Any:
        batch = self.model.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None or not self.runs(batch, by, localdate(at)):
            raise NotPossible("没有这一批,或者不归您这里办。")
        return batch
