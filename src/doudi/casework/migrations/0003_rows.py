"""Cases, awards, payments and the journal are seen and written only within reach."""

from django.db import migrations

from doudi.casework.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "7a071e9aaad0ad67"


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_application_number"), ("people", "0002_rows"), ("audit", "0002_only_added")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
