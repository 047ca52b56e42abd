"""What the compute process knows and works out: one snapshot, the law over it, and one base that all sliders start from.

Only the thread that runs `turn` computes and loads; others read `standing`, a value that is replaced and never changed.
"""

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from doudi.cli.simulating.desk import Desk, Waiting
from doudi.population.simulation import messages
from doudi.population.simulation.changes import BadChange, Change, Choice, Sheets, lowers, with_changes
from doudi.population.simulation.loading import BadSnapshot, Snapshot, counties, is_invented, snapshot_in
from doudi.population.simulation.messages import BAD, EDGES, NEED_SHEETS, READY, STARTING, WITHOUT
from doudi.population.simulation.parts import Part, part_of
from doudi.population.simulation.simulating import Kernel, Simulation
from doudi.population.simulation.telling import told

NO_SNAPSHOT = "还没有人口快照。快照生成以后,这里自动开始测算。"
LOADING = "正在装入人口快照,一会儿就好。改的数都在,可以先存下来。"
NOT_READABLE = "请求看不懂。"
LARGEST_STEP = 10_000_000


@dataclass(frozen=True)
class Standing:
    """How the process stands, for whoever asks."""

    state: str = STARTING
    words: str = LOADING
    snapshot: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As an answer."""
        return {"state": self.state, "words": self.words, "snapshot": dict(self.snapshot)}


@dataclass
class Engine:
    """`folder` holds the snapshot, `kept` the narrow copy; `kernel_for` compiles the law for a day."""

    folder: Path
    kept: Path
    kernel_for: Callable[[date], Any]
    desk: Desk = field(default_factory=Desk)
    standing: Standing = field(default_factory=Standing)
    _snapshot: Snapshot | None = None
    _kernel: tuple[date, Kernel] | None = None
    _base: tuple[str, Simulation] | None = None

    def turn(self, timeout: float) -> None:
        """Look for a new snapshot, then answer one question, if there is one."""
        self.look()
        waiting = self.desk.take(timeout)
        if waiting is not None:
            waiting.answer.set_result(self._answer(waiting))

    def warm(self, day: date) -> None:
        """Compile the law for a day before anybody asks."""
        self._kernel = (day, self.kernel_for(day))

    def look(self) -> None:
        """Take the snapshot that is published now, if it is another one."""
        try:
            found = snapshot_in(self.folder)
        except BadSnapshot as error:
            found, self.standing = None, Standing(WITHOUT, f"{error}。")
        else:
            if found is None:
                self.standing = Standing(WITHOUT, NO_SNAPSHOT)
        if found is None or self._snapshot is None or found.digest != self._snapshot.digest:
            self._snapshot, self._base = found, None
        if found is not None:
            self.standing = Standing(READY, "", _about(found))

    def _answer(self, waiting: Waiting) -> dict[str, Any]:
        try:
            return self._worked_out(waiting.question)
        except BadChange as error:
            return {"state": BAD, "words": f"{error}。"}
        except BadSnapshot as error:
            self._snapshot = None
            return {"state": WITHOUT, "words": f"{error}。"}
        except Exception as error:  # Whatever one question does, the others are answered.
            traceback.print_exc()
            return {"state": BAD, "words": NOT_READABLE, "error": repr(error)}

    def _worked_out(self, question: Mapping[str, Any]) -> dict[str, Any]:
        start = time.perf_counter()
        if self._snapshot is None:
            return self.standing.to_json()
        if self._base is None or self._base[0] != question["digest"]:
            if "sheets" not in question:
                return {"state": NEED_SHEETS}
            self._settle(question["digest"], messages.sheets_from_json(question["sheets"]))
        assert self._base is not None
        simulation = self._base[1]
        changes = [Change.from_json(each) for each in question.get("changes", ())]
        changed = with_changes(simulation.sheets, changes, [Choice.from_json(c) for c in question.get("choices", ())])
        changed = {county: sheet for county, sheet in changed.items() if county in simulation.sides}
        answer = _told(simulation, changed, question)
        took = round((time.perf_counter() - start) * 1000)
        return {**answer, "state": READY, "snapshot": _about(self._snapshot), "ms": took,
                "lowers": lowers(simulation.sheets, changed)}

    def _settle(self, digest: str, sheets: Sheets) -> None:
        """Decide everybody by the numbers that hold: the base of every slider, until the numbers or the snapshot change."""
        assert self._snapshot is not None
        if messages.digest_of(sheets) != digest:
            raise messages.BadMessage("these are not the sheets of that digest")
        self.standing, self._base = Standing(STARTING, LOADING, _about(self._snapshot)), None
        day = messages.day_of(sheets)
        if self._kernel is None or self._kernel[0] != day:
            self._kernel = (day, self.kernel_for(day))
        parts = tuple(self._parts(sheets, day))
        if not parts:
            raise BadSnapshot("快照里没有一个县区有公布的标准")
        self._base = (digest, Simulation(parts, self._kernel[1], sheets))
        self.standing = Standing(READY, "", _about(self._snapshot))

    def _parts(self, sheets: Sheets, day: date) -> list[Part]:
        assert self._snapshot is not None and self._kernel is not None
        reads = getattr(self._kernel[1], "reads", {})
        return [part_of(county, batch, day, sheets[county])
                for county, batch in counties(self._snapshot, self.kept, reads) if county in sheets]


def _told(simulation: Simulation, changed: Sheets, question: Mapping[str, Any]) -> dict[str, Any]:
    reach = [str(prefix) for prefix in question["reach"]]
    if question.get("ask") == EDGES:
        step = int(question["step_fen"])
        if not 0 < step <= LARGEST_STEP:
            raise BadChange("多挣的数要在 0 和 10 万元之间")
        edges = simulation.edges(changed, step, reach)
        return {"edges": asdict(edges), "step_fen": step}
    return {"effects": told(simulation.effects(changed), reach)}


def _about(snapshot: Snapshot) -> dict[str, Any]:
    """What a page says of the snapshot it was counted on."""
    manifest = snapshot.manifest
    return {"digest": snapshot.digest[:16], "day": manifest["day"], "people": manifest.get("people", 0),
            "households": manifest.get("households", 0),
            "invented": is_invented(snapshot)}
