"""`doudi simulator`: the compute process of the standards workbench; `doudi run` starts and watches one by itself.

It needs no database: the numbers in force come with the question. It works on the snapshot published last (`doudi snapshot`,
every night by itself). With `--demo-people` it makes and publishes an invented city first where none has been published yet, so
that a demo has something to count.
"""

import argparse
import os
import signal
import sys
import threading
from contextlib import suppress
from datetime import date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from doudi.cli.folder import data_folder
from doudi.cli.simulating.engine import Engine
from doudi.cli.simulating.server import listening, serve
from doudi.law.kernel import Kernel
from doudi.policy.lawbook import law_book
from doudi.population.city import write_city
from doudi.population.files import Occupied
from doudi.population.places import places_by_county, read_area_codes
from doudi.population.simulation.messages import KEPT, SOCKET
from doudi.population.simulation.terms import AMOUNTS, PROGRAMMES
from doudi.population.snapshot.publishing import CURRENT, PUBLISHED, publishing

JINING = ZoneInfo("Asia/Shanghai")
DEMO_SEED = 2020_21


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi simulator`."""
    parser.add_argument("--snapshot", type=Path, help="人口快照的文件夹,默认是最近公布的那一份")
    parser.add_argument("--demo-people", type=int, default=0, metavar="N", help="没有快照时先生成 N 个虚构的人,只用于演示")


def main(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    data = data_folder()
    folder = args.snapshot or data / PUBLISHED / CURRENT
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    engine = Engine(folder, data / KEPT, lambda day: _kernel(day, data / KEPT))
    with listening(data / SOCKET) as door:
        if args.demo_people:
            threading.Thread(target=_demo_city, args=(data / PUBLISHED, args.demo_people), daemon=True).start()
        # An installation without people yet has nothing to work out: its law is compiled when the first snapshot is asked.
        expected = args.demo_people or folder.exists()
        serve(door, engine, stopping, first=(lambda: engine.warm(_today())) if expected else engine.look)
    return 0


def _kernel(day: date, cache: Path) -> Any:
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Kernel.of(law_book(), programmes=PROGRAMMES, day=day, cache=cache, amounts=AMOUNTS, masks=False)


def _demo_city(published: Path, people: int) -> None:
    """In the background, while the door is open already and says that there is no snapshot yet."""
    if (published / CURRENT).exists():
        return
    os.nice(10)
    with as_file(files("doudi.offices") / "data" / "areas.csv") as areas:
        places = places_by_county(read_area_codes(areas))
    with suppress(Occupied), publishing(published) as draft:
        write_city(draft, places, people=people, seed=DEMO_SEED, day=_today())
    print(f"演示用的合成人口(虚构,{people:,} 人)已生成,标准测算可以用了。", file=sys.stderr)


def _today() -> date:
    return datetime.now(JINING).date()
