"""What determinations stand on is kept once for all that share it; determinations can be made again and counted.

Sheets of determinations that are there already move to the shared table. Their calendar was never kept.
"""

import hashlib
import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def share_sheets(apps, schema_editor):
    determination, basis = (apps.get_model("casework", name) for name in ("Determination", "Basis"))
    for row in determination.objects.only("id", "sheet").order_by("id").iterator(chunk_size=200):
        content = {name: row.sheet[name] for name in ("rows", "switches", "switch_sources")}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(f"sheet\n{text}".encode()).hexdigest()
        kept, _ = basis.objects.get_or_create(digest=digest, defaults={"kind": "sheet", "content": content})
        determination.objects.filter(pk=row.pk).update(standards=kept, sheet_area=row.sheet["area"])


def give_sheets_back(apps, schema_editor):
    determination = apps.get_model("casework", "Determination")
    for row in determination.objects.select_related("standards").order_by("id").iterator(chunk_size=200):
        sheet = {"day": row.day.isoformat(), "area": row.sheet_area, **row.standards.content}
        determination.objects.filter(pk=row.pk).update(sheet=sheet)


BASIS = "casework.basis"
# The rows just written hold back their constraints; the table cannot be altered before they are checked.
CHECKED = migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(choices=[("sheet", "标准单"), ("calendar", "工作日历")], max_length=8)),
                ("content", models.JSONField()),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="ReplayRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("law_version", models.CharField(max_length=80)),
                ("after", models.BigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("counted", models.BigIntegerField()),
                ("reworded", models.BigIntegerField()),
                ("differing", models.BigIntegerField()),
                ("unreadable", models.BigIntegerField()),
                ("found", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=Q(upto__gte=F("after")), name="replay_goes_forward"),
                    models.CheckConstraint(condition=Q(counted__gte=F("reworded") + F("differing") + F("unreadable")), name="replay_counts_add_up"),
                ],
            },
        ),
        migrations.AddField("determination", "standards", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=BASIS)),
        migrations.AddField("determination", "calendar", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=BASIS)),
        migrations.AddField("determination", "sheet_area", models.CharField(default="", max_length=12), preserve_default=False),
        migrations.AlterField("determination", "sheet", models.JSONField(default=dict)),
        migrations.RunPython(share_sheets, give_sheets_back),
        CHECKED,
        migrations.AlterField("determination", "standards", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=BASIS)),
        migrations.RemoveField("determination", "sheet"),
    ]
