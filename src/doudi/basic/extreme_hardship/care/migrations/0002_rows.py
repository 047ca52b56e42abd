"""What is about a person is seen with his file; a house by whoever works here; its beds are counted whoever asks."""

from django.db import migrations

from doudi.basic.extreme_hardship.care.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "cade7f655a66c33b"


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("casework", "0007_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
