"""A process of its own: an installation from before sealing is filled in clear, brought up to date, and read."""

import json

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string

BEFORE = (("sessions", "0001"), ("offices", "0001"), ("people", "0001"), ("casework", "0002"), ("rollbooks", "0001"))
ROWS = """
insert into offices_user (id, username, name, phone, person_id, is_active, failed_attempts, password)
values (1, 'jingban', '颜经办', '0537-2345678', null, true, 0, ''),
       (2, '370811198005170018', '王建国', '13805371234', 7, true, 0, '');
insert into people_person (id, id_number, id_last4, name, pinyin, initials, sex, birth, phone, account_number, account_bank,
    account_name, area, address, registration, residence_area, residence_permit, created_at)
values (7, '370811198005170018', '0018', '王建国', '', '', '', null, '13805371234', '62179900001', '', '王建国',
        '370811006201', '北门里 3 号', '', '', false, now()),
       (8, null, '', '王宝宝', '', '', '', null, '', '', '', '', '', '', '', '', false, now());
insert into people_household (id, area, address, registration, opened_on, closed_because, created_at)
values (3, '370811006201', '柳行新村 8 号', 'rural', '2026-01-01', '', now());
insert into rollbooks_importrun (id, file_name, sha256, content, headers, fingerprint, columns, remembered, programme,
    first_month, state, rows, done_rows, forecast, counts, at)
values (5, 'a.csv', '', '\\x6869', '[]', '', '{}', false, '', 24321, 'done', 1, 1, '{"faults": [{"row": 1}]}', '{}', now());
insert into rollbooks_importrow (run_id, number, outcome, reason) values (5, 1, 'error', '认不出');
"""


def main() -> None:
    django.setup()
    for app, name in BEFORE:
        call_command("migrate", app, name, interactive=False, verbosity=0, skip_checks=True)
    session = import_string("django.contrib.sessions.backends.db.SessionStore")()
    session["draft"] = "begun"
    session.save()
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    print(json.dumps(read(session.session_key), ensure_ascii=False))


def read(session_key: str) -> dict:
    """Everything again, through the rooms."""
    user, person, household, run, row = (apps.get_model(name).objects for name in (
        "offices.User", "people.Person", "people.Household", "rollbooks.ImportRun", "rollbooks.ImportRow"))
    known, baby = import_string("doudi.people.reads.person_numbered")("370811198005170018"), person.get(pk=8)
    return {
        "person": [known.pk, known.id_number, known.phone, known.account_number, known.account_name, known.address],
        "baby": [baby.id_number, baby.phone], "household": household.get().address,
        "users": [[each.username, each.phone] for each in user.order_by("pk")],
        "run": [run.get().content.decode(), run.get().forecast, row.get().reason],
        "session": import_string("doudi.vault.sessions.SessionStore")(session_key).load(),
    }


if __name__ == "__main__":
    main()
