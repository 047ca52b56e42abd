"""Demo accounts (演示账号): one for each role, two clerks because a home visit takes two, and three administrators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from doudi.offices import actions, reads
from doudi.offices.founding import found_offices

TOWNSHIP = "370811006"
SINCE = timedelta(days=365)


@dataclass(frozen=True)
class Account:
    """One demo account, printed with its password when the product starts."""

    username: str
    password: str
    name: str
    role: str
    office: str
    title: str


ACCOUNTS = (
    Account("xieliyuan", "xiezhu-2026", "孔令协", "coordinator", "village", "村(居)协理员"),
    Account("jingban", "jingban-2026", "颜经办", "clerk", "township", "街道经办一"),
    Account("jingban2", "jingban-2026", "孟经办", "clerk", "township", "街道经办二"),
    Account("xianji", "xianji-2026", "曾县级", "county_officer", "county", "任城区民政局"),
    Account("xianji2", "xianji-2026", "仲县级", "county_officer", "county", "任城区民政局"),
    Account("shiji", "shiji-2026", "任市级", "city_officer", "city", "济宁市民政局"),
    Account("rexian", "rexian-2026", "冉话务", "hotline", "hotline", "12349 热线"),
    Account("caizheng", "caizheng-2026", "端木财政", "finance", "finance", "任城区财政局"),
    Account("shenji", "shenji-2026", "闵审计", "auditor", "audit", "任城区审计局"),
    Account("yibao", "yibao-2026", "宰医保", "department", "department", "任城区医保局"),
    Account("guanli", "guanli-2026", "系统管理员", "administrator", "city", "市级管理员"),
    Account("xianguanli", "guanli-2026", "樊管理", "administrator", "county", "任城区管理员"),
    Account("jieguanli", "guanli-2026", "言管理", "administrator", "township", "街道管理员"),
)
# Offices of another kind: level, name, and under which office they stand and whose area they serve.
BUREAUS = (
    ("hotline", "12349 社会救助服务热线", "city"),
    ("finance", "任城区财政局", "county"),
    ("audit", "任城区审计局", "county"),
    ("department", "任城区医疗保障局", "county"),
)
RESIDENT = Account("jumin", "jumin-2026", "", "", "", "居民")


def load(*, at: datetime) -> dict[str, Any]:
    """Offices of the whole city and the staff accounts: username → user."""
    found_offices(by=None, at=at)
    village = reads.villages(TOWNSHIP)[0]
    serving = {office.level: office for office in reads.offices_for(village.code)}
    serving["village"] = actions.open_office(name=f"{village.name}", level="village", prefixes=[village.code],
                                             parent=serving["township"], by=None, at=at)
    for level, name, above in BUREAUS:
        serving[level] = actions.open_office(name=name, level=level, prefixes=serving[above].prefixes,
                                             parent=serving[above], by=None, at=at)
    return {account.username: _make(account, serving[account.office], at) for account in ACCOUNTS}


def _make(account: Account, office: Any, at: datetime) -> Any:
    user = actions.make_user(
        username=account.username,
        name=account.name,
        password=account.password,
        by=None,
        at=at,
        check_password=False,
    )
    actions.appoint(user=user, office=office, role=account.role, since=(at - SINCE).date(), by=None, at=at)
    return user


def make_resident(*, person: Any, at: datetime) -> Any:
    """The account of one resident of the demo township."""
    return actions.make_user(username=RESIDENT.username, name=person.name, password=RESIDENT.password,
                             person_id=person.pk, by=None, at=at, check_password=False)


def in_use() -> list[Account]:
    """The demo accounts that exist here; none in a real installation."""
    return [account for account in (RESIDENT, *ACCOUNTS) if reads.user_named(account.username)]
