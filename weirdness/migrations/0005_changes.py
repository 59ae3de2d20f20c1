"""Changes that runs notice; what a waiver must know of failing rows; rows that join a flag's evidence later."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('weirdness', '0004_cron'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='fresh',
            field=models.JSONField(default=list, help_text='Keys that came later and are still to be copied.'),
        ),
        migrations.AddField(
            model_name='result',
            name='value_hashes',
            field=models.JSONField(default=list, help_text='Of what the examples hold: a waiver binds it.'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partition', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=20)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('since', models.CharField(max_length=300)),
                ('sentence', models.TextField()),
                ('sure', models.FloatField()),
                ('settled_as', models.CharField(blank=True, choices=[('era', 'a new era began'), ('harmless', 'no reason to count anew')], default='', max_length=10)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='weirdness.dataset')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='weirdness.run')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', 'pk'],
                'indexes': [models.Index(fields=['dataset', '-at'], name='change_by_dataset')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(models.Q(('settled_as', ''), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='a_settled_change_names_the_person')],
            },
        ),
    ]
