"""The journal is only ever added to: the app role may not change it, and a trigger stops everybody else."""

from django.db import migrations

STOP = """
CREATE FUNCTION journal_is_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_is_only_added BEFORE UPDATE OR DELETE ON audit_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_is_only_added();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'doudi_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_journalentry FROM doudi_app;
    END IF;
END $$;
"""
ALLOW = """
DROP TRIGGER journal_is_only_added ON audit_journalentry;
DROP FUNCTION journal_is_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(STOP, ALLOW)]
