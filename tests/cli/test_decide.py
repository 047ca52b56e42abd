"""`doudi decide` and `doudi explain`: what they print, what they refuse, and how fast."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from doudi.cli.main import main

CASES = Path(__file__).parents[1] / "policy"
FOLDERS = [str(CASES / "basic"), str(CASES / "special")]
ONE = CASES / "basic/subsistence/half-up-yuan.yaml"


def test_json_has_one_object_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--json", str(ONE)]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == str(ONE) and found["case"] == "half-up-yuan"
    subsistence = found["verdicts"]["subsistence"]
    assert subsistence["outcome"] == "entitled" and subsistence["monthly"] == "767.00"
    assert subsistence["once"] is None and subsistence["yearly"] is None
    assert {"code", "clause", "label"} == set(subsistence["because"][0])
    assert set(found["verdicts"]["extreme_hardship"]["members"]) == {"a", "b"}
    assert found["process"]["decision_due"] is None


def test_words_name_outcome_amount_reason_margin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(ONE)]) == 0
    text = capsys.readouterr().out
    for word in ("最低生活保障:符合,每月 767.00 元", "民发〔2021〕57号 第二十三条", "383.30", "复核周期"):
        assert word in text


def test_missing_number_is_named_with_who_enters_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(CASES / "basic/subsistence/standard-not-published.yaml")]) == 0
    text = capsys.readouterr().out
    (line,) = {line for line in text.splitlines() if "还缺:最低生活保障标准" in line}
    assert line.endswith("由县级民政部门填写")


def test_a_folder_is_decided_without_its_standards(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--json", *FOLDERS]) == 0
    files = [found["file"] for found in json.loads(capsys.readouterr().out)]
    assert len(files) > 100
    assert not [name for name in files if "/standards/" in name]


def test_a_bad_file_is_told_and_the_rest_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CASES / "standards", tmp_path / "standards")
    shutil.copy(ONE, tmp_path / "good.yaml")
    (tmp_path / "codes.yaml").write_text("x: 1\n", encoding="utf-8")
    text = ONE.read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(text.replace("homes: 1", "hoomes: 1"), encoding="utf-8")
    assert main(["decide", "--json", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert [found["case"] for found in json.loads(printed.out)] == ["half-up-yuan"]
    assert "bad.yaml" in printed.err and "第" in printed.err and "homes" in printed.err
    assert "Traceback" not in printed.err


def test_a_case_whose_standards_are_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ONE, tmp_path / "alone.yaml")
    assert main(["decide", str(tmp_path / "alone.yaml")]) == 2
    assert "--standards" in capsys.readouterr().err
    assert (
        main(["decide", str(tmp_path / "alone.yaml"), "--standards", str(CASES / "standards/t1.yaml")]) == 0
    )


@pytest.mark.parametrize("name", ["none.yaml", ""])
def test_nothing_to_decide(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", str(tmp_path / name)]) == 2
    assert "错误" in capsys.readouterr().err


def test_malformed_standards_stop_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nparameters: {homes_maxx: {rows: []}}\n", encoding="utf-8")
    assert main(["decide", str(ONE), "--standards", str(bad)]) == 2
    assert "homes_max" in capsys.readouterr().err


def test_explain_prints_the_arithmetic_and_what_would_change_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(ONE), "subsistence"]) == 0
    text = capsys.readouterr().out
    for word in ("12400.80", "900.00", "767.00", "第二十三条", "什么会改变结果"):
        assert word in text


@pytest.mark.parametrize(
    "words", [["housing"], ["subsistence", "--member", "a"], ["single_person", "--member", "z"]]
)
def test_explain_refuses_what_is_not_there(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(ONE), *words]) == 2
    assert "可以问的有" in capsys.readouterr().err


def test_every_verdict_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("gradual-exit", "gradual-exit-over-edge-undecided", "recovery-stated"):
        path = str(CASES / f"process/{name}.yaml")
        for programme in (
            "subsistence",
            "single_person",
            "extreme_hardship",
            name.partition("-over")[0].split("-st")[0],
        ):
            assert main(["explain", path, programme.replace("-", "_")]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("words", [["decide", *FOLDERS], ["decide", "--json", *FOLDERS]])
def test_a_reader_that_has_seen_enough_ends_it_quietly(words: list[str]) -> None:
    """`doudi decide … | head -1`: no traceback, no word on stderr."""
    code = "import sys; from doudi.cli.main import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_nobody_is_told_to_be_somebody_else(capsys: pytest.CaptureFixture[str]) -> None:
    """What would change the result is something that can change: no relation, birth, sex or place."""
    for path in (ONE, CASES / "process/gradual-exit.yaml"):
        for programme in ("subsistence", "low_income", "single_person", "extreme_hardship"):
            assert main(["explain", str(path), programme]) == 0
    changes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  · 如果")]
    assert changes
    assert not [line for line in changes if "关系" in line or "户籍" in line or "人员状态" in line]


def test_the_command_is_quick_and_needs_no_django() -> None:
    """≤ 1.5 s as a command; Django would make it slow and tie it to a database."""
    code = (
        "import sys; from doudi.cli.main import main; main(['decide', sys.argv[1]]);"
        " sys.exit(any(name.partition('.')[0] in ('django', 'psycopg', 'pyarrow') for name in sys.modules))"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, str(ONE)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert time.monotonic() - start < 5
