"""The ledger of what is law already (`law.lock`): a digest of every dated formula and of every declaration.

社会救助暂行办法 第六十五条: whoever asks again about an old answer is answered by the law of its day. A version that has
decided families is therefore never edited: the law changes by a new version with its own day.
`python -m doudi.policy.lock` writes down what is new and refuses what was edited in place; `--accept NAME` is for a
version that was wrong from the start, and shows in the history of the file.
"""

import argparse
import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from doudi.law import AnyOf, LawBook, Programme
from doudi.law.nodes import Formula, Rule
from doudi.policy.facts.build import CASEWORK
from doudi.policy.lawbook import law_book

LEDGER: Final = Path(__file__).parent / "law.lock"
HEAD: Final = (
    "# Written by `python -m doudi.policy.lock`, never by hand: what has decided families, and its digest.\n"
)
OPEN: Final = "-"
Entries = dict[str, tuple[str, str]]
"""What is law: name → (last day, digest)."""


def entries(book: LawBook) -> Entries:
    """Every dated formula and every declaration of a book."""
    found: Entries = {}
    for rule in book.rules.values():
        for formula in rule.formulas:
            name = f"{rule.entity}.{rule.name}@{formula.since or OPEN}"
            found[name] = (str(formula.until or OPEN), _digest(_formula(rule, formula)))
    found |= {name: (OPEN, _digest(said)) for name, said in _declared(book)}
    return dict(sorted(found.items()))


def wrong(ledger: Mapping[str, tuple[str, str]], book: LawBook) -> list[str]:
    """Everything that stands otherwise than it is written, each with its cure."""
    new = [name for name in entries(book) if name not in ledger]
    found = [_cure(name, book) for name in edited(ledger, book)]
    return found + [f"{name} is new; write it down: python -m doudi.policy.lock" for name in new]


def edited(ledger: Mapping[str, tuple[str, str]], book: LawBook) -> list[str]:
    """The names of what stands in the ledger otherwise, or is gone."""
    now = entries(book)
    return [name for name, said in ledger.items() if not _holds(said, now.get(name))]


def read(path: Path = LEDGER) -> Entries:
    """The ledger as it is written."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {name: (until, digest) for name, until, digest in rows}


def written(found: Mapping[str, tuple[str, str]]) -> str:
    """The ledger as text."""
    return HEAD + "".join(f"{name} {until} {digest}\n" for name, (until, digest) in sorted(found.items()))


def _holds(said: tuple[str, str], now: tuple[str, str] | None) -> bool:
    # An open version may be given its last day: that is how the next one begins.
    return now is not None and said[1] == now[1] and said[0] in {OPEN, now[0]}


def _cure(name: str, book: LawBook) -> str:
    what = "was edited in place" if name in entries(book) else "is gone"
    dated = (
        "Leave this version as it was, give it until=, and write the change as a new function with version_of= and since="
    )
    undated = "What is declared has no day: declare a new one beside it, or put the change into a rule with a day"
    return (
        f"{name} {what}: stored determinations would be answered otherwise. {dated if '@' in name else undated}. "
        f"Only where it was wrong from the start: python -m doudi.policy.lock --accept {name}"
    )


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _formula(rule: Rule, formula: Formula) -> str:
    """What a version says, without its words: names, labels, comments and the article's text may be bettered."""
    [function] = ast.parse(formula.source).body
    assert isinstance(function, ast.FunctionDef)
    decl = formula.decl
    body = [ast.dump(statement) for statement in function.body[1:]]
    reasons = (decl.cite, decl.yes, decl.no, decl.silent, decl.unknown, sorted(decl.unknown_by.items()))
    return repr((str(rule.type), ast.dump(function.args), body, reasons, sorted(decl.values)))


def _declared(book: LawBook) -> Iterator[tuple[str, str]]:
    for fact in book.facts.values():
        name = f"{fact.entity}.{fact.name}"
        # A code that only casework tells is never unknown: one value more in its list changes no stored answer, one less does.
        apart = fact.sources == CASEWORK and fact.default in fact.values
        values = [] if apart else sorted(fact.values)
        said: tuple[Any, ...] = (fact.type, fact.low, fact.high, values, fact.default, fact.optional)
        yield f"fact:{name}", repr((*said, fact.missing))
        yield from ((f"value:{name}.{value}", value) for value in fact.values if apart)
    for number in book.parameters.values():
        said = (number.type, number.selectors, number.low, number.high, sorted(number.values), number.optional)
        yield f"parameter:{number.key}", repr((*said, number.cite, number.missing))
    for switch in book.switches.values():
        yield f"switch:{switch.name}", repr((sorted(switch.values), switch.cite, switch.missing))
    for programme in book.programmes.values():
        yield f"programme:{programme.code}", repr(_programme(programme))
        for name, rule in programme.details.items():
            yield f"detail:{programme.code}.{name}", rule


def _programme(programme: Programme) -> tuple[Any, ...]:
    conditions = [(c.names, c.no) if isinstance(c, AnyOf) else c for c in programme.conditions]
    remarks = [(r.rule, sorted(r.by_value.items(), key=repr), r.on) for r in programme.remarks]
    figures = (list(programme.amounts.items()), programme.discretion, programme.applies, programme.needs)
    return programme.entity, conditions, remarks, figures, programme.in_order


def write(book: LawBook, accepted: Iterable[str] = (), path: Path = LEDGER) -> list[str]:
    """Write down what is new and what is accepted by name; what else was edited is named, and nothing is
    written."""
    ledger = read(path)
    refused = [name for name in edited(ledger, book) if name not in set(accepted)]
    if refused:
        return [_cure(name, book) for name in refused]
    path.write_text(written(entries(book)), encoding="utf-8")
    return []


def main(words: list[str] | None = None) -> int:
    """Bring the ledger up to date; 1 when something was edited in place."""
    parser = argparse.ArgumentParser(prog="python -m doudi.policy.lock")
    parser.add_argument("--accept", metavar="NAME", nargs="+", default=[])
    refused = write(law_book(), parser.parse_args(words).accept)
    print("\n".join(refused) or f"{LEDGER.name}: {len(read())} entries", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
