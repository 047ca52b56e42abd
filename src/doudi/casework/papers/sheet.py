"""What every paper (文书) is: a frozen view of the data it prints, its template and its title.

A paper decides nothing: reasons, sums, rights and next steps are handed in from the case and from the law's
own trace. `pdf(paper)` makes the file.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from doudi.casework.papers.glyphs import PaperWithheld
from doudi.casework.papers.render import qr, render
from doudi.casework.papers.wording import Ground, Letterhead, SumLine, day_words

__all__ = ["Paper", "PaperWithheld", "pdf", "told"]


def told(reasons: tuple[Ground, ...], lines: tuple[SumLine, ...]) -> dict[str, Any]:
    """The reasons and the law's own lines, as the templates print them."""
    return {"reasons": [ground.data() for ground in reasons], "lines": [line.data() for line in lines]}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What all papers share: the letterhead, and how it is written down."""

    head: Letterhead
    kind: ClassVar[str]
    title: ClassVar[str]

    def body(self) -> dict[str, Any]:
        raise NotImplementedError(self.kind)

    def heading(self) -> str:
        return self.title

    def data(self) -> dict[str, Any]:
        """Everything the template prints, as text."""
        head, day = self.head, self.head.day
        return {
            "title": f"{self.heading()} {head.case_number}",
            "office": head.office,
            "number": head.number,
            "case_number": head.case_number,
            "addressee": head.addressee,
            "programme": head.programme,
            "phone": head.phone,
            "reach": head.reach,
            "code": head.code,
            "qr": qr(head.link) if head.link else "",
            "day": {"year": day.year, "month": day.month, "day": day.day, "words": day_words(day)},
            **self.body(),
        }


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF file."""
    return render(paper.kind, paper.data())
