"""From the source of a module to rules: finds the decorated functions, checks their shape, reads
their bodies as one expression."""

import ast
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from doudi.law import nodes
from doudi.law.calls import SIGNATURES
from doudi.law.declare import RuleDecl
from doudi.law.facts import Fact
from doudi.law.grammar import Reader
from doudi.law.parameters import Parameter, SwitchDecl
from doudi.law.reasons import LawError
from doudi.law.scope import Head, World
from doudi.law.types import BY_NAME, NOTHING, ValueType, unify


@dataclass(frozen=True)
class Found:
    """A decorated function as it stands in its file."""

    function: ast.FunctionDef
    decl: RuleDecl
    file: str
    source: str

    @property
    def key(self) -> tuple[str, str]:
        return (self.decl.entity, self.decl.version_of or self.function.name)

    def refuse(self, what: str, cure: str, at: ast.AST | None = None) -> LawError:
        return LawError(f"{self.file}:{getattr(at or self.function, 'lineno', 0)}: {what}; {cure}")


def find(module: ModuleType) -> list[Found]:
    """The rules that a module declares, in the order of the file."""
    source = inspect.getsource(module)
    file = module.__file__ or module.__name__
    found: list[Found] = []
    for function in ast.parse(source, file).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        decl = getattr(getattr(module, function.name, None), "__rule__", None)
        if isinstance(decl, RuleDecl):
            found.append(Found(function, decl, file, ast.get_source_segment(source, function) or ""))
    names = [f.function.name for f in found]
    for rule in found:
        if names.count(rule.function.name) > 1:
            raise rule.refuse(
                f"two rules are called {rule.function.name}",
                "give dated versions other names and version_of=",
            )
    return found


def declared_type(rule: Found) -> ValueType:
    """The return type that the signature names."""
    returns = rule.function.returns
    if isinstance(returns, ast.BinOp) and may_be_none(rule):
        returns = returns.left
    kind = BY_NAME.get(returns.id) if isinstance(returns, ast.Name) else None
    if kind is None:
        raise rule.refuse(
            f"{rule.function.name} names no type", f"end the signature with -> one of {', '.join(BY_NAME)}"
        )
    if may_be_none(rule) and kind.family in {"bool", "code"}:
        raise rule.refuse(f"{kind} | None", "a Bool is yes or no; give a Code a value of its own for it")
    return kind


def may_be_none(rule: Found) -> bool:
    """`-> Day | None`: the rule gives None where there is none of it, and who reads it asks given() first."""
    returns = rule.function.returns
    return (
        isinstance(returns, ast.BinOp)
        and isinstance(returns.op, ast.BitOr)
        and isinstance(returns.right, ast.Constant)
        and returns.right.value is None
    )


def heads(found: Iterable[Found], facts: Mapping[tuple[str, str], Fact]) -> dict[tuple[str, str], Head]:
    """Name and type of every rule; doubled names are refused here."""
    result: dict[tuple[str, str], Head] = {}
    seen: dict[tuple[str, str], list[Found]] = {}
    for rule in found:
        kind = declared_type(rule)
        if rule.key in facts:
            raise rule.refuse(f"{rule.key[1]} is the name of a fact too", "rename the rule")
        for other in seen.setdefault(rule.key, []):
            _check_versions(rule, other)
        before = result.get(rule.key)
        if before is not None and (before.type, before.optional) != (kind, may_be_none(rule)):
            raise rule.refuse("the versions of a rule differ in type", "give all versions one type")
        seen[rule.key].append(rule)
        values = {**(before.values if before else {}), **rule.decl.values}
        result[rule.key] = Head(kind, values, may_be_none(rule))
    return result


def _check_versions(rule: Found, other: Found) -> None:
    a, b = rule.decl, other.decl
    apart = (a.until and b.since and a.until < b.since) or (b.until and a.since and b.until < a.since)
    if not apart:
        raise rule.refuse(
            f"{rule.key[1]} is declared twice for the same days (also {other.file}:{other.function.lineno})",
            "rename one, or give both disjoint since=/until=",
        )


