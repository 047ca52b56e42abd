"""Installing (`doudi init`, once Django is ready): areas, calendar, offices, the first administrator; no
demo."""

import getpass
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from doudi.cli.ground import CannotStart, collect_static, database, migrate
from doudi.offices import actions as office_actions
from doudi.offices import importing
from doudi.offices import reads as offices
from doudi.offices.founding import found_offices
from doudi.policy.declared import declarations
from doudi.standards import actions as standards

JINING = ZoneInfo("Asia/Shanghai")
CALENDAR_YEARS = range(2019, 2027)


def install(*, username: str, name: str, password_file: Path | None) -> int:
    """Prepare an empty installation. 1, with the reason, when it cannot be."""
    try:
        with database():
            migrate()
            _install(username, name, password_file, datetime.now(JINING))
            collect_static()
    except (CannotStart, office_actions.OfficeRefused) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _install(username: str, name: str, password_file: Path | None, at: datetime) -> None:
    if offices.has_administrator(at.date()):
        raise CannotStart("已经有管理员了。请用管理员账号登录后再建其他账号。")
    username = username or input("管理员用户名:").strip()
    password = _password(password_file)
    with transaction.atomic():
        if offices.is_empty():
            load_ground(at=at)
        city = found_offices(by=None, at=at)
        user = office_actions.make_user(username=username, name=name, password=password, by=None, at=at)
        office_actions.appoint(user=user, office=city, role="administrator", since=at.date(), by=None, at=at)
    print(
        f"安装完成:区划、{len(CALENDAR_YEARS)} 年工作日历、{len(declarations())} 项法定参数的说明已就位,"
        f"管理员是 {username}。\n"
        "各县的标准、文号和生效日期请登录后录入。启动:doudi run --no-demo"
    )


def _password(path: Path | None) -> str:
    if path is not None:
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise CannotStart(f"读不了密码文件 {path}:{error.strerror}。") from error
    first = getpass.getpass("管理员密码(至少 8 位,不要全是数字):")
    if first != getpass.getpass("再输一次:"):
        raise CannotStart("两次输入的密码不一样,请重新运行。")
    return first


def load_ground(*, at: datetime) -> None:
    """What every installation needs: the areas of Jining and the calendar years that come with the
    product."""
    # The list is of mid-2023; older days are asked for when past decisions are looked at again.
    importing.load_jining(day=datetime(2019, 1, 1, tzinfo=JINING).date(), by=None, at=at)
    standards.seed_calendar(years=CALENDAR_YEARS, by=None, at=at)


def import_areas(path: Path, since: date, complete: bool) -> int:
    """A newer list of areas; 1 when some rows were not taken."""
    report = importing.import_areas(importing.read_csv(path), day=since, by=None, at=datetime.now(JINING),
                                    source=path.name, complete=complete)
    made = f"新增 {report.opened},改名 {report.renamed},停用 {report.ended}"
    print(f"{made},补建上级 {len(report.parents_made)}。")
    for line, code, reason in report.refused:
        print(f"第 {line} 行 {code}:{reason}", file=sys.stderr)
    return 1 if report.refused else 0
