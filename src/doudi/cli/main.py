"""The `doudi` command: one row per command, each in a module of its own, loaded only when it is called.

A module has `add_arguments(parser)` and `main(args) -> int`; deciding a case needs neither Django nor a
database (济办发〔2020〕21号 item 21: 办理、查询).
"""

import argparse
import importlib
import os
import sys
from typing import Final

from doudi.audit.origin import from_where
from doudi.offices import access

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "decide": ("doudi.cli.decide", "按算例文件认定:每个救助项目的结论、金额、依据"),
    "explain": ("doudi.cli.explain", "把一个结论的全部算法列成一棵树"),
    "snapshot": ("doudi.cli.snapshot", "人口快照:从系统登记的家庭,或从部门名册"),
    "screen": ("doudi.cli.screen", "全员筛查:一份人口快照里的每家每户,按每个项目认定"),
    "drift": ("doudi.cli.drift", "变化:两次筛查之间谁的结论变了、为什么,按乡镇列成工作清单"),
    "law": ("doudi.cli.law", "法规检查:在合成人口上从不成立或总是成立的条件和规则"),
    "init": ("doudi.cli.init", "新装:建第一个管理员,装入区划、日历和法规"),
    "areas": ("doudi.cli.areas", "装入新的区划表"),
    "manage": ("doudi.cli.manage", "Django 的管理命令"),
    "synthetic": ("doudi.cli.synthetic", "生成合成人口(虚构),供试用和测速"),
    "retention": ("doudi.cli.retention", "删除保存期限已到的个人信息(--dry-run 只看不删)"),
    "run": ("doudi.cli.run", "启动:数据库、网页、后台任务"),
    "journal": ("doudi.cli.journal", "日志:核对、导出、马上封存"),
    "replay": ("doudi.cli.replay", "复算:把存下的认定按当时的材料、标准和法规再算一遍,逐项比对"),
    "backup": ("doudi.cli.backup", "备份:数据库、材料、日志存证,一个加密文件"),
    "restore": ("doudi.cli.restore", "恢复:用一份备份换上"),
    "drill": ("doudi.cli.drill", "恢复演练:备份、恢复到一旁、逐项核对"),
    "keys": ("doudi.cli.keys", "密钥:列出、增加、换用"),
    "worker": ("doudi.cli.worker", "另开一个后台任务进程"),
    "simulator": ("doudi.cli.simulator", "标准测算进程:把全部家庭放在内存里,改一个数马上算出影响"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; its number is the exit status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
    given = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="doudi", description="兜底:社会救助的认定与办理")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    chosen = next((word for word in given if not word.startswith("-")), None)
    for name, (address, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        if name == chosen:
            module = importlib.import_module(address)
            module.add_arguments(command)
            command.set_defaults(module=module)
    args = parser.parse_args(given)
    try:
        # Whoever can start a command here holds the keys of the house anyway.
        with from_where(f"cli {args.command}"), access.as_system("command"):
            status: int = args.module.main(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough: end as quietly as it did.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
