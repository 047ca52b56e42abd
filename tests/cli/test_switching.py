"""The switch to a restored copy: broken off at any of its steps it ends by itself at the next start, and nothing is lost."""

from pathlib import Path

import pytest

from doudi.cli import switching
from doudi.cli.switching import PENDING, STAGE, decide, settle

STEPS = 12


class Killed(BaseException):
    """The power went."""


def tree(data: Path, kind: str) -> None:
    for name in ("postgres", "papers", "anchors"):
        (data / name).mkdir(parents=True)
        (data / name / "which").write_text(kind, encoding="ascii")


def stands(folder: Path) -> set[str]:
    return {(folder / name / "which").read_text(encoding="ascii") for name in ("postgres", "papers", "anchors")}


def killed_at(monkeypatch, number: int) -> None:
    """The nth rename or removal is the last thing that does not happen."""
    left = [number]
    for owner, name in ((Path, "rename"), (switching.shutil, "rmtree")):
        plain = getattr(owner, name)

        def counted(*args, plain=plain, **kwargs):
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return plain(*args, **kwargs)

        monkeypatch.setattr(owner, name, counted)


@pytest.mark.parametrize("step", range(1, STEPS))
def test_a_switch_that_is_killed_at_any_step_is_ended_or_never_was(step, tmp_path, monkeypatch):
    data, stage = tmp_path / "data", tmp_path / "data" / STAGE
    tree(data, "old")
    tree(stage, "new")
    with monkeypatch.context() as patched:
        killed_at(patched, step)
        try:
            decide(data, stage, "20261123-100000")
            settle(data)
        except Killed:
            pass
    settle(data)
    if step == 1:
        assert stands(data) == {"old"}
        return
    assert stands(data) == {"new"}
    assert stands(data / "replaced-20261123-100000") == {"old"}
    assert sorted(path.name for path in data.iterdir()) == ["anchors", "papers", "postgres", "replaced-20261123-100000"]


@pytest.mark.parametrize(("renamed", "stays"), [(True, "new"), (False, "old")])
def test_a_folder_that_waits_for_its_database_follows_it(renamed, stays, tmp_path):
    tree(tmp_path, "old")
    tree(tmp_path / STAGE, "new")
    decide(tmp_path, tmp_path / STAGE, "20261123-100000", pending=True)
    assert (tmp_path / PENDING).is_dir()
    settle(tmp_path, lambda: renamed)
    assert stands(tmp_path) == {stays}
    assert not (tmp_path / PENDING).exists()
    assert settle(tmp_path) is None
