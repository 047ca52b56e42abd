"""Everything that hangs on a case in one query: rows of many tables as JSON, made into their models again.

A page about a case needs a dozen small tables; one query each would spend its time on round trips.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from doudi.casework.models import (
    AppealRequest,
    Application,
    Award,
    Case,
    Clock,
    Decision,
    Delivery,
    Determination,
    HandedCase,
    Move,
    Notice,
    Objection,
    Opinion,
    Publicity,
    ReviewDue,
    SupplementRequest,
    Visit,
)
from doudi.offices.models import User
from doudi.people.models import Paper

TABLES: dict[str, type[models.Model]] = {
    "moves": Move,
    "handed": HandedCase,
    "clocks": Clock,
    "visits": Visit,
    "supplements": SupplementRequest,
    "opinions": Opinion,
    "publicities": Publicity,
    "objections": Objection,
    "decisions": Decision,
    "notices": Notice,
    "awards": Award,
    "reviews": ReviewDue,
    "appeals": AppealRequest,
    "deliveries": Delivery,
}
OF_HOUSEHOLD: dict[str, type[models.Model]] = {
    "family_awards": Award, "family_cases": Case, "applications": Application, "papers": Paper, "made": Determination}
USERS = ("by", "giver", "taker", "served_by", "set_aside_by", "answered_by")


def children(case_ids: Sequence[int], only: Iterable[str] = TABLES) -> dict[str, list[Any]]:
    """The rows of every table that belong to the cases, oldest first; users attached. Two queries."""
    names = tuple(only)
    parts = [
        f"select '{name}' as kind, id, to_jsonb(t) as row from {TABLES[name]._meta.db_table} t "
        "where case_id = any(%(cases)s)"
        for name in names
    ]
    return _gathered(parts, {"cases": list(case_ids)}, names)


def file_of(case_id: int, household_id: int) -> dict[str, list[Any]]:
    """As `children` of one case, with what the page needs of its household: every award, case and application
    (`family_awards`, `family_cases`, `applications`), the papers, and the case's latest determination (`made`). Two queries."""
    by_case = {name: f"{table._meta.db_table} t where case_id = %(case)s" for name, table in TABLES.items()}
    more = {
        "family_awards": "casework_award t where household_id = %(household)s",
        # Also what was applied for here and has moved on with somebody.
        "family_cases": "casework_case t where household_id = %(household)s or application_id = any(array("
        "select id from casework_application where household_id = %(household)s))",
        "applications": "casework_application t where household_id = %(household)s",
        "papers": "people_paper t where household_id = %(household)s and removed_at is null",
        "made": "casework_determination t where id = (select max(id) from casework_determination "
        "where case_id = %(case)s)",
    }
    parts = [
        f"select '{name}' as kind, id, to_jsonb(t) as row from {where}"
        for name, where in (by_case | more).items()
    ]
    return _gathered(parts, {"case": case_id, "household": household_id}, (*by_case, *more))


def _gathered(parts: list[str], values: dict[str, Any], names: Sequence[str]) -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts) + " order by 1, 2", values)
        rows = cursor.fetchall()
    found: dict[str, list[Any]] = {name: [] for name in names}
    for kind, _, row in rows:
        found[kind].append(_model((TABLES | OF_HOUSEHOLD)[kind], _loaded(row)))
    _attach_users([each for group in found.values() for each in group])
    _link(found)
    return found


def _loaded(row: Any) -> dict[str, Any]:
    return row if isinstance(row, dict) else json.loads(row)


def _model(model: type[models.Model], row: dict[str, Any]) -> Any:
    fields = model._meta.concrete_fields
    values = [_value(field, row[field.column]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)


def _value(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def _attach_users(rows: list[Any]) -> None:
    wanted = {getattr(row, f"{name}_id") for row in rows for name in USERS if hasattr(row, f"{name}_id")} - {
        None
    }
    users = User.objects.in_bulk(wanted)
    for row in rows:
        for name in USERS:
            user = users.get(getattr(row, f"{name}_id", None))
            if user is not None:
                setattr(row, name, user)


def _link(found: dict[str, list[Any]]) -> None:
    decisions = {each.pk: each for each in found.get("decisions", [])}
    for row in (*found.get("notices", []), *found.get("awards", []), *found.get("appeals", [])):
        if row.decision_id in decisions:
            row.decision = decisions[row.decision_id]
