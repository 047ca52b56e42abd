"""Every stored determination can be given again: after new numbers, a new calendar and a change of the law; what cannot
is named (复算)."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from doudi import policy
from doudi.audit.models import JournalEntry
from doudi.casework import actions, basis, determining, reads
from doudi.casework.models import Basis, Determination, ReplayRun
from doudi.casework.replaying import replayed, spans
from doudi.kernel.calendar import WorkingCalendar
from doudi.law import Document, Sheet
from doudi.offices.reads import jurisdiction
from doudi.policy.basic import subsistence
from doudi.policy.casefile import load_case
from doudi.policy.lawbook import law_book
from doudi.policy.sheets import StandardsSet
from doudi.population.township import township
from doudi.standards import actions as numbers
from doudi.standards import reads as standards
from tests.casework.conftest import TOWNSHIP, VILLAGE, Town, moment
from tests.policy.changed import changed_law, in_force
from tests.policy.comparing import own_cases

pytestmark = pytest.mark.database
DAY = date(2026, 3, 2)
LATER = moment("2026-10-01")
EXAMPLE = Path(str(files("doudi.standards"))) / "data" / "demo-standards.yaml"
NUMBERS = StandardsSet.from_yaml(EXAMPLE)
CALENDAR = WorkingCalendar.seeded([2025, 2026])
GAP = '            "gap": "subsistence_gap",\n'
BELOW = "    return h.family_income_year < h.standard_year\n"


class Archive:
    """Determinations of one household, stored as `determining.make` stores them."""

    def __init__(self, town: Town) -> None:
        self.household = town.family("王建国", "李秀英", "王小宝")
        self.by = town.clerk

    def keep(
        self, document: Document, day: date, sheet: Sheet, calendar: WorkingCalendar | None, **asked: Any
    ) -> Determination:
        decision = policy.decide(document, day=day, sheet=sheet, calendar=calendar, **asked)
        return Determination.objects.create(
            household=self.household, day=day, kind="import", document=document.to_json(),
            standards=basis.of_sheet(sheet), sheet_area=sheet.area, calendar=basis.of_calendar(calendar),
            law_version=decision.law_version, decision=decision.to_json(), explanation={}, outcomes={},
            made_by=self.by, made_at=moment(day),
        )  # fmt: skip


@pytest.fixture
def archive(town: Town) -> Archive:
    return Archive(town)


@pytest.fixture
def families(archive: Archive) -> list[Determination]:
    """Forty families of the demo township, with everything that the law asks about."""
    sheet = NUMBERS.sheet(DAY, VILLAGE)
    records = township([TOWNSHIP, VILLAGE], TOWNSHIP, 40, 7, DAY, sheet=sheet)
    return [archive.keep(record.document(), DAY, sheet, CALENDAR) for record in records]


def outcomes(made: list[Determination], code: str) -> set[str]:
    return {each.decision["verdicts"][code]["outcome"] for each in made}


def in_order(count: int) -> None:
    """Every determination comes out as it is stored, word for word."""
    tally = replayed()
    assert (tally.counted, tally.kinds, tally.found) == (count, {}, [])


@pytest.mark.django_db
def test_every_worked_case_stored_and_given_again(archive: Archive) -> None:
    sets: dict[Path, StandardsSet] = {}
    for path in own_cases():
        case = load_case(path)
        if not case.has_household:
            continue
        place = case.standards_file()
        sets.setdefault(place, StandardsSet.from_yaml(place))
        published = sets[place].with_switches(case.switches, case.name)
        sheet = published.sheet(case.day, case.area)
        archive.keep(case.document, case.day, sheet, published.calendar, programmes=law_book().programmes)
    stored = Determination.objects.count()
    assert stored > 100
    in_order(stored)


@pytest.mark.django_db
def test_what_is_published_later_leaves_old_determinations_alone(archive: Archive) -> None:
    """A number replaced, one repealed, a choice made, the calendar amended: the answer of that day stays."""
    numbers.load_file(path=EXAMPLE, number="示例〔2026〕1号", title="示例", by=None, at=moment("2020-01-02"))
    sheet, calendar = standards.sheet(DAY, VILLAGE), standards.working_calendar()
    records = township([TOWNSHIP, VILLAGE], TOWNSHIP, 24, 7, DAY, sheet=sheet)
    families = [archive.keep(record.document(), DAY, sheet, calendar) for record in records]
    assert outcomes(families, "subsistence") >= {"entitled", "not_entitled"}
    told = {"by": None, "at": LATER}
    paper = numbers.enter_instrument(number="测试〔2026〕9号", title="后来的数", **told)
    for key, value, selectors in (
        ("subsistence_standard", {"value": "1.00"}, {"registration": "urban"}),
        ("subsistence_standard", {"value": "1.00"}, {"registration": "rural"}),
        ("wage_cost_rate", {"value": None}, {}),
    ):
        entered = numbers.enter_value(key=key, area=TOWNSHIP, value=value, selectors=selectors, valid_from=DAY, **told)
        numbers.publish(entered=entered, instrument=paper, **told)
    choice = numbers.enter_switch(
        key="basic_pension_excluded", area=TOWNSHIP, value=False, valid_from=DAY, instrument=paper, **told
    )
    numbers.publish(entered=choice, instrument=paper, **told)
    numbers.enter_calendar(calendar=replace(WorkingCalendar.seeded([2026]), source="改后的安排"), **told)
    assert standards.sheet(DAY, VILLAGE).row("wage_cost_rate", VILLAGE, {}).value is None
    in_order(len(families))


@pytest.mark.django_db
def test_a_new_dated_version_decides_new_days_and_leaves_old_ones(
    families: list[Determination], archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From 2027 twice the standard counts, with reasons of its own: 2026 is answered as in 2026."""
    head = '    label="人均收入低于低保标准",\n'
    second = '''

@household(cite="试行 第一条", label="人均收入低于两倍标准", since="2027-01-01", version_of="income_below_standard",
           yes=Because("income_below_standard", "试行 第一条"), no=Because("income_not_below_standard", "试行 第一条"))
def income_below_standard_2027(h: Household, law: Law) -> Bool:
    """自2027年起。"""
    return h.family_income_year < h.standard_year + h.standard_year
'''
    edits = ((head, f'{head}    until="2026-12-31",\n'), (BELOW, BELOW + second))
    in_force(monkeypatch, changed_law({subsistence: edits}, tmp_path))
    new = date(2027, 2, 1)
    made = [
        archive.keep(Document.from_json(each.document), new, NUMBERS.sheet(new, VILLAGE), CALENDAR)
        for each in families
    ]
    clauses = {
        reason["clause"]
        for each in made
        for reason in each.decision["verdicts"]["subsistence"]["because"]
        if "below_standard" in reason["code"]
    }
    assert clauses == {"试行 第一条"}
    assert [o.decision["verdicts"] for o in families] != [n.decision["verdicts"] for n in made]
    in_order(2 * len(families))


