"""The law asked household by household behind the interface of the array kernel: slow, and right by definition."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from doudi.policy import decide
from doudi.policy.lawbook import law_book
from doudi.population.schema import document_of
from doudi.population.simulation.sides import is_of_members
from doudi.population.simulation.terms import PROGRAMMES

CODES = {"entitled": 1, "not_entitled": 2, "need_info": 3, "discretion": 4}


@dataclass
class Answered:
    outcome: np.ndarray
    low: np.ndarray


def facts_read():
    """Every declared fact, as a kernel would say which it reads."""
    found = {"household": [], "member": [], "supporter": []}
    for entity, name in law_book().facts:
        found[entity].append(name)
    return MappingProxyType(found)


class OneByOne:
    """`numbers` is the sheet itself; `asked` counts the households decided."""

    def __init__(self, day):
        self.day, self.asked = day, 0

    def numbers(self, sheet, areas):
        return sheet

    def decide(self, batch, numbers, threads=1):
        decisions = []
        for row in batch.to_pylist():
            document = document_of(row)
            sheet = numbers.at(document.household["area"])
            decisions.append((document, decide(document, day=self.day, sheet=sheet, programmes=PROGRAMMES, trace=False)))
        self.asked += len(decisions)
        return {name: self._of(name, decisions) for name in PROGRAMMES}

    def _of(self, name, decisions):
        verdicts = [verdict for document, decision in decisions for verdict in self._rows(name, document, decision)]
        outcome = [0 if verdict is None else CODES[verdict.outcome] for verdict in verdicts]
        low = [(verdict.amounts.get("monthly") or 0) if verdict is not None and verdict.outcome == "entitled" else 0
               for verdict in verdicts]
        return Answered(np.array(outcome, np.int8), np.array(low, np.int64))

    def _rows(self, name, document, decision):
        if not is_of_members(name):
            return [decision.verdict(name)]
        return [decision.verdict(name, member["id"]) for member in document.members]
