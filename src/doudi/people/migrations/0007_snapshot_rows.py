"""The nightly snapshot of the record may read the record: the policies of people's tables again."""

from django.db import migrations

from doudi.people.guards import STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "05ab32af36a25147"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_rows"), ("offices", "0007_standard_kind")]
    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
