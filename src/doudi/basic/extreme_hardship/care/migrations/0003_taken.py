"""The beds of many houses are counted in one question, and who waits for one is found by an index."""

from django.db import migrations, models

from doudi.basic.extreme_hardship.care.guards import STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "9ebbbdf784bbfc87"


class Migration(migrations.Migration):
    dependencies = [("care", "0002_rows")]
    operations = [
        migrations.RunSQL(["DROP FUNCTION IF EXISTS care_occupied(bigint)", *STATEMENTS], migrations.RunSQL.noop),
        migrations.AddIndex("stay", models.Index(
            fields=["institution"], condition=models.Q(("admitted_on__isnull", True), ("left_on__isnull", True)),
            name="stay_waiting")),
    ]
