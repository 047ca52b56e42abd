"""What `doudi keys` does, once Django is ready."""

import argparse
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from doudi.audit import actions as audit
from doudi.vault import keys, rotation

JINING = ZoneInfo("Asia/Shanghai")
NAMES = {keys.DATA: "内容", keys.INDEX: "查找", keys.JOURNAL: "流水", keys.BACKUP: "备份"}
IN_CLEAR = 0


def list_keys(_args: argparse.Namespace) -> int:
    """Every key with its number, and how many values still need it."""
    found, ring = rotation.uses(), keys.ring()
    print("用途\t编号\t还封着")
    for purpose in keys.PURPOSES:
        current = ring.current(purpose).id
        for number in sorted({key.id for key in ring.all(purpose)} | {key for kind, key in found if kind == purpose}):
            counted = f"{found[purpose, number]:,}" if purpose in rotation.ROTATED else "—"
            print(f"{NAMES[purpose]} {purpose}\t{number}\t{counted}\t{_remark(purpose, number, current, ring)}".rstrip())
    if any(number != ring.current(purpose).id for purpose, number in found):
        print("还有用旧密钥封的:运行 doudi keys rotate,或等今晚自动换。换完以前不要删旧密钥。")
    return 0


def _remark(purpose: str, number: int, current: int, ring: keys.Ring) -> str:
    if number == current:
        return "现用"
    if number == IN_CLEAR:
        return "还没有封"
    return "" if number in ring.keys[purpose] else "密钥文件里没有这一把,这些内容打不开"


def add_keys(args: argparse.Namespace) -> int:
    """A new key seals from now on."""
    key = rotation.add_key(args.purpose)
    _note("add_key", args.purpose, {"number": key.id})
    print(f"已加上 {NAMES[args.purpose]}密钥 {key.id},从现在起用它。请马上备份密钥文件 {keys.ring_file()},再运行 doudi keys rotate。")
    return 0


def rotate_keys(_args: argparse.Namespace) -> int:
    """Everything sealed anew; 1 when something could not be opened."""
    done: Counter[str] = Counter()

    def told(name: str, sealed: int) -> None:
        done[name] += sealed
        print(f"\r{name} {done[name]:,}", end="", flush=True)

    result = rotation.rotate(told)
    if result.sealed or result.unreadable:
        _note("rotate_keys", 0, {"sealed": result.sealed, "unreadable": len(result.unreadable)})
    print(f"\r换好了 {result.sealed:,} 处。")
    for place in result.unreadable:
        print(f"打不开:{place}(内容被改动过,或密钥已经不在)")
    return 1 if result.unreadable else 0


@transaction.atomic
def _note(verb: str, subject: object, details: dict[str, int]) -> None:
    audit.record(by=None, at=datetime.now(JINING), verb=verb, subject=("keys", subject), details=details)
