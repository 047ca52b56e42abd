"""`doudi law check`: conditions and rules that say the same of everybody in an invented city."""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from doudi.cli.citywide.numbers import kernels, standards_for
from doudi.cli.citywide.wishes import a_day
from doudi.cli.ground import CannotStart
from doudi.cli.keeping.progress import Progress
from doudi.cli.synthetic import shipped_places
from doudi.policy.decide import programme_label
from doudi.policy.lawbook import BASIC
from doudi.policy.reading import BadFile
from doudi.population.city import write_city
from doudi.population.screening.compiled import law_of
from doudi.population.screening.county import batches
from doudi.population.screening.opening import open_population
from doudi.population.silent import Counts, count

PEOPLE, SEED = 20_000, 1
DAY = date(2026, 6, 15)
CANNOT = 2
DEEDS = {"check": "在合成人口上检查每个条件、每条规则"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """check, and on whom."""
    parser.add_argument("deed", choices=DEEDS, metavar="check", help=DEEDS["check"])
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"合成多少人,默认 {PEOPLE:,}")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help=f"种子,默认 {SEED}")
    parser.add_argument("--day", type=a_day, default=DAY, metavar="YYYY-MM-DD", help=f"哪一天的法规和标准,默认 {DAY}")
    parser.add_argument("--standards", type=Path, metavar="FILE", help="标准文件或文件夹;默认用系统里公布的,没有系统就用演示的示例标准")


def main(args: argparse.Namespace) -> int:
    """Count, and list what never or always holds."""
    counts, progress = Counts(), Progress("检查")
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_city(Path(folder), shipped_places(), people=args.people, seed=args.seed, day=args.day)
            population = open_population(Path(folder))
            standards = standards_for(args.standards, args.day, [county.code for county in population.counties])
            law = law_of(BASIC, args.day, standards.calendar, kernels())
        except (BadFile, CannotStart, ValueError) as error:
            print(error, file=sys.stderr)
            return CANNOT
        for county in population.counties:
            progress.show(county.code)
            count(county.code, batches(county, county.files, law), law, standards, counts)
    progress.done()
    _tell(counts, args.people, standards.title)
    return 0


def _tell(counts: Counts, people: int, title: str) -> None:
    silent = list(counts.silent())
    print(f"合成 {people:,} 人,{title}:{len(counts.conditions)} 个条件,{len(counts.rules)} 条是否规则,{len(silent)} 个对人人都一样。")
    for where, label, found in silent:
        place = where if "." in where else f"{programme_label(where)} 的条件"
        print(f"  {found.verdict}  {place}  {label}(成立 {found.holds:,},不成立 {found.fails:,},没有查清 {found.unknown:,})")
    print("合成人口里遇不到的情形也会列出来;不是每一条都是错。")
