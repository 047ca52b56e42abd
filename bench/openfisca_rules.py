"""低保 and 边缘 once more, as OpenFisca would have them: the peer that the kernel is measured against.

Run by itself with openfisca-core on the path: `python -m bench.openfisca_rules CITY NUMBERS KNOWN` prints one JSON line and
writes into KNOWN whom it knows whole. It reads the same Parquet files and decides the same households; whoever has an
unknown fact is computed too (as nothing), but only households whose facts are all known are compared. OpenFisca's numbers
are made 64 bits wide: its own 32 would wrap. Supporters are persons of the household in a role of their own, and belong
to the one member whom they support.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable, config

config.VALUE_TYPES[int]["dtype"] = np.int64
config.VALUE_TYPES[float]["dtype"] = np.float64

DAY = date(2026, 6, 15)
PERIOD = "2026-06"
MONTHS, FEN, ADULT, EXEMPT_AGE, SEVERE, REFUSALS, CLERGY_YEARS = 12, 100, 18, 60, 2, 3, 3
KINDS = ("visual", "hearing", "speech", "limb", "intellectual", "mental", "multiple")
REGULAR = ("business", "land", "rent", "interest", "pension", "support", "unemployment", "other")
INPUTS = {
    "household": ("registration", "deposits", "securities", "insurance_cash_value", "exempt_amount", "vehicles",
                  "vehicles_exempt", "homes",
                  "non_residential_property"),
    "members": ("relation", "birth", "student", "independent", "support_duty", "co_resident", "status", "status_years", "works",
                "refused_jobs", "income_wage",
                *(f"income_{kind}" for kind in REGULAR), *(f"disability_{kind}" for kind in KINDS)),
    "supporters": ("relation", "registration", "household_size", "monthly_income", "age", "supports", "court_ordered"),
}  # fmt: skip

Household = build_entity("household", "households", "A household", roles=[
    {"key": "member", "plural": "members", "label": "Members"}, {"key": "outside", "plural": "outsiders", "label": "Supporters"}])
Bond = build_entity("bond", "bonds", "A member and who owes him support", roles=[
    {"key": "supported", "plural": "supporteds", "label": "Supported", "max": 1},
    {"key": "supporter", "plural": "supporters", "label": "Supporters"}])
Person = build_entity("person", "persons", "A member or a supporter", is_person=True)


def fixed(numbers: Path) -> dict[str, Any]:
    """The published numbers, in fen."""
    return json.loads(numbers.read_text(encoding="utf-8"))


def variable(entity: Any, kind: type, formula: Any = None, name: str = "") -> type[Variable]:
    """A variable by its formula's name, or an input."""
    body = {"value_type": kind, "entity": entity, "definition_period": periods.DateUnit.MONTH, "label": name}
    return type(name or formula.__name__, (Variable,), body if formula is None else {**body, "formula": formula})


def born_before(years: int) -> int:
    """The last day of birth, counted from 1970, of somebody who is so old on the day."""
    return (date(DAY.year - years, DAY.month, DAY.day) - date(1970, 1, 1)).days


class Persons:
    """Formulas of members and supporters; `codes` are the places of the words in the files."""

    def __init__(self, law: dict[str, Any], codes: dict[str, list[str]]) -> None:
        self.law, self.codes = law, codes

    def place(self, name: str, *words: str) -> list[int]:
        return [self.codes[name].index(word) for word in words]

    def formulas(self) -> list[tuple[str, type]]:
        return [("is_minor", bool), ("counted", bool), ("adult_disabled_without_work", bool), ("own_income", float),
                ("support_month", float), ("income_with_support", float), ("refuses", bool)]  # fmt: skip

    def is_minor(self, person, period):
        return person("birth", period) > born_before(ADULT)

    def counted(self, person, period):
        owes = person("support_duty", period) * person("co_resident", period)
        near = np.isin(person("relation", period), self.place("members.relation", "self", "spouse"))
        studies = person("student", period) != self.place("members.student", "none")[0]
        dependent = person("is_minor", period) + np.logical_not(person("independent", period)) + studies + owes
        child = person("relation", period) == self.place("members.relation", "child")[0]
        away = np.isin(person("status", period), self.place("members.status", "imprisoned", "forced_rehab", "missing", "conscript"))
        clergy = person("status", period) == self.place("members.status", "clergy")[0]
        away = away + clergy * (person("status_years", period) >= CLERGY_YEARS)
        return (near + child * dependent + owes) * np.logical_not(away) * person.has_role(Household.MEMBER)

    def adult_disabled_without_work(self, person, period):
        severe = sum((person(f"disability_{kind}", period) > 0) * (person(f"disability_{kind}", period) <= SEVERE) for kind in KINDS)
        return (severe > 0) * np.logical_not(person("is_minor", period)) * np.logical_not(person("works", period))

    def own_income(self, person, period):
        return person("income_wage", period) * (1 - self.law["wage_cost_rate"]) + sum(person(f"income_{kind}", period) for kind in REGULAR)

    def support_month(self, person, period):
        spared = person.bond.supported("adult_disabled_without_work", period)
        by_whom = (person("relation", period) == self.place("supporters.relation", "sibling")[0]) + (person("age", period) >= EXEMPT_AGE)
        standard = np.where(person("registration", period) == 0, self.law["urban"], self.law["rural"])
        line = standard * self.law["support_free_multiple"] * person("household_size", period)
        shared = np.maximum(person("supports", period), 1)
        formula = np.maximum(0, person("monthly_income", period) - line) * self.law["support_rate"] / shared
        given = np.where(person("court_ordered", period) >= 0, person("court_ordered", period), formula)
        return given * np.logical_not(spared * by_whom) * person.has_role(Household.OUTSIDE)

    def income_with_support(self, person, period):
        return (person("own_income", period) + person.bond("support_received", period)) * person("counted", period)

    def refuses(self, person, period):
        return person("counted", period) * np.logical_not(person("works", period)) * (person("refused_jobs", period) >= REFUSALS)


