"""Batches, their entries and who will not have it are seen and written only within reach."""

from django.db import migrations

from doudi.casework.enrolling.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "e73bbc9a8c33fbdd"


class Migration(migrations.Migration):
    dependencies = [("enrolling", "0001_initial"), ("casework", "0009_rows_once")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
