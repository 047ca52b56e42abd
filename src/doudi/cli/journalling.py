"""What `doudi journal` does with the database (once Django is ready): check, export, seal, carry on."""

import sys
from datetime import datetime
from pathlib import Path

from django.db import transaction

from doudi.audit import actions as audit
from doudi.audit import exporting, sealing, stored
from doudi.audit.anchors import read_anchors
from doudi.audit.checking import Checker
from doudi.cli.checking import JINING, key_of, tell
from doudi.vault import keys


def check_database(anchors: Path | None, *, has_keys: bool) -> int:
    """Check the journal of this installation; 1 with the first thing that is wrong."""
    path = anchors or sealing.anchors_file()
    # The anchors first: a seal made in between must not look like one that was cut off.
    known = read_anchors(path) if anchors or path.exists() else None
    with stored.one_moment():
        report = Checker(find=stored.line, key=key_of(has_keys), anchors=known).check(stored.seals(), stored.lines())
    return tell(report, known, has_keys=has_keys)


def export(path: Path) -> int:
    """Write the whole journal into a file; that it was done is journalled first."""
    at = datetime.now(JINING)
    with transaction.atomic():
        audit.record(by=None, at=at, verb="export_journal", subject=("journal", 0))
    with stored.one_moment():
        written = exporting.write(path, stored.seals(), stored.lines(), at=at, key=keys.ring().current(keys.JOURNAL))
    print(f"已导出 {written.records} 条记录、{written.seals} 个封条:{path}")
    return 0


def seal() -> int:
    """Seal now."""
    try:
        count = sealing.seal(at=datetime.now(JINING))
    except sealing.CannotSeal as error:
        print(error, file=sys.stderr)
        return 1
    print("没有要封存的记录。" if count is None else f"已封存 {count} 条记录。")
    return 0


def carry_on() -> int:
    """After a restore: number on from where the journal ends."""
    number = sealing.carry_on(at=datetime.now(JINING))
    print(f"日志从封条 {number} 接着往下记。")
    return 0
