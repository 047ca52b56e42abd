"""The web server, the job worker and the compute process as child processes: started, watched, started again, stopped
together.

The database stands before them: when its server has died it is started again first, so that what was committed can be
read again without anybody pressing anything (济办发〔2020〕21号 三21).
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

READY_SECONDS = 30
STOP_SECONDS = 10
KILL_WORKERS_AFTER = "8"
LEFT_BEHIND_SECONDS = 12
RESTART_SECONDS = 1.0
MOST_RESTARTS = 5
# Who has run this long is well again: five falls in five years are no reason to end everything.
STEADY_SECONDS = 60.0
HEADERS_WITHIN_MS, LARGEST_HEADERS, MOST_AT_ONCE = "10000", "65536", "64"
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def _die_with_parent() -> None:
    # If we are killed outright, nobody must go on serving behind the back of the next start.
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that has to run as long as we do."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    restarts: int = 0
    started: float = 0.0
    # Without it the others go on: it is left lying for a while when it keeps falling, and ends nothing.
    spare: bool = False

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal reaches only us, and we stop it in
        order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def is_running(self) -> bool:
        """Whether it lives."""
        return self.process is not None and self.process.poll() is None

    def clear_away(self) -> None:
        """End what a killed program has left behind: granian's own worker would go on serving for ever, with the code
        and the connections of yesterday."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def fell(self) -> bool:
        """Note that it fell over; whether it may be started once more."""
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.restarts = 1 if steady else self.restarts + 1
        return self.restarts <= MOST_RESTARTS

    def rests(self) -> bool:
        """Whether it has fallen too often just now, and is not tried again yet."""
        return self.spare and self.restarts > MOST_RESTARTS and time.monotonic() - self.started < STEADY_SECONDS


class NotUp(Exception):
    """The ground could not be brought up this time; the message says why."""


@dataclass
class Ground(Child):
    """What the programs stand on and somebody else stops: the embedded database server."""

    lives: Callable[[], bool] = lambda: True
    bring_up: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Bring it up again; what cannot be brought up now is tried again, and counted."""
        self.started = time.monotonic()
        try:
            self.bring_up()
        except NotUp as error:
            print(error, file=sys.stderr)

    def is_running(self) -> bool:
        """Whether it lives."""
        return self.lives()


@dataclass
class Crew:
    """All children, and the ground that they stand on, if it is ours to keep up."""

    children: list[Child]
    ground: Ground | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start all; SIGTERM and Ctrl-C from now on mean stop."""
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, lambda *_: self.stopping.set())
        for child in self.children:
            child.start()

    def watch(self) -> int:
        """Until told to stop: whoever falls over is started again. A program that keeps falling ends
        everything."""
        while not self.stopping.wait(0.5):
            for child in self.watched:
                if child.is_running() or child.rests():
                    continue
                child.clear_away()
                if not child.fell():
                    if child.spare:
                        print(f"{child.name}反复停止,过一会儿再试;其他照常。", file=sys.stderr)
                        continue
                    print(f"{child.name}反复停止,系统退出。", file=sys.stderr)
                    return 1
                print(f"{child.name}停止了,正在重新启动。", file=sys.stderr)
                if child is not self.ground:
                    time.sleep(RESTART_SECONDS)
                child.start()
        return 0

    @property
    def watched(self) -> list[Child]:
        """The ground first: nobody can work before it is up."""
        return [*([self.ground] if self.ground else []), *self.children]

    def stop(self) -> None:
        """Ask all to finish what they are at; after a while do not ask."""
        for child in self.children:
            if child.is_running():
                child.process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            try:
                if child.process:
                    child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def port_is_free(host: str, port: int) -> bool:
    """Whether somebody else listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def port_comes_free(host: str, port: int) -> bool:
    """Whether nobody listens there, or soon nobody does: the web server of a run that was killed needs its seconds to go."""
    until = time.monotonic() + LEFT_BEHIND_SECONDS
    while not (free := port_is_free(host, port)) and time.monotonic() < until:
        time.sleep(0.2)
    return free


def wait_for(host: str, port: int, crew: Crew) -> bool:
    """Until the web server answers, or does not."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and not crew.stopping.is_set():
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def web(host: str, port: int) -> Child:
    """granian serving the WSGI application."""
    return Child(
        "网页服务",
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--log-level",
            "warning",
            "--no-ws",
            # A request that hangs must not keep the port when we are gone.
            "--workers-kill-timeout",
            KILL_WORKERS_AFTER,
            # Nothing here speaks HTTP/2; who dawdles over his headers, or sends more than any browser does, is let go.
            "--http",
            "1",
            "--http1-header-read-timeout",
            HEADERS_WITHIN_MS,
            "--http1-buffer-size",
            LARGEST_HEADERS,
            "--backpressure",
            MOST_AT_ONCE,
            "doudi.config.wsgi:application",
        ],
    )


def worker() -> Child:
    """The worker of the job queue."""
    return Child("后台任务", [sys.executable, "-m", "doudi.cli.main", "worker"])


def simulator(*, demo_people: int = 0) -> Child:
    """The compute process of the standards workbench; in the demo it makes itself a small invented city."""
    wish = ["--demo-people", str(demo_people)] if demo_people else []
    return Child("标准测算", [sys.executable, "-m", "doudi.cli.main", "simulator", *wish], spare=True)
