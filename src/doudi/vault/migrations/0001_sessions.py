# Sessions from before sealing are sealed; the vault has no table of its own.

from django.contrib.sessions.backends.db import SessionStore as InClear
from django.db import migrations

from doudi.vault.sessions import SessionStore


def seal(apps, _schema_editor):
    for row in apps.get_model("sessions", "Session").objects.order_by("pk"):
        row.session_data = SessionStore(row.pk).encode(InClear().decode(row.session_data))
        row.save(update_fields=["session_data"])


class Migration(migrations.Migration):

    dependencies = [
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(seal),
    ]
