"""Saved views of the queue: filters with a name, for one person or for a team."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from weirdness.models.person import Person, Team


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, person: Person) -> SavedViewQuerySet:
        """One's own, and those of one's teams."""
        return self.filter(Q(person=person) | Q(team__in=Team.objects.filter(members=person).values("pk")))


class SavedView(models.Model):
    """`query` is the queue's query string, without the chosen issue and the page."""

    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views", help_text="Who saved it.")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="saved_views")
    query = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="a_view_of_a_name_per_person")]
