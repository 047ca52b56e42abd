"""Publishing a snapshot (公布快照): made beside those that are there, whole and on disk before it takes their place.

The folder holds one numbered folder for each publication and `current`, a link to the last, moved by one rename. Whoever
reads follows the link once and stays with what he found: the publication before the last is kept for those still at it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from doudi.population.files import alone_in, to_disk
from doudi.population.snapshot.manifest import MANIFEST

# Its name in the data folder of an installation.
PUBLISHED: Final = "snapshots"
CURRENT: Final = "current"
KEPT: Final = 2
OWNER_ONLY: Final = 0o700
_DRAFT, _LINK = ".draft", ".current"
_BUSY: Final = "另一个进程正在做人口快照。等它做完,标准工作台自动换上新的。"


@contextmanager
def publishing(root: Path) -> Iterator[Path]:
    """An empty folder to write a snapshot into; published when the block ends without an error, else thrown away.
    Raises Occupied."""
    root.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    with alone_in(root, _BUSY):
        draft = root / _DRAFT
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=OWNER_ONLY)
        try:
            yield draft
            if not (draft / MANIFEST).is_file():
                raise FileNotFoundError(f"no {MANIFEST} was written into {draft}")
            _publish(root, draft)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _publish(root: Path, draft: Path) -> None:
    numbers = sorted(int(each.name) for each in root.iterdir() if each.name.isdecimal())
    number = numbers[-1] + 1 if numbers else 1
    for path in (*draft.rglob("*"), draft):
        to_disk(path)
    draft.rename(root / str(number))
    link = root / _LINK
    link.unlink(missing_ok=True)
    link.symlink_to(str(number))
    link.replace(root / CURRENT)
    to_disk(root)
    for old in [*numbers, number][:-KEPT]:
        shutil.rmtree(root / str(old), ignore_errors=True)
