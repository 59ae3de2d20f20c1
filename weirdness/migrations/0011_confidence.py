"""Looks from everywhere and when they became known, eras with their kind, forecasts and priors, query logs, blind
sweeps, former keys of datasets and merged accounts.
"""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# What stands already was known when it happened; the first era of each dataset is its registration.
# Checked row by row: an index can't be made while a table's deferred checks wait.
KNOWN_SINCE = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE weirdness_look SET recorded_at = at;
UPDATE weirdness_era SET recorded_at = started_at, kind = 'changed';
UPDATE weirdness_era SET kind = 'registered'
WHERE id IN (SELECT DISTINCT ON (dataset_id) id FROM weirdness_era ORDER BY dataset_id, started_at);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('weirdness', '0010_waiting_of_a_dataset'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('looks', models.PositiveIntegerField(help_text='Looks of the era when it was made.')),
                ('uses', models.PositiveIntegerField()),
                ('level', models.FloatField(default=0.9)),
                ('low', models.PositiveIntegerField()),
                ('mean', models.FloatField()),
                ('high', models.PositiveIntegerField()),
                ('method', models.CharField(max_length=120)),
                ('stands_alone', models.BooleanField(default=False)),
                ('scored_at', models.DateTimeField(blank=True, null=True)),
                ('found', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9_-]+/[a-z0-9_-]+$', 'A dataset key looks like nyc/flights: small letters, digits, - and _, one slash.')])),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['until'],
            },
        ),
        migrations.CreateModel(
            name='LogChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='LogImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('csv', 'CSV file of uses'), ('pg_log', 'PostgreSQL log file'), ('pg_stat', 'pg_stat_statements of a source')], max_length=10)),
                ('name', models.CharField(help_text="The file's name, or the source's.", max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('reading', 'being read'), ('done', 'read'), ('refused', 'not read'), ('taken_back', 'taken back')], default='waiting', max_length=10)),
                ('size', models.BigIntegerField(default=0, help_text='Bytes, as handed in.')),
                ('read', models.BigIntegerField(default=0, help_text='Bytes read so far.')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('lines', models.BigIntegerField(default=0)),
                ('outcome', models.JSONField(blank=True, default=dict)),
                ('trouble', models.TextField(blank=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LoginName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(help_text='As the log writes it, in small letters.', max_length=200, unique=True)),
                ('is_service', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['login'],
            },
        ),
        migrations.CreateModel(
            name='LookRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Prior',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('datasets', models.PositiveIntegerField(help_text="How many datasets' pasts it was fitted to.")),
                ('content', models.JSONField()),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['version'],
                'get_latest_by': 'version',
            },
        ),
        migrations.CreateModel(
            name='Reviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StatementCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login', models.CharField(max_length=200)),
                ('statement', models.BigIntegerField(help_text='queryid')),
                ('calls', models.BigIntegerField()),
                ('read_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('deadline', models.DateTimeField()),
                ('guide', models.TextField(blank=True, help_text='What to look at, in a few words.')),
                ('state', models.CharField(choices=[('open', 'open'), ('merging', 'lists are being merged'), ('closed', 'closed'), ('called_off', 'called off')], default='open', max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SweepFind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('target', models.CharField(choices=[('dataset', 'the whole dataset'), ('column', 'a column'), ('rows', 'some rows'), ('metadata', 'a description, unit or other label')], default='dataset', max_length=10)),
                ('column', models.CharField(blank=True, default='', max_length=200)),
                ('metadata_field', models.CharField(blank=True, choices=[('name', 'name'), ('description', 'description'), ('unit', 'unit'), ('provenance', 'where it comes from'), ('owner', 'owner'), ('labels', 'label vocabulary')], default='', max_length=20)),
                ('sentence', models.CharField(max_length=500)),
                ('rows_as_typed', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SweepItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('set_aside', models.CharField(blank=True, help_text='Why it is no oddity of these data; else empty.', max_length=300)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TableName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(help_text='schema.table in small letters; * stands for any characters.', max_length=300)),
            ],
            options={
                'ordering': ['table'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='look',
            name='one_look_per_person_and_day',
        ),
        migrations.AddField(
            model_name='era',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='era',
            name='kind',
            field=models.CharField(choices=[('registered', 'the registration'), ('changed', 'an announced change'), ('reset', 'counting was started anew')], db_default='changed', max_length=10),
        ),
        migrations.AddField(
            model_name='era',
            name='recorded_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name='look',
            name='recorded_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name='look',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, help_text='When it was taken back: it counts no more.', null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, help_text="The same person's other account.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='graduated_at',
            field=models.DateTimeField(blank=True, help_text='Since when it is stable; stale keeps it.', null=True),
        ),
        migrations.AlterField(
            model_name='look',
            name='origin',
            field=models.CharField(choices=[('check_in', 'used it, all fine'), ('link', 'used it, said by a link'), ('client', 'a program of theirs'), ('flag', 'a flag'), ('sweep', 'a blind sweep'), ('query_log', 'an imported query log')], max_length=10),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='method',
            field=models.CharField(max_length=200),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at__isnull', True), ('merged_into__isnull', True)), models.Q(('is_active', False), ('merged_at__isnull', False), ('merged_into__isnull', False)), _connector='OR'), name='a_merged_account_is_closed'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='dataset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='weirdness.dataset'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='era',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='weirdness.era'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='weirdness.snapshot'),
        ),
        migrations.AddField(
            model_name='formerkey',
            name='dataset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_keys', to='weirdness.dataset'),
        ),
        migrations.AddField(
            model_name='logimport',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='logimport',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='log_imports', to='weirdness.source'),
        ),
        migrations.AddField(
            model_name='logchunk',
            name='log',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='weirdness.logimport'),
        ),
        migrations.AddField(
            model_name='look',
            name='log',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='weirdness.logimport'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('dataset', 'person', 'day'), name='one_look_per_person_and_day'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('log__isnull', False), ('origin', 'query_log')), models.Q(models.Q(('origin', 'query_log'), _negated=True), ('log__isnull', True)), _connector='OR'), name='an_imported_look_names_its_log'),
        ),
        migrations.AddField(
            model_name='loginname',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='login_names', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lookrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lookrequest',
            name='dataset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_requests', to='weirdness.dataset'),
        ),
        migrations.AddField(
            model_name='lookrequest',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_requests', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewer',
            name='viewpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='weirdness.viewpoint'),
        ),
        migrations.AddField(
            model_name='statementcount',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statement_counts', to='weirdness.source'),
        ),
        migrations.AddField(
            model_name='sweep',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sweep',
            name='dataset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sweeps', to='weirdness.dataset'),
        ),
        migrations.AddField(
            model_name='reviewer',
            name='sweep',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewers', to='weirdness.sweep'),
        ),
        migrations.AddField(
            model_name='sweepfind',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.category'),
        ),
        migrations.AddField(
            model_name='sweepfind',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finds', to='weirdness.reviewer'),
        ),
        migrations.AddField(
            model_name='sweepitem',
            name='issue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sweep_items', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='sweepitem',
            name='sweep',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='weirdness.sweep'),
        ),
        migrations.AddField(
            model_name='sweepfind',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='finds', to='weirdness.sweepitem'),
        ),
        migrations.AddField(
            model_name='tablename',
            name='dataset',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='table_names', to='weirdness.dataset'),
        ),
        migrations.AddField(
            model_name='tablename',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='table_names', to='weirdness.source'),
        ),
        migrations.AddIndex(
            model_name='forecast',
            index=models.Index(condition=models.Q(('scored_at__isnull', True)), fields=['dataset', 'era'], name='forecast_open'),
        ),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.UniqueConstraint(fields=('era', 'looks', 'uses'), name='one_forecast_per_look'),
        ),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.CheckConstraint(condition=models.Q(('scored_at__isnull', True), ('found__isnull', False), _connector='XOR'), name='a_scored_forecast_says_what_came'),
        ),
        migrations.AddConstraint(
            model_name='logimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('trouble', ''), _negated=True), _connector='OR'), name='a_refused_log_says_why'),
        ),
        migrations.AddConstraint(
            model_name='logchunk',
            constraint=models.UniqueConstraint(fields=('log', 'number'), name='one_chunk_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='loginname',
            constraint=models.CheckConstraint(condition=models.Q(('login', django.db.models.functions.text.Lower('login'))), name='login_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='loginname',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('is_service', True), _connector='XOR'), name='a_login_is_a_person_or_a_service'),
        ),
        migrations.AddIndex(
            model_name='lookrequest',
            index=models.Index(fields=['dataset', 'person', '-asked_at'], name='look_request_newest'),
        ),
        migrations.AddConstraint(
            model_name='statementcount',
            constraint=models.UniqueConstraint(fields=('source', 'login', 'statement'), name='one_count_of_a_statement'),
        ),
        migrations.AddConstraint(
            model_name='sweep',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'merging'])), fields=('dataset',), name='one_sweep_of_a_dataset_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='reviewer',
            constraint=models.UniqueConstraint(fields=('sweep', 'person'), name='one_review_per_person_and_sweep'),
        ),
        migrations.AddConstraint(
            model_name='sweepitem',
            constraint=models.UniqueConstraint(fields=('sweep', 'number'), name='one_item_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='tablename',
            constraint=models.CheckConstraint(condition=models.Q(('table', django.db.models.functions.text.Lower('table'))), name='table_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='tablename',
            constraint=models.UniqueConstraint(fields=('source', 'table', 'dataset'), name='one_meaning_of_a_table', nulls_distinct=False),
        ),
        migrations.RunSQL(KNOWN_SINCE, migrations.RunSQL.noop),
    ]
