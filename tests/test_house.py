"""The rules of the house that import-linter cannot see (conventions 7, 10, 11).

Caps, names, model relations and template parts that obey the floors, one writer of a case's status, no float
in the law, no clock and no float on the pure floors, migrations without policy numbers.
"""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.base import Node
from django.template.loader_tags import ExtendsNode, IncludeNode

HOUSE = Path(__file__).parent.parent
SOURCE = HOUSE / "src" / "doudi"
PURE = ("kernel", "law", "policy", "population")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 400, 600, 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "misc"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("timezone", "now"),
}
FACES = ("www", "api", "cli", "jobs")


def python_files(*rooms: str) -> list[Path]:
    """The product's own files, migrations left out."""
    roots = [SOURCE / room for room in rooms] if rooms else [SOURCE]
    found = sorted(path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts)
    assert found, "nothing to check"
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def none(found: list[str]) -> None:
    """Nothing was found; else every place is named, not the first three."""
    assert not found, "\n" + "\n".join(map(str, found))


def where(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(HOUSE)}:{getattr(node, 'lineno', 1)}"


@cache
def floors() -> dict[str, int]:
    """Room → floor, the lowest first, from the import contract itself."""
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [layers] = [contract["layers"] for contract in contracts if contract["id"] == "floors"]
    return {
        room.strip(" ()"): floor for floor, line in enumerate(reversed(layers)) for room in line.split("|")
    }


def too_high(user: str, used: str) -> bool:
    """Whether one room may not lean on another: it stands higher, or beside it on the same floor."""
    if user == used:
        return False
    return floors()[used] >= floors()[user]


def test_no_file_is_longer_than_the_cap():
    long = [f"{where(path)} has {lines} lines" for path in python_files()
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE]
    long += [f"{where(path)} has {lines} lines" for path in sorted((HOUSE / "tests").rglob("*.py"))
             if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TEST_FILE]
    none(long)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_function_is_longer_than_the_cap():
    none([f"{where(path, node)} {node.name}" for path in python_files() for node in functions(path)
            if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION])


def test_no_module_is_named_for_nothing():
    names = [
        path for path in SOURCE.rglob("*") if path.stem in FORBIDDEN_NAMES and path.suffix in {".py", ""}
    ]
    none(names)


def test_every_module_says_what_it_is_for():
    none([where(path) for path in python_files() if not ast.get_docstring(tree(path))])


def test_no_signal_and_no_save_override():
    overriding = [f"{where(path, node)} {node.name}" for path in python_files() for node in functions(path)
                  if node.name == "save" and node.args.args and node.args.args[0].arg == "self"]
    signals = [
        where(path, node)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}
    ]
    none(overriding + signals)


def test_relations_between_tables_obey_the_floors():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("doudi."):
            continue
        user = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            other = field.related_model if not field.auto_created else None
            used = (
                other.__module__.split(".")[1]
                if getattr(other, "__module__", "").startswith("doudi.")
                else user
            )
            if too_high(user, used):
                wrong.append(f"{model.__name__}.{field.name} → {other.__name__}")
    none(wrong)


def test_the_relation_check_sees_a_wrong_relation():
    assert too_high("people", "casework")
    assert too_high("people", "standards")
    assert not too_high("casework", "people")