@pytest.mark.django_db
def test_a_formula_edited_in_place_is_found_and_named(
    families: list[Determination], town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edits = ((
        "return round_by(law.payment_rounding, h.payment_exact)",
        "return round_by(law.payment_rounding, h.payment_exact + h.payment_exact)",
    ),)  # fmt: skip
    in_force(monkeypatch, changed_law({subsistence: edits}, tmp_path))
    tally = replayed()
    paid = {
        each.pk: amount
        for each in families
        if (amount := each.decision["verdicts"]["subsistence"]["amounts"]["monthly"])
    }
    assert tally.differing == len(tally.found) and not tally.in_order
    assert {each.difference.key for each in tally.found} <= {"amounts.monthly", "amount_range"}
    found = {each.determination: each.difference for each in tally.found if each.determination in paid}
    assert len(found) > len(paid) / 2
    for pk, said in found.items():
        assert (said.kind, said.programme, said.key) == ("differs", "subsistence", "amounts.monthly")
        assert (said.stored, said.rule) == (paid[pk], "household.subsistence_payment")
        assert said.clause == "民发〔2021〕57号 第二十三条" and said.replayed > said.stored
        assert said.text.startswith("最低生活保障:低保金存的是 ") and said.text.endswith(" 元")


@pytest.mark.django_db
def test_a_condition_edited_in_place_is_named_by_the_rule_that_turned(
    families: list[Determination], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reverse = BELOW.replace("<", ">=")
    in_force(monkeypatch, changed_law({subsistence: ((BELOW, reverse),)}, tmp_path))
    turned = [each.difference for each in replayed().found if each.difference.programme == "subsistence"]
    assert {(each.rule, each.clause) for each in turned if each.key in {"outcome", "because"}} == {
        ("household.income_below_standard", "社会救助暂行办法 第九条")
    }
    said = next(each.text for each in turned if (each.key, each.stored) == ("outcome", "entitled"))
    assert said.startswith("最低生活保障:结论存的是 符合,复算是 ")


@pytest.mark.django_db
def test_better_words_and_further_details_are_no_difference(
    families: list[Determination], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edits = ((GAP, GAP + '            "means": "standard_month",\n'),)
    in_force(monkeypatch, changed_law({subsistence: edits}, tmp_path))
    tally = replayed()
    assert tally.in_order and tally.reworded == len(families) and tally.found == []


@pytest.mark.django_db
def test_the_calendar_of_that_day_counts(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A law that tells a deadline with its answer: a holiday announced later moves nothing that was told."""
    edits = ((GAP, GAP + '            "due": "decision_due",\n'),)
    in_force(monkeypatch, changed_law({subsistence: edits}, tmp_path))
    steps = {"procedure_programme": "subsistence", "procedure_accepted": DAY}
    family = Document({"area": VILLAGE, "registration": "urban", **steps}, ({"id": "1", "relation": "self"},))
    made = archive.keep(family, DAY, NUMBERS.sheet(DAY, VILLAGE), CALENDAR)
    due = made.decision["verdicts"]["subsistence"]["details"]["due"]
    assert "day" in due
    free = replace(WorkingCalendar.seeded([2026]), rest_days=frozenset({date(2026, 3, 9), date(2026, 3, 10)}))
    numbers.enter_calendar(calendar=free, by=None, at=LATER)
    in_order(1)
    made.calendar = basis.of_calendar(standards.working_calendar())
    made.save(update_fields=["calendar"])
    [found] = replayed().found
    assert (found.difference.key, found.difference.stored) == ("details.due", due)


@pytest.mark.django_db
def test_a_programme_that_joined_the_law_later_is_not_asked(archive: Archive) -> None:
    family = Document({"area": VILLAGE, "registration": "urban"}, ({"id": "1", "relation": "self"},))
    made = archive.keep(family, DAY, NUMBERS.sheet(DAY, VILLAGE), None, programmes=("subsistence", "low_income"))
    assert made.decision["programmes"] == ["subsistence", "low_income"]
    in_order(1)
    del made.decision["programmes"]  # as it was stored before the asked programmes were kept
    made.save(update_fields=["decision"])
    in_order(1)


@pytest.mark.django_db
def test_rows_that_cannot_be_read_are_named_counted_and_stop_nothing(families: list[Determination]) -> None:
    renamed, broken, shape, basisless, *_ = families
    renamed.document["household"]["deposits_of_old"] = 1
    broken.document = {"household": [], "members": 3}
    shape.decision = {"verdicts": {"subsistence": {"outcome": "entitled"}}}
    basisless.standards = Basis.objects.create(digest="x", kind="sheet", content=[])
    for each in (renamed, broken, shape, basisless):
        each.save()
    tally = replayed()
    assert (tally.counted, tally.unreadable, tally.differing) == (len(families), 4, 0)
    assert [each.determination for each in tally.found] == [each.pk for each in (renamed, broken, shape, basisless)]
    assert "deposits_of_old" in tally.found[0].difference.text and not tally.in_order


@pytest.mark.django_db
def test_numbers_and_calendar_are_kept_once_for_all_who_share_them(families: list[Determination]) -> None:
    assert {each.standards_id for each in families} == {families[0].standards_id}
    assert sorted(Basis.objects.values_list("kind", flat=True)) == ["calendar", "sheet"]
    sheet = basis.sheet_again(families[0].standards.content, DAY, VILLAGE)
    assert sheet == NUMBERS.sheet(DAY, VILLAGE)
    assert basis.calendar_again(families[0].calendar.content) == CALENDAR


@pytest.mark.django_db
def test_spans_cover_everything_once(families: list[Determination], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.casework.replaying.SPAN", 7)
    first, last = families[0].pk, families[-1].pk
    todo = spans(after=first)
    assert todo.count == len(families) - 1 and (todo.after, todo.upto) == (first, last)
    assert sum(replayed(after=a, upto=b).counted for a, b in todo.pairs()) == todo.count
    assert spans(after=last).count == 0 and spans(most=3).upto == families[2].pk


@pytest.mark.django_db
def test_a_replay_is_written_down_and_the_next_one_goes_on_from_there(
    families: list[Determination], archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doudi.casework.reads.replays.SPAN", 0)
    assert reads.replayed_until() == 0
    run = actions.replay_next(most=30, by=None, at=LATER)
    assert (run.counted, run.differing, run.upto) == (30, 0, families[29].pk)
    assert actions.replay_next(most=30, by=None, at=LATER).counted == len(families) - 30
    assert actions.replay_next(most=30, by=None, at=LATER) is None
    lines = JournalEntry.objects.filter(verb="casework.replay").order_by("id")
    assert [line.details["counted"] for line in lines] == [30, len(families) - 30]
    monkeypatch.setattr("doudi.casework.reads.replays.law_version", lambda: "a later text")
    assert reads.replayed_until() == 0, "a changed text of the law has proven nothing yet"


@pytest.mark.django_db
def test_what_a_run_keeps_names_no_member_and_no_figure(
    families: list[Determination], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edits = (("monthly(h.standard_year - h.family_income_year)", "monthly(h.standard_year)"),)
    in_force(monkeypatch, changed_law({subsistence: edits}, tmp_path))
    run = actions.replay_next(most=100, by=None, at=LATER)
    assert run.differing and len(run.found) == run.differing
    assert {tuple(sorted(each)) for each in run.found} == {
        ("clause", "determination", "key", "kind", "programme", "rule")
    }


@pytest.mark.django_db
def test_trouble_is_shown_inside_ones_area_until_a_later_run_is_clean(
    town: Town, archive: Archive, families: list[Determination], day: date
) -> None:
    made = families[3]
    good = made.decision
    made.decision = {"verdicts": {"subsistence": {"outcome": "entitled"}}}
    made.save(update_fields=["decision"])
    actions.replay_next(most=100, by=None, at=LATER)
    where = {who: reads.replay_trouble(jurisdiction(user, day)) for who, user in
             (("city", town.city), ("far", town.far_county))}  # fmt: skip
    assert [each.determination for each in where["city"]] == [made.pk] and where["far"] == []
    made.decision = good
    made.save(update_fields=["decision"])
    tally = replayed()
    actions.record_replay(after=0, upto=families[-1].pk, tally=tally, by=None, at=LATER)
    assert reads.replay_trouble(jurisdiction(town.city, day)) == [] and ReplayRun.objects.count() == 2


@pytest.mark.django_db
def test_the_determinations_of_one_case_by_its_number(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(determining, "policy", policy)
    case = town.bring("surveyed", start="2026-09-21")
    actions.determine(case_id=case.pk, by=town.clerk, at=moment("2026-09-24"))
    made = Determination.objects.filter(case=case).count()
    tally = actions.replay_case(case_id=case.pk, by=town.city, at=LATER)
    assert made and (tally.counted, tally.in_order) == (made, True)
    line = JournalEntry.objects.get(verb="casework.replay")
    assert (line.subject_kind, line.subject_id, line.actor_id) == ("case", str(case.pk), town.city.pk)
    assert replayed(case="2026-none").counted == 0
