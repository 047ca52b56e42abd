"""Changes of the law that no rule table and no worked case would notice: each comparison turned or moved by one, each number
one more or one less, operands swapped, a condition left out, the smaller for the larger.

`python -m tests.policy.mutants [RULE …]` changes one thing at a time in every rule and every number that an instrument fixes (or
in those named), asks the rule tables and then all worked cases (those of DOUDI_CASES too), and prints what none of them noticed.
`--tables` asks the tables alone. What changes nothing that the law can say stands with its reason in `equivalent.yaml` and is
not printed; an entry that fits no change, or whose change is noticed after all, is. `make mutants` runs it over everything.
"""

import argparse
import ast
import copy
import inspect
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from doudi.law import LawBook, LawError
from doudi.law.nodes import Rule
from doudi.law.reading import Found, find, heads, read_rule, reads_of
from doudi.law.run import Key, Step
from doudi.law.scope import World
from doudi.law.sheet import Row
from doudi.policy import sheets
from doudi.policy.declared import national_rows
from doudi.policy.lawbook import MODULES, law_book
from doudi.policy.reading import read_yaml
from tests.policy.comparing import answered, differences, own_cases
from tests.policy.rule_tables import Asking, RuleTable, module_of, published, rule_of, tables

TURNED = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
          ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,)}
OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any", "tier_below": "tier_at_least"}
IN_ORDER = {"ratio": 0, "months_between": 0, "days_between": 0, "tier_below": 1, "tier_below_index": 1, "tier_at_least": 1}
"""Functions of two values of one kind, and where the first of them stands."""
EQUIVALENT = Path(__file__).parent / "equivalent.yaml"
PACKAGE = "doudi.policy."
Change = Callable[[Any], None]


@dataclass(frozen=True)
class Mutant:
    """One change: which module, which rule, which node of it (in the order of a walk), which of its changes."""

    module: int
    rule: str
    node: int
    change: int
    words: str

    def __str__(self) -> str:
        return f"{MODULES[self.module].__name__.removeprefix(PACKAGE)}:{self.rule}: {self.words}"


def _compare(node: ast.Compare, _within: str) -> Iterator[tuple[str, Change]]:
    for place, op in enumerate(node.ops):
        for other in TURNED.get(type(op), ()):
            yield f"{ast.unparse(node)}: {other.__name__}", lambda n, p=place, o=other: n.ops.__setitem__(p, o())


def _number(node: ast.Constant, within: str) -> Iterator[tuple[str, Change]]:
    if type(node.value) is int:
        for step in (1, -1):
            yield f"{within}: {node.value} → {node.value + step}", lambda n, s=step: setattr(n, "value", n.value + s)


def _difference(node: ast.BinOp, _within: str) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Sub):
        yield f"{ast.unparse(node)}: swapped", _swap


def _all_or_any(node: ast.BoolOp, _within: str) -> Iterator[tuple[str, Change]]:
    for place, value in enumerate(node.values):
        yield f"without {ast.unparse(value)}", lambda n, p=place: n.values.pop(p)


def _choice(node: ast.IfExp, _within: str) -> Iterator[tuple[str, Change]]:
    yield f"{ast.unparse(node)}: the other way", lambda n: n.__dict__.update(body=n.orelse, orelse=n.body)


def _branch(node: ast.If, _within: str) -> Iterator[tuple[str, Change]]:
    yield f"if {ast.unparse(node.test)}: the other way", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))


def _not(node: ast.UnaryOp, _within: str) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)}: not dropped", lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))


def _of_whom(node: ast.comprehension, _within: str) -> Iterator[tuple[str, Change]]:
    for place, condition in enumerate(node.ifs):
        yield f"of all, not if {ast.unparse(condition)}", lambda n, p=place: n.ifs.pop(p)


