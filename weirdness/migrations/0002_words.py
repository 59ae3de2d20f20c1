"""The tiles of the flag form and the viewpoints: tables, so that an organisation can add its own."""

from django.db import migrations

# slug, name, hint, icon (lucide), published data-quality dimension (ISO/IEC 25012, Wang & Strong)
CATEGORIES = [
    ("wrong-value", "Wrong value", "A number or text that can't be right", "circle-x", "accuracy"),
    ("missing", "Missing", "Empty cells, rows or whole days that should be there", "circle-dashed", "completeness"),
    ("duplicate", "Duplicate", "The same thing twice", "copy", "uniqueness"),
    ("wrong-label", "Wrong label", "A name, class or sample label that is not what it says", "tag", "accuracy of labels"),
    ("stale", "Stale", "Older than it should be, or stopped arriving", "clock", "timeliness"),
    ("doesnt-add-up", "Doesn't add up", "Two numbers that disagree", "scale", "consistency"),
    ("wrong-description", "Wrong description", "A unit, description or owner that misleads", "book-open", "interpretability"),
    ("something-else", "Something else", "Odd, and none of these", "circle-question-mark", "other"),
]
VIEWPOINTS = [
    ("bench-science", "Bench science"),
    ("quality-control", "Quality control"),
    ("project-management", "Project management"),
    ("business", "Business"),
    ("operations", "Operations"),
    ("engineering", "Engineering"),
    ("data-science", "Data science"),
]


def fill(apps, schema_editor):
    category, viewpoint = apps.get_model("weirdness", "Category"), apps.get_model("weirdness", "Viewpoint")
    for position, (slug, name, hint, icon, dimension) in enumerate(CATEGORIES, start=1):
        category.objects.using(schema_editor.connection.alias).create(
            slug=slug, name=name, hint=hint, icon=icon, dimension=dimension, position=position
        )
    for slug, name in VIEWPOINTS:
        viewpoint.objects.using(schema_editor.connection.alias).create(slug=slug, name=name)


class Migration(migrations.Migration):
    dependencies = [("weirdness", "0001_first")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