def template_room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def parts_used(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        for kind, attribute in ((ExtendsNode, "parent_name"), (IncludeNode, "template")):
            name = getattr(getattr(node, attribute, None), "var", None) if isinstance(node, kind) else None
            if isinstance(name, str):
                yield name
        for attribute in getattr(node, "child_nodelists", ()):
            yield from parts_used(list(getattr(node, attribute, None) or ()))


def templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt"})


def test_templates_exist_parse_and_obey_the_floors():
    engine, homes, wrong = engines["django"].engine, {}, []
    for path in templates():
        name = str(path).split("/templates/", 1)[1]
        homes[name] = template_room(path)
    for path in templates():
        parsed = engine.from_string(path.read_text(encoding="utf-8"))
        for used in parts_used(list(parsed.nodelist)):
            if used not in homes:
                wrong.append(f"{where(path)} uses {used}, which does not exist")
            elif too_high(template_room(path), homes[used]):
                wrong.append(f"{where(path)} uses {used} of {homes[used]}")
    assert homes
    none(wrong)


def test_templates_carry_no_inline_script_or_style():
    # Content-Security-Policy would refuse it in the browser, silently.
    banned = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
    none([f"{where(path)} {found.group()}" for path in templates()
            if (found := banned.search(path.read_text(encoding="utf-8")))])


def writes_status(node: ast.AST) -> bool:
    """`x.status = …`, `.update(status=…)`, `.filter(…).update(**{"status": …})`, `setattr(x, "status",
    …)`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [
            part
            for target in targets
            for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
        return any(isinstance(part, ast.Attribute) and part.attr == "status" for part in flat)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"update", "update_or_create"} and any(word.arg == "status" for word in node.keywords):
            return True
        constants = [part.value for part in node.args if isinstance(part, ast.Constant)]
        return name == "setattr" and "status" in constants
    return False


def test_only_the_lifecycle_writes_the_status_of_a_case():
    # standards has a status of its own rows (draft, published, withdrawn), written by its own verbs.
    rooms = [
        room.name
        for room in SOURCE.iterdir()
        if room.is_dir() and room.name not in {"standards", "__pycache__"}
    ]
    writers = [
        where(path, node)
        for path in python_files(*rooms)
        for node in ast.walk(tree(path))
        if writes_status(node)
    ]
    lifecycle = str((SOURCE / "casework" / "lifecycle.py").relative_to(HOUSE))
    others = [writer for writer in writers if not writer.startswith(lifecycle)]
    none(others)
    assert len(others) < len(writers), "the lifecycle itself was not seen writing: the check is blind"


@pytest.mark.parametrize("code", [
    "case.status = 1", "Case.objects.update(status=1)", "setattr(case, 'status', 1)", "a, case.status = 1, 2",
])
def test_the_status_check_sees(code):
    assert any(writes_status(node) for node in ast.walk(ast.parse(code)))


def test_no_float_in_the_law():
    # Kernel too: money is whole fen, a share is a fraction. `population` draws random numbers and may.
    floats = [
        where(path, node)
        for path in python_files("kernel", "law", "policy")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float")
    ]
    none(floats)


def reads_the_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (name, node.func.attr) in CLOCKS


def test_only_faces_read_the_clock():
    rooms = [
        room.name for room in SOURCE.iterdir() if room.is_dir() and room.name not in {*FACES, "__pycache__"}
    ]
    none([where(path, node) for path in python_files(*rooms) for node in ast.walk(tree(path))
            if reads_the_clock(node)])
    assert reads_the_clock(ast.parse("datetime.datetime.now()").body[0].value)


def test_the_pure_floors_know_no_settings_and_no_environment():
    banned = {"django", "psycopg", "requests", "httpx", "socket", "urllib", "environ", "getenv"}
    found = []
    for path in python_files(*PURE):
        for node in ast.walk(tree(path)):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            )
            module = getattr(node, "module", "") or ""
            if banned & {part for name in (*names, module) for part in name.split(".")}:
                found.append(where(path, node))
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                found.append(where(path, node))
    none(found)


def test_migrations_are_linear_and_say_their_last():
    for folder in sorted(SOURCE.rglob("migrations")):
        names = sorted(path.stem for path in folder.glob("0*.py"))
        if not names:
            continue
        numbers = [name.split("_")[0] for name in names]
        assert len(numbers) == len(set(numbers)), f"two migrations of one number in {where(folder)}"
        assert (folder / "max_migration.txt").read_text(encoding="utf-8").strip() == names[-1], where(folder)


def test_every_room_has_a_readme():
    rooms = [room for room in SOURCE.iterdir() if room.is_dir() and (room / "__init__.py").exists()]
    none([room.name for room in rooms if not (room / "README.md").exists()])


def test_every_group_of_figures_loads():
    """A figure is taken by hand and seldom: nobody would notice that its module no longer fits the product."""
    names = {path.stem for path in (HOUSE / "bench").glob("*.py") if not path.stem.startswith("_")}
    assert len(names) > 10
    # Runs beside a peer that the product does not need.
    for name in sorted(names - {"openfisca_rules"}):
        importlib.import_module(f"bench.{name}")
