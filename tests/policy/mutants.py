"""Changes of the law that no worked case would notice: each comparison turned or moved by one, each number one more or one
less, operands swapped, a condition left out, the smaller for the larger.

`python -m tests.policy.mutants [RULE …]` changes one thing at a time in every rule (or in the rules named), asks all worked
cases (those of DOUDI_CASES too), and prints what none of them noticed. `make mutants` runs it over everything.
"""

import ast
import copy
import importlib.util
import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from unittest import mock

from doudi.law import LawBook, LawError
from doudi.policy.declared import SWITCHES, parameters
from doudi.policy.facts import ALL_FACTS
from doudi.policy.lawbook import MODULES, PROGRAMMES, reason_labels
from tests.policy.comparing import answered, differences, own_cases

TURNED = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
          ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,)}
OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any", "tier_below": "tier_at_least"}
DECIDERS = ("doudi.policy.decide", "doudi.policy.answers")
Change = Callable[[ast.AST], None]
_serial = itertools.count()


@dataclass(frozen=True)
class Mutant:
    """One change: which module, which rule, which node of it (in the order of a walk), which of its changes."""

    module: int
    rule: str
    line: int
    node: int
    change: int
    words: str


def _compare(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for place, op in enumerate(node.ops):
        for other in TURNED.get(type(op), ()):
            yield f"{ast.unparse(node)}: {other.__name__}", lambda n, p=place, o=other: n.ops.__setitem__(p, o())


def _number(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    if type(node.value) is int:
        for step in (1, -1):
            yield f"{node.value} → {node.value + step}", lambda n, s=step: setattr(n, "value", n.value + s)


def _difference(node: ast.BinOp) -> Iterator[tuple[str, Change]]:
    if isinstance(node.op, ast.Sub):
        yield f"{ast.unparse(node)}: swapped", _swap


def _all_or_any(node: ast.BoolOp) -> Iterator[tuple[str, Change]]:
    for place, value in enumerate(node.values):
        yield f"without {ast.unparse(value)}", lambda n, p=place: n.values.pop(p)


def _choice(node: ast.IfExp) -> Iterator[tuple[str, Change]]:
    yield f"{ast.unparse(node)}: the other way", lambda n: n.__dict__.update(body=n.orelse, orelse=n.body)


def _name(node: ast.Call) -> Iterator[tuple[str, Change]]:
    if isinstance(node.func, ast.Name) and node.func.id in OTHER_NAME:
        yield f"{node.func.id} → {OTHER_NAME[node.func.id]}", lambda n: setattr(n.func, "id", OTHER_NAME[n.func.id])


CHANGES = {ast.Compare: _compare, ast.Constant: _number, ast.BinOp: _difference, ast.BoolOp: _all_or_any, ast.IfExp: _choice,
           ast.Call: _name}


def changes_of(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """What can be changed at a node: in words, and by whom."""
    return CHANGES[type(node)](node) if type(node) in CHANGES else iter(())


def _swap(node: ast.AST) -> None:
    node.left, node.right = node.right, node.left


@cache
def _tree(module: int) -> ast.Module:
    return ast.parse(Path(MODULES[module].__file__).read_text(encoding="utf-8"))


def _rules(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and each.decorator_list:
            yield each


def _nodes(rule: ast.FunctionDef) -> list[ast.AST]:
    return [node for statement in rule.body[1:] for node in ast.walk(statement)]


def mutants(wanted: frozenset[str]) -> Iterator[Mutant]:
    """Every change of every rule, or of the rules wanted."""
    for number in range(len(MODULES)):
        for rule in _rules(_tree(number)):
            if wanted and rule.name not in wanted:
                continue
            for place, node in enumerate(_nodes(rule)):
                for change, (words, _) in enumerate(changes_of(node)):
                    yield Mutant(number, rule.name, node.lineno, place, change, words)


def law_of(mutant: Mutant, folder: Path) -> LawBook:
    """The law with that change. LawError: it is no law any more."""
    tree = copy.deepcopy(_tree(mutant.module))
    rule = next(each for each in _rules(tree) if each.name == mutant.rule)
    node = _nodes(rule)[mutant.node]
    list(changes_of(node))[mutant.change][1](node)
    path = folder / f"mutant_{os.getpid()}_{next(_serial)}.py"
    path.write_text(ast.unparse(tree), encoding="utf-8")
    modules = [*MODULES]
    modules[mutant.module] = _loaded(path)
    theirs = {each.code: each for module in modules for each in getattr(module, "PROGRAMMES", ())}
    return LawBook(modules=modules, facts=ALL_FACTS, parameters=parameters(), switches=SWITCHES,
                   programmes=[theirs.get(each.code, each) for each in PROGRAMMES], reason_labels=reason_labels())


def _loaded(path: Path) -> ModuleType:
    # Without the cache of imports: one name, another text each time.
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    return module


@cache
def _cases() -> list[Path]:
    shared = Path(os.environ.get("DOUDI_CASES", "/nonexistent"))
    return [*own_cases(), *(path for path in sorted(shared.rglob("*.yaml")) if path.parent.name not in {"standards", shared.name})]


def noticed(mutant: Mutant) -> bool:
    """Whether the law is refused, breaks, or some worked case is answered otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            book = law_of(mutant, Path(folder))
        except LawError:
            return True
        with mock.patch.multiple(sys.modules[DECIDERS[0]], law_book=lambda: book), \
                mock.patch.multiple(sys.modules[DECIDERS[1]], law_book=lambda: book):
            return any(_otherwise(path) for path in _cases())


def _otherwise(path: Path) -> bool:
    try:
        return bool(differences(*answered(path)))
    except Exception:
        # A law that breaks on a case has been noticed.
        return True


def main() -> int:
    """Print the survivors and how many there were; 1 when there is one."""
    todo = list(mutants(frozenset(sys.argv[1:])))
    if wrong := [path.name for path in _cases() if _otherwise(path)]:
        print(f"these cases do not hold before anything is changed: {', '.join(wrong)}")
        return 2
    survivors = 0
    with ProcessPoolExecutor() as pool:
        for mutant, found in zip(todo, pool.map(noticed, todo, chunksize=4), strict=True):
            if not found:
                survivors += 1
                print(f"{MODULES[mutant.module].__name__.removeprefix('doudi.policy.')}:{mutant.rule}: {mutant.words}", flush=True)
    print(f"{len(todo)} changes, {len(_cases())} cases, {survivors} not noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
