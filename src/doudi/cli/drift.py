"""`doudi drift OLD NEW --out DIR`: what changed between two screenings, for whom and why (年度复核,民发〔2021〕57号 第三十一条)."""

import argparse
import sys
from functools import partial
from pathlib import Path

from doudi.cli.citywide.numbers import kernels
from doudi.cli.keeping.progress import Progress
from doudi.law.explain import OUTCOME_WORDS
from doudi.policy.lawbook import law_book
from doudi.population.drift.run import Drift, NotComparable, Screening, drift
from doudi.population.screening.compiled import law_of
from doudi.population.screening.opening import BadPopulation, open_population
from doudi.population.screening.results import Results

CANNOT, INTERRUPTED = 2, 130
SHOWN_CAUSES = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be wished for."""
    wish = parser.add_argument
    wish("old", type=Path, metavar="OLD", help="上一次筛查的结果文件夹")
    wish("new", type=Path, metavar="NEW", help="这一次筛查的结果文件夹")
    wish("--out", type=Path, required=True, metavar="DIR", help="工作清单存放的文件夹(每个乡镇一份 XLSX 和 CSV)")
    wish("--old-population", type=Path, metavar="DIR", help="上一次的人口快照,默认是结果里记下的位置")
    wish("--new-population", type=Path, metavar="DIR", help="这一次的人口快照,默认是结果里记下的位置")


def main(args: argparse.Namespace) -> int:
    """Compare, write the lists, say what was found."""
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        print(f"{args.out} 里有别的东西,请换一个空文件夹", file=sys.stderr)
        return CANNOT
    progress = Progress("比较")
    try:
        opened = partial(open_population, threads=2)
        old = Screening.of(Results(args.old), opened, args.old_population)
        new = Screening.of(Results(args.new), opened, args.new_population)
        law = law_of(new.programmes, new.day, new.standards.calendar, kernels())
        found = drift(old, new, law, args.out, lambda county, done: progress.show(f"{county} {done:,} 户"))
    except (NotComparable, BadPopulation) as error:
        print(error, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print("\n已停下,没有写出清单。", file=sys.stderr)
        return INTERRUPTED
    progress.done()
    _tell(found, args.out)
    return 0


def _tell(found: Drift, out: Path) -> None:
    print(f"{found.households:,} 户的 {found.changes:,} 个结论变了,按乡镇列在 {out}。这是线索,要入户核实,不是认定。")
    for (code, before, after), count in sorted(found.moves.items(), key=lambda each: -each[1]):
        words = [OUTCOME_WORDS.get(outcome, "不在册") for outcome in (before, after)]
        print(f"  {law_book().programmes[code].label}:{words[0]} → {words[1]} {count:,}")
    if found.causes:
        print("原因(一个结论可以有几个):")
    for label, count in found.causes.most_common(SHOWN_CAUSES):
        print(f"  {label} {count:,}")
