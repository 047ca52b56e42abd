"""Whoever carries the disk away finds no ID number, telephone, account or address: in no table, no session, no file.

Looked at from outside: every column's text of every table, as letters and as bytes, after a family has gone through all of it.
"""

import base64
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from doudi.casework import actions as casework
from doudi.casework.rollbooks import actions as rollbooks
from doudi.casework.rollbooks import reads as rollbook_reads
from doudi.kernel.identifiers import make_id_number
from doudi.offices import actions as offices
from doudi.people import actions as people
from doudi.people import claims
from doudi.vault.fields import BlindIndex, SealedColumn
from doudi.vault.sessions import SessionStore
from tests.casework.conftest import VILLAGE, Town, law, moment, town
from tests.casework.rollbooks import rolls

__all__ = ["law", "town"]
pytestmark = [pytest.mark.database, pytest.mark.django_db]

PERSONAL = re.compile(r"id_number|last4|phone|account|address|mobile|card|secret|^number")
IN_CLEAR_BECAUSE = {
    ("offices.Office", "phone"): "an office's, printed on every letter",
    ("offices.Office", "address"): "an office's, printed on every letter",
    ("casework.Application", "number"): "given by the house, tells nobody",
    ("casework.Case", "number"): "given by the house, tells nobody",
    ("referrals.Referral", "number"): "given by the house, tells nobody",
    ("rollbooks.ImportRow", "number"): "which line of the file",
    ("standards.Instrument", "number"): "a public document's",
    ("audit.JournalSeal", "number"): "a count",
    ("people.Person", "account_bank"): "a bank's name without the account says nothing",
    ("casework.RollLine", "account_bank"): "a bank's name without the account says nothing",
}
BIRTH = moment("1961-08-09").date()
CLAIMED = make_id_number("370811", BIRTH, 78)
NUMBER, PHONE, ACCOUNT = make_id_number("370811", BIRTH, 77), "13805379911", "6217990000998877665"
STREET, DOOR, HOLDER = "北门里九号院三单元", "柳行新村老槐树东邻", "王建国存折户"
SECRETS = {"ID number": NUMBER, "claimed number": CLAIMED, "telephone": PHONE, "account": ACCOUNT, "address": STREET, "household": DOOR,
           "account holder": HOLDER}


def test_every_personal_column_is_sealed_or_says_why_not():
    found = {(model._meta.label, field.name): field for model in apps.get_models() for field in model._meta.concrete_fields
             if PERSONAL.search(field.name)}
    clear = {where for where, field in found.items() if not isinstance(field, SealedColumn | BlindIndex)}
    assert clear == set(IN_CLEAR_BECAUSE)
    assert {("people.Person", "id_number"), ("people.ClaimedNumber", "number"), ("offices.SecondFactor", "secret")} <= set(found)
    assert len(found) > len(clear) + 5


def a_family_goes_through_everything(town: Town) -> None:
    at = moment("2026-01-05")
    plain = {"phone": PHONE, "account_number": ACCOUNT, "account_bank": "济宁银行", "account_name": HOLDER, "address": STREET}
    head = people.register_person(name="王建国", id_number=NUMBER, area=VILLAGE, by=town.clerk, at=at, **plain)
    home = people.open_household(area=VILLAGE, registration="urban", members=[(head, "self")], day=at.date(), by=town.clerk,
                                 at=at, address=DOOR)
    people.give_consent(person=head, household=home, signed_by="王建国", signed_how="paper", by=town.clerk, at=at)
    case = town.awarded(household=home)
    line = casework.freeze_roll(area="370811", month="2026-04", by=town.county, at=moment("2026-04-01")).lines.get()
    assert (line.account_number, line.payee_name) == (ACCOUNT, HOLDER)
    offices.give_code(person_id=head.pk, name=head.name, phone=PHONE, by=town.clerk, at=at)
    casework.report_change(household_id=home.pk, kind="work", text="打零工", by=town.clerk, at=moment("2026-05-05"))
    claimant = people.register_claimant(name="王待核", id_number=CLAIMED, phone=PHONE, by=town.clerk, at=at)
    assert claims.typed_number(claimant) == CLAIMED
    helper, _ = offices.make_helper(name="冯代办", phone=PHONE, by=town.clerk, at=at)
    people.give_mandate(person=head, helper=helper, kind="family", given_how="signed",
                        valid_until=moment("2026-06-01").date(), by=town.clerk, at=at)
    people.keep_document(household=home, kind="promise", content=f"%PDF- {NUMBER} {STREET}".encode(), by=town.clerk, at=at)
    a_roll_is_imported(town)
    session = SessionStore()
    session["draft"] = {"members": [{"id_number": NUMBER}], "home": {"address": DOOR}, "contact": {"phone": PHONE}}
    session.save()
    assert case.status == "confirmed"


def a_roll_is_imported(town: Town) -> None:
    """A file with the same family and, in a wrong column, what must not be quoted in clear."""
    [good], [bad] = rolls.family(1, 1), rolls.family(2, 1)
    good[6], good[11], good[12] = NUMBER, ACCOUNT, PHONE
    bad[13], bad[12] = NUMBER, STREET
    at = moment("2026-09-08")
    run = rollbooks.upload(content=rolls.text([good, bad]), file_name="名册.csv", by=town.county, at=at)
    tried = rollbooks.dry_run(run_id=run.pk, by=town.county, at=at)
    assert NUMBER in str(tried.forecast), "the clerk reads what was wrong"
    rollbooks.start(run_id=run.pk, by=town.county, at=at)
    rollbooks.carry_out(run_id=run.pk, at=at)
    assert any(NUMBER in row.reason for row in rollbook_reads.outcomes(run.pk, town.county))


def everything() -> dict[str, str]:
    """Every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("select schemaname || '.' || tablename from pg_tables where schemaname = 'public' order by 1")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"select coalesce(string_agg(whole::text, chr(10)), '') from {table} whole")
            [[found[table]]] = cursor.fetchall()
    return found


def forms(text: str) -> list[str]:
    """How a text could stand in a dump: as it is, escaped, as the bytes of a column, in base64."""
    raw = text.encode()
    coded = [base64.b64encode(b"x" * shift + raw)[4:-4].decode() for shift in range(3)]
    return [text, text.encode("unicode_escape").decode(), raw.hex(), text.encode("gb18030").hex(), *coded]


def test_a_dump_of_the_database_and_the_papers_says_nothing(town: Town):
    a_family_goes_through_everything(town)
    tables, files = everything(), [path for path in Path(settings.PAPERS).rglob("*") if path.is_file()]
    assert "王建国" in tables["public.people_person"] and len(tables) > 20 and files, "the check looks at the real thing"
    told = [f"{what} in {table}" for table, text in tables.items() for what, secret in SECRETS.items()
            for form in forms(secret) if form in text]
    told += [f"{what} in {path.name}" for path in files for what, secret in SECRETS.items()
             if secret.encode() in path.read_bytes()]
    assert not told


def test_the_dump_check_sees():
    with connection.cursor() as cursor:
        cursor.execute("create table leak (a text, b bytea, c jsonb)")
        cursor.execute("insert into leak values (%s, %s, to_jsonb(%s::text))",
                       [base64.b64encode(b"draft " + PHONE.encode()).decode(), NUMBER.encode(), STREET])
    text = everything()["public.leak"]
    assert all(any(form in text for form in forms(secret)) for secret in (PHONE, NUMBER, STREET))
