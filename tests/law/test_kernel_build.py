"""Compiling a kernel and keeping it: a damaged or foreign library is made anew, two processes may build at once, and
a machine without a compiler is told what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

from doudi.law.kernel import Kernel, NoCompiler, build, source
from tests.law.small import BOOK, DAY

TEXT = "int answer(void) { return %d; }\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "FLAGS", ("-O0", "-fPIC", "-shared"))


def only_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_a_library_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build.library(TEXT % 7, tmp_path).answer() == 7
    monkeypatch.setattr(build, "_built", None)  # compiling again would fail
    assert build.library(TEXT % 7, tmp_path).answer() == 7


@pytest.mark.parametrize("damage", [b"", b"\x7fELF nothing", None], ids=["empty", "other", "one byte"])
def test_a_damaged_library_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    made = only_file(_built(tmp_path, 8))
    whole = made.read_bytes()
    made.unlink()  # a loaded library must not change under the process
    made.write_bytes(damage if damage is not None else whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])
    assert build.library(TEXT % 8, tmp_path).answer() == 8
    assert build._whole(made, build.key_of(TEXT % 8))


def test_a_library_of_other_rules_under_this_name_is_made_anew(tmp_path: Path) -> None:
    other = only_file(_built(tmp_path / "a", 1)).read_bytes()
    place = only_file(_built(tmp_path / "b", 2))
    place.unlink()
    place.write_bytes(other)
    assert build.library(TEXT % 2, tmp_path / "b").answer() == 2


def _built(folder: Path, number: int) -> Path:
    """A folder with one library, that this process has not loaded."""
    folder.mkdir(exist_ok=True)
    text = TEXT % number
    build._built(text, build.key_of(text), folder)
    return folder


def test_other_flags_rules_or_compilers_have_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {build.key_of(TEXT % 1), build.key_of(TEXT % 2)}
    monkeypatch.setattr(build, "FLAGS", ("-O1",))
    keys.add(build.key_of(TEXT % 1))
    monkeypatch.setattr(build, "compiler", lambda: ("/usr/bin/cc", "another one 1.0"))
    keys.add(build.key_of(TEXT % 1))
    monkeypatch.setattr(build, "machine", lambda: "another processor")
    assert len({*keys, build.key_of(TEXT % 1)}) == 5


@pytest.mark.parametrize("part", ["prelude", "numbers", "calls", "block"])
def test_another_template_makes_another_kernel(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = source.source_of(BOOK, DAY, ("aid",), None, True).text, source._file
    monkeypatch.setattr(source, "_file", lambda name: read(name) + ("/* changed */" if name == part else ""))
    after = source.source_of(BOOK, DAY, ("aid",), None, True).text
    assert build.key_of(before) != build.key_of(after)


def test_of_processes_that_need_it_at_once_one_builds(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from doudi.law.kernel import build; built = build._built;"
        " build._built = lambda *told: (print('built', file=open(sys.argv[1] + '.told', 'a')), built(*told))[1];"
        f" print(build.library({TEXT % 9!r}, Path(sys.argv[1])).answer())"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [one.communicate()[0].strip() for one in running] == ["9"] * 3
    assert only_file(tmp_path).suffix == ".so"
    assert Path(f"{tmp_path}.told").read_text(encoding="ascii") == "built\n"


def test_without_a_compiler_the_user_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.compiler.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoCompiler, match="请安装"):
        Kernel.of(BOOK, ["aid"], DAY, tmp_path)
    build.compiler.cache_clear()


def test_text_that_does_not_compile_is_reported_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(NoCompiler, match="没有编译成功"):
        build.library("int answer(void) { return }\n", tmp_path)
    assert list(tmp_path.iterdir()) == []
