"""Asking whether somebody is already helped elsewhere (别处救助查询); every asking is journalled.

济办发〔2020〕21号 三20、23. The answer is yes or no, since when, and whom to ask.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework import duties
from doudi.casework.elsewhere import Helped, helped
from doudi.casework.lifecycle import NotPossible
from doudi.people.names import tidy_name
from doudi.people.numbers import person_of

ASKERS = frozenset({"coordinator", "clerk", "county_officer"})


@dataclass(frozen=True)
class Answer:
    """What may be told: whether the number is on record under this name, and where help stands."""

    known: bool
    name_differs: bool
    helped: tuple[Helped, ...] = ()


@transaction.atomic
def ask_elsewhere(*, id_number: str, name: str, by: Any, at: datetime) -> Answer:
    """Ask about one person by number and name. The journal keeps who asked about whom, and never the number."""
    day = localdate(at)
    if not ASKERS & {post.role for post in duties.posts(by, day)}:
        raise NotPossible("只有村(居)、乡镇(街道)和县级民政的经办人员可以查。")
    person = person_of(id_number)
    differs = person is not None and person.name != tidy_name(name)
    found = () if person is None or differs else tuple(helped([person.pk], day=day))
    audit.record(by=by, at=at, verb="ask_elsewhere", purpose="elsewhere",
                 subject=("nobody", 0) if person is None else ("person", person.pk), details={"helped": bool(found)})
    return Answer(person is not None, differs, found)