def read_rule(rule: Found, world: World) -> nodes.Formula:
    """Check the function's shape and read its body."""
    law, row = _signature(rule)
    reader = Reader(world, rule.file, {row: rule.decl.entity}, law)
    reader.given = {
        ast.unparse(call.args[0])
        for call in ast.walk(rule.function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"given", "required"}
        and call.args
    }
    docstring = ast.get_docstring(rule.function)
    if not docstring:
        raise rule.refuse(f"{rule.function.name} has no docstring", "open it with the article's words")
    tree = _read_body(reader, rule, rule.function.body[1:], rule.function)
    _check_none(rule, tree)
    kind = declared_type(rule)
    if tree.type == NOTHING or unify(tree.type, kind) != kind or (tree.type != kind and tree.type.name not in {"0", "Count"}):
        raise rule.refuse(
            f"{rule.function.name} returns {tree.type}, its signature says {kind}", "correct one of the two"
        )
    return nodes.Formula(
        rule.function.name,
        rule.file,
        rule.function.lineno,
        rule.decl.cite,
        docstring,
        rule.source,
        tree,
        rule.decl.since,
        rule.decl.until,
        rule.decl,
    )


def _check_none(rule: Found, tree: nodes.Node) -> None:
    """None is given back whole, by a rule that says so; nothing reckons with it."""
    given_back = {id(node) for node in _ends(tree)}
    for node in nodes.walk(tree):
        if not isinstance(node, nodes.Const) or node.type != NOTHING:
            continue
        at = ast.Constant(None, lineno=node.line)
        if id(node) not in given_back:
            raise rule.refuse("None inside a formula", "return None, or ask given() of what may be none", at)
        if not may_be_none(rule):
            raise rule.refuse("None is no value of the rule's type", "end the signature with -> … | None", at)


def _ends(node: nodes.Node) -> list[nodes.Node]:
    """What a formula may come to."""
    if isinstance(node, nodes.Bind):
        return _ends(node.rest)
    return [*_ends(node.yes), *_ends(node.no)] if isinstance(node, nodes.Cond) else [node]


def _signature(rule: Found) -> tuple[str, str]:
    args = rule.function.args
    names = [a.arg for a in args.args]
    plain = not (args.vararg or args.kwarg or args.kwonlyargs or args.defaults or args.posonlyargs)
    if len(names) != 2 or not plain:
        raise rule.refuse(
            f"{rule.function.name}({', '.join(names)})", "a rule takes its row and the law: (h, law)"
        )
    return names[1], names[0]


def _read_body(reader: Reader, rule: Found, body: list[ast.stmt], at: ast.AST) -> nodes.Node:
    if not body:
        raise rule.refuse("a path without return", "return a value on every path", at)
    first, rest = body[0], body[1:]
    if isinstance(first, ast.Return) and first.value is not None:
        if rest:
            raise rule.refuse("code after return", "remove it", rest[0])
        return _check_code(reader, rule, reader.read(first.value), first)
    if isinstance(first, ast.Assign):
        return _read_bind(reader, rule, first, rest)
    if isinstance(first, ast.If):
        return _read_if(reader, rule, first, rest)
    reader.forbidden(first.value if isinstance(first, ast.Expr) else first)


def _check_code(reader: Reader, rule: Found, value: nodes.Node, at: ast.AST) -> nodes.Node:
    if rule.decl.values:
        for node in nodes.walk(value):
            if isinstance(node, nodes.Const) and isinstance(node.value, str) and _returned(node, value):
                reader.check_code(
                    at, node.value, nodes.Local(type=value.type, codes=dict(rule.decl.values), name="")
                )
    return value


def _returned(node: nodes.Node, value: nodes.Node) -> bool:
    if value is node:
        return True
    return isinstance(value, nodes.Cond) and (_returned(node, value.yes) or _returned(node, value.no))


