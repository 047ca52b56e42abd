"""Every batch goes one way: how far its list came has one name in all of them, and its states one set of words. No row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("adjusting", "0003_clues_noted")]
    operations = [
        migrations.RenameField("batch", "last_case", "looked_to"),
        migrations.AlterField("batch", "state", models.CharField(
            choices=[("preparing", "正在出名单"), ("ready", "等确认"), ("confirmed", "正在办"), ("done", "已办完")],
            default="preparing", max_length=10)),
    ]
