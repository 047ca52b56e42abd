"""Which question comes next: the one that would settle the most programmes for this family; none when nothing more can be
settled, or when MOST have been asked.

ux.md 2.1: a question is asked only when its answer can change a result. What is missing comes from the law: the facts on
which each verdict hangs. A verdict that waits for one question counts whole, for two half, and so on; each programme once,
however many people it is about. Special programmes rest on a standing (在册身份) that the family may get by this very
application, so they are weighed as if it had it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.law import UNKNOWN, Document, Sheet, Verdict
from doudi.policy.decide import completed
from doudi.policy.lawbook import BASIC, law_book
from doudi.www.selfcheck.answers import Answers, group_of, is_nought, people_of
from doudi.www.selfcheck.household import document_of, wage_of
from doudi.www.selfcheck.questions import ALWAYS, BY_CODE, MOST, PAGE, PAGE_OF, PAGES
from doudi.www.selfcheck.settles import CHECKED, CHILD_ROLLS, question_for

SPECIAL = tuple(code for code in CHECKED if code not in BASIC)


def verdicts(document: Document, day: date, sheet: Sheet, codes: tuple[str, ...]) -> Iterator[Verdict]:
    """The verdicts of a quick run: no trace, and undecided choices of an authority are not tried out."""
    book = law_book()
    household = book.run(completed(document), day, sheet, None, frozenset(codes)).household
    for code in codes:
        judge = book.judge(code, day)
        rows = household.members if judge.programme.entity == "member" else (household,)
        yield from (found for found in map(judge.verdict, rows) if found is not None)


def supposed(document: Document, found: list[Verdict]) -> Document:
    """The same family with the standing that it may get: what is likely is held, what is open may be."""
    household, members = dict(document.household), {row["id"]: dict(row) for row in document.members}
    for verdict in found:
        if verdict.outcome == "not_entitled" or verdict.programme not in (*BASIC, *CHILD_ROLLS):
            continue
        row = household if verdict.member is None else members[verdict.member]
        fact = f"receives_{verdict.programme}"
        if row.get(fact) is not True:
            row[fact] = True if verdict.outcome == "entitled" else UNKNOWN
    return Document(household, tuple(members.values()), document.supporters)


def open_verdicts(answers: Answers, day: date, sheet: Sheet) -> list[Verdict]:
    """Every verdict as far as the answers go; special ones as if the family had the standing it may get."""
    return hopeful_verdicts(document_of(answers, day), day, sheet)


def hopeful_verdicts(document: Document, day: date, sheet: Sheet) -> list[Verdict]:
    """The same of a household as it is written."""
    standing = list(verdicts(document, day, sheet, (*BASIC, *CHILD_ROLLS)))
    then = supposed(document, standing)
    rest = tuple(code for code in SPECIAL if code not in CHILD_ROLLS)
    return [*standing, *verdicts(then, day, sheet, rest)]


def waits_for(verdict: Verdict) -> set[str]:
    """The pages a verdict hangs on; "" for what nobody asks here."""
    return {PAGE_OF.get(question_for(missing), "") for missing in verdict.missing}


def weights(found: list[Verdict], still: set[str]) -> Mapping[str, Fraction]:
    """How much each question that may still be asked would settle."""
    best: dict[tuple[str, str], Fraction] = {}
    for verdict in found:
        if verdict.outcome != "need_info":
            continue
        waits = waits_for(verdict)
        for code in waits & still:
            place = code, verdict.programme
            best[place] = max(best.get(place, Fraction(0)), Fraction(1, len(waits)))
    total: dict[str, Fraction] = defaultdict(Fraction)
    for (code, _), weight in best.items():
        total[code] += weight
    return total


def about_whom(part: str, answers: Answers) -> list[str]:
    """The people a question of the kind `each` has a row for."""
    return [person for person in people_of(answers) if group_of(person) in BY_CODE[part].about]


def parts_for(page: str, answers: Answers) -> list[str]:
    """The parts of a page that concern this family: nobody without children is asked about school."""
    alone, idle = len(people_of(answers)) == 1, is_nought(wage_of(answers))
    left_out = {"ties": alone and "people" in answers, "wage": idle}
    return [
        part
        for part in PAGE[page].parts
        if not left_out.get(part) and (not BY_CODE[part].about or about_whom(part, answers))
    ]


def next_question(draft: Mapping[str, Any], day: date, sheet: Sheet) -> str | None:
    """The code of the next question, or None."""
    answers, asked = draft["answers"], set(draft["asked"])
    first = next((code for code in ALWAYS if code not in answers), None)
    if first:
        return first
    if answers["where"].get("town") is None:
        return "where"
    if len(asked) >= MOST:
        return None
    still = {page.code for page in PAGES if page.code not in {*asked, *ALWAYS} and parts_for(page.code, answers)}
    total = weights(open_verdicts(answers, day, sheet), still)
    order = [page.code for page in PAGES]
    return max(total, key=lambda code: (total[code], -order.index(code)), default=None)