def _read_bind(reader: Reader, rule: Found, first: ast.Assign, rest: list[ast.stmt]) -> nodes.Node:
    target = first.targets[0]
    if len(first.targets) > 1 or not isinstance(target, ast.Name):
        reader.refuse(first, f"{ast.unparse(first)}", "bind one name at a time")
    if target.id in reader.local or target.id in reader.rows or target.id == reader.law:
        reader.refuse(first, f"{target.id} is bound a second time", "give the new value another name")
    if target.id in SIGNATURES or target.id.startswith("_"):
        reader.refuse(first, f"{target.id} is a word of the language", "bind another name")
    value = reader.read(first.value)
    reader.local[target.id] = value
    node = nodes.Bind(
        type=value.type, name=target.id, value=value, rest=_read_body(reader, rule, rest, first)
    )
    del reader.local[target.id]
    node.type = node.rest.type
    return reader.made(node, first)


def _read_if(reader: Reader, rule: Found, first: ast.If, rest: list[ast.stmt]) -> nodes.Node:
    if first.orelse and rest:
        reader.refuse(rest[0], "code after if/else", "let every branch return, or leave the else out")
    test = reader.read(first.test)
    reader.need(first.test, test, BY_NAME["Bool"])
    yes = _read_body(reader, rule, first.body, first)
    no = _read_body(reader, rule, first.orelse or rest, first)
    return reader.made(reader.conditional(first, test, yes, no), first)


def reads_of(
    formulas: Iterable[nodes.Formula],
) -> tuple[frozenset[tuple[str, str]], frozenset[str], frozenset[str]]:
    """Facts and rules, parameters, switches that the formulas read."""
    reads: set[tuple[str, str]] = set()
    parameters: set[str] = set()
    switches: set[str] = set()
    for node in (n for f in formulas for n in nodes.walk(f.tree)):
        if isinstance(node, nodes.Read):
            reads.add((node.entity, node.name))
        elif isinstance(node, nodes.ParameterRead):
            parameters.add(node.key)
        elif isinstance(node, nodes.SwitchRead):
            switches.add(node.name)
    return frozenset(reads), frozenset(parameters), frozenset(switches)


def read_rules(
    modules: Iterable[ModuleType],
    facts: Mapping[tuple[str, str], Fact],
    parameters: Mapping[str, Parameter],
    switches: Mapping[str, SwitchDecl],
) -> dict[tuple[str, str], nodes.Rule]:
    """All rules of the modules, each checked."""
    found = [rule for module in modules for rule in find(module)]
    world = World(facts, heads(found, facts), parameters, switches)
    groups: dict[tuple[str, str], list[Found]] = {}
    for rule in found:
        groups.setdefault(rule.key, []).append(rule)
    rules = {}
    for key, versions in groups.items():
        formulas = tuple(read_rule(v, world) for v in versions)
        decl = versions[-1].decl
        reads, used, asked = reads_of(formulas)
        rules[key] = nodes.Rule(
            key[0], key[1], world.rules[key].type, decl.label, decl, formulas, reads, used, asked
        )
    return rules


def ordered(rules: Mapping[tuple[str, str], nodes.Rule]) -> list[nodes.Rule]:
    """Every rule after those it reads; a circle is refused, naming its way round."""
    done: dict[tuple[str, str], nodes.Rule] = {}
    for key in rules:
        _visit(key, rules, done, [])
    return list(done.values())


def _visit(
    key: tuple[str, str],
    rules: Mapping[tuple[str, str], nodes.Rule],
    done: dict[tuple[str, str], nodes.Rule],
    path: list[tuple[str, str]],
) -> None:
    if key in done or key not in rules:
        return
    if key in path:
        circle = " → ".join(name for _, name in (*path[path.index(key) :], key))
        first = rules[key].formulas[0]
        raise LawError(
            f"{first.file}:{first.line}: rules in a circle: {circle}; let one of them read facts instead"
        )
    for needed in sorted(rules[key].reads):
        _visit(needed, rules, done, [*path, key])
    done[key] = rules[key]
