"""What is handed on without an application is told by letter, sent once for a person and year, and may come back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0009_rows_once'),
        ('enrolling', '0003_one_course'),
        ('people', '0007_snapshot_rows'),
        ('referrals', '0002_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='decline_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='for_year',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='notice',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.notice'),
        ),
        migrations.AddField(
            model_name='entry',
            name='referral',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='outcome',
            field=models.CharField(choices=[('waiting', '等确认'), ('enrolled', '已开通'), ('referred', '已转办'), ('declined', '本人不要'), ('left', '要人办')], default='waiting', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'referred'), _negated=True), models.Q(('for_year__isnull', False), ('referral__isnull', False)), _connector='OR'), name='entry_referred_by_a_referral'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('for_year__isnull', False), ('outcome__in', ['waiting', 'referred'])), fields=('programme', 'person', 'for_year'), name='entry_once_a_year'),
        ),
    ]
