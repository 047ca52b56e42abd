"""Row-level security itself, asked in plain SQL as the app role: no filter of ours stands in between."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from doudi.audit.models import JournalEntry
from doudi.casework import actions
from doudi.casework import guards as casework
from doudi.casework.models import Advance, Case, Delivery, Draw, HandedCase, JobRefusal, Objection, Publicity
from doudi.casework.rollbooks import guards as rollbooks
from doudi.casework.rollbooks.models import ImportRow, ImportRun
from doudi.config.database import APP
from doudi.offices import access
from doudi.offices.actions import end_post, make_user, open_office
from doudi.offices.models import Office
from doudi.people import actions as people
from doudi.people import guards as record
from doudi.people.models import ClaimedNumber, Mandate, Paper, RevealNote, Supporter
from tests.acting import as_owner
from tests.casework.conftest import ELSEWHERE, START, VILLAGE, Town, moment

pytestmark = pytest.mark.database
DAY = date(2026, 10, 20)
TABLES = sorted(guard.table for room in (record, casework, rollbooks) for guard in room.GUARDS)
MONEY = {"casework_award", "casework_rollline", "casework_rollrun"}
OF_IMPORT = {"rollbooks_importrun", "rollbooks_importrow"}
JOURNAL = "audit_journalentry"


@pytest.fixture
def filled(town: Town) -> Town:
    """One township in which every guarded table has rows; the county next door has none."""
    told: dict[str, Any] = {"by": town.clerk, "at": moment(DAY)}
    case = town.awarded(64000, start="2026-03-02")
    home = case.household
    [head, *_] = town.members(home)
    actions.build_roll(area="370811", month="2026-10", by=town.county, at=moment(DAY))
    actions.report_change(household_id=home.pk, kind="income", **told)
    actions.request_review(case_id=case.pk, text="算少了", **told)
    JobRefusal.objects.create(person=head, offered_on=DAY, job="保洁", suitable=True, refused=True, **told)
    Supporter.objects.create(household=home, supported=head, name="王大", relation="child", valid_from=DAY,
                             recorded_at=moment(DAY))
    Paper.objects.create(household=home, kind="id_card", sha256="0" * 64, content_type="image/jpeg", bytes=1,
                         uploaded_at=moment(DAY))
    Objection.objects.create(case=case, publicity=Publicity.objects.first(), text="不合适", received_on=DAY, by=town.clerk)
    Draw.objects.create(kind="home_visit", county="370811", seed="7", share="1/5", population=[case.pk], chosen=[],
                        at=moment(DAY), by=town.county)
    Delivery.objects.create(case=case, on=DAY, by_whom="示例单位", what="扶手", **told)
    Advance.objects.create(case=case, household=home, area=case.area, amount_fen=1, paid_at=moment(DAY), paid_to="王建国",
                           channel="petty_fund", idempotency_key="first", **told)
    asked = town.submit(town.family("李四"), day="2026-10-01")
    actions.request_supplement(case_id=asked.pk, items=[{"kind": "id_card", "label": "身份证"}], **told)
    run = ImportRun.objects.create(file_name="a", sha256="1" * 64, content=b"x", headers=[], fingerprint="f", columns={},
                                   first_month="2026-11", state="done", rows=1, by=town.county, at=moment(DAY))
    ImportRow.objects.create(run=run, number=1, outcome="new")
    Mandate.objects.create(person=head, helper=town.resident, kind="family", given_how="spoken", valid_from=DAY,
                           valid_until=DAY + timedelta(days=90), recorded_at=moment(DAY))
    ClaimedNumber.objects.create(person=head, number="370811198403020000", claimed_at=moment(DAY))
    RevealNote.objects.create(person=head, field="phone", note="回电话", **told)
    HandedCase.objects.create(case=case, area=case.area, post=town.clerk.posts.get(), giver=town.clerk, taker=town.clerk,
                              **told)
    return town


def counts(*tables: str) -> dict[str, int]:
    """What is counted in each table by whoever acts."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables or TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def seen_by(user: Any, day: date = DAY) -> set[str]:
    """The tables in which this user sees rows."""
    with access.acting(user.pk, day):
        return {table for table, count in counts().items() if count}


def officer(role: str, prefix: str = "370811", level: str = "county") -> Any:
    # The role may be of a later release than the constraint that this test's database was made with.
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE offices_post DROP CONSTRAINT IF EXISTS post_role_known")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    user = make_user(username=f"{role}-{prefix}", name=role, password="demo", by=None, at=START, check_password=False)
    office = open_office(name=f"{role}-{prefix}", level=level, prefixes=[prefix], by=None, at=START)
    office.posts.create(user=user, role=role, valid_from=START.date())
    return user


def test_the_command_sees_rows_in_every_table_or_this_test_is_blind(filled: Town) -> None:
    assert {table for table, count in counts().items() if not count} == set()


def test_nobody_sees_nothing(filled: Town) -> None:
    with access.nobody():
        assert set(counts().values()) == {0}
        assert counts("offices_user") == {"offices_user": 0}


