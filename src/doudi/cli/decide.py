"""`doudi decide FILE... [--standards FILE] [--json]`: households in the format of worked cases, decided.

A file that cannot be read is reported with place and cure and makes the exit status 2; the others are
decided.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from doudi.law import Missing, Verdict
from doudi.policy.answers import Answer, answer, plain, verdict_json, yuan
from doudi.policy.casefile import Case, load_case
from doudi.policy.decide import outcome_words, programme_label
from doudi.policy.process.deadlines import KEYS as PROCESS_KEYS
from doudi.policy.process.standards_check import KEYS as CHECK_KEYS
from doudi.policy.reading import BadFile
from doudi.policy.sheets import StandardsSet
from doudi.policy.special.children import GROUPS as DIFFICULTY_GROUPS
from doudi.policy.special.left_behind import GROUPS as LEFT_BEHIND_GROUPS
from doudi.policy.urgent.temporary_urgent import CHANNELS

BAD_FILE: Final = 2
NO_CASES: Final = frozenset({"codes.yaml"})
WORDS: Final = {
    True: "是",
    False: "否",
    "need_info": "还差信息",
    None: "—",
    "inside": "区间内",
    "below": "低于区间",
    "above": "高于区间",
}
AMOUNT_WORDS: Final = {
    "monthly": "每月",
    "once": "一次",
    "yearly": "每年",
    "basic": "基本生活",
    "care": "照料护理",
}
CODE_WORDS: Final = {
    "care_grade": {"full": "全自理", "partial": "半护理", "none": "全护理"},
    "standard": {"urban": "城镇", "rural": "农村"},
    "channel": CHANNELS,
    "group": DIFFICULTY_GROUPS | LEFT_BEHIND_GROUPS,
    "fine": {"none": "没有", "discretion": "由决定机关裁量"},
}
DETAIL_WORDS: Final = {
    "members_counted": "计入人数",
    "counted_income": "家庭月收入",
    "per_capita": "人均月收入",
    "gap": "距离线(低于为正)",
    "review_months": "复核周期(月)",
    "care_grade": "自理能力",
    "standard": "适用标准",
    "rigid_total": "刚性支出总额",
    "ratio_percent": "占收入的百分比",
    "valid_months_max": "有效期(月)",
    "from_month": "从",
    "until_month": "到",
    "stop_from": "停发月份",
    "total": "合计",
    "times": "倍数",
    "lowest": "幅度下限",
    "highest": "幅度上限",
    "pay_by": "付款的最后时刻",
    "responsible_area": "实施救助的地方",
    "channel": "谁来付",
    "papers_due": "补齐手续的最后一日",
    "late": "超过时限",
    "started": "启动联动",
    "per_person": "每人补贴",
    "linked_members": "联动人数",
    "full": "全额发放",
    "publicity": "公示",
    "group": "类别",
    "hours": "每月服务时长(小时)",
    "fine": "罚款",
    "fine_min": "罚款下限",
    "fine_max": "罚款上限",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE..., --standards, --json."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="算例文件,或放算例的文件夹")
    parser.add_argument("--standards", metavar="FILE", help="用这个标准文件,不用算例里写的")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def main(args: argparse.Namespace) -> int:
    """Decide every file; the exit status is 2 when one could not be read."""
    answers, status = decide_files([Path(name) for name in args.files], args.standards)
    if args.json:
        print(json.dumps([found.to_json() for found in answers], ensure_ascii=False, indent=2))
    else:
        for found in answers:
            print("\n".join(readable(found)))
    return status


def decide_files(paths: list[Path], standards: str | None) -> tuple[list[Answer], int]:
    """The answers, and 2 if a file was bad (told on stderr)."""
    found: list[Answer] = []
    status = 0
    sets: dict[Path, StandardsSet] = {}
    try:
        fixed = StandardsSet.from_yaml(standards) if standards else None
        files = case_files(paths)
    except BadFile as error:
        print(f"错误:{error}", file=sys.stderr)
        return [], BAD_FILE
    for path in files:
        try:
            case = load_case(path)
            found.append(answer(case, fixed or _named_set(case, sets)))
        except BadFile as error:
            print(f"错误:{error}", file=sys.stderr)
            status = BAD_FILE
    return found, status


def case_files(paths: list[Path]) -> list[Path]:
    """The files to decide: those named, and in folders all YAML files but standards and code lists."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml"))
        found += [
            p for p in inside if p.name not in NO_CASES and "standards" not in p.relative_to(path).parts
        ]
    if not found:
        raise BadFile(paths[0], 0, "没有找到算例文件", "指明一个 .yaml 文件或放算例的文件夹")
    return found


