"""The decorators with which a rule is declared. They only note what was said; `book` reads the
rule's source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from doudi.law.reasons import Because, Reasons, as_reasons

F = TypeVar("F", bound=Callable[..., Any])
Said = Because | tuple[Because, ...] | None


@dataclass(frozen=True)
class RuleDecl:
    """What a decorator says of a rule."""

    entity: str
    cite: str
    label: str
    since: date | None = None
    until: date | None = None
    version_of: str | None = None
    yes: Reasons = ()
    no: Reasons = ()
    unknown: Reasons = ()
    unknown_by: Mapping[str, Because] = field(default_factory=dict)
    show: tuple[str, str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False  # `no=()`: that it does not hold is no reason of its own


def _as_day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


class _Decorator:
    """@household(...), @member(...), @supporter(...)"""

    def __init__(self, entity: str) -> None:
        self._entity = entity

    def __call__(
        self,
        *,
        cite: str,
        label: str,
        since: date | str | None = None,
        until: date | str | None = None,
        version_of: str | None = None,
        yes: Said = None,
        no: Said = None,
        unknown: Said = None,
        unknown_by: Mapping[str, Because] | None = None,
        show: tuple[str, str] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Callable[[F], F]:
        decl = RuleDecl(
            self._entity,
            cite,
            label,
            _as_day(since),
            _as_day(until),
            version_of,
            as_reasons(yes),
            as_reasons(no),
            as_reasons(unknown),
            dict(unknown_by or {}),
            show,
            dict(values or {}),
            no == (),
        )

        def declare(function: F) -> F:
            function.__rule__ = decl  # type: ignore[attr-defined]
            return function

        return declare


household = _Decorator("household")
member = _Decorator("member")
supporter = _Decorator("supporter")
