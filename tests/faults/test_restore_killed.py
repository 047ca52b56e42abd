"""A restore that is killed at any moment leaves what was there, or what was to be there; the next start finds it whole."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from doudi.cli.switching import MOVED
from doudi.config import embedded
from doudi.config.database import APP

pytestmark = [pytest.mark.database, pytest.mark.slow]
COMMAND = [sys.executable, "-m", "doudi.cli.main"]
SEED, KILLS = 5, 8
OLD, NEW = (1,), (0,)


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="ddq"))
    yield folder
    for data in (folder, folder / "restoring", folder / "restored"):
        embedded.stop(embedded.Embedded(data))
    shutil.rmtree(folder)


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    return {**kept, "DOUDI_DATA": str(home), "DJANGO_SETTINGS_MODULE": "doudi.config.settings"}


def doudi(home, *words):
    done = subprocess.run([*COMMAND, *words], env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def standing(home):
    """How many tables were made after the backup, as the app role finds it after a start; and the paper beside it."""
    doudi(home, "manage", "check")
    server = embedded.start(home)
    with server.connect(APP) as app:
        found = app.execute("SELECT count(*) FROM pg_class WHERE relname = 'made_after_the_backup'").fetchone()
        assert app.execute("SELECT count(*) FROM offices_user").fetchone() == (1,)
    embedded.stop(server)
    return found, (home / "papers/ab/one").read_text(encoding="ascii")


def installed(home):
    """An installation with a backup, and what has changed since."""
    (home / "password").write_text("Guanli-yuan-8", encoding="utf-8")
    doudi(home, "init", "--username", "guanliyuan", "--password-file", str(home / "password"))
    (home / "papers/ab").mkdir(parents=True)
    (home / "papers/ab/one").write_text("new", encoding="ascii")
    doudi(home, "backup", str(home / "one.backup"))
    server = embedded.start(home)
    with server.connect("doudi_owner") as owner:
        owner.execute("CREATE TABLE made_after_the_backup (id bigint)")
    embedded.stop(server)
    (home / "papers/ab/one").write_text("old", encoding="ascii")


def killed(home, after):
    """A restore, killed with everything that it has started but its server."""
    process = subprocess.Popen([*COMMAND, "restore", "--force", str(home / "one.backup")], env=environment(home),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        for each in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
            each.kill()
    process.wait()


def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(home):
    chance = random.Random(SEED)
    installed(home)
    began = time.monotonic()
    doudi(home, "restore", "--check", str(home / "one.backup"))
    longest = 6 * (time.monotonic() - began)
    found = OLD, "old"
    for number in range(KILLS):
        after = chance.random() * longest
        killed(home, after)
        found = standing(home)
        print(f"#{number} restore killed after {after:.1f} s: {found}")
        assert found in {(OLD, "old"), (NEW, "new")}
        if found == (NEW, "new"):
            break
    doudi(home, "restore", "--force", str(home / "one.backup"))
    assert standing(home) == (NEW, "new")
    assert [name for name in MOVED if (home / "restoring" / name).exists()] == []
