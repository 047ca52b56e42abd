"""What is done to a restored database before it counts (恢复后的步骤), as its owner and in a process of its own, because
the settings of this one speak of another database.

A step is a verb that takes `by=None` and `at=`. A new step is one line here.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import django
from django.db import transaction
from django.utils.module_loading import import_string

JINING = ZoneInfo("Asia/Shanghai")
# Run in this order, each in the one transaction of all of them.
STEPS: Final[tuple[str, ...]] = ("doudi.audit.sealing.carry_on",)
SETTINGS: Final = "doudi.config.settings"


class StepFailed(RuntimeError):
    """A step after restoring did not succeed; the message is Chinese."""


def environment(data: Path, keys: Path, *, url: str = "", owner: bool = False) -> dict[str, str]:
    """Of a process that works on the restored copy and nothing else."""
    kept = {name: value for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "DATABASE_OWNER_URL", "DOUDI_DB_ROLE"}}
    told = {"DOUDI_DATA": str(data), "DOUDI_KEYS_FILE": str(keys), "DJANGO_SETTINGS_MODULE": SETTINGS}
    if url:
        told |= {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    return {**kept, **told, **({"DOUDI_DB_ROLE": "owner"} if owner else {})}


def run_steps(identity: str, told: dict[str, str]) -> None:
    """Every step, on the restored copy."""
    done = subprocess.run([sys.executable, "-m", "doudi.cli.keeping.after", identity], env=told, check=False,
                          capture_output=True, text=True)
    if done.returncode:
        raise StepFailed(f"数据已恢复到一旁,但恢复后的步骤没有成功,所以没有切换:\n{done.stderr.strip()}")


def main(identity: str) -> None:
    """In the process of its own."""
    django.setup()
    at = datetime.now(JINING)
    record = import_string("doudi.audit.actions.record")
    with transaction.atomic():
        for step in STEPS:
            import_string(step)(by=None, at=at)
        record(by=None, at=at, verb="restore_backup", subject=("backup", identity))


if __name__ == "__main__":
    main(sys.argv[1])
