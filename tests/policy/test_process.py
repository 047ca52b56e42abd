"""期限、渐退、追缴、标准校核 as rules: what is not known stays open, the trace explains, the law is said once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.law import UNKNOWN, Document, Sheet
from doudi.policy.answers import answer
from doudi.policy.casefile import load_case
from doudi.policy.decide import decide
from doudi.policy.lawbook import law_book
from doudi.policy.process.deadlines import KEYS, NEED_INFO, explained, process
from doudi.policy.process.standards_check import check_standard
from doudi.policy.sheets import StandardsSet
from tests.policy.comparing import HERE, own_cases

T1 = StandardsSet.from_yaml(HERE / "standards/t1.yaml")
DAY = date(2026, 6, 15)
SHEET = T1.sheet(DAY, "370811006")
SELF = {"id": "a", "relation": "self", "birth": date(1980, 1, 1), "sex": "male"}


def steps(*members: dict[str, Any], **facts: Any) -> dict[str, Any]:
    document = Document({"area": "370811006", "registration": "urban", **facts}, members)
    return process(document, day=DAY, sheet=SHEET, calendar=T1.calendar).values


def test_without_a_procedure_nothing_is_set_in_motion() -> None:
    assert steps(SELF) == dict.fromkeys(KEYS)


def test_a_special_reason_that_is_not_known_leaves_the_decision_open_and_nothing_else() -> None:
    facts = {"procedure_programme": "subsistence", "procedure_accepted": date(2026, 6, 1)}
    found = steps(**facts, procedure_special_reason=UNKNOWN)
    assert found["decision_due"] == NEED_INFO
    assert found["survey_start_by"] == steps(**facts)["survey_start_by"] == date(2026, 6, 4)


def test_a_programme_that_is_not_known_leaves_only_what_hangs_on_it_open() -> None:
    found = steps(procedure_programme=UNKNOWN, procedure_decided=date(2026, 6, 1), procedure_decision="confirm")
    assert str(found["first_month"]) == "2026-07"
    assert found["decision_due"] is None, "nothing was accepted, whatever it is"


def test_of_two_deaths_the_first_sets_the_day() -> None:
    other = {**SELF, "id": "b", "relation": "spouse", "died_on": date(2026, 5, 20)}
    found = steps({**SELF, "died_on": date(2026, 5, 31)}, other)
    assert found["recheck_due"] == date(2026, 8, 20)
    later = {**SELF, "died_on": date(2026, 6, 16)}
    assert steps(later)["recheck_due"] is None, "not dead yet on the day"


def test_what_is_missing_is_named_once() -> None:
    document = Document(
        {"procedure_accepted": date(2026, 12, 30), "procedure_county_received": date(2026, 12, 30)}, ()
    )
    found = process(document, day=DAY, sheet=SHEET, calendar=T1.calendar)
    assert [(m.kind, m.label) for m in found.missing] == [("calendar", "工作日历")]


def test_a_deadline_is_explained_by_its_limit_and_its_source() -> None:
    facts = {"procedure_accepted": date(2026, 6, 1), "procedure_programme": "subsistence"}
    lines = explained(Document(facts, ()), day=DAY, sheet=SHEET, calendar=T1.calendar)
    (survey,) = [line for line in lines if line.label == KEYS["survey_start_by"][0]]
    assert survey.text == "2026-06-04" and survey.clause == "民发〔2021〕57号 第十五条"
    assert any("3 个工作日" in line.text for line in survey.children)
    assert any(line.source.startswith("民发〔2021〕57号 第十五条") for line in survey.children)


def test_the_check_reads_the_care_standard_of_the_registration_it_is_asked_for() -> None:
    rows = {**SHEET.rows}
    row = next(r for r in rows["extreme_hardship_care"] if r.selectors["grade"] == "full")
    from_urban, from_rural = (
        type(row)(row.key, row.area, {"grade": "full", "registration": where}, fen, row.valid_from)
        for where, fen in (("urban", 10**6), ("rural", 1))
    )
    others = [r for r in rows["extreme_hardship_care"] if r.selectors["grade"] != "full"]
    rows["extreme_hardship_care"] = (from_urban, from_rural, *others)
    sheet = Sheet(SHEET.day, SHEET.area, rows, SHEET.switches)
    assert check_standard(sheet, "370811", "urban").details["care_full_ok"] is True
    assert check_standard(sheet, "370811", "rural").details["care_full_ok"] is False


@pytest.mark.parametrize("path", own_cases(), ids=lambda path: str(path.relative_to(HERE)))
def test_what_a_recovery_reckons_with_is_what_the_programmes_decide(path: Path) -> None:
    """符合条件 is said as a rule and as the conditions of a programme: both must come to the same."""
    case = load_case(path)
    if not case.document.members:
        return
    standards = StandardsSet.from_yaml(case.standards_file()).with_switches(case.switches, case.name)
    sheet = standards.sheet(case.day, case.area)
    asked = ("single_person", "extreme_hardship", "disability_care", "subsistence")
    decision = decide(case.document, day=case.day, sheet=sheet, calendar=standards.calendar, programmes=asked)
    values = law_book().values(decision.document, day=case.day, sheet=sheet, calendar=standards.calendar)
    rules = {
        "single_person": "is_single_person",
        "extreme_hardship": "is_extreme_hardship",
        "disability_care": "has_care_subsidy",
    }
    for programme, rule in rules.items():
        found = decision.verdicts[programme]
        assert isinstance(found, dict)
        for member, verdict in found.items():
            if verdict.outcome in ("entitled", "not_entitled"):
                assert values.member(member)[rule] is (verdict.outcome == "entitled"), (programme, member)
    subsistence = decision.verdict("subsistence")
    if subsistence is not None and subsistence.outcome in ("entitled", "discretion", "not_entitled"):
        assert values.household["is_subsistence"] is (subsistence.outcome != "not_entitled")


def changed(name: str, tmp_path: Path, old: str, new: str) -> Any:
    path = tmp_path / f"{name}.yaml"
    text = (HERE / f"process/{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return answer(load_case(path), T1).to_json()["verdicts"]


def test_a_gradual_exit_waits_for_the_day_of_the_decision(tmp_path: Path) -> None:
    found = changed("gradual-exit", tmp_path, "decided: 2026-09-30, ", "")["gradual_exit"]
    assert found["outcome"] == "need_info" and found["monthly"] is None and found["total"] is None
    assert [m["name"] for m in found["missing"]] == ["procedure_decided"]


def test_an_amount_that_people_decide_has_to_be_stated_before_anything_comes_back(tmp_path: Path) -> None:
    due = 'household: {area: "370811006", registration: urban}'
    assert due in (HERE / "process/recovery-unknown.yaml").read_text(encoding="utf-8")
    found = changed("recovery-unknown", tmp_path, "programme: subsistence", "programme: heating")["recovery"]
    assert found["outcome"] == "need_info" and found["once"] is None
    assert [m["name"] for m in found["missing"]] == ["procedure_due_monthly"]
    assert [r["code"] for r in found["because"]] == ["fact_missing"]
