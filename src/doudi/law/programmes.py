"""A programme of assistance (救助项目) as data: which rules must hold, which rules give amounts,
details and remarks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from doudi.law.reasons import Because, Reasons, as_reasons
from doudi.law.unknown import Unknown


class AnyOf:
    """A group of Bool rules of which one must hold; `no` is said when none does (else the `no` of all)."""

    def __init__(self, *names: str, no: Because | tuple[Because, ...] | None = None, label: str = "") -> None:
        self.names = names
        self.no: Reasons = as_reasons(no)
        self.label = label


class Remark:
    """A reason that is added to a verdict on the outcomes named: when a Bool rule holds, or by the value of a
    Count or Code rule (`because` a mapping from value to reason)."""

    def __init__(
        self,
        rule: str,
        because: Because | Mapping[Any, Because],
        on: tuple[str, ...] = ("entitled", "not_entitled", "discretion"),
    ) -> None:
        self.rule, self.on = rule, on
        self.by_value: Mapping[Any, Because] = (
            {True: because} if isinstance(because, Because) else dict(because)
        )

    @property
    def of_bool(self) -> bool:
        return set(map(type, self.by_value)) == {bool}

    def reason(self, value: Any) -> Because | None:
        """The reason for a known value of the rule."""
        return None if isinstance(value, Unknown) else self.by_value.get(value)


@dataclass(frozen=True)
class Programme:
    """What a verdict of this programme is made of. `entity` household or member (one verdict per member)."""

    code: str
    label: str
    entity: str
    all_of: tuple[str | AnyOf, ...] = ()
    any_of: tuple[str, ...] = ()
    amounts: Mapping[str, str] = field(default_factory=dict)
    discretion: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    applies: str | None = None
    needs: tuple[str, ...] = ()  # what must be known besides, before the answer is given
    in_order: bool = False  # the first condition that fails is the reason; those after it are not asked

    @property
    def conditions(self) -> tuple[str | AnyOf, ...]:
        return (*self.all_of, AnyOf(*self.any_of)) if self.any_of else tuple(self.all_of)

    def rules(self) -> list[str]:
        """Every rule the programme names."""
        names: list[str] = []
        for condition in self.conditions:
            names.extend(condition.names if isinstance(condition, AnyOf) else (condition,))
        names.extend(self.amounts.values())
        names.extend(self.details.values())
        names.extend(self.needs)
        names.extend(remark.rule for remark in self.remarks)
        names.extend(name for name in (self.discretion, self.applies) if name)
        return names
