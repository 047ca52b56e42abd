"""What does not go together in answers (对不上): the contradictions of the facts they are (policy.doubts), and what only the
words of an answer show: a lapsed card, a family whose ages do not fit its ties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from doudi.law import Document
from doudi.policy.doubts import Doubt, doubts
from doudi.www.selfcheck.answers import Answers, group_of, pick, row_of
from doudi.www.selfcheck.questions import INFANTS, MINORS


def doubts_of(answers: Answers, document: Document, day: date, names: Mapping[str, str]) -> list[Doubt]:
    """Everything that cannot be so together."""
    found = doubts(document, day, names)
    for row in document.members:
        if row_of(answers, "health", row["id"])[0] == "lapsed":
            name = names.get(row["id"], "这个人")
            found.append(Doubt(f"{name}的残疾证过期了，先去残联换证，或者请工作人员看按几级算。", "health", ()))
    tied = pick(answers, "ties")
    grown = any(group_of(row["id"]) not in (MINORS, INFANTS) for row in document.members)
    if tied == "grand" and not grown:
        found.append(Doubt("说是爷爷奶奶带孙辈，家里却没有大人，人数对吗？", "people", ()))
    return found
