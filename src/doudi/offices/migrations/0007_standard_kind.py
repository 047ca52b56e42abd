"""A kind of its own for proposals of standards: seen and written by county and city officers, each in his own area."""

from django.db import migrations

from doudi.offices.policies import STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "70509af597475139"


class Migration(migrations.Migration):
    dependencies = [("offices", "0006_sealed_factor")]
    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
