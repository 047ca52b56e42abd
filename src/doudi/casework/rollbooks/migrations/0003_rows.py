"""A roll file and its rows are seen by whoever brought it."""

from django.db import migrations

from doudi.casework.rollbooks.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "ee0363e6476afae8"


class Migration(migrations.Migration):
    dependencies = [("rollbooks", "0002_sealed"), ("offices", "0005_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
