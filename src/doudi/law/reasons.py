"""Why an answer is what it is, and what is still missing: reason codes with their clause, and the
names of the unknown."""

from dataclasses import dataclass


class LawError(Exception):
    """A rule, declaration or module that the language refuses when it is loaded: where, what, and
    the cure."""


@dataclass(frozen=True)
class Because:
    """A reason code with the clause that it rests on."""

    code: str
    clause: str


@dataclass(frozen=True)
class Reason:
    """A reason as it is handed out, with its Chinese label."""

    code: str
    label: str
    clause: str


@dataclass(frozen=True, order=True)
class Missing:
    """Something an answer hangs on and that is not known: a fact, a switch, a parameter, a calendar
    or a rule version."""

    kind: str
    name: str
    label: str
    entity: str = ""
    subject: str = ""
    who: str = ""


Reasons = tuple[Because, ...]
NOTHING_MISSING: frozenset[Missing] = frozenset()


def as_reasons(given: Because | tuple[Because, ...] | None) -> Reasons:
    """One reason, several or none, as a tuple."""
    if given is None:
        return ()
    return (given,) if isinstance(given, Because) else tuple(given)
