"""`doudi screen`, `doudi drift`, `doudi law check`, `doudi snapshot`: what they say, their exit status, and being stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.cli.citywide import numbers
from doudi.cli.main import main
from doudi.population.screening.results import Results
from tests.population.areas_for_tests import DAY
from tests.population.screened import EXAMPLE, kernels, rewrite, small_city, with_rows

HOUSE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path: Path) -> None:
    """No installation here; compiled law is kept for the tests."""
    monkeypatch.setenv("DOUDI_DATA", str(tmp_path / "var"))
    monkeypatch.setattr("doudi.cli.screen.kernels", kernels)
    monkeypatch.setattr("doudi.cli.drift.kernels", kernels)
    monkeypatch.setattr("doudi.cli.law.kernels", kernels)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    small_city(tmp_path / "city", people=300)
    return tmp_path / "city"


def heeds_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def screen(city: Path, *more: str) -> int:
    return main(["screen", str(city), "--standards", str(EXAMPLE), "--threads", "1", *more])


def test_it_tells_the_totals_and_says_that_they_are_clues(city, tmp_path: Path, capsys) -> None:
    assert screen(city, "--out", str(tmp_path / "out"), "--explain", "3") == 0
    said = capsys.readouterr()
    assert "筛查 300 人" in said.out and "示例参数" in said.out and "不是认定" in said.out
    assert "逐户核对 3 户:与筛查结果全部一致" in said.out
    assert "370831 完成" in said.err and "(2/2)" in said.err


def test_the_day_and_the_folder_are_told_from_the_snapshot(city, capsys) -> None:
    assert screen(city) == 0
    assert (city.parent / f"city-screened-{DAY}" / "summary.csv").exists()


def test_without_standards_and_without_a_database_the_examples_hold_and_say_so(city, tmp_path: Path, capsys) -> None:
    assert main(["screen", str(city), "--out", str(tmp_path / "out")]) == 0
    assert "示例标准(非济宁市公布标准)" in capsys.readouterr().out


def test_bad_rows_are_listed_and_make_the_status_one(city, tmp_path: Path, capsys) -> None:
    rewrite(city, with_rows(lambda rows: rows[0].update(deposits=-1)))
    assert screen(city, "--out", str(tmp_path / "out"), "--day", DAY.isoformat()) == 1
    assert "存款:-1 小于允许的最小值 0" in capsys.readouterr().out
    assert "存款" in (tmp_path / "out" / "refused.csv").read_text(encoding="utf-8-sig")


def test_a_difference_between_the_two_runs_is_told(city, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("doudi.cli.citywide.explaining._answer", lambda columns, row: (0, {}))
    assert screen(city, "--out", str(tmp_path / "out"), "--explain", "1") == 1
    assert "两种算法不一致" in capsys.readouterr().err


@pytest.mark.parametrize(("wish", "says"), [
    (["--programmes", "pension"], "没有“pension”"), (["--day", "1 January"], "看不懂"), (["--engine", "cloud"], "engine")])
def test_a_wish_that_cannot_be_meant(city, capsys, wish: list[str], says: str) -> None:
    with pytest.raises(SystemExit):
        screen(city, *wish)
    assert says in capsys.readouterr().err


def test_what_cannot_be_done_is_said_in_a_line(city, tmp_path: Path, capsys) -> None:
    assert main(["screen", str(tmp_path / "nowhere")]) == 2
    assert "没有" in capsys.readouterr().err
    assert main(["screen", str(city), "--standards", str(tmp_path / "no.yaml")]) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert screen(city, "--out", str(tmp_path / "out")) == 0
    assert screen(city, "--out", str(tmp_path / "out"), "--day", "2026-06-16") == 2
    assert "日期变了" in capsys.readouterr().err


def test_a_folder_of_standards_is_one_set_and_a_clash_is_refused(city, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "standards"
    folder.mkdir()
    (folder / "one.yaml").write_text(EXAMPLE.read_text().replace("calendar: calendar-2026.yaml\n", ""), encoding="utf-8")
    more = ("id: more\ntitle: 一县另定\nparameters:\n  subsistence_standard:\n    rows:\n"
            "      - {{area: \"{area}\", registration: urban, from: 2025-01-01, value: \"{value}\"}}\n")
    (folder / "two.yaml").write_text(more.format(area="370831", value="910.00"), encoding="utf-8")
    found = numbers.standards_for(folder, DAY, ["370831"])
    assert found.sheet.row("subsistence_standard", "370831001201", {"registration": "urban"}).value == 91_000
    assert found.sheet.row("subsistence_standard", "370811001001", {"registration": "urban"}).value == 80_000
    (folder / "two.yaml").write_text(more.format(area="3708", value="910.00"), encoding="utf-8")
    assert main(["screen", str(city), "--standards", str(folder)]) == 2
    assert "subsistence_standard" in capsys.readouterr().err


def test_without_spark_the_reason_is_said(city, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "doudi.population.screening.spark", None)
    assert screen(city, "--engine", "spark", "--out", str(tmp_path / "out")) == 2
    assert "没有装 Spark" in capsys.readouterr().err


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_end_keeps_what_is_done_and_the_same_command_goes_on(city, tmp_path: Path, end: signal.Signals) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert screen(city, "--out", str(whole)) == 0
    slow = ("import time\nfrom doudi.cli import screen\nfrom doudi.cli.main import main\nfrom doudi.population.screening import results\n"
            "plain = results.PartWriter.write\n"
            "def write(self, tables):\n    plain(self, tables)\n    print('batch', flush=True)\n    time.sleep(3)\n"
            "results.PartWriter.write = write\n"
            f"from pathlib import Path\nscreen.kernels = lambda: Path({str(kernels())!r})\n"
            f"raise SystemExit(main(['screen', {str(city)!r}, '--standards', {str(EXAMPLE)!r}, '--threads', '1', '--out', {str(out)!r}]))")
    environment = {**os.environ, "PYTHONPATH": str(HOUSE / "src")}
    # Whoever runs the tests in the background has Ctrl-C ignored, and a child would inherit that.
    with subprocess.Popen([sys.executable, "-c", slow], env=environment, cwd=tmp_path, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, preexec_fn=heeds_interrupts) as run:
        assert run.stdout.readline() == "batch\n"
        run.send_signal(end)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130 and "已停下" in told
    assert len(Results(out).done()) == 1 and not list(out.glob(".county=*"))
    assert screen(city, "--out", str(out)) == 0
    assert (out / "summary.csv").read_bytes() == (whole / "summary.csv").read_bytes()


def test_drift_tells_what_changed_and_why(city, tmp_path: Path, capsys) -> None:
    assert screen(city, "--out", str(tmp_path / "r1")) == 0
    text = EXAMPLE.read_text().replace('value: "800.00"', 'value: "860.00"').replace("calendar: calendar-2026.yaml\n", "")
    (tmp_path / "raised.yaml").write_text(text, encoding="utf-8")
    assert main(["screen", str(city), "--standards", str(tmp_path / "raised.yaml"), "--out", str(tmp_path / "r2")]) == 0
    assert main(["drift", str(tmp_path / "r1"), str(tmp_path / "r2"), "--out", str(tmp_path / "lists")]) == 0
    assert "标准:最低生活保障标准" in capsys.readouterr().out
    assert list((tmp_path / "lists").glob("*.xlsx"))
    assert main(["drift", str(tmp_path / "r1"), str(tmp_path / "r2"), "--out", str(tmp_path / "lists")]) == 2
    assert main(["drift", str(tmp_path / "r1"), str(tmp_path / "nothing"), "--out", str(tmp_path / "l2")]) == 2
    assert "没有做完" in capsys.readouterr().err


def test_law_check_lists_what_is_the_same_for_everybody(capsys) -> None:
    assert main(["law", "check", "--people", "1500", "--standards", str(EXAMPLE)]) == 0
    said = capsys.readouterr().out
    assert "从不成立  member.has_died" in said and "总是成立  最低生活保障 的条件  有计入的家庭成员" in said
    assert "人均收入低于标准" not in said


def test_a_snapshot_of_registers_is_screened_like_any_other(tmp_path: Path, capsys) -> None:
    (tmp_path / "h.csv").write_text("户号,区划代码,公民身份号码,姓名,与户主关系,户口性质,银行存款\n"
                                    "11,370831001201,370831195003040011,王建国,户主,农业,5\n"
                                    "12,370831001201,37083119500304001X,李建国,户主,农业,5\n", encoding="utf-8")
    status = main(["snapshot", "--out", str(tmp_path / "s"), "--register", f"户籍={tmp_path / 'h.csv'}", "--day", DAY.isoformat()])
    said = capsys.readouterr().out
    assert status == 1 and "退回" in said and "授权" in said
    assert screen(tmp_path / "s", "--out", str(tmp_path / "out")) == 0
    with pytest.raises(SystemExit):
        main(["snapshot", "--out", str(tmp_path / "s"), "--register", "税务=x.csv"])
    assert main(["snapshot", "--out", str(tmp_path / "s2"), "--register", f"残联={tmp_path / 'h.csv'}"]) == 2
