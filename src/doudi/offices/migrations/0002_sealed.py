# Telephones of accounts are sealed, and no account is called by an ID number any more.

from django.db import migrations

import doudi.vault.fields
from doudi.vault.migrating import seal_columns


def name_by_person(apps, _schema_editor):
    accounts = apps.get_model("offices", "User").objects.filter(username__regex=r"^[0-9]{17}[0-9X]$", person_id__isnull=False)
    for user in accounts.order_by("pk"):
        user.username = f"p{user.person_id}"
        user.save(update_fields=["username"])


class Migration(migrations.Migration):

    dependencies = [
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(name_by_person, migrations.RunPython.noop),
        migrations.RenameField("user", "phone", "phone_clear"),
        migrations.AddField("user", "phone", doudi.vault.fields.SealedText()),
        seal_columns("offices", "user", {"phone_clear": "phone"}),
        migrations.RemoveField("user", "phone_clear"),
        migrations.AddConstraint("user", doudi.vault.fields.only_sealed("phone", of="user")),
    ]
