"""Proposals are seen and written only within reach."""

from django.db import migrations

from doudi.standards.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "34c7f76cb992d883"


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_proposals"), ("offices", "0007_standard_kind")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
