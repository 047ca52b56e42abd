"""A real family is forgotten when its term is over: nothing of it is left anywhere, and the sums are as before."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test import Client

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework import reads as casework_reads
from doudi.casework import replaying
from doudi.casework.models import Award, Case, Determination, RollLine
from doudi.casework.retention import actions, reads, scrubbing
from doudi.casework.retention.models import Expected, Forgotten, Hold, Round
from doudi.casework.rollbooks import actions as rollbooks
from doudi.kernel.days import Month
from doudi.offices import reads as offices
from doudi.people import actions as people
from doudi.people.models import Household, Paper, Person
from doudi.people.refusals import Refused
from doudi.vault.fields import SealedColumn
from doudi.www import clock
from tests.casework.retention.conftest import DUE, NAMES, Ended
from tests.www.staff import crawled
from tests.www.staff.world import VILLAGE, World, at

pytestmark = pytest.mark.database


def tables() -> dict[str, str]:
    """The whole database as text, table by table, bytes in hexadecimal and as they are."""
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public' "
                       "and table_type = 'BASE TABLE' order by 1")
        names = [name for (name,) in cursor.fetchall()]
        told = {}
        for name in names:
            cursor.execute(f'select coalesce(string_agg(t::text, chr(10)), \'\') from "{name}" t')
            told[name] = cursor.fetchone()[0]
    return told


def opened() -> dict[str, str]:
    """What every sealed column says to whoever has the keys."""
    told = {}
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedColumn)]
        if names:
            rows = model._base_manager.order_by("pk")
            told[model._meta.db_table] = "\n".join(_words(getattr(row, name)) for row in rows for name in names)
    return told


def _words(value: Any) -> str:
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


def found() -> set[tuple[str, str]]:
    """Where the family's words still stand, in clear or sealed."""
    words = {word: word.encode().hex() for word in (*NAMES, *crawled.SECRETS)}
    return {(table, word) for texts in (tables(), opened()) for table, text in texts.items()
            for word, coded in words.items() if word in text or coded in text}


def on_disk() -> set[str]:
    return {path.name for path in Path(settings.PAPERS).glob("??/*")}


def test_nothing_of_the_family_is_left_and_the_sums_are_as_before(
    ended: Ended, django_capture_on_commit_callbacks: Any
) -> None:
    assert len({table for table, _ in found()}) > 15, "the test looks at nothing"
    sums = RollLine.objects.aggregate(Sum("amount_fen")), list(
        Award.objects.order_by("id").values_list("monthly_fen", "members", "from_month", "until_month", "programme", "area"))
    cases = list(Case.objects.order_by("id").values_list("number", "programme", "status", "area"))
    journal = list(JournalEntry.objects.order_by("id").values())
    assert on_disk()

    rollbooks.forget_files(at=at(DUE))
    with django_capture_on_commit_callbacks(execute=True):
        done = actions.go_round(at=at(DUE))
    assert done["forgotten"] == 1
    assert found() == set()
    assert not on_disk(), "letters, photographs, posters"
    assert sums == (RollLine.objects.aggregate(Sum("amount_fen")), list(
        Award.objects.order_by("id").values_list("monthly_fen", "members", "from_month", "until_month", "programme", "area")))
    assert cases == list(Case.objects.order_by("id").values_list("number", "programme", "status", "area"))
    kept = list(JournalEntry.objects.filter(pk__lte=journal[-1]["id"]).order_by("id").values())
    assert kept == journal, "the journal is as it was, because it never named anybody"
    entry = JournalEntry.objects.get(verb="retention.forget")
    assert entry.subject_id == str(ended.household.pk) and entry.details["counts"]["people.Person"] == 4


def test_what_is_forgotten_is_not_made_again(ended: Ended) -> None:
    made = replaying.replayed()
    assert made.counted == replaying.spans().count > 1 and made.in_order
    others = Determination.objects.exclude(case__household=ended.household).count()
    actions.go_round(at=at(DUE))
    made = replaying.replayed()
    assert made.counted == replaying.spans().count == others and made.in_order, "an emptied answer is no fault of the law"


