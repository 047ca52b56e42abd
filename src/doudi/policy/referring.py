"""What is passed on to other departments (转办目录): whose matter it is, which office takes it, and which facts go along.

济办发〔2020〕21号 三20 (按职责及时办理或转请县级相关部门办理); 个人信息保护法 第六条 (only what the purpose needs). Data, in
`referring.yaml`; it decides nothing about anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from doudi.policy.facts import FACTS
from doudi.policy.reading import BadFile, Mapped, choice_of, list_of, mapped, only_keys, read_yaml, text_of

REGISTER: Final = Path(__file__).parent / "referring.yaml"
WHOSE: Final = {"household": "全家", "member": "某一个人"}
CLAUSE: Final = "济办发〔2020〕21号 三20"
KEYS: Final = ("label", "whose", "office", "clause", "facts", "enrolled", "papers", "held")


@dataclass(frozen=True)
class Enrolled:
    """That a programme is handed on without an application (免申即享), for a calendar year: `on_rolls` are the programmes of
    which one must be paid, `because` the code of the reason that a yes must carry, `clause` the ground."""

    on_rolls: tuple[str, ...]
    because: str
    clause: str


@dataclass(frozen=True)
class Referable:
    """One programme that another department decides. `office`: words in the names of the offices that take it, the
    first that is found counts; `facts`: what goes along, as (entity, name) of the register of facts; `papers`: what the department
    usually wants to see beside the identity card and the household book, `held`: what it finds by itself."""

    code: str
    label: str
    whose: str
    office: tuple[str, ...]
    clause: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    held: tuple[str, ...]
    enrolled: Enrolled | None = None

    @property
    def per_person(self) -> bool:
        """Whether one member must be named."""
        return self.whose == "member"


@cache
def referables() -> Mapping[str, Referable]:
    """By programme code, in the order of the policy. BadFile: malformed, or a fact that nobody declared."""
    data = read_yaml(REGISTER)
    return {code: _referable(code, mapped(REGISTER, data[code], data.at(code), code)) for code in data}


def _referable(code: str, entry: Mapped) -> Referable:
    only_keys(REGISTER, entry, KEYS, f"“{code}”")
    return Referable(
        code,
        text_of(REGISTER, entry, "label"),
        choice_of(REGISTER, entry, "whose", {name: name for name in WHOSE}),
        tuple(list_of(REGISTER, entry, "office")),
        text_of(REGISTER, entry, "clause"),
        tuple(_fact(entry, name) for name in list_of(REGISTER, entry, "facts")),
        tuple(list_of(REGISTER, entry, "papers")),
        tuple(list_of(REGISTER, entry, "held")),
        _enrolled(mapped(REGISTER, entry["enrolled"], entry.at("enrolled"), "enrolled")) if "enrolled" in entry else None,
    )


def _enrolled(entry: Mapped) -> Enrolled:
    only_keys(REGISTER, entry, ("on_rolls", "because", "by"), "enrolled")
    because, by = text_of(REGISTER, entry, "because"), text_of(REGISTER, entry, "by")
    return Enrolled(tuple(list_of(REGISTER, entry, "on_rolls")), because, by)


def _fact(entry: Mapped, told: str) -> tuple[str, str]:
    entity, _, name = told.partition(".")
    if (entity, name) not in FACTS:
        raise BadFile(REGISTER, entry.at("facts"), f"没有“{told}”这个事实", "写成 member.student 这样,名字照事实登记册")
    return entity, name
