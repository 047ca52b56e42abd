"""A snapshot of the registry: the same household as `reads.document` gives it, for the day and as seen at the moment."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.audit.models import JournalEntry
from doudi.cli.citywide.registry import write_registry
from doudi.law.facts import UNKNOWN
from doudi.people import actions, reads, snapshots
from doudi.people.models import Household
from doudi.policy import decide
from doudi.population.schema import document_of
from tests.people.builders import household, person
from tests.population.screened import standards

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def families(at):
    before = at - timedelta(days=60)
    wife, child = person(before, name="李桂英"), person(before, name="王小明")
    first = household(before, (wife, "spouse"), (child, "child"))
    second = household(before, registration="urban", area="370831001201")
    household(at + timedelta(days=3))

    def tell(subject, name, value, moment=before, **more):
        return actions.record_fact(subject=subject, name=name, value=value, source=more.pop("source", "declared"),
                                   as_of=moment.date(), by=None, at=moment, **more)

    tell(first, "deposits", 12_000_00)
    tell(first, "deposits", 9_000_00, source="verified")
    tell(first, "homes", 1)
    tell(wife, "income_wage", 30_000_00)
    tell(child, "student", "primary")
    tell(wife, "income_business", UNKNOWN)
    tell(second, "vehicles", 1)
    wrong = tell(second, "deposits", 1_00)
    actions.retract_fact(fact=wrong, because="写错了户", by=None, at=at + timedelta(hours=1))
    owed = actions.add_supporter(household=first, supported=wife, name="李强", relation="child", day=before.date(), by=None, at=before)
    tell(owed, "monthly_income", 5_000_00)
    tell(owed, "court_ordered", None)
    actions.give_consent(person=wife, household=first, scope="verification", signed_by="李桂英", signed_how="paper",
                         valid_from=before.date(), by=None, at=before)
    return first, second


def documents(out: Path) -> dict[int, object]:
    return {row["household"]: document_of(row) for part in out.glob("county=*/*.parquet")
            for row in pq.read_table(part, partitioning=None).to_pylist()}


def take(out: Path, day, at):
    return write_registry(out, day=day, at=at, show=lambda county, people: None)


@pytest.mark.parametrize("later", [0, 2])
def test_the_law_says_the_same_of_a_file_as_of_the_record(families, at, tmp_path: Path, later: int) -> None:
    seen = at + timedelta(hours=later)
    manifest = take(tmp_path / "out", at.date(), seen)
    found, by = documents(tmp_path / "out"), standards(at.date())
    assert set(found) == {each.pk for each in families}
    assert (manifest["people"], manifest["supporters"]) == (4, 1)
    for family in families:
        own = reads.document(family, at.date(), seen)
        sheet = by.sheet.at(family.area)
        one, other = (decide(each, day=at.date(), sheet=sheet, calendar=by.calendar) for each in (own, found[family.pk]))
        for code, verdict in one.verdicts.items():
            assert _told(other.verdicts[code]) == _told(verdict)
    assert (found[families[1].pk].household["deposits"] == 1_00) is (later == 0)


def _told(verdict):
    if isinstance(verdict, dict):
        return {member: _told(each) for member, each in verdict.items()}
    return verdict.outcome, dict(verdict.amounts), verdict.amount_range, [each.code for each in verdict.because]


def test_facts_stand_as_they_do_on_the_page(families, at, tmp_path: Path) -> None:
    take(tmp_path / "out", at.date(), at)
    found = documents(tmp_path / "out")[families[0].pk]
    assert found.household["deposits"] == 9_000_00 and found.household["property_asked"] is True
    wife = next(member for member in found.members if member["relation"] == "spouse")
    assert (wife["income_wage"], wife["income_business"], wife["authorised"]) == (30_000_00, UNKNOWN, True)
    assert wife["income_asked"] is True and found.members[0]["income_asked"] is False
    [owed] = found.supporters
    assert owed["of"] == wife["id"] and owed["monthly_income"] == 5_000_00


def test_a_county_is_read_some_households_at_a_time(families, at, monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "CHUNK", 1)
    more = household(at - timedelta(days=30))
    parts = list(snapshots.households("370811", at.date(), at))
    assert [[home["household"] for home in part] for part in parts] == [[families[0].pk], [more.pk]]
    assert Household.objects.count() == 4


def test_a_snapshot_stands_in_the_journal(families, at, tmp_path: Path) -> None:
    manifest = take(tmp_path / "out", at.date(), at)
    line = JournalEntry.objects.get(verb="take_snapshot")
    assert line.details["people"] == 4 and line.details["sha256"] == manifest["sha256"]