def test_not_a_day_early(ended: Ended) -> None:
    eve = at(DUE) - timedelta(days=1)
    assert "forgotten" not in actions.go_round(at=eve)
    assert crawled.persons(crawled.HEAD).exists()
    expected = Expected.objects.get()
    assert (expected.due_on, expected.ground, expected.programme) == (date.fromisoformat(DUE), "awarded", "subsistence")


def test_twice_is_once(ended: Ended) -> None:
    assert actions.go_round(at=at(DUE))["forgotten"] == 1
    after = tables()
    again = actions.go_round(at=at(DUE, 11))
    assert "forgotten" not in again and Forgotten.objects.count() == 1
    assert actions.forget_household(household_id=ended.household.pk, at=at(DUE, 12)) == "forgotten_before"
    changed = {name for name, text in tables().items() if text != after[name]}
    assert changed <= {"audit_journalentry", "retention_round"}


@pytest.mark.parametrize("step", range(0, 40, 6))
def test_killed_anywhere_it_is_whole_or_gone(step: int, ended: Ended, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables()
    plain, done = scrubbing._write, iter(range(1000))

    def dies(row: Any, written: dict[str, Any]) -> None:
        if next(done) == step:
            raise KeyboardInterrupt
        plain(row, written)

    monkeypatch.setattr(scrubbing, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.forget_household(household_id=ended.household.pk, at=at(DUE))
    assert tables() == before
    monkeypatch.setattr(scrubbing, "_write", plain)
    rollbooks.forget_files(at=at(DUE))
    assert actions.forget_household(household_id=ended.household.pk, at=at(DUE)) == ""
    assert found() == set()


def test_killed_after_the_commit_the_sweep_takes_the_files(ended: Ended) -> None:
    actions.go_round(at=at(DUE))
    assert on_disk(), "whoever was killed here had no time for the files"
    people.forget_draft_files(at=at(DUE))
    assert not on_disk()


KEEPERS = {
    "open_case": lambda e: Case.objects.filter(pk=e.case.pk).update(**{"status": "accepted"}),
    "running_award": lambda e: e.case.awards.update(until_month=None),
    "appeal": lambda e: casework.request_review(case_id=e.case.pk, text="不服", disputed_facts=[], by=e.world.clerk,
                                                at=at("2026-12-01")),
    "hold": lambda e: actions.set_hold(household_id=e.household.pk, reason="审计调取", by=e.world.county, at=at("2027-01-05")),
    "recovery": lambda e: RollLine.objects.create(
        run=RollLine.objects.get().run, award=e.case.awards.get(), household=e.household, payee_name="", area=VILLAGE,
        programme="subsistence", amount_fen=-999999, kind="adjustment", for_month=Month.parse("2026-10")),
    "roll_open": lambda e: casework.build_roll(area="370811", month=Month.parse("2026-12"), by=e.world.county,
                                               at=at("2026-12-02")).lines.create(
        award=e.case.awards.get(), household=e.household, payee_name="", area=VILLAGE, programme="subsistence", amount_fen=5,
        kind="arrears", for_month=Month.parse("2026-11")),
}


@pytest.mark.parametrize("name", KEEPERS)
def test_what_keeps_a_family(name: str, ended: Ended) -> None:
    KEEPERS[name](ended)
    late = at("2033-01-05")
    assert actions.forget_household(household_id=ended.household.pk, at=late) in {name, "not_due"}
    assert "forgotten" not in actions.go_round(at=late)
    assert crawled.persons(crawled.HEAD).exists()


def test_a_hold_is_lifted_and_a_recovery_settled_by_the_county_only(ended: Ended) -> None:
    hold = actions.set_hold(household_id=ended.household.pk, reason="诉讼未结", by=ended.world.county, at=at("2027-01-05"))
    with pytest.raises(Refused, match="不归您管"):
        actions.lift_hold(hold_id=hold.pk, by=ended.world.far_county, at=at("2027-01-06"))
    with pytest.raises(Refused, match="不要写证件号"):
        actions.set_hold(household_id=ended.household.pk, reason=crawled.HEAD, by=ended.world.county, at=at("2027-01-06"))
    KEEPERS["recovery"](ended)
    actions.lift_hold(hold_id=hold.pk, by=ended.world.county, at=at("2027-02-01"))
    assert actions.forget_household(household_id=ended.household.pk, at=at("2033-01-05")) == "recovery"
    with pytest.raises(Refused):
        actions.settle_recovery(household_id=ended.household.pk, by=ended.world.clerk, at=at("2027-02-02"))
    actions.settle_recovery(household_id=ended.household.pk, by=ended.world.county, at=at("2027-02-02"))
    assert actions.forget_household(household_id=ended.household.pk, at=at("2033-01-05")) == ""
    assert "诉讼" not in Hold.objects.get().reason


def test_a_person_whom_another_family_needs_stays_with_it(ended: Ended) -> None:
    child, told = crawled.person(crawled.CHILD), {"by": ended.world.clerk, "at": at("2027-03-01")}
    people.end_membership(household=ended.household, person=child, day=date(2027, 3, 1), because="moved_out", **told)
    home = people.open_household(area=VILLAGE, address="别处", registration="urban", day=date(2027, 3, 1),
                                 members=[(child, "self")], **told)
    ended.world.apply(home, day="2031-11-01")
    assert actions.go_round(at=at(DUE))["forgotten"] == 1
    child.refresh_from_db()
    assert (child.name, child.guardian.name) == ("孟小满", crawled.NAME), "the guardian speaks for a child who is still helped"
    assert not crawled.persons(crawled.WIFE).exists()
    assert child.facts.exists() and not ended.household.memberships.exists()


def test_a_paper_that_another_family_sent_too_stays_on_disk(ended: Ended, django_capture_on_commit_callbacks: Any) -> None:
    other = ended.world.wangs()
    same = people.attach_paper(household=other, kind="id_card", file=crawled.photograph(), name="同.jpg", by=ended.world.clerk,
                               at=at("2026-11-20"))
    ended.world.apply(other, day="2031-11-01")
    with django_capture_on_commit_callbacks(execute=True):
        actions.go_round(at=at(DUE))
    assert on_disk() == {same.sha256}


@pytest.mark.parametrize(("finish", "due"), [
    ("withdraw", "2027-09-22"), ("refuse", "2031-10-13"), ("", "2026-12-01"),
])
def test_each_way_of_ending_has_its_own_term(finish: str, due: str, world: World) -> None:
    home = world.family(("单过客", "self", date(1990, 1, 1)))
    if finish == "withdraw":
        case = world.apply(home, day="2026-09-21")
        casework.withdraw(case_id=case.pk, reason="不办了", by=world.clerk, at=at("2026-09-22"))
    elif finish == "refuse":
        case = world.opinion(world.visit(world.accept(world.apply(home, day="2026-09-21"))), proposal="refuse", reason="不符合")
        world.send(case, day="2026-09-28")
        casework.refuse(case_id=case.pk, reason_text="不符合", by=world.county, at=at("2026-10-13"))
    assert "forgotten" not in actions.go_round(at=at(due) - timedelta(days=1))
    assert actions.go_round(at=at(due))["forgotten"] == 1
    assert not Person.objects.filter(name="单过客").exists()


def test_without_a_term_nothing_goes_and_the_report_says_so(ended: Ended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.casework.retention.terms.Terms.months", lambda self, key, area: None)
    done = actions.go_round(at=at("2050-01-04"))
    assert done["no_term"] == 1 and "forgotten" not in done
    assert [(due.no_term, kept) for due, kept in actions.foresee(at=at("2050-01-04"))] == [(True, "")]


def test_a_dry_run_writes_nothing(ended: Ended) -> None:
    before = tables()
    ((due, kept),) = actions.foresee(at=at(DUE))
    assert (due.household_id, due.ground, kept) == (ended.household.pk, "awarded", "")
    assert tables() == before


def test_a_file_that_goes_on_in_a_living_one_waits_for_it(ended: Ended) -> None:
    told = {"by": ended.world.clerk, "at": at("2027-03-01")}
    wife = crawled.person(crawled.WIFE)
    people.end_membership(household=ended.household, person=wife, day=date(2027, 3, 1), because="split", **told)
    after = people.open_household(area=VILLAGE, registration="urban", day=date(2027, 3, 1), members=[(wife, "self")],
                                  predecessor=ended.household, **told)
    world_case = ended.world.apply(after, day="2031-11-01")
    assert actions.forget_household(household_id=ended.household.pk, at=at(DUE)) == "goes_on"
    casework.withdraw(case_id=world_case.pk, reason="不办了", by=ended.world.clerk, at=at("2031-11-02"))
    assert actions.forget_household(household_id=ended.household.pk, at=at(DUE)) == ""


def test_removed_papers_and_loose_persons_go_sooner(
    ended: Ended, django_capture_on_commit_callbacks: Any
) -> None:
    stranger = people.register_person(name="路过人", sex="male", birth=date(1970, 1, 1), by=None, at=at("2026-11-05"))
    files = len(on_disk())
    with django_capture_on_commit_callbacks(execute=True):
        actions.go_round(at=at("2027-06-01"))
    assert not Paper.objects.filter(removed_at__isnull=False).exists() and len(on_disk()) == files - 1
    stranger.refresh_from_db()
    assert stranger.name == "已删除" and crawled.persons(crawled.HEAD).exists()


def sitting(world: World, name: str, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: moment)
    client = Client()
    client.force_login(world.officers[name])
    return client


@pytest.mark.parametrize("name", ["clerk", "county", "city"])
def test_every_address_of_a_forgotten_family_answers_and_names_nobody(
    name: str, ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollbooks.forget_files(at=at(DUE))
    actions.go_round(at=at(DUE))
    client = sitting(ended.world, name, at(DUE, 12), monkeypatch)
    for each, takes in crawled.addresses():
        if each in {"staff:sign_out", "resident:leave"}:
            continue
        for link in crawled.links(each, takes, ended.ground):
            answer = client.get(link)
            assert answer.status_code < 500, link
            named = [word for word in NAMES if word.encode() in answer.content and "q=" not in link]
            assert not named and (not crawled.found_in(answer) or "q=" in link), link
    left = client.get(f"/staff/households/{ended.household.pk}/")
    assert left.status_code == 410 and "已到保存期限" in left.content.decode() and ended.case.number in left.content.decode()
    assert casework_reads.application_status(ended.ground.number, day=date(2031, 12, 1)) is None


def test_the_page_says_what_goes_and_what_went_and_names_nobody(ended: Ended, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = at("2031-10-01")
    actions.go_round(at=soon)
    county = sitting(ended.world, "county", soon, monkeypatch)
    page = county.get("/staff/retention/").content.decode()
    assert f">{ended.household.pk}</a>" in page and "最低生活保障" in page and "享受过待遇" in page
    assert not [name for name in NAMES if name in page]
    held = county.post("/staff/retention/", {"household_id": ended.household.pk, "reason": "审计调取", "press": "h"}, follow=True)
    assert "审计调取" in held.content.decode()
    actions.go_round(at=at(DUE))
    assert "已登记留存" in county.get("/staff/retention/").content.decode()
    hold = Hold.objects.get()
    county.post(f"/staff/retention/holds/{hold.pk}/lift/", {"press": "l"})
    actions.go_round(at=at(DUE, 11))
    gone = county.get("/staff/retention/").content.decode()
    assert "2031-11" in gone and f">{ended.household.pk}</a>" not in gone
    administrator = sitting(ended.world, "administrator", at(DUE), monkeypatch)
    seen = administrator.get("/staff/retention/").content.decode()
    assert "2031-11" in seen and "先不删</button>" not in seen and f"/{ended.household.pk}/" not in seen
    assert sitting(ended.world, "clerk", at(DUE), monkeypatch).get("/staff/retention/").status_code == 403
    far = offices.jurisdiction(ended.world.far_county, date(2031, 11, 30))
    assert reads.report(far, day=date(2031, 11, 30)).gone == []
    assert Round.objects.count() == 3 and Household.standing.filter(pk=ended.household.pk).count() == 0
