"""Who acts is told to the connection; the database works out what that reaches, and guards the accounts."""

from django.db import migrations

from doudi.offices.policies import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "be7e33148ff8ca95"


class Migration(migrations.Migration):
    dependencies = [("offices", "0004_doors")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
