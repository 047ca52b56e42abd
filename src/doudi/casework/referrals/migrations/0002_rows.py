"""A referral is seen by the sending side's area, by the receiving office and by the family; what hangs on it goes with it."""

from django.db import migrations

from doudi.casework.referrals.guards import BACK, STATEMENTS

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "7dc79e3020ae037a"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("casework", "0007_rows")]
    operations = [migrations.RunSQL(STATEMENTS, BACK)]
