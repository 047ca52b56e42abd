"""Doors: a second factor with recovery codes, sessions that end together, and allowances counted for all processes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import doudi.vault.fields


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0003_desks'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='second_factor', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('secret', doudi.vault.fields.SealedBytes()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('last_step', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveField(
            model_name='user',
            name='failed_attempts',
        ),
        migrations.RemoveField(
            model_name='user',
            name='locked_until',
        ),
        migrations.AddField(
            model_name='user',
            name='session_round',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='AllowanceRow',
            fields=[
                ('key', models.BinaryField(primary_key=True, serialize=False)),
                ('full_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'offices_allowance',
                'indexes': [models.Index(fields=['full_at'], name='allowance_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashed', models.CharField(max_length=128)),
                ('used_at', models.DateTimeField(null=True)),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='offices.secondfactor')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        # Counts need not outlive a crash, and writing one must not wait for the disk.
        migrations.RunSQL("ALTER TABLE offices_allowance SET UNLOGGED", "ALTER TABLE offices_allowance SET LOGGED"),
    ]