def test_another_county_sees_nothing_of_it(filled: Town) -> None:
    assert seen_by(filled.far_clerk) | seen_by(filled.far_county) <= {JOURNAL}
    with access.acting(filled.far_county.pk, DAY), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_journalentry WHERE actor_id <> %s", [filled.far_county.pk])
        assert cursor.fetchone() == (0,)
        for question in ("SELECT sum(monthly_fen) FROM casework_award", "SELECT max(name) FROM people_person",
                         "SELECT true WHERE EXISTS (SELECT FROM casework_case)",
                         "SELECT 1 FROM people_household h JOIN casework_case c ON c.household_id = h.id"):
            cursor.execute(question)
            assert (cursor.fetchone() or (None,)) == (None,), question


@pytest.mark.parametrize("name", ["coordinator", "clerk", "county", "city"])
def test_who_serves_the_place_sees_everything_of_it(filled: Town, name: str) -> None:
    missing = set(TABLES) - seen_by(getattr(filled, name))
    assert missing <= OF_IMPORT, "an import is seen by who brought it"
    assert ("rollbooks_importrun" in missing) is (name != "county")


@pytest.mark.parametrize(("role", "sees"), [
    ("finance", MONEY), ("auditor", set(TABLES) - OF_IMPORT), ("hotline", set(TABLES) - OF_IMPORT),
    ("administrator", set()), ("department", set())])
def test_a_purpose_reaches_its_kinds_only(filled: Town, role: str, sees: set[str]) -> None:
    assert seen_by(officer(role)) - {JOURNAL} == sees - {JOURNAL}
    assert seen_by(officer(role, "370830")) <= {JOURNAL}, "and only its own area"


def test_the_whole_journal_is_for_auditors(filled: Town) -> None:
    def lines(user: Any) -> int:
        with access.acting(user.pk, DAY):
            return JournalEntry.objects.filter(subject_kind="office").count()

    assert lines(officer("auditor")) == JournalEntry.objects.filter(subject_kind="office").count() > 0
    assert lines(filled.clerk) == 0


def test_what_was_done_to_somebody_deleted_since_is_read_by_who_audits_the_city(filled: Town) -> None:
    with transaction.atomic():
        gone = JournalEntry.objects.create(at=moment(DAY), verb="delete", subject_kind="person", subject_id=str(2**40))

    def read_by(user: Any) -> bool:
        with access.acting(user.pk, DAY):
            return JournalEntry.objects.filter(pk=gone.pk).exists()

    assert read_by(officer("auditor", "3708", "city"))
    assert not any(map(read_by, (officer("auditor"), filled.city, filled.clerk)))


def test_a_post_reaches_from_its_first_day_to_its_last(filled: Town) -> None:
    user = officer("clerk", "370811006", "township")
    assert seen_by(user)
    assert not seen_by(user, date(2019, 1, 1))
    end_post(post=user.posts.get(), day=date(2026, 10, 1), by=None, at=moment(DAY))
    assert not seen_by(user)
    assert seen_by(user, date(2026, 9, 30))


def test_a_suspended_account_reaches_nothing(filled: Town) -> None:
    user = officer("clerk", "370811006", "township")
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert not seen_by(user)


def test_an_envelope_drawn_too_wide_shows_nothing_more(filled: Town) -> None:
    with access.acting(filled.far_clerk.pk, DAY), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('doudi.low', '', false), set_config('doudi.high', ':', false)")
        assert sum(count for table, count in counts().items() if table != JOURNAL) == 0


def test_several_prefixes_are_checked_one_by_one(filled: Town) -> None:
    """An office of townships on both sides of a place does not reach what lies between them."""
    user = officer("clerk", "370811005", "township")
    Office.objects.filter(posts__user=user).update(prefixes=["370811005", "370811007"])
    assert seen_by(user) <= {JOURNAL, "casework_rollrun", "casework_draw"}, "the county's roll is no family's"


@pytest.fixture
def refused() -> Iterator[Any]:
    """Run one statement and see it refused by a policy."""

    def run(statement: str, *values: Any) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            connection.cursor().execute(statement, values)

    return run


def test_nothing_is_written_outside(filled: Town, refused: Any) -> None:
    case = Case.objects.order_by("id").first()
    with access.acting(filled.far_clerk.pk, DAY), connection.cursor() as cursor:
        for table, change in (("casework_case", "status = 'ended'"), ("people_person", "account_number = '1'"),
                              ("people_household", "address = 'x'"), ("casework_award", "monthly_fen = 1"),
                              ("casework_clock", "ended_on = now()"), ("people_fact", "value = '1'")):
            cursor.execute(f"UPDATE {table} SET {change}")
            assert cursor.rowcount == 0, table
            cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0, table
        refused("INSERT INTO people_household (area, address, registration, opened_on, closed_because, created_at)"
                " VALUES (%s, '', 'urban', now(), '', now())", VILLAGE)
        refused("INSERT INTO casework_move (case_id, verb, came_from, went_to, at, reason, clause)"
                " VALUES (%s, 'confirm', '', 'confirmed', now(), '', '')", case.pk)


