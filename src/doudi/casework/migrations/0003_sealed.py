# The account that a line of the roll is paid to is sealed; lines on record are carried over.

from django.db import migrations

import doudi.vault.fields
from doudi.vault.migrating import seal_columns


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0002_application_number"),
    ]

    operations = [
        migrations.RenameField("rollline", "account_number", "account_number_clear"),
        migrations.AddField("rollline", "account_number", doudi.vault.fields.SealedText()),
        seal_columns("casework", "rollline", {"account_number_clear": "account_number"}),
        migrations.RemoveField("rollline", "account_number_clear"),
        migrations.AddConstraint("rollline", doudi.vault.fields.only_sealed("account_number", of="line")),
    ]
