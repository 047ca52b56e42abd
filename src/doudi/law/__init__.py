"""The rule language: restricted Python, explained for one household, later compiled for all. See
README.md of this folder."""

from doudi.law.book import Decision, LawBook, Ran, Values
from doudi.law.document import Document
from doudi.law.explain import Line, explanation, explanation_of
from doudi.law.facts import UNKNOWN, BadDocument, Between, Fact, OneOf
from doudi.law.flips import Flip, flips
from doudi.law.parameters import BadValue, Parameter, SwitchDecl
from doudi.law.programmes import AnyOf, Programme, Remark
from doudi.law.reasons import Because, LawError, Missing, Reason
from doudi.law.sheet import Row, Sheet
from doudi.law.types import Table
from doudi.law.verdict import Verdict

__all__ = [
    "UNKNOWN",
    "AnyOf",
    "BadDocument",
    "BadValue",
    "Because",
    "Between",
    "Decision",
    "Document",
    "Fact",
    "Flip",
    "LawBook",
    "LawError",
    "Line",
    "Missing",
    "OneOf",
    "Parameter",
    "Programme",
    "Ran",
    "Reason",
    "Remark",
    "Row",
    "Sheet",
    "SwitchDecl",
    "Table",
    "Values",
    "Verdict",
    "explanation",
    "explanation_of",
    "flips",
]
