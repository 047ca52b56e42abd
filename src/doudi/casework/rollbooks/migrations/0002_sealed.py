# Uploaded rolls, and what quotes their cells, are sealed; what is on record is carried over.

from django.db import migrations, models

import doudi.vault.fields
from doudi.vault.migrating import seal_columns


class Migration(migrations.Migration):

    dependencies = [
        ("rollbooks", "0001_initial"),
    ]

    operations = [
        migrations.RenameField("importrun", "content", "content_clear"),
        migrations.RenameField("importrun", "forecast", "forecast_clear"),
        migrations.AddField("importrun", "content", doudi.vault.fields.SealedBytes()),
        migrations.AddField("importrun", "forecast", doudi.vault.fields.SealedJSON()),
        seal_columns("rollbooks", "importrun", {"content_clear": "content", "forecast_clear": "forecast"}),
        migrations.RemoveField("importrun", "content_clear"),
        migrations.RemoveField("importrun", "forecast_clear"),
        migrations.RemoveConstraint("importrow", "import_error_has_a_reason"),
        migrations.RenameField("importrow", "reason", "reason_clear"),
        migrations.AddField("importrow", "reason", doudi.vault.fields.SealedText()),
        seal_columns("rollbooks", "importrow", {"reason_clear": "reason"}),
        migrations.RemoveField("importrow", "reason_clear"),
        migrations.AddConstraint("importrow", models.CheckConstraint(
            condition=models.Q(("outcome", "error"), _negated=True) | models.Q(("reason__isnull", False)),
            name="import_error_has_a_reason")),
        migrations.AddConstraint("importrow", doudi.vault.fields.only_sealed("reason", of="import_row")),
        migrations.AddConstraint("importrun", doudi.vault.fields.only_sealed("content", of="import")),
        migrations.AddConstraint("importrun", doudi.vault.fields.only_sealed("forecast", of="import")),
    ]
