from pathlib import Path

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('hint', models.CharField(max_length=120)),
                ('icon', models.CharField(max_length=40)),
                ('dimension', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('born_of_check', models.BooleanField(default=False)),
                ('resolution', models.CharField(blank=True, choices=[('verified_fixed', 'fixed, and verified'), ('unverified_fix', 'fix claimed, nobody verified it'), ('explained', 'not weird: explained'), ('accepted', 'real, accepted with a caveat'), ('not_reproducible', 'could not be reproduced'), ('no_reply', 'no reply to our question'), ('out_of_scope', 'out of scope')], default='', max_length=20)),
                ('fault', models.CharField(blank=True, choices=[('source', 'the source'), ('pipeline', 'the pipeline'), ('label', 'a label'), ('definition', 'the definition'), ('check', 'the check'), ('reader', 'the reader'), ('unknown', 'unknown')], default='', max_length=12)),
                ('explanation', models.TextField(blank=True, default='')),
                ('caveat', models.TextField(blank=True, default='')),
                ('caveat_until', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('missed', models.PositiveIntegerField(default=0, help_text='Earlier slots that collapsed into this one.')),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(default='file', max_length=20)),
                ('root', models.CharField(help_text='The name of one of the folders in SOURCE_ROOTS.', max_length=120)),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Viewpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=60, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='display name')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False, verbose_name='administrator')),
                ('is_demo', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField()),
                ('covered_by', models.ForeignKey(blank=True, help_text='With whom the work is while this person is away.', null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('viewpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='weirdness.viewpoint')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9_-]+/[a-z0-9_-]+$', 'A dataset key looks like nyc/flights: small letters, digits, - and _, one slash.')])),
                ('title', models.CharField(max_length=160)),
                ('description', models.TextField(blank=True)),
                ('location', models.CharField(help_text="Path below the source's root.", max_length=300)),
                ('format', models.CharField(max_length=12)),
                ('key_columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('open_to_all', models.BooleanField(default=True, help_text='Anyone who is logged in may see and flag it.')),
                ('tier', models.CharField(choices=[('key', 'key'), ('standard', 'standard'), ('sandbox', 'sandbox')], default='standard', max_length=10)),
                ('phase', models.CharField(choices=[('specs', 'specs'), ('scoping', 'scoping'), ('hand_off', 'hand-off'), ('open', 'open')], default='open', max_length=10)),
                ('state', models.CharField(choices=[('learning', 'learning'), ('stable', 'stable'), ('quiet', 'quiet, but too few eyes'), ('relapsed', 'relapsed'), ('stale', 'stale')], default='learning', max_length=10)),
                ('row_count', models.BigIntegerField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField()),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned', to=settings.AUTH_USER_MODEL)),
                ('steward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stewarded', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='datasets', to='weirdness.source')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'flagged'), ('same', 'same here'), ('dispute', 'looks right to me'), ('check', 'check failed'), ('question', 'asked')], max_length=10)),
                ('dataset_name', models.CharField(help_text='As it was typed.', max_length=200)),
                ('target', models.CharField(default='dataset', max_length=10)),
                ('column', models.CharField(blank=True, default='', max_length=200)),
                ('metadata_field', models.CharField(blank=True, default='', max_length=20)),
                ('sentence', models.CharField(blank=True, max_length=500)),
                ('proposed_value', models.CharField(blank=True, max_length=500)),
                ('rows_as_typed', models.TextField(blank=True)),
                ('link', models.URLField(blank=True, max_length=1000)),
                ('blocks_decision', models.BooleanField(default=False)),
                ('submission', models.UUIDField(blank=True, help_text='The same form sent twice is one flag.', null=True, unique=True)),
                ('at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='weirdness.category')),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='weirdness.dataset')),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='weirdness.episode')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('wanted', 'being copied'), ('copied', 'copied'), ('unreadable', 'could not be copied')], default='wanted', max_length=12)),
                ('keys', models.JSONField(default=list)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('rows', models.JSONField(default=list)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('message', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('flag', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='weirdness.flag')),
            ],
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('target', models.CharField(choices=[('dataset', 'the whole dataset'), ('column', 'a column'), ('rows', 'some rows'), ('metadata', 'a description, unit or other label')], max_length=10)),
                ('column', models.CharField(blank=True, default='', max_length=200)),
                ('metadata_field', models.CharField(blank=True, choices=[('name', 'name'), ('description', 'description'), ('unit', 'unit'), ('provenance', 'where it comes from'), ('owner', 'owner'), ('labels', 'label vocabulary')], default='', max_length=20)),
                ('state', models.CharField(choices=[('new', 'new'), ('needs_info', 'needs information'), ('confirmed', 'confirmed'), ('in_progress', 'in progress'), ('fixed', 'fix claimed'), ('closed', 'closed'), ('merged', 'merged')], max_length=12)),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'minor'), (3, 'major'), (9, 'critical')], default=1)),
                ('assigned_by_hand', models.BooleanField(default=False)),
                ('routing_reason', models.CharField(blank=True, max_length=300)),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('regressed', models.BooleanField(default=False)),
                ('flapping', models.BooleanField(default=False)),
                ('guarded', models.BooleanField(default=False)),
                ('resolution', models.CharField(blank=True, choices=[('verified_fixed', 'fixed, and verified'), ('unverified_fix', 'fix claimed, nobody verified it'), ('explained', 'not weird: explained'), ('accepted', 'real, accepted with a caveat'), ('not_reproducible', 'could not be reproduced'), ('no_reply', 'no reply to our question'), ('out_of_scope', 'out of scope')], default='', max_length=20)),
                ('opened_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_demo', models.BooleanField(default=False)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='weirdness.category')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='weirdness.dataset')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='flag',
            name='issue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='episode',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='weirdness.issue'),
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('dedupe_key', models.CharField(max_length=200, unique=True)),
                ('subject', models.BigIntegerField(help_text='The id of what the work is about.')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('dead', 'given up')], default='queued', max_length=10)),
                ('due_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('token', models.UUIDField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='job_due'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='job_leased')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('lease_until__isnull', False), ('token__isnull', False)), _connector='OR'), name='a_running_job_has_a_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dead'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='a_dead_job_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Event and recipient: sent once.', max_length=200, unique=True)),
                ('message', models.CharField(help_text='Which message: the name of its three templates.', max_length=40)),
                ('context', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('due', 'waiting'), ('sent', 'sent'), ('failed', 'refused by the mail server'), ('withdrawn', 'no longer allowed or needed')], default='due', max_length=10)),
                ('message_id', models.CharField(blank=True, max_length=200)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='weirdness.dataset')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='weirdness.issue')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('suite_version', models.PositiveIntegerField()),
                ('idempotency_key', models.CharField(max_length=200, unique=True)),
                ('trigger', models.CharField(choices=[('schedule', 'on schedule'), ('person', 'by hand'), ('api', 'from the API')], max_length=10)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('passed', 'passed'), ('failed', 'failed'), ('error', 'could not run')], default='queued', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('row_count', models.BigIntegerField(blank=True, null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('message', models.TextField(blank=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='weirdness.dataset')),
                ('job', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='run', to='weirdness.job')),
                ('slot', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='run', to='weirdness.slot')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=120)),
                ('column', models.CharField(blank=True, default='', max_length=200)),
                ('kwargs', models.JSONField(default=dict)),
                ('grouping_key', models.CharField(max_length=1000)),
                ('sentence', models.TextField()),
                ('severity', models.PositiveSmallIntegerField()),
                ('success', models.BooleanField(null=True)),
                ('observed', models.TextField(blank=True)),
                ('element_count', models.BigIntegerField(blank=True, null=True)),
                ('unexpected_count', models.BigIntegerField(blank=True, null=True)),
                ('keys', models.JSONField(default=list)),
                ('examples', models.JSONField(default=list)),
                ('message', models.TextField(blank=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='weirdness.run')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='flag',
            name='run',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='weirdness.run'),
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('method', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('learning', 'learning'), ('stable', 'stable'), ('quiet', 'quiet, but too few eyes'), ('relapsed', 'relapsed'), ('stale', 'stale')], max_length=10)),
                ('inputs', models.JSONField()),
                ('result', models.JSONField()),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='weirdness.dataset')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'get_latest_by': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Suite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('document', models.JSONField(help_text="Great Expectations' suite JSON; import and export lose nothing.")),
                ('version', models.PositiveIntegerField(default=1)),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('live', 'live')], default='live', max_length=10)),
                ('every_minutes', models.PositiveIntegerField(blank=True, help_text='Empty: on demand only.', null=True)),
                ('changed_at', models.DateTimeField()),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suites', to='weirdness.dataset')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='slot',
            name='suite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='weirdness.suite'),
        ),
        migrations.AddField(
            model_name='run',
            name='suite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='weirdness.suite'),
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('members', models.ManyToManyField(related_name='teams', through='weirdness.Membership', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='issue',
            name='assignee_team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to='weirdness.team'),
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'see'), (2, 'flag'), (3, 'see rows'), (4, 'triage'), (5, 'own'), (6, 'administer')])),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='weirdness.dataset')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='weirdness.source')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='weirdness.team')),
            ],
        ),
        migrations.AddField(
            model_name='dataset',
            name='owner_team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned', to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='dataset',
            name='triage_team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='triaged', to='weirdness.team'),
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('origin', models.CharField(choices=[('check_in', 'used it, all fine'), ('flag', 'a flag')], max_length=10)),
                ('at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='weirdness.dataset')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to=settings.AUTH_USER_MODEL)),
                ('viewpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='weirdness.viewpoint')),
            ],
            options={
                'ordering': ['day', 'at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='flag',
            name='viewpoint',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='weirdness.viewpoint'),
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('type', models.CharField(max_length=60)),
                ('description', models.TextField(blank=True)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('personal', models.BooleanField(default=False, help_text='Masked in evidence, mail and export.')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='weirdness.dataset')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('dataset', 'name'), name='one_column_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Era',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=200)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eras', to='weirdness.dataset')),
            ],
            options={
                'ordering': ['started_at'],
                'constraints': [models.UniqueConstraint(fields=('dataset', 'started_at'), name='one_era_starts_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='GroupingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=1000)),
                ('column', models.CharField(blank=True, default='', max_length=200)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grouping_keys', to='weirdness.dataset')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grouping_keys', to='weirdness.issue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('dataset', 'key'), name='a_grouping_key_names_one_issue')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.BigIntegerField()),
                ('position', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(choices=[('person', 'a person'), ('check', 'a check'), ('system', 'Weirdness')], max_length=10)),
                ('verb', models.CharField(max_length=40)),
                ('before', models.CharField(blank=True, default='', max_length=40)),
                ('after', models.CharField(blank=True, default='', max_length=40)),
                ('reason', models.TextField(blank=True, default='')),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, default='', max_length=64)),
                ('hash', models.CharField(blank=True, default='', max_length=64)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('dataset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='weirdness.dataset')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='weirdness.issue')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('chain', 'position'), name='one_event_per_link_of_the_chain'), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('actor_kind', 'person')), models.Q(models.Q(('actor_kind', 'person'), _negated=True), ('actor__isnull', True)), _connector='OR'), name='a_persons_event_names_the_person')],
            },
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.UniqueConstraint(fields=('issue', 'number'), name='episodes_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('issue',), name='one_open_episode_per_issue'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('resolution', '')), models.Q(('closed_at__isnull', False), models.Q(('resolution', ''), _negated=True)), _connector='OR'), name='episode_is_closed_with_a_resolution'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolution', 'explained'), _negated=True), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='explained_says_why'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolution', 'accepted'), _negated=True), models.Q(models.Q(('caveat', ''), _negated=True), ('caveat_until__isnull', False)), _connector='OR'), name='accepted_has_a_caveat_and_an_expiry'),
        ),
        migrations.AddIndex(
            model_name='result',
            index=models.Index(fields=['grouping_key', 'run'], name='result_by_grouping_key'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.UniqueConstraint(fields=('run', 'position'), name='one_result_per_expectation_and_run'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('success__isnull', False), models.Q(('message', ''), _negated=True), _connector='OR'), name='unevaluated_says_why'),
        ),
        migrations.AddConstraint(
            model_name='suite',
            constraint=models.UniqueConstraint(fields=('dataset', 'name'), name='one_suite_of_a_name_per_dataset'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('suite', 'due_at'), name='a_slot_is_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('team', 'person'), name='one_membership_per_person_and_team'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['dataset', 'state'], name='issue_dataset_state'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('judged_at__isnull', True)), fields=['state'], name='issue_waiting'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), models.Q(('resolution', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('resolution', '')), _connector='OR'), name='issue_is_closed_with_a_resolution'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('assignee__isnull', True), ('assignee_team__isnull', True), _connector='OR'), name='issue_has_one_assignee'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('metadata_field__gt', ''), ('target', 'metadata')), models.Q(models.Q(('target', 'metadata'), _negated=True), ('metadata_field', '')), _connector='OR'), name='issue_about_metadata_names_the_field'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target', 'column'), _negated=True), models.Q(('column', ''), _negated=True), _connector='OR'), name='issue_about_a_column_names_it'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('team__isnull', True), _connector='XOR'), name='grant_to_a_person_or_a_team'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('dataset__isnull', True), ('source__isnull', True), _connector='XOR'), name='grant_on_a_dataset_or_a_source'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('person', 'team', 'dataset', 'source'), name='one_grant_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9_-]+/[a-z0-9_-]+$')), name='dataset_key_is_a_slug_path'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('owner__isnull', True), ('owner_team__isnull', True), _connector='XOR'), name='dataset_has_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(fields=('dataset', 'person', 'day'), name='one_look_per_person_and_day'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('run__isnull', True), _connector='XOR'), name='flag_has_exactly_one_observer'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['same', 'dispute'])), fields=('person', 'episode'), name='one_same_or_dispute_per_person_and_episode'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dataset__isnull', True), ('episode__isnull', True), ('issue__isnull', True)), models.Q(('dataset__isnull', False), ('episode__isnull', False), ('issue__isnull', False)), _connector='OR'), name='flag_on_a_registered_dataset_has_an_issue'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('viewpoint__isnull', False), _connector='OR'), name='a_persons_flag_keeps_the_viewpoint'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='person_email_is_lower_case'),
        ),
        migrations.RunSQL(Path(__file__).with_name("0001_history.sql").read_text(encoding="utf-8")),
    ]