class Households:
    """Formulas of households and of the bond between a member and who owes him support."""

    def __init__(self, law: dict[str, Any]) -> None:
        self.law = law

    def formulas(self) -> list[tuple[str, type]]:
        return [("members_counted", int), ("family_income", float), ("standard", float), ("subsistence", bool),
                ("low_income", bool), ("payment", float)]  # fmt: skip

    def support_received(self, bond, period):
        return bond.sum(bond.members("support_month", period), role=Bond.SUPPORTER) * MONTHS

    def members_counted(self, household, period):
        return household.sum(household.members("counted", period))

    def family_income(self, household, period):
        return np.round(household.sum(household.members("income_with_support", period)), 4)

    def standard(self, household, period):
        return np.where(household("household_registration", period) == 0, self.law["urban"], self.law["rural"])

    def within(self, household, period, multiple):
        money = household("deposits", period) + household("securities", period) + household("insurance_cash_value", period)
        limit = household("standard", period) * multiple * household("members_counted", period)
        homes, other = household("homes", period) <= self.law["homes_max"], household("non_residential_property", period) <= 0
        vehicles = household("vehicles", period) - household("vehicles_exempt", period) <= 0
        return (np.maximum(money - household("exempt_amount", period), 0) <= limit) * homes * vehicles * other

    def below(self, household, period, multiple):
        line = household("standard", period) * MONTHS * household("members_counted", period) * multiple
        return (household("family_income", period) < line) * (household("members_counted", period) > 0)

    def subsistence(self, household, period):
        return self.below(household, period, 1) * self.within(household, period, self.law["assets"]["subsistence"])

    def low_income(self, household, period):
        poor = self.below(household, period, self.law["low_income_multiple"])
        able = poor * self.within(household, period, self.law["assets"]["low_income"])
        return able * np.logical_not(household("subsistence", period))

    def payment(self, household, period):
        exact = household("standard", period) * household("members_counted", period) - household("family_income", period) / MONTHS
        share = 1 - household.sum(household.members("refuses", period)) / np.maximum(household("members_counted", period), 1)
        return np.ceil(np.round(exact * share / FEN, 6)) * FEN * household("subsistence", period)


def rules(law: dict[str, Any], codes: dict[str, list[str]]) -> list[type[Variable]]:
    """Every formula as a variable."""
    persons, homes = Persons(law, codes), Households(law)
    made = [variable(entity, kind, _formula(getattr(group, name)), name)
            for entity, group in ((Person, persons), (Household, homes)) for name, kind in group.formulas()]  # fmt: skip
    return [*made, variable(Bond, float, _formula(homes.support_received), "support_received")]


def _formula(method: Any) -> Any:
    """OpenFisca counts the arguments of a plain function."""
    return lambda population, period: method(population, period)


