"""A reference to a clause of the law: instrument and article, `民发〔2021〕57号 第十三条`.

The register `policy/clauses.yaml` says what the clause is; this is only its name, spelt one way.
"""

from dataclasses import dataclass


class BadClause(ValueError):
    """A clause reference without an instrument."""


@dataclass(frozen=True, order=True, slots=True)
class ClauseRef:
    """`instrument` is the document number or title, `article` the place in it ("" for all of it)."""

    instrument: str
    article: str = ""

    def __post_init__(self) -> None:
        if not self.instrument or self.instrument != self.instrument.strip():
            raise BadClause(f"a clause names its instrument: {self.instrument!r}")

    @classmethod
    def parse(cls, text: str) -> "ClauseRef":
        """The reference written as instrument, one space, article. Raises BadClause when empty."""
        instrument, _, article = " ".join(text.split()).partition(" ")
        return cls(instrument, article)

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".rstrip()
