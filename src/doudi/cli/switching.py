"""The switch to what was restored (切换): one rename decides, everything after it can be done again.

`restoring` is being made and is nobody's until it is whole. Renamed to `restored` it is what counts, and its parts are
moved to their places; whoever starts the product first after a kill in between ends the move. What stood there before is
kept aside as `replaced-…`. Where the database is another server's, the rename of the database decides, and until then
the folder is called `pending`.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

STAGE, PENDING, DECIDED = "restoring", "pending", "restored"
MOVED: Final = ("postgres", "papers", "anchors")
STAMP: Final = "stamp"


def decide(data: Path, stage: Path, stamp: str, *, pending: bool = False) -> None:
    """From here on the restored copy is the installation (or will be, once its database is renamed)."""
    (stage / STAMP).write_text(stamp, encoding="ascii")
    os.sync()
    stage.rename(data / (PENDING if pending else DECIDED))
    _on_disk(data)


def begun(data: Path) -> bool:
    """Whether a restore is at work in this folder, or was broken off."""
    return any((data / name).exists() for name in (STAGE, PENDING, DECIDED))


def settle(data: Path, renamed: Callable[[], bool] = lambda: False) -> Path | None:
    """End a switch that was begun, if there is one; where the replaced installation lies now. `renamed` says whether the
    database that a pending folder waits for has been given its name."""
    if not any((data / name).exists() for name in (DECIDED, PENDING)):
        return None
    handle = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        pending = data / PENDING
        if pending.exists():
            pending.rename(data / DECIDED) if renamed() else shutil.rmtree(pending)
        return _move(data) if (data / DECIDED).exists() else None
    finally:
        os.close(handle)


def _move(data: Path) -> Path | None:
    decided = data / DECIDED
    aside = data / f"replaced-{(decided / STAMP).read_text(encoding='ascii')}"
    for name in MOVED:
        if not (decided / name).exists():
            continue  # moved before we were killed
        if (data / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (data / name).rename(aside / name)
            _on_disk(aside)
        (decided / name).rename(data / name)
        _on_disk(data)
    shutil.rmtree(decided)
    return aside if aside.exists() else None


def in_use(data: Path) -> list[str]:
    """What of an installation stands in the folder already."""
    return [name for name in MOVED if (data / name).is_dir() and _holds_something(data / name)]


def _holds_something(folder: Path) -> bool:
    # The folder of a database that has never been made holds a lock or nothing.
    return (folder / "cluster").exists() if folder.name == "postgres" else any(folder.iterdir())


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
