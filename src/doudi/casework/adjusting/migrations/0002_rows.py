"""Batches, their lines and clues are seen and written only within reach."""

from django.db import migrations

from doudi.casework.adjusting.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "ca2e6992496c0aa9"


class Migration(migrations.Migration):
    dependencies = [("adjusting", "0001_initial"), ("casework", "0007_rows"), ("standards", "0003_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
