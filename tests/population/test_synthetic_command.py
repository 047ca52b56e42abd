"""`doudi synthetic` makes a city where it is told to, and says in Chinese what is wrong with a wish."""

import json
from pathlib import Path

import pytest

from doudi.cli.main import main


def test_it_makes_a_city_of_the_shipped_areas(tmp_path: Path, capsys) -> None:
    out = tmp_path / "city"
    assert main(["synthetic", "--people", "2,000", "--seed", "7", "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["people"] == 2000
    assert len(manifest["counties"]) == 12
    assert "虚构" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (["--people", "0"], "至少为 1"),
        (["--people", "many"], "不是整数"),
        (["--seed", "-1"], "负数"),
        (["--day", "1 January"], "看不懂"),
    ],
)
def test_a_wish_that_cannot_be_meant(tmp_path: Path, capsys, wish: list[str], says: str) -> None:
    with pytest.raises(SystemExit):
        main(["synthetic", "--out", str(tmp_path / "city"), *wish])
    assert says in capsys.readouterr().err
    assert not (tmp_path / "city").exists()


def test_a_folder_in_use_a_file_and_a_bad_table_are_told_apart(tmp_path: Path, capsys) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / "table.csv").write_text("name\nnowhere\n")
    small = ["synthetic", "--people", "10"]
    assert main([*small, "--out", str(tmp_path)]) == 2
    assert "别的东西" in capsys.readouterr().err
    assert main([*small, "--out", str(tmp_path / "letter.txt")]) == 2
    assert "不是文件夹" in capsys.readouterr().err
    assert main([*small, "--out", str(tmp_path / "a"), "--areas", str(tmp_path / "table.csv")]) == 2
    assert "code" in capsys.readouterr().err
    assert main([*small, "--out", str(tmp_path / "a"), "--areas", str(tmp_path / "missing.csv")]) == 1
    assert (tmp_path / "letter.txt").read_text() == "mine"
