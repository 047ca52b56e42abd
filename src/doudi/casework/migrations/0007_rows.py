"""Cases, awards, payments and the journal are seen and written only within reach."""

from django.db import migrations

from doudi.casework.guards import BACK, FIRST

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "356f41b55716328b"


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_not_posted"), ("people", "0006_rows"), ("audit", "0003_sealed")]
    operations = [migrations.RunSQL(FIRST, BACK)]
