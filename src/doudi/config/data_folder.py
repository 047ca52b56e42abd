"""The data folder (数据文件夹): where the database, papers and secrets of this installation live.

Secrets are made once, readable by their owner only, and never leave the folder (济办发〔2020〕21号 三23).
"""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 48


def data_folder() -> Path:
    """`DOUDI_DATA`, else `var` where the command is run."""
    return Path(os.environ.get("DOUDI_DATA") or "var").resolve()


def kept_secret(folder: Path, name: str) -> str:
    """The secret of that name; made on first use, mode 0600."""
    path = folder / name
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    # Written aside and linked into place: two processes that start together agree on one secret.
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
