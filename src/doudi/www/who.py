"""Who stands behind an entry of the journal: name, and the post held on the day of the deed (谁、什么岗位)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.offices import reads as offices
from doudi.www.clock import JINING
from doudi.www.journal_words import kind_words, purpose_words, verb_words

SYSTEM, STRANGER, RESIDENT = "系统", "没有登录的人", "居民本人"


@dataclass(frozen=True)
class Deed:
    """One entry as pages show it."""

    entry: Any
    name: str
    post: str
    verb: str
    purpose: str
    subject: str

    @property
    def day(self) -> date:
        """The day in Jining."""
        return self.entry.at.astimezone(JINING).date()


def deeds_of(entries: Iterable[Any]) -> list[Deed]:
    """Entries with the people behind them, in two queries."""
    entries = list(entries)
    users = offices.users_numbered(each.actor_id for each in entries if each.actor_id is not None)
    return [_deed(each, users.get(each.actor_id)) for each in entries]


def looks_of(entries: Iterable[Any]) -> list[Deed]:
    """As deeds_of, but a page and the parts that it fetches after itself are one look."""
    seen: dict[tuple[Any, ...], Deed] = {}
    for each in deeds_of(entries):
        minute = each.entry.at.replace(second=0, microsecond=0)
        seen.setdefault((each.entry.actor_id, minute, each.verb, each.purpose), each)
    return list(seen.values())


def _deed(entry: Any, user: Any) -> Deed:
    day = entry.at.astimezone(JINING).date()
    number = f" {entry.subject_id}" if entry.subject_id != "0" else ""
    return Deed(entry=entry, name=_name(entry, user), post=post_on(user, day) if user else "",
                verb=verb_words(entry.verb), purpose=purpose_words(entry.purpose, entry.verb),
                subject="" if entry.subject_kind == "list" else kind_words(entry.subject_kind) + number)


def _name(entry: Any, user: Any) -> str:
    if user is None and entry.origin.startswith("api"):
        return f"{offices.office_name(int(entry.origin.split()[1].partition('/')[0]))}(系统接口)"
    if user is None:
        return STRANGER if entry.origin.startswith("web") else SYSTEM
    return RESIDENT if user.person_id is not None else user.name


def post_on(user: Any, day: date) -> str:
    """Office and role on that day; empty for somebody without a post then."""
    held = [each for each in user.posts.all() if each.holds_on(day)]
    return "、".join(f"{each.office.name} {each.get_role_display()}" for each in held)
