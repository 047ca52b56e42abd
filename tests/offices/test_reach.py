"""The table of roles and kinds is what the database keeps, and every table of ours is guarded or says why not."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from doudi.casework import guards as casework
from doudi.casework.adjusting import guards as adjusting
from doudi.casework.referrals import guards as referrals
from doudi.casework.retention import guards as retention
from doudi.casework.rollbooks import guards as rollbooks
from doudi.offices import policies as offices
from doudi.offices.models import Role
from doudi.offices.reach import KINDS, ROLES
from doudi.people import guards as people
from doudi.standards import guards as standards

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# Tables without row-level security, each with its reason.
OPEN = {
    "offices_area": "names of places", "offices_managementarea": "names of places",
    "offices_managedtownship": "which office runs a township", "offices_office": "offices are public",
    "offices_post": "who works where is public; the reach itself is worked out of it",
    "standards_instrument": "published documents", "standards_value": "published numbers",
    "standards_switch": "published choices", "standards_calendaryear": "published days off",
    "rollbooks_columnmapping": "headings of columns, no row of anybody",
    "casework_basis": "published numbers and working days of one place and season",
    "casework_replayrun": "counts, and determinations by their number, which show only within reach",
    "retention_round": "counts of a night",
    "audit_journalseal": "keyed digests over lines of the journal, none of which they show",
    "offices_allowance": "keyed digests and a moment, counted before anybody is known",
    "django_session": "found by a secret key only, before anybody is known", "django_content_type": "names of tables",
    "auth_permission": "not used", "auth_group": "not used", "auth_group_permissions": "not used",
}
QUEUE = "procrastinate_"  # jobs carry ids of runs, never a person's
MIGRATIONS = {"offices": offices, "people": people, "casework": casework, "rollbooks": rollbooks,
              "retention": retention, "standards": standards, "adjusting": adjusting, "referrals": referrals}


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("writing", [False, True])
def test_the_database_keeps_the_same_table(kind, writing):
    [(kept,)] = rows("SELECT doudi_roles(%s, %s)", kind, writing)
    assert set(kept) == {role for role, reach in ROLES.items() if kind in (reach.writes if writing else reach.sees)}


def test_every_role_has_its_line():
    assert set(Role.values) <= set(ROLES)


def test_nobody_writes_what_he_does_not_see():
    assert all(reach.writes <= reach.sees for reach in ROLES.values())
    assert not any("journal" in reach.writes for reach in ROLES.values())


@pytest.mark.parametrize("app", MIGRATIONS)
def test_the_last_migration_was_written_for_this_sql(app):
    """A failure asks for a new migration that carries out the new STATEMENTS (and for its MADE_FOR)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    made_for = [loader.disk_migrations[key] for key in sorted(loader.disk_migrations) if key[0] == app]
    noted = [module.MADE_FOR for migration in made_for
             if hasattr(module := __import__(migration.__module__, fromlist=["MADE_FOR"]), "MADE_FOR")]
    assert noted[-1] == offices.fingerprint(MIGRATIONS[app].STATEMENTS)


def test_every_table_is_guarded_or_says_why_not():
    guarded = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    open_ones = {table for table in tables - guarded if not table.startswith(QUEUE)}
    assert open_ones == set(OPEN), "guard it, or say here why anybody may see it"
    assert guarded == {guard.table for room in MIGRATIONS.values() for guard in room.GUARDS}


def test_functions_with_the_owners_right_cannot_be_led_astray():
    found = rows("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert len(found) >= 8
    for name, settings in found:
        assert "search_path=pg_catalog, pg_temp" in (settings or []), name


def test_no_policy_leaves_the_owner_out_of_its_own_house():
    assert rows("SELECT count(*) FROM pg_class WHERE relforcerowsecurity") == [(0,)]
