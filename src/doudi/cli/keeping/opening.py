"""Opening a backup (打开备份): read to its end and proved whole before anything is done with it."""

import hashlib
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.db.migrations.loader import MigrationLoader

from doudi.cli.keeping.manifest import FORMAT, NAME, Manifest, Tally, key_prints
from doudi.cli.keeping.sealed_file import CHUNK, NotABackup, SealedReader
from doudi.vault.keys import Ring

ENTRY: Final = re.compile(r"(database/\d{8}|(papers|anchors)/[^\0]+|manifest\.json)")
READ: Final = CHUNK
Show = Callable[[str, int], None]


@dataclass(frozen=True)
class Entry:
    """One piece of the archive, to be read now or not at all."""

    name: str
    mode: int
    modified: float
    size: int
    content: IO[bytes]

    @property
    def part(self) -> str:
        """database, papers, anchors, or the manifest."""
        return self.name.partition("/")[0]

    def blocks(self) -> Iterator[bytes]:
        """Its bytes."""
        while block := self.content.read(READ):
            yield block


@contextmanager
def entries(path: Path, ring: Ring) -> Iterator[tuple[SealedReader, Iterator[Entry]]]:
    """The pieces of a backup in their order. Raises NotABackup, in words, at the first thing that is wrong."""
    try:
        with open(path, "rb") as file:
            sealed = SealedReader(file, ring)
            with tarfile.open(fileobj=sealed, mode="r|", bufsize=CHUNK) as archive:
                yield sealed, _entries(archive)
    except OSError as error:
        if error.filename is None:
            raise
        raise NotABackup(f"读不了 {error.filename}:{error.strerror}。") from error
    except tarfile.TarError as error:
        raise NotABackup(f"备份里面读不通({error})。请换一份备份。") from error


def _entries(archive: tarfile.TarFile) -> Iterator[Entry]:
    for member in archive:
        if not (member.isfile() and ENTRY.fullmatch(member.name)) or ".." in Path(member.name).parts:
            raise NotABackup(f"备份里有不该有的东西:{member.name}。请换一份备份。")
        yield Entry(member.name, member.mode, member.mtime, member.size, archive.extractfile(member))
        archive.members.clear()  # tarfile would remember every name


def proved(path: Path, ring: Ring, show: Show) -> Manifest:
    """Read all of it; the manifest, which agrees with what was read."""
    seen: dict[str, Tally] = {}
    manifest = None
    with entries(path, ring) as (sealed, pieces):
        for piece in pieces:
            if piece.name == NAME:
                manifest = Manifest.read(piece.content.read())
                continue
            digest = hashlib.sha256()
            for block in piece.blocks():
                digest.update(block)
            seen.setdefault(piece.part, Tally()).add(piece.name, piece.size, digest.hexdigest())
            show("核对备份文件", sealed.given)
        while sealed.read(READ):
            continue  # the last chunk is behind the end of the archive
        if manifest is None or manifest.format != FORMAT or manifest.identity != sealed.identity:
            raise NotABackup("备份里没有清单,或者清单的格式这个版本认不得。请用做备份时的版本恢复。")
    for name, tally in (("database", manifest.dump), *manifest.folders.items()):
        if seen.get(name, Tally()) != tally:
            raise NotABackup(f"备份和它自己的清单对不上({name})。请换一份备份。")
    return manifest


def fits(manifest: Manifest, ring: Ring) -> None:
    """Refuse what this installation could not use: a newer version's tables, or data sealed with keys that are not
    here."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = [name for name in manifest.database["migrations"] if name not in known]
    if newer:
        raise NotABackup(f"这份备份是较新版本({manifest.version})做的,这个版本不认得它的表({newer[-1]})。请先升级再恢复。")
    here = key_prints(ring)
    lacking = [f"{purpose} {number} 号" for purpose, keys in manifest.keys.items() for number, told in keys.items()
               if here.get(purpose, {}).get(number) != told]
    if lacking:
        raise NotABackup(f"密钥文件不全:备份里的数据要用这些密钥才能读,这里没有:{'、'.join(lacking)}。"
                         "请用做备份那套系统的密钥文件(环境变量 DOUDI_KEYS_FILE 可以指定)。")
