"""When the families newly within the line were noted: a job that was killed before goes back to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("adjusting", "0002_rows")]
    operations = [migrations.AddField("batch", "clues_at", models.DateTimeField(null=True))]
