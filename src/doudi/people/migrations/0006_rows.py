"""The record is seen and written only within reach: policies of people's tables and of residents' accounts."""

from django.db import migrations

from doudi.people.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "b414154a35e25bde"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_reveal_note"), ("offices", "0005_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
