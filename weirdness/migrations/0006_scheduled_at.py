"""The moment since which a suite's schedule counts is its own: an edit of the expectations does not move it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('weirdness', '0005_changes'),
    ]

    operations = [
        migrations.AddField(model_name='suite', name='scheduled_at', field=models.DateTimeField(null=True)),
        migrations.RunSQL(
            'UPDATE weirdness_suite SET scheduled_at = changed_at', migrations.RunSQL.noop, elidable=True
        ),
        migrations.AlterField(
            model_name='suite',
            name='scheduled_at',
            field=models.DateTimeField(help_text='What was due before is not owed.'),
        ),
    ]
