"""The secret of a second factor stands sealed, whoever writes it."""

from django.db import migrations

import doudi.vault.fields


class Migration(migrations.Migration):
    dependencies = [("offices", "0005_rows")]
    operations = [migrations.AddConstraint("secondfactor", doudi.vault.fields.only_sealed("secret", of="second_factor"))]
