"""The running number of applications: a sequence, so that two windows never give out the same one."""

from django.db import migrations

MAKE = """
CREATE SEQUENCE casework_application_number;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'doudi_app') THEN
        GRANT USAGE ON SEQUENCE casework_application_number TO doudi_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP SEQUENCE casework_application_number;")]
