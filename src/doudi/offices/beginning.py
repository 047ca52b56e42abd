"""`…__begins`: a text begins with another one (管辖前缀), as two comparisons.

Under row-level security PostgreSQL lets a condition of ours use an index only if its operator can leak nothing; LIKE,
which Django's `startswith` becomes, is not such an operator, these two are. And because the policies speak of the same
column with the same two, the planner sees that both say the same thing and does not count it twice.
"""

from typing import Any

from django.db.models import CharField, Lookup

LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


@CharField.register_lookup
class Begins(Lookup):
    """`text <= column < the next text that does not begin so`, byte by byte: served by varchar_pattern_ops."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Both comparisons; the empty text begins everything."""
        left, params = self.process_lhs(compiler, connection)
        after = following(self.rhs)
        if not after:
            return f"{left} IS NOT NULL", [*params]
        return f"({left}::text ~>=~ %s AND {left}::text ~<~ %s)", [*params, self.rhs, *params, after]


def following(text: str) -> str:
    """The first text after all that begin with this one; empty where there is none."""
    while text:
        code = ord(text[-1]) + 1
        if code in SURROGATES:
            code = SURROGATES.stop
        if code <= LAST:
            return text[:-1] + chr(code)
        text = text[:-1]
    return ""
