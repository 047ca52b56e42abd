"""Seals over the journal, and the number of the transaction on every entry: given by the database, writable by
nobody. The app role may add entries and seals, and nothing else."""

import django.contrib.postgres.fields
from django.db import migrations, models

# journal_shift() is raised after a restore into a new cluster, whose transactions count from the beginning again; a
# constant in a function of the owner's is out of reach of every grant on tables.
NUMBERED = """
CREATE FUNCTION journal_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 0::bigint';
ALTER TABLE audit_journalentry ADD COLUMN xact bigint NOT NULL DEFAULT 0;
ALTER TABLE audit_journalentry ALTER COLUMN xact SET DEFAULT pg_current_xact_id()::text::bigint + journal_shift();
CREATE INDEX journal_by_xact ON audit_journalentry (xact, id);
"""
PLAIN = """
ALTER TABLE audit_journalentry DROP COLUMN xact;
DROP FUNCTION journal_shift();
"""
STOP = """
CREATE TRIGGER journal_is_only_added BEFORE UPDATE OR DELETE ON audit_journalseal
    FOR EACH ROW EXECUTE FUNCTION journal_is_only_added();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'doudi_app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_journalentry FROM doudi_app;
        GRANT SELECT, INSERT (at, actor_id, verb, subject_kind, subject_id, purpose, origin, details)
            ON audit_journalentry TO doudi_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_journalseal FROM doudi_app;
        GRANT SELECT, INSERT ON audit_journalseal TO doudi_app;
        GRANT EXECUTE ON FUNCTION journal_shift() TO doudi_app;
    END IF;
END $$;
"""
ALLOW = """
DROP TRIGGER journal_is_only_added ON audit_journalseal;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'doudi_app') THEN
        GRANT INSERT ON audit_journalentry TO doudi_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_only_added'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='journalentry', name='journal_by_actor'),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['actor_id', 'at', 'id'], name='journal_by_actor'),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['at', 'id'], name='journal_by_moment'),
        ),
        migrations.RunSQL(NUMBERED, PLAIN),
        migrations.CreateModel(
            name='JournalSeal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('since', models.BigIntegerField()),
                ('upto', models.BigIntegerField()),
                ('count', models.IntegerField()),
                ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('hashes', models.BinaryField()),
                ('previous', models.BinaryField()),
                ('key_id', models.IntegerField()),
                ('mac', models.BinaryField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.RunSQL(STOP, ALLOW),
    ]
