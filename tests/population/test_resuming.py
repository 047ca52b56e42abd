"""A run that was stopped or killed goes on by county; nothing half-written is read; another question is refused."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from doudi.population.screening.county import Stopped
from doudi.population.screening.results import Results
from doudi.population.screening.run import screen
from doudi.population.screening.watching import Watcher
from tests.population.areas_for_tests import DAY
from tests.population.screened import COUNTIES, rewrite, run_of, screened, small_city, standards

HOUSE = Path(__file__).parents[2]


class StopAfter(Watcher):
    """Stops, or ends the process, when the first county is finished."""

    def __init__(self, deed) -> None:
        self.deed, self.seen = deed, []

    def batch(self, county, people) -> None:
        self.seen.append(county)

    def county(self, county, done) -> None:
        self.deed()


@pytest.fixture
def city(tmp_path: Path) -> Path:
    small_city(tmp_path / "city", people=300)
    return tmp_path / "city"


def contents(folder: Path) -> dict[str, bytes]:
    """Everything but the markers of the files' own sizes, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_stopped_run_keeps_what_is_finished_and_goes_on(city, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    screened(city, whole)
    run = run_of(city, out)
    run.watcher = StopAfter(run.stop.set)
    with pytest.raises(Stopped):
        screen(run)
    assert len(Results(out).done()) == 1
    assert Results(out).manifest() is None
    assert not list(out.glob(".*"))
    again = run_of(city, out)
    again.watcher = watcher = StopAfter(lambda: None)
    kept = contents(out / f"county={next(iter(Results(out).done()))}")
    screen(again)
    assert contents(out / f"county={watcher.seen[0]}") == kept
    assert contents(out) == contents(whole)


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_leaves_nothing_half_written_to_be_read(city, tmp_path: Path, kill: signal.Signals) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    screened(city, whole)
    text = (f"import os, signal; from pathlib import Path; from tests.population.screened import run_of\n"
            f"from tests.population.test_resuming import StopAfter; from doudi.population.screening.run import screen\n"
            f"from doudi.population.screening import results\n"
            f"run = run_of(Path({str(city)!r}), Path({str(out)!r}))\n"
            f"run.watcher = StopAfter(lambda: None)\n"
            f"plain = results.PartWriter.write\n"
            f"def write(self, tables):\n"
            f"    plain(self, tables)\n"
            f"    if Path({str(out)!r}).glob('county=*/done.json').__next__ and len(run.watcher.seen) == 1:\n"
            f"        os.kill(os.getpid(), {int(kill)})\n"
            f"results.PartWriter.write = write\n"
            f"screen(run)\n")
    environment = {**os.environ, "PYTHONPATH": f"{HOUSE / 'src'}:{HOUSE}"}
    ended = subprocess.run([sys.executable, "-c", text], env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == -kill, ended.stderr.decode()
    assert list(out.glob(".county=*.part"))
    assert len(Results(out).done()) == 1
    screened(city, out)
    assert contents(out) == contents(whole)


def test_a_finished_run_asked_again_is_not_done_again(city, tmp_path: Path) -> None:
    screened(city, tmp_path / "out")
    before = contents(tmp_path / "out")
    screened(city, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_another_question_is_refused_into_the_same_folder(city, tmp_path: Path, monkeypatch) -> None:
    screened(city, tmp_path / "out")
    before = contents(tmp_path / "out")
    later = DAY + timedelta(days=1)
    with pytest.raises(ValueError, match="日期变了"):
        screened(city, tmp_path / "out", day=later)
    with pytest.raises(ValueError, match="标准变了"):
        screened(city, tmp_path / "out", by=standards(change=lambda found: found.with_switches({"basic_pension_excluded": False})))
    with monkeypatch.context() as patched:
        patched.setattr("doudi.population.screening.run.law_version", lambda: "another")
        with pytest.raises(ValueError, match="法规文本变了"):
            screened(city, tmp_path / "out")
    rewrite(city, lambda table: table.slice(1))
    with pytest.raises(ValueError, match="人口快照变了"):
        screened(city, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_a_folder_in_use_is_left_alone(city, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.docx").write_text("mine")
    with pytest.raises(ValueError, match="别的东西"):
        screened(city, tmp_path / "thesis")
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.docx"]


def test_threads_change_nothing(city, tmp_path: Path) -> None:
    screened(city, tmp_path / "one", threads=1)
    screened(city, tmp_path / "four", threads=4)
    assert contents(tmp_path / "one") == contents(tmp_path / "four")
    assert set(Results(tmp_path / "one").done()) == set(COUNTIES)
