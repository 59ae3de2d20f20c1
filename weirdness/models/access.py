"""Who may do what: one table, one ladder."""

from django.db import models
from django.db.models import Q

from weirdness.models.person import Person, Team


class Level(models.IntegerChoices):
    """Each rung includes those below it."""

    SEE = 1, "see"
    FLAG = 2, "flag"
    SEE_ROWS = 3, "see rows"
    TRIAGE = 4, "triage"
    OWN = 5, "own"
    ADMINISTER = 6, "administer"


class Grant(models.Model):
    """What a person or a team may do on one dataset, or on every dataset of a source."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="grants")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="grants")
    dataset = models.ForeignKey("weirdness.Dataset", models.CASCADE, null=True, blank=True, related_name="grants")
    source = models.ForeignKey("weirdness.Source", models.CASCADE, null=True, blank=True, related_name="grants")
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(team__isnull=True), name="grant_to_a_person_or_a_team"
            ),
            models.CheckConstraint(
                condition=Q(dataset__isnull=True) ^ Q(source__isnull=True),
                name="grant_on_a_dataset_or_a_source",
            ),
            models.UniqueConstraint(
                fields=["person", "team", "dataset", "source"], nulls_distinct=False, name="one_grant_each"
            ),
        ]
