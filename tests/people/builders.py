"""People of the tests: invented, with numbers that pass their own check."""

import itertools
from datetime import date

from doudi.kernel.identifiers import make_id_number
from doudi.people import actions

VILLAGE = "370811006201"
_sequence = itertools.count(1)


def id_number(birth=date(1980, 5, 17), area="370811"):
    """A well-formed number nobody has."""
    return make_id_number(area, birth, next(_sequence) % 1000)


def person(at, name="王建国", birth=date(1980, 5, 17), **more):
    """Somebody registered in the village."""
    more = {"id_number": id_number(birth), "area": VILLAGE, "registration": "rural", **more}
    if not more["id_number"]:
        more["birth"] = birth
    return actions.register_person(name=name, by=None, at=at, **more)


def household(at, *others, day=None, **more):
    """A family of an applicant and others given as (person, relation)."""
    more = {"area": VILLAGE, "registration": "rural", **more}
    members = [(person(at), "self"), *others]
    return actions.open_household(members=members, day=day or at.date(), by=None, at=at, **more)
