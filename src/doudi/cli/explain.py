"""`doudi explain FILE PROGRAMME [--member ID]`: the whole arithmetic of one verdict as a tree, and what
would turn it.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from doudi.cli.decide import BAD_FILE, check_lines, decide_files, process_lines
from doudi.law import Decision
from doudi.policy.decide import Line, explanation, flips, programme_label

MARKS: Final = {"yes": "✓", "no": "✗", "info": "?", "human": "人", "plain": "·"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE PROGRAMME [--member ID] [--standards FILE]."""
    parser.add_argument("file", metavar="FILE", help="算例文件")
    parser.add_argument("programme", metavar="PROGRAMME", help="救助项目,例如 subsistence")
    parser.add_argument("--member", metavar="ID", help="按人认定的项目:成员编号")
    parser.add_argument("--standards", metavar="FILE", help="用这个标准文件,不用算例里写的")


def main(args: argparse.Namespace) -> int:
    """Print the tree of one verdict, or of every member's."""
    answers, status = decide_files([Path(args.file)], args.standards)
    if status or not answers:
        return BAD_FILE
    beside = {"standards_check": check_lines, "process": process_lines}
    if args.programme in beside and beside[args.programme](answers[0]):
        lines = [shown for line in answers[0].arithmetic(args.programme) for shown in _lines(line, 1)]
        print("\n".join([*beside[args.programme](answers[0]), "  算法", *lines]))
        return 0
    decision = answers[0].decision
    if decision is None or args.programme not in decision.verdicts:
        known = "、".join(decision.verdicts) if decision else "(这个文件里没有家庭)"
        print(f"错误:这个文件没有“{args.programme}”的结论。可以问的有:{known}。", file=sys.stderr)
        return BAD_FILE
    found = decision.verdicts[args.programme]
    members = list(found) if isinstance(found, dict) else [None]
    if args.member is not None and args.member not in members:
        known = "、".join(str(member) for member in members if member)
        print(
            f"错误:没有成员“{args.member}”的结论。可以问的有:{known or '整个家庭(不写 --member)'}。",
            file=sys.stderr,
        )
        return BAD_FILE
    for member in [args.member] if args.member else members:
        print("\n".join(tree(decision, args.programme, member)))
    return 0


def tree(decision: Decision, programme: str, member: str | None) -> list[str]:
    """One verdict as lines: the arithmetic, and what would change it."""
    lines = [f"{programme_label(programme)}{f' {member}' if member else ''}"]
    lines += _lines(explanation(decision, programme, member), 0)
    changes = flips(decision, programme, member)
    if changes:
        lines += ["", "什么会改变结果", *(f"  · {change.text}" for change in changes)]
    return [*lines, ""]


def _lines(line: Line, depth: int) -> list[str]:
    parts = [f"{'  ' * depth}{MARKS[line.mark]} {line.label}"]
    parts += [part for part in (line.text, line.margin) if part]
    text = " ".join(parts) + "".join(f"〔{note}〕" for note in (line.clause, line.source) if note)
    return [text, *(shown for child in line.children for shown in _lines(child, depth + 1))]
