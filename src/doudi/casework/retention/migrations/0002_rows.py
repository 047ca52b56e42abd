"""What is kept of a family, and until when, is seen with the family."""

from django.db import migrations

from doudi.casework.retention.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "a6bde480671142f7"


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("casework", "0007_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
