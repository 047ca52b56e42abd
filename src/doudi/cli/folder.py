"""Where this installation keeps its data (数据文件夹), for commands that begin before Django knows its settings."""

import os
from pathlib import Path


def data_folder() -> Path:
    """`DOUDI_DATA`, else `var` where the command is run: what the settings say too."""
    return Path(os.environ.get("DOUDI_DATA") or "var").resolve()
