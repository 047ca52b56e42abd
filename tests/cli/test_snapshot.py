"""`doudi snapshot` against an embedded server, as a program: published for the workbench, into a folder, and screened."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.population.simulation.loading import snapshot_in
from doudi.population.snapshot.publishing import CURRENT, PUBLISHED
from tests.population.screened import kernels

pytestmark = pytest.mark.database
COMMAND = [sys.executable, "-m", "doudi.cli.main"]
PATIENCE = 120
FAMILY = """
from datetime import datetime
from zoneinfo import ZoneInfo
from doudi.cli.ground import database, set_up
set_up()
from doudi.offices import access
from doudi.people import actions
at = datetime.now(ZoneInfo("Asia/Shanghai"))
with database(), access.as_system("command"):
    for name, area in (("王建国", "370811006201"), ("李桂英", "370830101201")):
        person = actions.register_person(name=name, birth=datetime(1960, 5, 6).date(), id_number="", area=area,
                                         registration="rural", by=None, at=at)
        home = actions.open_household(members=[(person, "self")], area=area, registration="rural", day=at.date(), by=None, at=at)
        actions.record_facts(subject=home, values={"deposits": 0, "homes": 1, "vehicles": 0}, as_of=at.date(),
                             source="declared", by=None, at=at)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """An installation with two families; the law is compiled already."""
    folder = Path(tempfile.mkdtemp(prefix="dds"))
    (folder / "password").write_text("Guanli-yuan-8", encoding="utf-8")
    done = doudi(folder, "init", "--username", "guanliyuan", "--password-file", str(folder / "password"))
    assert done.returncode == 0, done.stderr
    (folder / "kernel").symlink_to(kernels())
    yield folder
    shutil.rmtree(folder)


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    return {**kept, "DOUDI_DATA": str(home), "DJANGO_SETTINGS_MODULE": "doudi.config.settings"}


def doudi(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], env=environment(home), capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_it_publishes_writes_and_is_screened(home: Path) -> None:
    nobody = doudi(home, "snapshot")
    assert nobody.returncode == 2 and "没有做人口快照" in nobody.stderr
    assert snapshot_in(home / PUBLISHED / CURRENT) is None, "an empty house publishes nothing"
    made = subprocess.run([sys.executable, "-c", FAMILY], env=environment(home), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr

    told = doudi(home, "snapshot")
    assert told.returncode == 0, told.stderr
    assert "2 户" in told.stdout and "标准工作台从现在起用这一份" in told.stdout
    assert "370811 完成" in told.stderr and "(2/2)" in told.stderr, "it says how far it is"
    published = snapshot_in(home / PUBLISHED / CURRENT)
    assert published.manifest["source"]["kind"] == "registry" and published.manifest["households"] == 2

    out = home / "population"
    assert doudi(home, "snapshot", "--out", str(out)).returncode == 0
    assert json.loads((out / "manifest.json").read_text())["sha256"] == published.manifest["sha256"]
    assert snapshot_in(home / PUBLISHED / CURRENT).digest == published.digest, "a folder of one's own publishes nothing"
    screened = doudi(home, "screen", str(out), "--explain", "2", "--threads", "1")
    assert screened.returncode == 0, screened.stderr
    assert "筛查 2 人" in screened.stdout and "与筛查结果全部一致" in screened.stdout
    assert "缺标准:370811" in screened.stdout, "nothing is published in this house, and each county is told so"
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    taken = doudi(home, "snapshot", "--out", str(out))
    assert taken.returncode == 2 and "有别的东西" in taken.stderr and (out / "letter.txt").exists()
