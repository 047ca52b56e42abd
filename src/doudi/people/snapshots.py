"""Everybody of a county as a population snapshot takes them (人口快照): known on a day, as seen at a moment.

The same picture as `reads.document`, by plain SQL some thousand households at a time, so that neither the database nor we
ever hold a county whole. Everything is asked as seen at one moment, so what is written meanwhile does not show.
No name, number, telephone or account is read. 济办发〔2020〕21号 二(四)12.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from doudi.law.document import decode_value
from doudi.law.facts import UNKNOWN
from doudi.people.reads import PROPERTY, RANK, VERIFICATION
from doudi.policy.facts import FACTS

CHUNK = 4_000
ALWAYS = {
    "household": ("area", "registration", "members_known", "property_asked"),
    "member": ("relation", "birth", "sex", "registration", "authorised", "income_asked"),
    "supporter": ("relation",),
}
SUBJECTS = {"household": "household_id", "member": "person_id", "supporter": "supporter_id"}
# What holds on the day, as far as was known at the moment: `reads.during`.
DURING = """{row}.valid_from <= %(day)s AND {row}.recorded_at <= %(at)s
    AND ({row}.valid_until IS NULL OR {row}.valid_until > %(day)s OR {row}.ended_at > %(at)s)"""
OPEN = """home.opened_on <= %(day)s AND (home.closed_on IS NULL OR home.closed_on > %(day)s)
    AND home.created_at <= %(at)s"""
HOUSEHOLDS = f"""SELECT home.id, home.area, home.registration FROM people_household home
    WHERE home.area ^@ %(county)s AND home.id > %(after)s AND {OPEN} ORDER BY home.id LIMIT %(most)s"""
COUNTIES = f"SELECT DISTINCT left(home.area, 6) FROM people_household home WHERE {OPEN} ORDER BY 1"
MEMBERS = f"""SELECT row.household_id, row.person_id, row.relation, person.birth, person.sex, person.registration,
    EXISTS (SELECT FROM people_consent consent WHERE consent.person_id = row.person_id
            AND consent.household_id = row.household_id AND consent.scope = '{VERIFICATION}'
            AND consent.valid_from <= %(day)s AND (consent.valid_until IS NULL OR consent.valid_until > %(day)s)
            AND consent.given_at <= %(at)s AND (consent.withdrawn_at IS NULL OR consent.withdrawn_at > %(at)s))
    FROM people_membership row JOIN people_person person ON person.id = row.person_id
    WHERE row.household_id = ANY(%(homes)s) AND {DURING.format(row="row")}
    ORDER BY row.household_id, row.relation <> 'self', row.id"""
SUPPORTERS = f"""SELECT row.household_id, row.id, row.supported_id, row.relation FROM people_supporter row
    WHERE row.household_id = ANY(%(homes)s) AND {DURING.format(row="row")} ORDER BY row.household_id, row.id"""
SEEN = """fact.recorded_at <= %(at)s AND (fact.retracted_at IS NULL OR fact.retracted_at > %(at)s)
    AND fact.valid_from <= %(day)s AND (fact.valid_until IS NULL OR fact.valid_until > %(day)s)"""
ORDER = sorted(RANK, key=lambda source: RANK[source])


def counties(day: date, at: datetime) -> list[str]:
    """The counties in which a file is open on the day."""
    return [code for (code,) in _asked(COUNTIES, {"day": day, "at": at})]


def told_of(day: date, at: datetime) -> dict[str, list[str]]:
    """Which facts are told of anybody, by entity, in the order of their declaration: the columns of a snapshot."""
    told: dict[str, list[str]] = {}
    for entity, column in SUBJECTS.items():
        query = f"SELECT DISTINCT fact.name FROM people_fact fact WHERE fact.{column} IS NOT NULL AND {SEEN}"
        found = {name for (name,) in _asked(query, {"day": day, "at": at})} | set(ALWAYS[entity])
        told[entity] = [name for of, name in FACTS if of == entity and name in found]
    return told


def households(county: str, day: date, at: datetime) -> Iterator[list[dict[str, Any]]]:
    """The open files of a county, some thousands at a time: facts told by name, `members` and `supporters`."""
    after = 0
    while True:
        words = {"county": county, "day": day, "at": at, "after": after, "most": CHUNK}
        homes = _asked(HOUSEHOLDS, words)
        if not homes:
            return
        yield _filled(homes, {"day": day, "at": at, "homes": [home for home, _, _ in homes]})
        after = homes[-1][0]


def _filled(homes: Sequence[tuple[Any, ...]], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    members, supporters = _asked(MEMBERS, words), _asked(SUPPORTERS, words)
    known = {
        "household": _facts("household", words["homes"], words),
        "member": _facts("member", [row[1] for row in members], words),
        "supporter": _facts("supporter", [row[1] for row in supporters], words),
    }
    people, outside = _by_home(members), _by_home(supporters)
    return [_household(home, people.get(home[0], []), outside.get(home[0], []), known) for home in homes]


def _household(home: tuple[Any, ...], people: list[Any], outside: list[Any], known: Mapping[str, Any]) -> dict[str, Any]:
    number, area, registration = home
    told = known["household"].get(number, {})
    places = {row[1]: place for place, row in enumerate(people)}
    # Somebody who has left the household is supported there no longer.
    owed = sorted((row for row in outside if row[2] in places), key=lambda row: (places[row[2]], row[1]))
    own = {"area": area, "registration": registration, "members_known": bool(people),
           "property_asked": not PROPERTY.isdisjoint(told), **told}
    return {
        "household": number,
        "told": own,
        "members": [{"id": row[1], "told": _member(row, known["member"].get(row[1], {}))} for row in people],
        "supporters": [{"of": places[row[2]], "told": {"relation": row[3], **known["supporter"].get(row[1], {})}}
                       for row in owed],
    }


def _member(row: tuple[Any, ...], told: Mapping[str, Any]) -> dict[str, Any]:
    _, _, relation, birth, sex, registration, signed = row
    own = {"relation": relation, "birth": birth or UNKNOWN, "sex": sex or UNKNOWN, "authorised": signed,
           **({"registration": registration} if registration else {}), **told}
    return {**own, "income_asked": own.get("income_asked", any(name.startswith("income_") for name in told))}


def _facts(entity: str, subjects: Iterable[int], words: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """Of every fact of these subjects the telling that stands: `reads` picks the same."""
    column = SUBJECTS[entity]
    query = f"""SELECT DISTINCT ON (fact.{column}, fact.name) fact.{column}, fact.name, fact.value::text
        FROM people_fact fact WHERE fact.{column} = ANY(%(subjects)s) AND {SEEN}
        ORDER BY fact.{column}, fact.name, fact.as_of DESC, array_position(%(order)s, fact.source::text) DESC,
            fact.recorded_at DESC, fact.id DESC"""
    found: dict[int, dict[str, Any]] = {}
    for subject, name, value in _asked(query, {**words, "subjects": list(subjects), "order": ORDER}):
        if (entity, name) in FACTS:
            found.setdefault(subject, {})[name] = None if value is None else decode_value(json.loads(value))
    return found


def _by_home(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _asked(query: str, words: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, words)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
