"""The round of retention from the command line, once Django is ready: counts by programme and reason."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from doudi.casework.retention import actions, reads

JINING = ZoneInfo("Asia/Shanghai")
NO_TERM = "没有录入保存期限,不删"


def carry_out(*, dry_run: bool) -> int:
    """Print what goes and what stays; do it unless it is a dry run."""
    now = datetime.now(JINING)
    counted = Counter(_words(due, kept) for due, kept in actions.foresee(at=now))
    for words, count in sorted(counted.items()):
        print(f"{words}:{count} 户")
    if not counted:
        print("没有到期的。")
    if dry_run:
        print("只看不删:什么都没有改。")
        return 0
    done = actions.go_round(at=now)
    print(f"已删除 {done.get('forgotten', 0)} 户的个人信息;撤下的材料 {done['removed_papers']} 份。")
    return 1 if done.get("failed") else 0


def _words(due: actions.Due, kept: str) -> str:
    if due.no_term:
        return NO_TERM
    what = f"{reads.label_of(due.programme)} {reads.GROUNDS[due.ground]}"
    return f"{what} 保留({reads.LABELS[kept]})" if kept else f"{what} 到期"
