"""Which programmes a number or a choice holds up: read from the rules themselves, so that the list cannot go
stale."""

from functools import cache

from doudi.law.run import needed
from doudi.policy.lawbook import law_book


@cache
def held_up_by(key: str) -> tuple[str, ...]:
    """The codes of the programmes whose rules, directly or by way of others, read the number or choice."""
    return tuple(code for code in law_book().programmes if key in _read_by(code))


@cache
def _read_by(programme: str) -> frozenset[str]:
    book = law_book()
    entity = book.programmes[programme].entity
    rules = needed([(entity, name) for name in book.programmes[programme].rules()], book.rules)
    return frozenset().union(*(book.rules[rule].parameters | book.rules[rule].switches for rule in rules))
