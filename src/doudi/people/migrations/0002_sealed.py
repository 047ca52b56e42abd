# ID numbers, telephones, accounts and addresses are sealed; what is on record is carried over.

import django.contrib.postgres.indexes
from django.db import migrations, models

import doudi.vault.fields
from doudi.vault.migrating import seal_columns

PERSON = ["id_number", "phone", "account_number", "account_name", "address"]
SEALED = {
    "id_number": {"needles": ["whole", "last4"], "or_none": True},
    "phone": {"needles": ["whole"]},
}


def add(model, column):
    return migrations.AddField(model, column, doudi.vault.fields.SealedText(**SEALED.get(column, {})))


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("person", "person_id_number_has_its_form"),
        migrations.RemoveIndex("person", "person_by_last4"),
        migrations.RemoveIndex("person", "person_by_phone"),
        migrations.RemoveField("person", "id_last4"),
        *(migrations.RenameField("person", column, f"{column}_clear") for column in PERSON),
        *(add("person", column) for column in PERSON),
        seal_columns("people", "person", {f"{column}_clear": column for column in PERSON}),
        *(migrations.RemoveField("person", f"{column}_clear") for column in PERSON),
        migrations.RenameField("household", "address", "address_clear"),
        add("household", "address"),
        seal_columns("people", "household", {"address_clear": "address"}),
        migrations.RemoveField("household", "address_clear"),
        migrations.AddField("person", "id_number_index", doudi.vault.fields.BlindIndex(of="id_number")),
        migrations.AddField("person", "id_last4_index", doudi.vault.fields.BlindIndex(of="id_number", number=1)),
        migrations.AddField("person", "phone_index", doudi.vault.fields.BlindIndex(of="phone")),
        migrations.AddIndex("person", models.Index(
            models.F("id_last4_index"), django.contrib.postgres.indexes.OpClass("area", "varchar_pattern_ops"),
            name="person_by_last4")),
        migrations.AddIndex("person", models.Index(fields=["phone_index"], name="person_by_phone")),
        migrations.AddConstraint("person", models.UniqueConstraint(
            condition=models.Q(("id_number_index__isnull", False)), fields=("id_number_index",), name="person_id_number_once")),
        migrations.AddConstraint("person", doudi.vault.fields.only_sealed("id_number", of="person", needles=2)),
        migrations.AddConstraint("person", doudi.vault.fields.only_sealed("phone", of="person", needles=1)),
        *(migrations.AddConstraint("person", doudi.vault.fields.only_sealed(column, of="person"))
          for column in ["account_number", "account_name", "address"]),
        migrations.AddConstraint("household", doudi.vault.fields.only_sealed("address", of="household")),
    ]
