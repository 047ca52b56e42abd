"""The product as one command: installed, started, killed, started again, stopped; nothing is lost or left
running."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.database
PATIENCE = 90
COMMAND = [sys.executable, "-m", "doudi.cli.main"]


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="ddr"))
    yield folder
    for process in belonging_to(folder):
        process.kill()
    shutil.rmtree(folder)


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    return {**kept, "DOUDI_DATA": str(home), "DJANGO_SETTINGS_MODULE": "doudi.config.settings"}


def belonging_to(home):
    """Every process that works in or for this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            words, told = process.cmdline(), process.environ()
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if told.get("DOUDI_DATA") == str(home) or any(str(home) in word for word in words):
            found.append(process)
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def init(home, password):
    path = home / "password"
    path.write_text(password, encoding="utf-8")
    words = [*COMMAND, "init", "--username", "guanliyuan", "--password-file", str(path)]
    return subprocess.run(
        words, env=environment(home), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def run(home, port):
    return subprocess.Popen([*COMMAND, "run", "--no-demo", "--port", str(port)], env=environment(home),
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def answers(port, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/sign-in/", timeout=5) as answer:
                return answer.status
        except OSError:
            time.sleep(0.1)
    raise AssertionError(process.communicate(timeout=10)[0])


def test_install_start_kill_start_again_and_stop(home):
    weak = init(home, "12345678")
    assert weak.returncode == 1
    assert "数字" in weak.stderr
    made = init(home, "Guanli-yuan-8")
    assert made.returncode == 0, made.stderr
    assert belonging_to(home) == []
    again = init(home, "Guanli-yuan-8")
    assert (again.returncode, "已经有管理员" in again.stderr) == (1, True)

    port = free_port()
    first = run(home, port)
    assert answers(port, first) == 200
    second = run(home, free_port())
    assert second.wait(PATIENCE) == 1
    assert "已经在运行" in second.communicate()[0]

    first.kill()
    first.communicate()
    third = run(home, port)
    assert answers(port, third) == 200
    third.send_signal(signal.SIGTERM)
    told, _ = third.communicate(timeout=PATIENCE)
    assert third.returncode == 0
    assert "演示账号" not in told
    assert "已全部停止" in told
    assert belonging_to(home) == []


def test_a_taken_port_is_named(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run(home, taken.getsockname()[1])
        told, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert "--port" in told
