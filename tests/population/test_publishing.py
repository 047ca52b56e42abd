"""A published snapshot is there whole or not at all, whoever dies while making it, and readers stay with what they found."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.population.files import Occupied
from doudi.population.simulation.loading import BadSnapshot, counties, snapshot_in
from doudi.population.snapshot.publishing import CURRENT, publishing
from tests.population.screened import small_city

HOUSE = Path(__file__).parents[2]


def publish(root: Path, seed: int = 5) -> None:
    with publishing(root) as draft:
        small_city(draft, people=60, seed=seed)


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_the_last_one_is_current_and_the_one_before_stays_for_its_readers(tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    found = []
    for seed in (1, 2, 3):
        publish(root, seed)
        found.append(snapshot_in(root / CURRENT))
    assert len({each.digest for each in found}) == 3
    assert found[2].folder == root / "3" and names(root) == ["2", "3", CURRENT]
    assert [county for county, _ in counties(found[1], tmp_path / "kept", {})] == ["370811", "370831"]
    with pytest.raises(BadSnapshot):
        list(counties(found[0], tmp_path / "kept", {}))
    assert root.stat().st_mode & 0o077 == 0, "facts of people are nobody else's"


def test_what_is_broken_off_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    publish(root)
    with pytest.raises(ZeroDivisionError), publishing(root) as draft:
        small_city(draft, people=60)
        raise ZeroDivisionError
    with pytest.raises(FileNotFoundError), publishing(root) as draft:
        (draft / "county=370811").mkdir()
    assert names(root) == ["1", CURRENT]


def test_only_one_makes_it_and_a_killed_one_is_in_nobodys_way(tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    publish(root)
    slow = ("import sys, time\nfrom pathlib import Path\nfrom doudi.population.snapshot.publishing import publishing\n"
            "with publishing(Path(sys.argv[1])) as draft:\n    (draft / 'half').write_text('x')\n    print('at it', flush=True)\n"
            "    time.sleep(60)\n")
    with subprocess.Popen([sys.executable, "-c", slow, str(root)], stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": str(HOUSE / "src")}) as other:
        assert other.stdout.readline() == "at it\n"
        with pytest.raises(Occupied, match="另一个进程正在做"), publishing(root):
            pass
        other.send_signal(signal.SIGKILL)
    assert snapshot_in(root / CURRENT).folder.name == "1"
    publish(root, seed=2)
    assert names(root) == ["1", "2", CURRENT] and not (root / "2" / "half").exists()


def test_half_a_file_of_a_snapshot_is_named(tmp_path: Path) -> None:
    small_city(tmp_path / "city", people=60)
    part = tmp_path / "city" / "county=370831" / "part-0.parquet"
    part.write_bytes(part.read_bytes()[:500])
    with pytest.raises(BadSnapshot, match=r"county=370831/part-0.parquet 读不出来"):
        list(counties(snapshot_in(tmp_path / "city"), tmp_path / "kept", {}))