def read(city: Path) -> dict[str, pa.Table]:
    """Households, and their members and supporters flat, of all counties."""
    columns = ["household", *INPUTS["household"], "members", "supporters"]
    whole = pa.concat_tables([
        pq.read_table(path, partitioning=None, columns=columns) for path in sorted(city.glob("county=*/*.parquet"))
    ]).combine_chunks()  # fmt: skip
    found = {"household": whole.select(["household", *INPUTS["household"]])}
    for name in ("members", "supporters"):
        lists = whole.column(name).chunk(0)
        flat = lists.flatten()
        found[name] = pa.table({each.name: flat.field(place) for place, each in enumerate(flat.type)}, schema=pa.schema(list(flat.type)))
        found[f"{name} at"] = pa.table({"home": lists.value_parent_indices()})
    return found


def filled(column: pa.ChunkedArray, empty: int = 0) -> np.ndarray:
    """A column with something for what is unknown."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    return column.fill_null(False if pa.types.is_boolean(column.type) else empty).to_numpy()


def simulation(data: dict[str, pa.Table], law: dict[str, Any]) -> tuple[Any, np.ndarray]:
    """The simulation with its inputs, and which households have nothing unknown."""
    members, supporters = data["members"], data["supporters"]
    homes = [filled(data[f"{name} at"].column("home")) for name in ("members", "supporters")]
    first = np.searchsorted(homes[0], homes[1])
    bonds = np.concatenate([np.arange(members.num_rows), first + filled(supporters.column("of"))])
    codes = {f"{name}.{field.name}": json.loads(field.metadata[b"codes"]) for name in ("members", "supporters")
             for field in data[name].schema if field.metadata and b"codes" in field.metadata}  # fmt: skip
    system = TaxBenefitSystem([Person, Household, Bond])
    inputs = {name: bool if pa.types.is_boolean(field.type) else int
              for table in ("members", "supporters") for field in data[table].schema if (name := field.name) in INPUTS[table]}  # fmt: skip
    for name, kind in inputs.items():
        system.add_variable(variable(Person, kind, name=name))
    for name in INPUTS["household"]:
        if name not in inputs:
            system.add_variable(variable(Household, int, name=name))
    system.add_variable(variable(Household, int, name="household_registration"))
    for made in rules(law, codes):
        system.add_variable(made)
    return _built(system, data, homes, bonds, inputs), _known(data, homes)


def _built(system: Any, data: dict[str, pa.Table], homes: list[np.ndarray], bonds: np.ndarray, inputs: dict[str, type]) -> Any:
    members, supporters = data["members"].num_rows, data["supporters"].num_rows
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(members + supporters))
    outside = np.repeat([False, True], [members, supporters])
    for key, count, groups, roles in (("household", data["household"].num_rows, np.concatenate(homes), ("member", "outside")),
                                      ("bond", members, bonds, ("supported", "supporter"))):  # fmt: skip
        population = builder.declare_entity(key, np.arange(count))
        builder.join_with_persons(population, groups, np.where(outside, roles[1], roles[0]))
    made = builder.build(system)
    for name in inputs:
        parts = [filled(data[table].column(name), -1 if name == "court_ordered" else 0) if name in data[table].column_names
                 else np.zeros(size, np.int64) for table, size in (("members", members), ("supporters", supporters))]  # fmt: skip
        made.set_input(name, PERIOD, np.concatenate(parts))
    for name in INPUTS["household"]:
        made.set_input("household_registration" if name == "registration" else name, PERIOD, filled(data["household"].column(name)))
    return made


def _known(data: dict[str, pa.Table], homes: list[np.ndarray]) -> np.ndarray:
    known = np.ones(data["household"].num_rows, bool)
    for name in INPUTS["household"]:
        known &= data["household"].column(name).is_valid().to_numpy()
    for table, at in zip(("members", "supporters"), homes, strict=True):
        for name in INPUTS[table]:
            if name != "court_ordered" and name in data[table].column_names:
                known[at[~data[table].column(name).is_valid().to_numpy()]] = False
    # Whoever has not authorised the check is one whose income is not known whole.
    known[homes[0][~filled(data["members"].column("authorised"))]] = False
    return known


def main() -> int:
    """Compute, and say how long it took and what it came to."""
    city, law, told = Path(sys.argv[1]), fixed(Path(sys.argv[2])), Path(sys.argv[3])
    start = time.perf_counter()
    data = read(city)
    made, known = simulation(data, law)
    began = time.perf_counter()
    found = {name: made.calculate(name, PERIOD) for name in ("subsistence", "low_income", "payment")}
    end = time.perf_counter()
    np.save(told, data["household"].column("household").to_numpy()[known])
    totals = {"known": int(known.sum()), "subsistence": int(found["subsistence"][known].sum()),
              "low_income": int(found["low_income"][known].sum()), "payment": int(found["payment"][known].sum())}  # fmt: skip
    print(json.dumps({"compute": end - began, "end_to_end": end - start, "totals": totals}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