def _named_set(case: Case, sets: dict[Path, StandardsSet]) -> StandardsSet:
    place = case.standards_file()
    if place not in sets:
        sets[place] = StandardsSet.from_yaml(place)
    return sets[place]


def readable(found: Answer) -> list[str]:
    """A case in words: per programme the outcome, amounts, reasons, distances and what is missing."""
    lines = [f"{found.case.name}  {found.case.title}({found.case.day})"]
    if found.decision is not None:
        for code, verdicts in found.decision.verdicts.items():
            each = verdicts if isinstance(verdicts, dict) else {"": verdicts}
            for member, verdict in each.items():
                lines += _verdict_lines(f"{programme_label(code)}{f' {member}' if member else ''}", verdict)
    return [*lines, *check_lines(found), *process_lines(found), ""]


def process_lines(found: Answer) -> list[str]:
    """The deadlines and duties that the procedure sets in motion."""
    steps = {key: value for key, value in found.process.values.items() if value is not None}
    if not steps:
        return []
    lines = [
        f"    · {PROCESS_KEYS[key][0]}:{_word(value)}({PROCESS_KEYS[key][1]})" for key, value in steps.items()
    ]
    return ["  期限与程序", *lines, *_missing_lines(found.process.missing)]


def _verdict_lines(title: str, verdict: Verdict) -> list[str]:
    shown = verdict_json(verdict)
    amounts = [f"{AMOUNT_WORDS[key]} {shown[key]} 元" for key in AMOUNT_WORDS if shown.get(key) is not None]
    lines = [f"  {title}:{outcome_words(verdict)}{',' if amounts else ''}{','.join(amounts)}"]
    if verdict.outcome == "need_info" and verdict.amount_range and any(verdict.amount_range):
        lines.append(f"    · {_range_words(*(yuan(edge) for edge in verdict.amount_range))}")
    lines += [f"    · {reason.label}({reason.clause})" for reason in verdict.because]
    details = [
        f"{word} {CODE_WORDS.get(key, {}).get(shown[key]) or _word(shown[key])}"
        for key, word in DETAIL_WORDS.items()
        if shown.get(key) is not None
    ]
    if details:
        lines.append("    · " + ",".join(details))
    return lines + _missing_lines(verdict.missing)


def _range_words(low: str | None, high: str | None) -> str:
    if low == high:
        return f"如果符合,{low} 元"
    return f"如果符合,{low} 至 {high} 元" if high else f"如果符合,至少 {low} 元"


def check_lines(found: Answer) -> list[str]:
    """The check of a published standard, where the case asks for one."""
    verdict = found.standards_check
    if verdict is None:
        return []
    shown = verdict_json(verdict)
    lines = [
        f"    · {word}:{_word(shown[key])}({clause})"
        for key, (word, clause) in CHECK_KEYS.items()
        if shown[key] is not None
    ]
    return ["  标准校核", *lines, *_missing_lines(verdict.missing)]


def _missing_lines(missing: tuple[Missing, ...]) -> list[str]:
    return [
        f"    · 还缺:{item.label}"
        + (f" {item.subject}" if item.subject else "")
        + (f",由{item.who}填写" if item.who else "")
        for item in missing
    ]


def _word(value: object) -> str:
    shown = plain(value)
    return WORDS.get(shown, str(shown)) if isinstance(shown, (bool, str)) else str(shown)
