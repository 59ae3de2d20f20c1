"""What query logs told and nobody could place yet; the prefix of a log's lines. Pieces of files aren't packed again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('weirdness', '0014_merging_sweeps'),
    ]

    operations = [
        migrations.AddField(
            model_name='logimport',
            name='prefix',
            field=models.CharField(blank=True, help_text='log_line_prefix of a PostgreSQL log, if said.', max_length=200),
        ),
        migrations.CreateModel(
            name='LogUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(help_text='In small letters.', max_length=200)),
                ('database', models.CharField(blank=True, help_text='Where the log says it.', max_length=200)),
                ('table', models.CharField(help_text='As the log names it, in small letters.', max_length=300)),
                ('day', models.DateField()),
                ('lines', models.BigIntegerField()),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='weirdness.logimport')),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE weirdness_logchunk ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE weirdness_logchunk ALTER COLUMN content SET STORAGE EXTENDED",
        ),
    ]
