"""One township (乡镇) of invented households as plain records, for the demo and for tests of the rooms
above.

The everyday households come from the same generator as the synthetic city, with more hardship; with a sheet
handed in, every story of `stories` is told among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from doudi.kernel.days import age_on
from doudi.law.document import Document
from doudi.law.sheet import Sheet
from doudi.population.block import Setting, make_block
from doudi.population.drafts import Draft
from doudi.population.families import Taste
from doudi.population.names import BANK, People
from doudi.population.places import Place, place_of_township
from doudi.population.schema import document_of
from doudi.population.stories import STORIES, Lines

HARDSHIP: Final = Taste(
    hard_pressed=0.5,
    childless_elders=0.3,
    illness=4.0,
    disability=4.0,
    kinds=(
        ("elder_alone", 2.0),
        ("one_parent", 2.0),
        ("grandparents_with_child", 2.0),
        ("child_with_grandparent", 6.0),
    ),
)
_ADULT: Final = 18
_DAYS_WITHOUT_PAPERS: Final = 60
_DOTTED_SHARE: Final = 0.004
_NAMED_BY_RECORD: Final = ("id", "relation", "sex", "birth")


@dataclass(frozen=True)
class PersonRecord:
    """A person: `id` inside the household, `facts` what the law asks beyond relation, sex and birth
    (defaults left out).

    A child of a few weeks has no `id_number` yet; nobody under eighteen has a telephone or an account.
    """

    id: str
    name: str
    id_number: str | None
    sex: str
    birth: date | None
    relation: str
    phone: str
    account_number: str
    account_bank: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class SupporterRecord:
    """Somebody outside who owes the member `of` support; the same name for two parents is the same person."""

    name: str
    of: str
    relation: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class HouseholdRecord:
    """A household of a village (12-digit `area`); `story` says in Chinese what it was made for, empty if
    everyday.
    """

    number: int
    area: str
    address: str
    registration: str
    facts: dict[str, Any]
    persons: tuple[PersonRecord, ...]
    supporters: tuple[SupporterRecord, ...]
    story: str = ""

    def document(self) -> Document:
        """The household as the law takes it."""
        members = [
            {
                "id": person.id,
                "relation": person.relation,
                "sex": person.sex,
                **_birth(person),
                **person.facts,
            }
            for person in self.persons
        ]
        supporters = [{"of": row.of, "relation": row.relation, **row.facts} for row in self.supporters]
        household = {"area": self.area, "registration": self.registration, **self.facts}
        return Document(household, tuple(members), tuple(supporters))


def _birth(person: PersonRecord) -> dict[str, date]:
    return {} if person.birth is None else {"birth": person.birth}


def township(
    area_codes: Iterable[str],
    township_code: str,
    households: int,
    seed: int,
    day: date,
    *,
    sheet: Sheet | None = None,
) -> list[HouseholdRecord]:
    """`households` records in the villages of one township, the same for the same arguments.

    `area_codes` are the codes of an area table. With a `sheet` the households that stand on the lines of
    the law are among them (as many as there is room for). Raises BadAreas for a township without villages
    in the table.
    """
    place = place_of_township(area_codes, township_code)
    rng = np.random.default_rng([seed, int(township_code)])
    drafts = _stories(sheet, place, township_code)[:households]
    everyday = (
        make_block(rng, Setting(place, day, HARDSHIP), households - len(drafts))
        if households > len(drafts)
        else None
    )
    rows = everyday.table().to_pylist() if everyday else []
    made = [
        (draft, place.villages[int(rng.choice(len(place.villages), p=place.weights))]) for draft in drafts
    ]
    made += [(Draft.of(document_of(row)), row["area"]) for row in rows]
    people = People(rng)
    return [
        _record(people, place, number, made[at], day)
        for number, at in enumerate(rng.permutation(len(made)), 1)
    ]


def _stories(sheet: Sheet | None, place: Place, township_code: str) -> list[Draft]:
    if sheet is None:
        return []
    urban = place.urban_share.mean() > 0.5
    lines = [Lines.of(sheet, township_code, registration) for registration in ("urban", "rural")]
    main, other = lines if urban else lines[::-1]
    told = [story(main) for story in STORIES] if main else []
    return told + ([story(other) for story in STORIES[:4]] if other else [])


def _record(people: People, place: Place, number: int, made: tuple[Draft, str], day: date) -> HouseholdRecord:
    draft, village = made
    surname = people.surname()
    names = _names(people, draft, surname)
    if number == 2 or people.rng.random() < _DOTTED_SHARE:
        names[0] = people.dotted()
    named = zip(draft.members, names, strict=True)
    persons = tuple(_person(people, member, name, day) for member, name in named)
    address = f"{place.villages.index(village) % 9 + 1}组{int(people.rng.integers(1, 200))}号"
    supporters = _supporters(people, draft, surname)
    return HouseholdRecord(
        number, village, address, draft.registration, draft.facts, persons, supporters, draft.story
    )


def _names(people: People, draft: Draft, surname: str) -> list[str]:
    """A wife, a mother and a grandmother keep their own surname; everybody else has the family's."""
    married = any(member["relation"] == "spouse" for member in draft.members)
    keep = {"spouse", "parent", "grandparent", *(["self"] if married else [])}
    names = []
    for member in draft.members:
        own = member["sex"] == "female" and member["relation"] in keep
        born = member["birth"].year if isinstance(member.get("birth"), date) else 1970
        names.append(people.name(people.surname() if own else surname, member["sex"], born))
    return names


def _person(people: People, member: dict[str, Any], name: str, day: date) -> PersonRecord:
    birth = member["birth"] if isinstance(member.get("birth"), date) else None
    adult = birth is None or age_on(birth, day) >= _ADULT
    has_papers = birth is not None and (day - birth).days >= _DAYS_WITHOUT_PAPERS
    return PersonRecord(
        id=member["id"],
        name=name,
        id_number=people.id_number(birth, member["sex"]) if birth and has_papers else None,
        sex=member["sex"],
        birth=birth,
        relation=member["relation"],
        phone=people.phone() if adult else "",
        account_number=people.account() if adult else "",
        account_bank=BANK if adult else "",
        facts={key: value for key, value in member.items() if key not in _NAMED_BY_RECORD},
    )


def _supporters(people: People, draft: Draft, surname: str) -> tuple[SupporterRecord, ...]:
    """Rows that describe the same person (all facts equal) get one name."""
    names: dict[str, str] = {}
    rows = []
    for row in draft.supporters:
        facts = {key: value for key, value in row.items() if key not in ("of", "relation")}
        described = repr(sorted(facts.items(), key=lambda item: item[0]))
        if described not in names:
            names[described] = people.name(surname, "male" if people.rng.random() < 0.5 else "female", 1980)
        rows.append(SupporterRecord(names[described], row["of"], row["relation"], facts))
    return tuple(rows)
