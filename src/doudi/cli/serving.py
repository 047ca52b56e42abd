"""Serving (`doudi run`, once Django is ready): ground, demo, web server and worker, and the words it says."""

import os
import sys
from contextlib import ExitStack
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from doudi.cli.children import Crew, port_comes_free, port_is_free, simulator, wait_for, web, worker
from doudi.cli.demo import accounts
from doudi.cli.ground import (
    CannotStart,
    collect_static,
    database,
    migrate,
    only_one,
    refuse_unguarded,
    standing,
)
from doudi.offices import reads as offices
from doudi.vault.trial import WrongKeys, try_ring

JINING = ZoneInfo("Asia/Shanghai")
# An invented city in the proportions of Jining, small enough to be made while somebody signs in.
DEMO_PEOPLE = 84_000


def serve(*, host: str, port: int, demo: bool) -> int:
    """Start, serve, stop. 0 when it was told to stop, 1 when something is wrong."""
    try:
        with ExitStack() as stack:
            stack.enter_context(only_one())
            if not port_is_free(host, port):
                _say(f"端口 {port} 还被占用,等它几秒……")
            if not port_comes_free(host, port):
                raise CannotStart(f"端口 {port} 已经被别的程序占用。请用 --port 换一个,例如 --port 8001。")
            stack.enter_context(database(ours=True))
            prepare(demo=demo)
            return _serve(host, port)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def prepare(*, demo: bool) -> None:
    """Tables, areas, calendar, demo, static files: whatever of it is not there yet."""
    migrate()
    refuse_unguarded()
    try:
        try_ring()
    except WrongKeys as error:
        raise CannotStart(str(error)) from error
    if offices.is_empty():
        at = datetime.now(JINING)
        _say("第一次启动:正在载入济宁市区划和工作日历……")
        # All or nothing: a first start that was broken off begins again from the beginning.
        with transaction.atomic():
            # Only a first start needs the whole house in this process; every other one is quick without.
            import_string("doudi.cli.installing.load_ground")(at=at)
            if demo:
                _say("正在生成演示乡镇(全部人物、金额都是虚构的示例)……")
                import_string("doudi.cli.demo.loading.load_demo")(at=at)
    collect_static()


def _serve(host: str, port: int) -> int:
    if accounts.in_use():
        # The accounts of the demo city are tried with a password; a real installation requires a second factor.
        os.environ.setdefault("DOUDI_SECOND_FACTOR", "offered")
    people = DEMO_PEOPLE if accounts.in_use() else 0
    crew = Crew([web(host, port), worker(), simulator(demo_people=people)], standing())
    crew.start()
    try:
        if wait_for(host, port, crew):
            _greet(host, port)
        return crew.watch()
    finally:
        crew.stop()
        _say("已全部停止,数据已保存。")


def _greet(host: str, port: int) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    _say(f"\n兜底已启动:http://{shown}:{port}/ (居民)  http://{shown}:{port}/staff/ (工作人员)")
    rows = accounts.in_use()
    if rows:
        _say("演示账号(仅供试用,全部为虚构人物;标准为示例,非济宁市公布标准):")
        for row in rows:
            _say(f"  {row.username:<12} {row.password:<14} {row.title}")
    _say(f"数据在 {settings.DATA}。按 Ctrl-C 停止。")


def _say(text: str) -> None:
    print(text, flush=True)