def test_nothing_is_moved_out_of_reach_or_into_it(filled: Town, refused: Any) -> None:
    with access.acting(filled.clerk.pk, DAY):
        refused("UPDATE casework_case SET area = %s", ELSEWHERE)
        refused("UPDATE people_household SET area = %s", ELSEWHERE)


@pytest.mark.parametrize("role", ["auditor", "hotline", "city_officer", "finance"])
def test_who_only_looks_changes_nothing(filled: Town, role: str, refused: Any) -> None:
    user = officer(role)
    with access.acting(user.pk, DAY), connection.cursor() as cursor:
        for table in ("casework_case", "people_household", "casework_award"):
            cursor.execute(f"UPDATE {table} SET area = area")
            assert cursor.rowcount == 0, table
        refused("INSERT INTO people_household (area, address, registration, opened_on, closed_because, created_at)"
                " VALUES (%s, '', 'urban', now(), '', now())", VILLAGE)


def test_the_journal_takes_a_line_from_anybody_and_shows_it_to_few(filled: Town) -> None:
    with access.nobody(), transaction.atomic():
        made = JournalEntry.objects.create(at=moment(DAY), verb="sign_in_failed", subject_kind="user", subject_id="1")
        assert made.pk
    with access.acting(filled.far_clerk.pk, DAY), transaction.atomic():
        assert not JournalEntry.objects.filter(verb="sign_in_failed").exclude(pk=made.pk).exists()


@pytest.fixture
def neighbours(filled: Town) -> tuple[Any, Any, Case]:
    """Two families with accounts; the first one's case."""
    case = Case.objects.order_by("id").first()
    users = [make_user(username=name, name=name, password="demo", person_id=person.pk, by=None, at=START,
                       check_password=False)
             for name, person in (("wang", filled.members(case.household)[0]),
                                  ("zhao", filled.members(filled.family("赵六", "钱七"))[0]))]
    return users[0], users[1], case


def test_a_family_sees_its_own_and_no_other(filled: Town, neighbours: tuple[Any, Any, Case]) -> None:
    wang, zhao, case = neighbours
    with access.acting(wang.pk, DAY), connection.cursor() as cursor:
        assert counts("people_household", "people_person") == {"people_household": 1, "people_person": 3}
        cursor.execute("SELECT DISTINCT household_id FROM casework_case")
        assert cursor.fetchall() == [(case.household_id,)]
        cursor.execute("SELECT username FROM offices_user WHERE person_id IS NOT NULL")
        assert cursor.fetchall() == [("wang",)]
        cursor.execute("UPDATE casework_award SET monthly_fen = 1")
        assert cursor.rowcount == 0
    with access.acting(zhao.pk, DAY):
        assert counts("people_household", "people_person", "casework_case") == {
            "people_household": 1, "people_person": 2, "casework_case": 0}


def test_who_has_left_a_family_sees_it_no_longer_and_a_guardian_does(filled: Town, neighbours: Any) -> None:
    wang, zhao, case = neighbours
    told: dict[str, Any] = {"by": filled.clerk, "at": moment(DAY)}
    [head, wife, child] = filled.members(case.household)
    people.end_membership(household=case.household, person=wife, day=date(2026, 10, 1), because="moved_out", **told)
    left = make_user(username="li", name="li", password="demo", person_id=wife.pk, by=None, at=START, check_password=False)
    assert not seen_by(left) & {"people_household", "casework_case", "people_fact"}
    with access.acting(wang.pk, DAY):
        assert counts("people_person") == {"people_person": 2}, "nor do those who stay see her"
    people.set_guardian(person=child, guardian=wife, **told)
    assert "people_household" in seen_by(left)


def test_a_number_opens_one_application_for_reading(filled: Town, neighbours: Any) -> None:
    number = neighbours[2].application.number
    with access.nobody(), access.as_system("progress", about=number):
        assert counts("casework_application", "casework_case") == {"casework_application": 1, "casework_case": 1}
        assert counts("casework_move")["casework_move"] > 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casework_case SET status = 'ended'")
            assert cursor.rowcount == 0
    with access.nobody(), access.as_system("progress", about="20260000000"):
        assert set(counts().values()) == {0}


@pytest.mark.django_db(transaction=True)
def test_a_plain_connection_of_the_app_role_that_said_nothing_sees_nothing(
    transactional_db: None, filled: Town, embedded_postgres: Any
) -> None:
    with embedded_postgres.connect(APP, connection.settings_dict["NAME"]) as plain:
        for table in (*TABLES, "offices_user"):
            assert plain.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        plain.execute("SELECT doudi_act_as(%s::bigint, %s::date, '', '')", [filled.clerk.pk, DAY])
        assert plain.execute("SELECT count(*) FROM casework_case").fetchone() == (2,)
        assert plain.execute("SELECT row_security_active('people_person')").fetchone() == (True,)
