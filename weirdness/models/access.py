"""Who may do what: one table, one ladder."""

from django.db import models
from django.db.models import Q

from weirdness.models.person import Person, Team
from weirdness.models.within import Within  # noqa: F401  registers pk__within


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


def grants_of(person: Person) -> list[tuple[int | None, int | None, int]]:
    """(dataset or None, source or None, level) of what this person or a team of theirs was granted."""
    return person.once("grants", lambda: list(_held(person).values_list("dataset", "source", "level")))


def granted(person: Person, level: Level) -> Q:
    """Of datasets: those that a grant of this level or a higher one gives them. By number where what is known about a
    person is kept for a while (Person.once), else as questions within the condition."""
    if person.kept is None:
        held = _held(person).filter(level__gte=level)
        return Q(pk__in=held.values("dataset")) | Q(source__in=held.values("source"))
    found = [each for each in grants_of(person) if each[2] >= level]
    datasets, sources = {dataset for dataset, _, _ in found}, {source for _, source, _ in found}
    return Q(pk__within=_known(datasets)) | Q(source__pk__within=_known(sources))


def _held(person: Person) -> models.QuerySet[Grant]:
    return Grant.objects.filter(Q(person=person) | Q(team__in=person.of_teams()))


def _known(numbers: set[int | None]) -> tuple[int, ...]:
    return tuple(sorted(number for number in numbers if number is not None))
