"""What nobody has established yet (未查清): a share of the facts is unknown, so that "needs information" is
met as often as in an office.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from doudi.population.columns import Array, Columns

# Share of unknown values by fact, among those where there is something to know.
UNKNOWN_SHARES: Final[Mapping[str, Mapping[str, float]]] = {
    "household": {
        "deposits": 0.03,
        "securities": 0.03,
        "insurance_cash_value": 0.04,
        "vehicles": 0.004,
        "non_residential_property": 0.006,
        "registration": 0.001,
        "expense_medical_self_paid": 0.02,
        "expense_rehabilitation": 0.01,
    },
    "member": {
        "income_wage": 0.03,
        "income_business": 0.08,
        "income_land": 0.02,
        "income_pension": 0.01,
        "income_other": 0.15,
        "birth": 0.0002,
        "serious_illness": 0.003,
        "care_items_failed": 0.1,
    },
    "supporter": {
        "monthly_income": 0.12,
        "own_monthly_income": 0.15,
        "property_ok": 0.15,
        "household_size": 0.04,
        "age": 0.02,
        "registration": 0.03,
    },
}


def hide_unknown(rng: np.random.Generator, columns: Columns, subject: Array | None = None) -> None:
    """Make the shares above unknown: of an amount or count where it is not zero, else a tenth of it.

    `subject` numbers what the rows are about where several are about the same.
    """
    rows = np.arange(columns.size) if subject is None else subject
    for name, share in UNKNOWN_SHARES[columns.entity].items():
        draw = rng.random(columns.size)[rows]
        there = columns[name] != 0 if columns.fact(name).type.family in ("money", "number") else True
        columns.hide(name, np.asarray(draw < np.where(there, share, share / 10)))
