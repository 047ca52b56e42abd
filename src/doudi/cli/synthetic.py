"""`doudi synthetic`: an invented city as Parquet files, for trials, benchmarks and training."""

import argparse
import sys
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from doudi.cli.citywide.wishes import a_day
from doudi.population.city import FULL_SIZE, CityRefused, write_city
from doudi.population.places import BadAreas, Place, places_by_county, read_area_codes

# Ages and bytes hang on the day, so it does not move with the clock unless somebody asks.
DAY = date(2026, 1, 1)
BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be wished for."""
    wish = parser.add_argument
    wish("--people", type=_people, default=FULL_SIZE, metavar="N", help=f"人数，默认 {FULL_SIZE:,}")
    wish("--seed", type=_seed, default=1, metavar="S", help="种子：同一种子得到同样的文件，默认 1")
    wish("--out", type=Path, required=True, metavar="DIR", help="存放的文件夹")
    wish("--day", type=a_day, default=DAY, metavar="YYYY-MM-DD", help=f"人口的时点，默认 {DAY}")
    wish("--areas", type=Path, metavar="FILE", help="区划表（CSV，有 code 列），默认用随附的")


def main(wishes: argparse.Namespace) -> int:
    """Make the city, say what was made."""
    try:
        codes = _area_codes(wishes.areas)
        manifest = write_city(wishes.out, places_by_county(codes), people=wishes.people, seed=wishes.seed,
                              day=wishes.day, progress=_Bar(wishes.people).show)
    except (CityRefused, BadAreas) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    except OSError as error:
        where = error.filename or wishes.out
        print(f"\n读写 {where} 出错（{error.strerror}）：请检查路径、权限和磁盘空间", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n已停下。{wishes.out} 里没有 manifest.json，不完整；重做一次会覆盖。", file=sys.stderr)
        return 130
    size = f"{manifest['people']:,} 人，{manifest['households']:,} 户，{len(manifest['counties'])} 个县区"
    print(f"合成 {size}，存于 {wishes.out}。")
    print(f"种子 {manifest['source']['seed']}，校验 {manifest['sha256'][:16]}。全部为虚构，非真实人员。")
    return 0


def shipped_places() -> dict[str, Place]:
    """The villages of the areas that come along, by county."""
    return places_by_county(_area_codes(None))


def _area_codes(path: Path | None) -> list[str]:
    if path is not None:
        return read_area_codes(path)
    with as_file(files("doudi.offices") / "data" / "areas.csv") as shipped:
        return read_area_codes(shipped)


def _people(text: str) -> int:
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError("人数至少为 1")
    return number


def _seed(text: str) -> int:
    number = _whole(text)
    if number < 0:
        raise argparse.ArgumentTypeError("种子不能是负数")
    return number


def _whole(text: str) -> int:
    try:
        return int(text.replace(",", ""))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是整数") from error


class _Bar:
    """A progress bar on the terminal; nothing when the output goes to a file."""

    def __init__(self, people: int) -> None:
        self.people = people

    def show(self, county: str, done: int) -> None:
        """So many people are written, the last ones of this county."""
        if sys.stderr.isatty():
            filled = BAR * done // self.people
            end = "\n" if done == self.people else ""
            bar = "#" * filled + "." * (BAR - filled)
            print(f"\r[{bar}] {done:>10,} 人  {county}", end=end, file=sys.stderr, flush=True)
