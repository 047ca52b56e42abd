# The account that a line of the roll is paid to, and its holder, are sealed; lines on record are carried over.

from django.db import migrations

import doudi.vault.fields
from doudi.vault.migrating import seal_columns


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0002_application_number"),
    ]

    operations = [
        migrations.RenameField("rollline", "account_number", "account_number_clear"),
        migrations.RenameField("rollline", "payee_name", "payee_name_clear"),
        migrations.AddField("rollline", "account_number", doudi.vault.fields.SealedText()),
        migrations.AddField("rollline", "payee_name", doudi.vault.fields.SealedText()),
        seal_columns("casework", "rollline", {"account_number_clear": "account_number", "payee_name_clear": "payee_name"}),
        migrations.RemoveField("rollline", "account_number_clear"),
        migrations.RemoveField("rollline", "payee_name_clear"),
        migrations.AddConstraint("rollline", doudi.vault.fields.only_sealed("account_number", of="line")),
        migrations.AddConstraint("rollline", doudi.vault.fields.only_sealed("payee_name", of="line")),
    ]
