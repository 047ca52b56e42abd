"""An installation under fault: `doudi run` on a data folder of its own, with fsync on as it is delivered.

Only processes that belong to this data folder are ever killed.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.faults.browser import Browser
from tests.faults.plan import POINTS, Kill

INSIDE = Path(__file__).parent / "inside"
INSIDE_FIRST = os.pathsep.join([str(INSIDE), *filter(None, [os.environ.get("PYTHONPATH")])])
COMMAND = [sys.executable, "-m", "doudi.cli.main", "run", "--no-demo"]
STARTS_WITHIN = 240


@dataclass
class City:
    """The crew, its data folder, and what has been done to it."""

    data: Path
    port: int
    process: subprocess.Popen | None = None
    starts: int = 0
    fired: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def arm(self) -> Path:
        return self.data / "fault" / "arm"

    def start(self) -> None:
        """Start the product and wait until it answers; whenever it is ended whole, start it again, as init would."""
        self.arm.parent.mkdir(parents=True, exist_ok=True)
        self._spawn()
        threading.Thread(target=self._again, daemon=True).start()
        self.answers()

    def _again(self) -> None:
        while not self.stopping.wait(0.1):
            if self.process.poll() is not None:
                self._spawn()

    def _spawn(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
        self.starts += 1
        with open(self.data / "fault" / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "--port", str(self.port)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**kept, "DOUDI_DATA": str(self.data), "DOUDI_FAULT_ARM": str(self.arm), "PYTHONPATH": INSIDE_FIRST,
                     "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
                     # The officers of the demo sign in with a password; these rows came after the start.
                     "DOUDI_SECOND_FACTOR": "offered"})

    def answers(self) -> None:
        """Until the product answers again."""
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            with suppress(OSError):
                if Browser(self.port).once("/staff/sign-in/", wait=10)[0] == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"the product does not come back: {self.log()}")

    def stop(self) -> None:
        """Stop as Ctrl-C does; nothing of it may be left running."""
        self.stopping.set()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        left = self.processes()
        for process in left:
            process.kill()
        assert not left, f"left running: {[process.cmdline() for process in left]}"

    def processes(self) -> list[psutil.Process]:
        """Every process that works in or for this data folder."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                words = process.cmdline()
                ours = process.environ().get("DOUDI_DATA") == str(self.data)
                if process.pid != os.getpid() and (ours or str(self.data / "postgres" / "cluster") in words):
                    found.append(process)
        return found

    @property
    def server(self) -> int:
        """The number of the database server, 0 while there is none."""
        try:
            return int((self.data / "postgres" / "cluster" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return 0

    def log(self) -> str:
        return (self.data / "fault" / "log").read_text(errors="replace")[-3000:]

    @contextmanager
    def under(self, kill: Kill) -> Iterator[None]:
        """While the block runs the kill happens; one whose point was never met happens at the end of the block."""
        self.arm.with_name("fired").unlink(missing_ok=True)
        done = threading.Event()
        if kill.after_ms is None:
            self._order(kill)
            yield
            with suppress(OSError):
                self.arm.unlink()
                self.strike(kill)
                self.fired.append("at the end")
                return
            self.fired.append(kill.point)
            return
        timer = threading.Timer(kill.after_ms / 1000, lambda: (self.strike(kill), done.set()))
        timer.start()
        yield
        done.wait(30)
        self.fired.append("by the clock")

    def _order(self, kill: Kill) -> None:
        order = {"id": str(kill.number), "who": kill.who, "what": kill.what, "pattern": POINTS[kill.point],
                 "nth": kill.nth, "when": kill.when, "server": self.server}
        draft = self.arm.with_name("draft")
        draft.write_text(json.dumps(order), encoding="utf-8")
        draft.rename(self.arm)

    def strike(self, kill: Kill) -> None:
        """SIGKILL, now."""
        if kill.what == "crew":
            self.process.kill()
            return
        victims = self._victims(kill)
        if victims:
            chosen = random.Random(kill.number).choice(victims)
            with suppress(psutil.NoSuchProcess):
                chosen.kill()

    def _victims(self, kill: Kill) -> list[psutil.Process]:
        with suppress(psutil.Error):
            if kill.what == "self":
                word = {"web": "granian", "worker": "worker"}[kill.who]
                return [each for each in psutil.Process(self.process.pid).children(recursive=True)
                        if word in each.cmdline()]
            server = psutil.Process(self.server)
            if str(self.data / "postgres" / "cluster") not in server.cmdline():
                return []
            if kill.what == "server":
                return [server]
            return [each for each in server.children() if "doudi_app" in " ".join(each.cmdline())]
        return []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def city(keep: bool = False) -> Iterator[City]:
    """A city of one's own; its folder goes with it unless something is wrong or it shall be looked at."""
    made = City(Path(tempfile.mkdtemp(prefix="ddf")), free_port())
    try:
        yield made
    finally:
        made.stopping.set()
        for process in made.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(made.processes(), 10)
        if not keep:
            shutil.rmtree(made.data, ignore_errors=True)
