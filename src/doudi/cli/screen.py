"""`doudi screen POPULATION`: everybody of a snapshot decided for every programme (全员筛查,济办发〔2020〕21号 二(四)12).

What it finds are clues for a visit, never decisions. It can be stopped at any moment; the same command goes on where it
stopped. The exit status is 1 when something could not be decided, 2 for a wish that cannot be met, 130 when stopped.
"""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from doudi.cli.citywide.explaining import explain
from doudi.cli.citywide.numbers import kernels, standards_for
from doudi.cli.citywide.progress import Progress
from doudi.cli.citywide.wishes import a_day
from doudi.cli.ground import CannotStart
from doudi.kernel.money import show_yuan
from doudi.law import LawError
from doudi.policy.lawbook import BASIC, law_book
from doudi.policy.reading import BadFile
from doudi.population.screening import compiled
from doudi.population.screening.opening import BadPopulation, open_population
from doudi.population.screening.results import NotTheSame, Results
from doudi.population.screening.run import Engine, Run, keep_memory_warm, screen

JINING: Final = ZoneInfo("Asia/Shanghai")
NOT_ALL, CANNOT, INTERRUPTED = 1, 2, 130
SHOWN_REFUSALS: Final = 20
NO_SPARK: Final = "没有装 Spark:请装 doudi[spark](pyspark 和 pandas)和 Java 17 以上,或者不写 --engine spark。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be wished for."""
    wish = parser.add_argument
    wish("population", type=Path, metavar="POPULATION", help="人口快照:一个 .parquet 文件,或按县区分的文件夹(county=区划代码/*.parquet)")
    wish("--out", type=Path, metavar="DIR", help="结果放在哪个文件夹,默认是快照旁边的“快照名-screened-日期”")
    wish("--day", type=a_day, metavar="YYYY-MM-DD", help="按哪一天的法规和标准,默认是快照清单上的日期,没有清单就是今天")
    wish("--standards", type=Path, metavar="FILE", help="标准文件,或放标准文件的文件夹;默认用系统里公布的,没有系统就用演示的示例标准")
    wish("--programmes", type=_programmes, default=BASIC, metavar="A,B", help=f"只认定这些项目,默认 {','.join(BASIC)}")
    wish("--explain", type=int, default=0, metavar="N", help="另把 N 户的算法逐条列出,并核对两种算法结果一致")
    wish("--engine", choices=("kernel", "spark"), default="kernel", help="在本机算(kernel),或用 Spark 算;结果相同")
    wish("--master", default="local[2]", metavar="URL", help="Spark 的地址,默认 local[2]")
    wish("--threads", type=int, default=os.cpu_count() or 1, metavar="N", help="本机同时用几个线程,默认按处理器个数")


def main(args: argparse.Namespace) -> int:
    """Screen, and say what came of it."""
    try:
        with _stoppable():
            run, engine = _run(args)
            return _screened(run, engine, args.explain)
    except (BadPopulation, BadFile, NotTheSame, CannotSpark, CannotStart, LawError) as error:
        print(error, file=sys.stderr)
        return CANNOT
    except OSError as error:
        print(f"读写 {error.filename or args.population} 出错({error.strerror}):请检查路径、权限和磁盘空间", file=sys.stderr)
        return CANNOT


class CannotSpark(RuntimeError):
    """Spark is asked for and not here; the message is Chinese."""


def _run(args: argparse.Namespace) -> tuple[Run, Engine | None]:
    keep_memory_warm()
    population = open_population(args.population, args.threads)
    day = args.day or population.day or datetime.now(JINING).date()
    standards = standards_for(args.standards, day, [county.code for county in population.counties])
    words = (tuple(args.programmes), day, standards.calendar, kernels())
    out = args.out or _beside(args.population, day)
    run = Run(population, compiled.law_of(*words), standards, day, out, max(1, args.threads))
    return run, spark_engine(args.master, compiled.law_of, words) if args.engine == "spark" else None


def spark_engine(master: str, make: Callable[..., Any], words: tuple[Any, ...]) -> Engine:
    """The engine that deals counties out to Spark. Raises CannotSpark."""
    # Its workers are to be the same Python; Spark reads this and nothing else.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        spark = importlib.import_module("doudi.population.screening.spark")
    except ImportError as error:
        raise CannotSpark(NO_SPARK) from error
    engine: Engine = spark.spark_engine(master, spark.Recipe(make, words))
    return engine


def _beside(population: Path, day: date) -> Path:
    whole = population.resolve()
    return whole.with_name(f"{whole.stem}-screened-{day}")


def _screened(run: Run, engine: Engine | None, explained: int) -> int:
    watcher = Progress(run.population.people, len(run.population.counties))
    run.watcher = watcher
    try:
        manifest = screen(run, engine)
    except KeyboardInterrupt:
        watcher.end()
        done = len(Results(run.out).done())
        print(f"已停下。做完的 {done} 个县区留在 {run.out},同样的命令再运行一次就接着做。", file=sys.stderr)
        return INTERRUPTED
    watcher.end()
    print("\n".join(_words(run, manifest)))
    same = _explained(run, explained)
    return 0 if same and not manifest["refused"] else NOT_ALL


def _words(run: Run, manifest: dict[str, Any]) -> Iterator[str]:
    yield f"筛查 {manifest['people']:,} 人,{manifest['households']:,} 户;{run.day},{manifest['standards']}。结果存于 {run.out}。"
    for code, figures in manifest["totals"].items():
        unit = "户" if law_book().programmes[code].entity == "household" else "人"
        money = f",每月 {show_yuan(figures['monthly_fen'])} 元" if figures["monthly_fen"] else ""
        open_ = "".join(
            f",{words} {figures[name]:,} {unit}"
            for name, words in (("need_info", "还差信息"), ("discretion", "需人工裁量"), ("none", "不适用")) if figures[name]
        )  # fmt: skip
        yield (f"  {law_book().programmes[code].label}:符合 {figures['entitled']:,} {unit}({figures['people']:,} 人{money}),"
               f"暂不符合 {figures['not_entitled']:,} {unit}{open_}")
    yield "这些是线索,要入户核实,不是认定。"
    yield from (f"缺标准:{text}" for text in manifest["missing_numbers"])
    if manifest["refused"]:
        yield f"有 {manifest['refused']:,} 处问题的数据没有算,全部列在 {run.out / 'refused.csv'}:"
        refusals = (each for county in manifest["counties"] for each in Results(run.out).refusals(county))
        yield from (f"  {each.text}" for _, each in zip(range(SHOWN_REFUSALS), refusals, strict=False))


def _explained(run: Run, most: int) -> bool:
    if not most:
        return True
    told = explain(run, most)
    print("\n".join(told.lines))
    if told.differences:
        print("两种算法不一致:\n" + "\n".join(told.differences), file=sys.stderr)
        return False
    print(f"逐户核对 {len(told.lines)} 户:与筛查结果全部一致。")
    return True


@contextmanager
def _stoppable() -> Iterator[None]:
    """A polite kill is a Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _programmes(text: str) -> tuple[str, ...]:
    named = tuple(word for word in text.split(",") if word)
    unknown = [word for word in named if word not in law_book().programmes]
    if unknown or not named:
        raise argparse.ArgumentTypeError(f"没有“{text}”这样的项目。可以写的有:{','.join(law_book().programmes)}")
    return named
