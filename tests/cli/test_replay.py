"""`doudi replay`: what it prints, its exit status, several processes, and going on after a Ctrl-C."""

import argparse
import json
from collections.abc import Callable
from datetime import date

import pytest

from doudi import policy
from doudi.audit.models import JournalEntry
from doudi.casework import basis
from doudi.casework.models import Determination, ReplayRun
from doudi.cli import replay, replaying
from doudi.kernel.calendar import WorkingCalendar
from doudi.law import Document, Sheet
from doudi.people.models import Household
from tests.casework.conftest import moment

pytestmark = pytest.mark.database
DAY = date(2026, 3, 2)
AREA = "370811006201"
Run = Callable[..., int]


@pytest.fixture
def run() -> Run:
    """The command with these words, on the database of the test."""
    parser = argparse.ArgumentParser()
    replay.add_arguments(parser)
    return lambda *words: replaying.run(parser.parse_args(words))


def stored(count: int) -> list[Determination]:
    """Families of one, decided on one day after another."""
    household = Household.objects.create(area=AREA, registration="urban", opened_on=DAY, created_at=moment(DAY))
    calendar, made = WorkingCalendar.seeded([2026]), []
    for number in range(count):
        day = DAY.replace(day=number % 28 + 1)
        family = Document({"area": AREA, "registration": "urban"}, ({"id": "1", "relation": "self"},))
        sheet = Sheet(day, AREA, {})
        decision = policy.decide(family, day=day, sheet=sheet, calendar=calendar)
        made.append(Determination.objects.create(
            household=household, day=day, kind="import", document=family.to_json(), standards=basis.of_sheet(sheet),
            sheet_area=AREA, calendar=basis.of_calendar(calendar), law_version=decision.law_version,
            decision=decision.to_json(), explanation={}, outcomes={}, made_at=moment(day)))
    return made


def spoil(made: Determination) -> None:
    made.decision["verdicts"]["subsistence"]["outcome"] = "entitled"
    made.save(update_fields=["decision"])


@pytest.mark.django_db
def test_all_the_same_is_said_in_a_line_and_written_down(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    made = stored(3)
    assert run("--all", "--processes", "1") == 0
    assert capsys.readouterr().out == "复算 3 份认定:全部一致。\n"
    kept = ReplayRun.objects.get()
    assert (kept.after, kept.upto, kept.counted) == (0, made[-1].pk, 3)
    line = JournalEntry.objects.get(verb="casework.replay")
    assert line.details == {"counted": 3, "reworded": 0, "differing": 0, "unreadable": 0}


@pytest.mark.django_db
def test_a_difference_is_named_and_makes_the_status_one(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    made = stored(3)
    spoil(made[1])
    assert run("--all", "--processes", "1") == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"认定 {made[1].pk}(案件 无):最低生活保障:结论存的是 符合,复算是 还差信息(household.")
    assert last == "复算 3 份认定:1 份结果不同。"
    assert run("--all", "--processes", "1", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["counted"], found["differing"], found["unreadable"]) == (3, 1, 0)
    [each] = found["differences"]
    assert (each["determination"], each["programme"], each["key"]) == (made[1].pk, "subsistence", "outcome")
    assert (each["stored"], each["replayed"]) == ("entitled", "need_info") and each["clause"]


@pytest.mark.django_db
def test_since_a_day_after_an_id_and_what_is_new(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    made = stored(5)
    for words, counted in ((("--since", "2026-03-04"), 2), (("--after", str(made[0].pk)), 4), (("--since", "2027-01-01"), 0)):
        assert run(*words, "--processes", "1", "--json") == 0
        assert json.loads(capsys.readouterr().out)["counted"] == counted, words
    assert run("--processes", "1", "--json") == 0, "nothing was complete yet: from the first on"
    assert json.loads(capsys.readouterr().out)["counted"] == 5
    assert run("--processes", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["counted"] == 0


@pytest.mark.django_db
def test_a_case_that_does_not_exist_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--case", "202600000001-1") == 0
    assert "没有这个案件" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_stopped_run_says_where_to_go_on(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stored(6)
    monkeypatch.setattr("doudi.casework.replaying.SPAN", 2)
    plain, asked = replaying.reads.replayed, []

    def interrupted(**span: int) -> object:
        asked.append(span)
        if len(asked) > 2:
            raise KeyboardInterrupt
        return plain(**span)

    monkeypatch.setattr(replaying.reads, "replayed", interrupted)
    assert run("--all", "--processes", "1") == 130
    assert f"doudi replay --after {made[3].pk}" in capsys.readouterr().err
    assert ReplayRun.objects.get().upto == made[3].pk


@pytest.mark.django_db(transaction=True)
def test_several_processes_come_to_the_same(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stored(30)
    spoil(made[11])
    monkeypatch.setattr("doudi.casework.replaying.SPAN", 4)
    found = []
    for processes in ("1", "2"):
        assert run("--all", "--processes", processes, "--json") == 1
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1] and found[0]["counted"] == 30
