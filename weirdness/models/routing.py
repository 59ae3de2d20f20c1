"""Who gets what: ordered rules, rotas with their hand-over, absences, and the calendars that business hours run by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from weirdness.models.person import Person, Team


class Calendar(models.Model):
    """When people work. `hours` has seven lists, Monday first, of [from, to] as "09:00"; `country` adds holidays."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=60)
    hours = models.JSONField()
    country = models.CharField(
        max_length=10, blank=True, default="", help_text="Such as DE or US; its public holidays."
    )
    free_days = ArrayField(models.DateField(), default=list, blank=True, help_text="Days off of our own.")
    is_default = models.BooleanField(default=False, help_text="For every team that has none of its own.")
    teams = models.ManyToManyField(Team, related_name="calendars", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_calendar_is_the_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rota(models.Model):
    """People of a team who take turns. The first turn begins at `begins_at`; a turn lasts `turn_days` days."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    team = models.OneToOneField(Team, models.PROTECT, related_name="rota")
    begins_at = models.DateTimeField()
    turn_days = models.PositiveSmallIntegerField(default=7)
    time_zone = models.CharField(max_length=60)
    handed_over_at = models.DateTimeField(null=True, blank=True, help_text="The last turn whose hand-over was told.")

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(turn_days__gte=1), name="a_turn_lasts_a_day_at_least")]

    def __str__(self) -> str:
        return self.name


class RotaPlace(models.Model):
    """A person's place in the turn."""

    rota = models.ForeignKey(Rota, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rota", "position"], name="one_person_per_place_in_the_turn")]


class Absence(models.Model):
    """A person is away; `cover` has their work meanwhile, or `Person.covered_by`, or the team."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField(help_text="The last day away.")
    cover = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="an_absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(cover=F("person")), name="nobody_covers_for_themselves"),
        ]


class Rule(models.Model):
    """The first rule whose conditions all hold says who gets a flag. `conditions`: [{"kind", "argument"}]."""

    class Target(models.TextChoices):
        PERSON = "person", "a person"
        TEAM = "team", "a team"
        ROTA = "rota", "whoever is on duty"
        OWNER = "owner", "the dataset's owner"
        STEWARD = "steward", "the dataset's steward"

    position = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    conditions = models.JSONField(default=list)
    target = models.CharField(max_length=10, choices=Target.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    rota = models.ForeignKey(Rota, models.PROTECT, null=True, blank=True, related_name="+")
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target="person", person__isnull=False, team__isnull=True, rota__isnull=True)
                | Q(target="team", person__isnull=True, team__isnull=False, rota__isnull=True)
                | Q(target="rota", person__isnull=True, team__isnull=True, rota__isnull=False)
                | Q(target__in=["owner", "steward"], person__isnull=True, team__isnull=True, rota__isnull=True),
                name="a_rule_names_whom_it_sends_to",
            ),
        ]

    def __str__(self) -> str:
        return self.name