def _call(node: ast.Call, _within: str) -> Iterator[tuple[str, Change]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in OTHER_NAME:
        yield f"{ast.unparse(node)}: {OTHER_NAME[name]}", lambda n: setattr(n.func, "id", OTHER_NAME[n.func.id])
    if name in IN_ORDER and len(node.args) > IN_ORDER[name] + 1:
        yield f"{ast.unparse(node)}: swapped", lambda n, p=IN_ORDER[name]: n.args.__setitem__(slice(p, p + 2), n.args[p:p + 2][::-1])


CHANGES: dict[type, Callable[[Any, str], Iterator[tuple[str, Change]]]] = {
    ast.Compare: _compare, ast.Constant: _number, ast.BinOp: _difference, ast.BoolOp: _all_or_any, ast.IfExp: _choice,
    ast.Call: _call, ast.If: _branch, ast.UnaryOp: _not, ast.comprehension: _of_whom}


def changes_of(node: ast.AST, within: str = "") -> Iterator[tuple[str, Change]]:
    """What can be changed at a node: in words, and by whom. `within`: the text that a bare number stands in."""
    return CHANGES[type(node)](node, within) if type(node) in CHANGES else iter(())


def _swap(node: ast.BinOp) -> None:
    node.left, node.right = node.right, node.left


@cache
def _found(module: int) -> tuple[Found, ...]:
    return tuple(find(MODULES[module]))


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    return [node for statement in function.body[1:] for node in ast.walk(statement)]


def _within(function: ast.FunctionDef) -> dict[int, str]:
    """What each node stands in, as text, by the node's id."""
    return {id(child): ast.unparse(node) for node in _nodes(function) for child in ast.iter_child_nodes(node)}


def mutants(wanted: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Every change of every rule, or of the rules wanted; the second of the same words is called (2)."""
    for number in range(len(MODULES)):
        for found in _found(number):
            if not wanted or found.function.name in wanted:
                yield from _of_rule(number, found)


def _of_rule(module: int, found: Found) -> Iterator[Mutant]:
    within, times = _within(found.function), Counter[str]()
    for place, node in enumerate(_nodes(found.function)):
        for change, (words, _) in enumerate(changes_of(node, within.get(id(node), ""))):
            times[words] += 1
            again = f" ({times[words]})" if times[words] > 1 else ""
            yield Mutant(module, found.function.name, place, change, words + again)


@cache
def _world() -> World:
    book = law_book()
    found = [each for module in range(len(MODULES)) for each in _found(module)]
    return World(book.facts, heads(found, book.facts), book.parameters, book.switches)


class Changed(LawBook):
    """The law with one rule otherwise; the plans and everything else are those of the law itself."""

    def __init__(self, rule: Rule) -> None:
        key = (rule.entity, rule.name)
        self.__dict__.update(law_book().__dict__, _plans={}, rules={**law_book().rules, key: rule})
        self._changed = key

    def _steps(self, named: Any, day: Any) -> tuple[Step, ...]:
        own = _steps_of_the_law(frozenset(named), day)
        return tuple(Step(self.rules[self._changed], day) if self._is_changed(step) else step for step in own)

    def _is_changed(self, step: Step) -> bool:
        return (step.entity, step.name) == self._changed


@cache
def _steps_of_the_law(named: frozenset[Key], day: Any) -> tuple[Step, ...]:
    return law_book()._steps(named, day)


class _InTheLanguage(ast.NodeTransformer):
    """Writes two as one and one: a rule holds no other number than 0 and 1."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.BinOp(ast.Constant(1), ast.Add(), ast.Constant(1)) if node.value == 2 else node


def law_of(mutant: Mutant) -> LawBook:
    """The law with that change. LawError: it is no law any more."""
    found = next(each for each in _found(mutant.module) if each.function.name == mutant.rule)
    function = copy.deepcopy(found.function)
    node = _nodes(function)[mutant.node]
    list(changes_of(node))[mutant.change][1](node)
    function.decorator_list = []
    source = ast.unparse(_InTheLanguage().visit(function))
    (function,) = ast.parse(source).body
    formula = read_rule(replace(found, function=function, source=source), _world())
    rule = law_book().rules[found.key]
    formulas = tuple(formula if old.python_name == mutant.rule else old for old in rule.formulas)
    reads, numbers, switches = reads_of((*rule.formulas, formula))
    return Changed(replace(rule, formulas=formulas, reads=reads, parameters=numbers, switches=switches))


@cache
def _tables(module: str) -> list[RuleTable]:
    """Every rule table, those at the address of a module first."""
    return sorted(_all_tables(), key=lambda table: module_of(table.path) != module)


@cache
def _readers() -> tuple[tuple[RuleTable, frozenset[str]], ...]:
    """Every rule table with the numbers that its rule reads."""
    return tuple((table, rule_of(law_book(), table).parameters) for table in _all_tables())


@cache
def _all_tables() -> tuple[RuleTable, ...]:
    return tables()


@cache
def _cases(chapter: str) -> list[Path]:
    """Every worked case, those of a benefit first."""
    shared = Path(os.environ.get("DOUDI_CASES", "/nonexistent"))
    theirs = (path for path in sorted(shared.rglob("*.yaml")) if path.parent.name not in {"standards", shared.name})
    return sorted([*own_cases(), *theirs], key=lambda path: chapter not in path.parts)


@dataclass(frozen=True)
class Number:
    """A number that an instrument fixes, otherwise: of which key, in which of its rows, which named part of it."""

    key: str
    row: int
    part: str
    value: Any

    def __str__(self) -> str:
        row = national_rows()[self.key][self.row]
        old = row.value[self.part] if self.part else row.value
        chosen = " ".join([f"{name}={value}" for name, value in (*row.selectors.items(), ("from", row.valid_from))] + [self.part])
        return f"parameters:{self.key}: {chosen.strip()}: {old} → {self.value}"

    def rows(self) -> dict[str, tuple[Row, ...]]:
        """What instruments fix, with this number otherwise."""
        rows = [*national_rows()[self.key]]
        old = rows[self.row]
        rows[self.row] = replace(old, value={**old.value, self.part: self.value} if self.part else self.value)
        return {**national_rows(), self.key: tuple(rows)}


def numbers(wanted: frozenset[str] = frozenset()) -> Iterator[Number]:
    """Every number that an instrument fixes and a rule reads, one more and one less; yes for no."""
    for key in sorted({key for rule in law_book().rules.values() for key in rule.parameters} & national_rows().keys()):
        if wanted and key not in wanted:
            continue
        for place, row in enumerate(national_rows()[key]):
            for part, value in row.value.items() if isinstance(row.value, Mapping) else (("", row.value),):
                yield from (Number(key, place, part, other) for other in _beside(value))


def _beside(value: Any) -> tuple[Any, ...]:
    """A share moves by a hundredth, a count by one; whoever has no number has none beside it."""
    if isinstance(value, bool):
        return (not value,)
    step = {int: 1, Fraction: Fraction(1, 100)}.get(type(value))
    return (value + step, value - step) if step else ()


def number_noticed(number: Number, cases_too: bool) -> bool:
    """Whether some table or worked case is answered otherwise when the number is another."""
    published.cache_clear()
    with mock.patch.object(sheets, "national_rows", number.rows):
        asking = Asking(law_book())
        readers_first = sorted(_readers(), key=lambda each: number.key not in each[1])
        found = any(_holds_not(asking, table) for table, _ in readers_first) or (cases_too and any(map(_otherwise, _cases(""))))
    published.cache_clear()
    return found


def noticed(mutant: Mutant | Number, cases_too: bool) -> bool:
    """Whether the law is refused, breaks, or some table or worked case is answered otherwise."""
    if isinstance(mutant, Number):
        return number_noticed(mutant, cases_too)
    try:
        book = law_of(mutant)
    except LawError:
        return True
    module = MODULES[mutant.module].__name__
    asking = Asking(book)
    if any(_holds_not(asking, table) for table in _tables(module)):
        return True
    return cases_too and _noticed_by_cases(book, module.rpartition(".")[2])


def _holds_not(asking: Asking, table: RuleTable) -> bool:
    try:
        return any(asking.wrong(table))
    except Exception:
        # A law that breaks on a row has been noticed.
        return True


def _noticed_by_cases(book: LawBook, chapter: str) -> bool:
    with ExitStack() as stack:
        for module in [*sys.modules.values()]:
            if inspect.ismodule(module) and getattr(module, "law_book", None) is law_book and module.__name__.startswith(PACKAGE):
                stack.enter_context(mock.patch.object(module, "law_book", lambda: book))
        return any(_otherwise(path) for path in _cases(chapter))


def _otherwise(path: Path) -> bool:
    try:
        return bool(differences(*answered(path)))
    except Exception:
        # A law that breaks on a case has been noticed.
        return True


def equivalent() -> dict[str, str]:
    """The changes that change nothing, and why; by the words in which a survivor is printed."""
    chapters = read_yaml(EQUIVALENT)
    return {f"{rule}: {change}": reason for rule, changes in chapters.items() for change, reason in changes.items()}


def stale() -> list[str]:
    """Entries of the register that fit no change of any rule or number."""
    return sorted(equivalent().keys() - {str(each) for each in (*mutants(), *numbers())})


def main() -> int:
    """Print the survivors and how many there were; 1 when there is one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tables", action="store_true", help="ask the rule tables alone")
    asked.add_argument("rules", nargs="*")
    options = asked.parse_args()
    wanted, known = frozenset(options.rules), equivalent()
    todo = [*mutants(wanted), *numbers(wanted)]
    wrong = [words for table in _all_tables() for words in Asking(law_book()).wrong(table)]
    if not options.tables:
        wrong += [path.name for path in _cases("") if _otherwise(path)]
    if wrong := wrong + [f"{entry} is no change of the law" for entry in stale()]:
        print("these do not hold before anything is changed:", *wrong, sep="\n")
        return 2
    survivors = 0
    with ProcessPoolExecutor() as pool:
        for mutant, found in zip(todo, pool.map(noticed, todo, [not options.tables] * len(todo), chunksize=4), strict=True):
            if found is not (str(mutant) in known):
                continue
            survivors += 1
            print(f"{mutant} [registered as equivalent, but noticed]" if found else mutant, flush=True)
    print(f"{len(todo)} changes, {sum(str(each) in known for each in todo)} of them equivalent, {survivors} not noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
