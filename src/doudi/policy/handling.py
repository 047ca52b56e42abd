"""Who does it (办理或转办): for each programme, whether the receiving office handles it or which department it is passed on to.

济办发〔2020〕21号 三20·1 (按职责及时办理或转请县级相关部门办理). Data, in `handling.yaml`; it decides nothing about anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from doudi.policy.reading import Mapped, choice_of, mapped, only_keys, read_yaml, text_of

REGISTER: Final = Path(__file__).parent / "handling.yaml"
WAYS: Final = {"here": "办理", "handed_on": "转办"}


@dataclass(frozen=True)
class Handling:
    """How a programme is done: `way` (here or handed_on), the lead department, where one goes, the clause."""

    way: str
    lead: str
    at: str
    clause: str

    @property
    def is_handed_on(self) -> bool:
        """Whether another department decides."""
        return self.way == "handed_on"


@cache
def handling() -> Mapping[str, Handling]:
    """By programme code. BadFile: malformed."""
    data = read_yaml(REGISTER)
    return {code: _handling(mapped(REGISTER, data[code], data.at(code), code)) for code in data}


def _handling(entry: Mapped) -> Handling:
    only_keys(REGISTER, entry, ("way", "lead", "at", "by"), "谁来办")
    words = [text_of(REGISTER, entry, key) for key in ("lead", "at", "by")]
    return Handling(choice_of(REGISTER, entry, "way", WAYS), *words)
