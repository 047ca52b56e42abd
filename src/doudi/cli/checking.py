"""Saying what a check of the journal found, in plain words; and checking an exported file, which needs no database."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from doudi.audit import exporting
from doudi.audit.anchors import Anchors, read_anchors
from doudi.audit.checking import Checker, Report
from doudi.kernel.sealing import Key
from doudi.vault import keys

JINING = ZoneInfo("Asia/Shanghai")
LATE_MINUTES = 10
NO_KEYS = ("没有密钥:只查了记录和封条对不对得上、封条一个接一个有没有断。有人连封条一起重写过的话,没有密钥查不出来。")
NO_ANCHORS = "没有锚文件:尾部有没有被整段截掉,查不出来。"


def check_file(path: Path, anchors: Path | None, *, has_keys: bool) -> int:
    """Check an exported journal; 1 with the first thing that is wrong."""
    known = read_anchors(anchors) if anchors else None
    checker = Checker(find=lambda number: exporting.find_in(path, number), key=key_of(has_keys), anchors=known)
    report = checker.check(exporting.seals_in(path), exporting.lines_in(path))
    if report.broken is None:
        exporting.check_manifest(path, checker.key)
    return tell(report, known, has_keys=has_keys)


def key_of(has_keys: bool) -> Callable[[int], Key] | None:
    """How the key of a seal is found by its number; None without a ring."""
    ring = keys.ring() if has_keys else None
    return None if ring is None else lambda number: ring.key(keys.JOURNAL, number)


def tell(report: Report, anchors: Anchors | None, *, has_keys: bool) -> int:
    """Print the report; the exit status."""
    print(f"核对了 {report.seals} 个封条、{report.records} 条封存的记录。")
    if report.broken is not None:
        print(f"不对:{report.broken}。", file=sys.stderr)
        return 1
    print("全部对得上。" + (f"最后一个封条是 {_local(report.last_sealed)} 的。" if report.last_sealed else "还没有封条。"))
    for line in _open(report) + _anchored(report, anchors):
        print(line)
    if not has_keys:
        print(NO_KEYS)
    return 0


def _open(report: Report) -> list[str]:
    if not report.open_count:
        return ["没有还没封存的记录。"]
    minutes = int((datetime.now(JINING) - datetime.fromisoformat(report.open_since)).total_seconds() // 60)
    told = [f"还没封存的记录 {report.open_count} 条,最早的是 {_local(report.open_since)} 的({minutes} 分钟前);封存以前的改动查不出来。"]
    if minutes >= LATE_MINUTES:
        told.append("封存好像停了:请看后台任务是不是在运行,或者有一个很长的操作没有结束。")
    return told


def _anchored(report: Report, anchors: Anchors | None) -> list[str]:
    if anchors is None:
        return [NO_ANCHORS]
    told = [f"{_local(each.at)} 从备份恢复过:封条 {each.number} 之后到 {each.lost} 的记录在恢复时没有了。"
            for each in anchors.carried]
    if report.unanchored > 0:
        told.append(f"最后 {report.unanchored} 个封条不在锚文件里:刚封存的会在下一分钟补上。")
    return told


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(JINING):%Y-%m-%d %H:%M:%S}"
