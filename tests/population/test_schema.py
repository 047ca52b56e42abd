"""The layout of city files is the declaration of the facts, nothing else."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from doudi.law.facts import UNKNOWN
from doudi.policy.facts import FACTS
from doudi.population.columns import Columns, storage_type
from doudi.population.schema import arrow_type, document_of, household_schema


def _inner(schema: pa.Schema, name: str) -> set[str]:
    return {field.name for field in schema.field(name).type.value_type}


def test_every_declared_fact_has_its_column_and_no_other() -> None:
    schema = household_schema()
    names = {
        entity: {name for of, name in FACTS if of == entity}
        for entity in ("household", "member", "supporter")
    }
    assert set(schema.names) == names["household"] | {"household", "members", "supporters"}
    assert _inner(schema, "members") == names["member"] | {"id"}
    assert _inner(schema, "supporters") == names["supporter"] | {"of"}


def test_inside_a_member_nothing_nests_further() -> None:
    for name in ("members", "supporters"):
        assert not any(
            pa.types.is_nested(field.type) for field in household_schema().field(name).type.value_type
        )


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: f"{fact.entity}.{fact.name}")
def test_the_stored_type_holds_the_declared_range(fact) -> None:
    stored = storage_type(fact)
    if fact.type.family in ("money", "number"):
        assert np.iinfo(stored).min <= fact.low <= fact.high <= np.iinfo(stored).max
    if fact.type.family == "money":
        assert arrow_type(fact) == pa.int64()
    if fact.type.family == "code" and fact.values:
        assert len(fact.values) <= np.iinfo(stored).max


def test_an_undeclared_column_is_refused() -> None:
    with pytest.raises(KeyError):
        household_schema({"household": ["shoe_size"], "member": [], "supporter": []})
    with pytest.raises(KeyError):
        Columns("household", 1).put("shoe_size", 43)


def test_a_value_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="deposits"):
        Columns("household", 2).put("deposits", np.array([0, -1]))


def test_a_code_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(KeyError, match="status"):
        Columns("member", 1).put_code("status", {}, "on_holiday")


def test_a_row_goes_to_the_law_as_it_was_meant() -> None:
    names = {
        "household": ["area", "registration", "deposits", "homes", "procedure_accepted"],
        "member": ["relation", "birth", "income_wage", "works", "died_on"],
        "supporter": ["relation", "court_ordered"],
    }
    schema = household_schema(names)
    row = {
        "household": 7,
        "area": "370831001201",
        "registration": 1,
        "deposits": None,
        "homes": 1,
        "procedure_accepted": None,
        "members": [
            {
                "id": 11,
                "relation": 0,
                "birth": date(1955, 4, 17),
                "income_wage": 0,
                "works": False,
                "died_on": None,
            },
            {"id": 12, "relation": 1, "birth": None, "income_wage": None, "works": True, "died_on": None},
        ],
        "supporters": [{"of": 1, "relation": 2, "court_ordered": None}],
    }
    stored = pa.Table.from_pylist([row], schema=schema).to_pylist()[0]
    document = document_of(stored)
    assert document.household == {
        "area": "370831001201",
        "registration": "rural",
        "deposits": UNKNOWN,
        "homes": 1,
        "procedure_accepted": None,
    }
    assert document.members[1] == {
        "id": "12",
        "relation": "spouse",
        "birth": UNKNOWN,
        "income_wage": UNKNOWN,
        "works": True,
        "died_on": None,
    }
    assert document.supporters == ({"of": "12", "relation": "child", "court_ordered": None},)
