"""Money handed out before the papers is seen and written only within reach; what is paid once is no help that runs elsewhere."""

from django.db import migrations

from doudi.casework.guards import LATER, LATER_BACK

# The SQL that this migration was written for; tests/offices/test_reach.py compares, and then asks for a new one.
MADE_FOR = "23b573f01f640ced"


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_paid_once")]
    operations = [migrations.RunSQL(LATER, LATER_BACK)]
