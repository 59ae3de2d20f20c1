"""The desk: merges, clocks, routing, discussion, saved views, and the order of the queue kept with each issue."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The parts of the order, as weirdness/services/scoring.py computes them; the clocks start with the next verdict.
BACKFILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE weirdness_groupingkey SET own_issue_id = issue_id;
UPDATE weirdness_issue SET state_since = changed_at;
UPDATE weirdness_issue SET people = seen.people, viewpoints = seen.viewpoints FROM (
    SELECT flag.issue_id, count(DISTINCT flag.person_id) AS people, count(DISTINCT flag.viewpoint_id) AS viewpoints
    FROM weirdness_flag flag JOIN weirdness_issue issue ON issue.id = flag.issue_id
    WHERE flag.at >= issue.opened_at AND flag.kind <> 'dispute' GROUP BY flag.issue_id
) seen WHERE seen.issue_id = weirdness_issue.id;
UPDATE weirdness_issue SET score =
    severity * (1 + log(2::numeric, greatest(people, 1)::numeric)) * (1 + 0.5 * greatest(viewpoints - 1, 0))
    * CASE dataset.tier WHEN 'key' THEN 3 WHEN 'standard' THEN 2 ELSE 1 END
FROM weirdness_dataset dataset WHERE dataset.id = dataset_id;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('weirdness', '0006_scheduled_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField(help_text='The last day away.')),
            ],
            options={
                'ordering': ['starts'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('type', models.CharField(help_text='The media type that the bytes have, whatever the name says.', max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('time_zone', models.CharField(max_length=60)),
                ('hours', models.JSONField()),
                ('country', models.CharField(blank=True, default='', help_text='Such as DE or US; its public holidays.', max_length=10)),
                ('free_days', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, help_text='Days off of our own.', size=None)),
                ('is_default', models.BooleanField(default=False, help_text='For every team that has none of its own.')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('acknowledge', 'first verdict'), ('resolve', 'resolution')], max_length=12)),
                ('started_at', models.DateTimeField()),
                ('limit', models.DurationField(help_text='Business time until it is due.')),
                ('due_at', models.DateTimeField()),
                ('late_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, help_text='The verdict or the closing came.', null=True)),
                ('quarters', models.PositiveSmallIntegerField(default=0, help_text='Of its limit that are over, at most 8.')),
                ('next_mark_at', models.DateTimeField(blank=True, help_text='When the next quarter is over.', null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('comment', 'said'), ('question', 'asked'), ('reply', 'replied')], default='comment', max_length=10)),
                ('text', models.TextField()),
                ('internal', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Rota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('begins_at', models.DateTimeField()),
                ('turn_days', models.PositiveSmallIntegerField(default=7)),
                ('time_zone', models.CharField(max_length=60)),
                ('handed_over_at', models.DateTimeField(blank=True, help_text='The last turn whose hand-over was told.', null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='RotaPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('conditions', models.JSONField(default=list)),
                ('target', models.CharField(choices=[('person', 'a person'), ('team', 'a team'), ('rota', 'whoever is on duty'), ('owner', "the dataset's owner"), ('steward', "the dataset's steward")], max_length=10)),
                ('is_on', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=1000)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['until', 'pk'],
            },
        ),
        migrations.RemoveIndex(
            model_name='issue',
            name='issue_waiting',
        ),
        migrations.AddField(
            model_name='dataset',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=40), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='episode',
            name='opened_as',
            field=models.CharField(blank=True, default='', help_text='The move that opened it.', max_length=16),
        ),
        migrations.AddField(
            model_name='flag',
            name='private',
            field=models.BooleanField(default=False, help_text='Only for its reporter and those who judge it.'),
        ),
        migrations.AddField(
            model_name='groupingkey',
            name='own_issue',
            field=models.ForeignKey(null=True, help_text='Whose key it is: a merge points it elsewhere, and back.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='issue',
            name='asked_in',
            field=models.CharField(blank=True, default='', help_text='The state a question was asked in.', max_length=12),
        ),
        migrations.AddField(
            model_name='issue',
            name='fix_asked_at',
            field=models.DateTimeField(blank=True, help_text='When its reporters were asked: fixed?', null=True),
        ),
        migrations.AddField(
            model_name='issue',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='issue',
            name='merged_root',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='family', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='issue',
            name='people',
            field=models.PositiveIntegerField(default=0, help_text='Who flagged this episode.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='pressure',
            field=models.PositiveSmallIntegerField(default=0, help_text='Quarters of its time that are over, at most 8.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='private',
            field=models.BooleanField(default=False, help_text='Only for its reporters and those who judge it.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='score',
            field=models.FloatField(default=0),
        ),
        migrations.AddField(
            model_name='issue',
            name='snoozed_till_flag',
            field=models.BooleanField(default=False, help_text='Sleeps until somebody flags it again.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='state_since',
            field=models.DateTimeField(null=True, help_text='Since when it is in this state: what the clock expires by.'),
        ),
        migrations.AddField(
            model_name='issue',
            name='viewpoints',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('judged_at__isnull', True), ('state__in', ['new', 'confirmed'])), fields=['-score', 'id'], name='issue_waiting'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('merged_root__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True), ('merged_root__isnull', True)), _connector='OR'), name='a_merged_issue_names_the_one_that_stands_for_it'),
        ),
        migrations.AddField(
            model_name='absence',
            name='cover',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='absence',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='flag',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='weirdness.flag'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='calendar',
            name='teams',
            field=models.ManyToManyField(blank=True, related_name='calendars', to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='clock',
            name='episode',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='weirdness.episode'),
        ),
        migrations.AddField(
            model_name='clock',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='comment',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='comment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='attachment',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='weirdness.comment'),
        ),
        migrations.AddField(
            model_name='rota',
            name='team',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rota', to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='rotaplace',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotaplace',
            name='rota',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='weirdness.rota'),
        ),
        migrations.AddField(
            model_name='rule',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rule',
            name='rota',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.rota'),
        ),
        migrations.AddField(
            model_name='rule',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='person',
            field=models.ForeignKey(help_text='Who saved it.', on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='weirdness.team'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='weirdness.issue'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wording',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='weirdness.comment'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='an_absence_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('cover', models.F('person')), _negated=True), name='nobody_covers_for_themselves'),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_calendar_is_the_default'),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('next_mark_at__isnull', False)), fields=['next_mark_at'], name='clock_next_mark'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(fields=('episode', 'kind'), name='one_clock_of_a_kind_per_episode'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('next_mark_at__isnull', True), models.Q(('paused_at__isnull', True), ('stopped_at__isnull', True)), _connector='OR'), name='a_standing_clock_has_no_next_mark'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('internal', False), ('kind', 'comment'), _connector='OR'), name='a_question_and_its_reply_are_not_internal'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('flag__isnull', True), ('comment__isnull', True), _connector='XOR'), name='an_attachment_is_of_a_flag_or_a_comment'),
        ),
        migrations.AddConstraint(
            model_name='rota',
            constraint=models.CheckConstraint(condition=models.Q(('turn_days__gte', 1)), name='a_turn_lasts_a_day_at_least'),
        ),
        migrations.AddConstraint(
            model_name='rotaplace',
            constraint=models.UniqueConstraint(fields=('rota', 'position'), name='one_person_per_place_in_the_turn'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('rota__isnull', True), ('target', 'person'), ('team__isnull', True)), models.Q(('person__isnull', True), ('rota__isnull', True), ('target', 'team'), ('team__isnull', False)), models.Q(('person__isnull', True), ('rota__isnull', False), ('target', 'rota'), ('team__isnull', True)), models.Q(('person__isnull', True), ('rota__isnull', True), ('target__in', ['owner', 'steward']), ('team__isnull', True)), _connector='OR'), name='a_rule_names_whom_it_sends_to'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='a_view_of_a_name_per_person'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('issue', 'person'), name='one_subscription_each'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='job_finished'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['actor', 'at'], name='event_by_actor'),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField(
            model_name='groupingkey',
            name='own_issue',
            field=models.ForeignKey(help_text='Whose key it is: a merge points it elsewhere, and back.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='weirdness.issue'),
        ),
        migrations.AlterField(
            model_name='issue',
            name='state_since',
            field=models.DateTimeField(help_text='Since when it is in this state: what the clock expires by.'),
        ),
    ]
