"""Who acts for whom with that person's word, and numbers that are only claimed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import doudi.vault.fields


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sealed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimedNumber',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='claimed_number', serialize=False, to='people.person')),
                ('number', doudi.vault.fields.SealedText(needles=('whole',))),
                ('number_index', doudi.vault.fields.BlindIndex(of='number')),
                ('claimed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['number_index'], name='claimed_number_by_index')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('family', '亲属'), ('village', '村里帮办的人'), ('social_worker', '社工、志愿者')], max_length=14)),
                ('given_how', models.CharField(choices=[('spoken', '本人当面说的'), ('signed', '本人签字'), ('photo', '授权书照片')], max_length=6)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.paper')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['helper'], name='mandate_by_helper')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('valid_from'))), name='mandate_period_forward'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'helper'), name='mandate_open_once')],
            },
        ),
    ]
