"""People, the teams they work in, and where they look from."""

from collections.abc import Callable, Hashable
from typing import Any, ClassVar, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

Found = TypeVar("Found")


class Viewpoint(models.Model):
    """Where a person looks from: bench science, quality control, …"""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who looks at data. Logs in by e-mail; one viewpoint, kept on each flag as it was then."""

    email = models.EmailField(unique=True)
    name = models.CharField("display name", max_length=120)
    viewpoint = models.ForeignKey(Viewpoint, models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    covered_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        help_text="With whom the work is while this person is away.",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The same person's other account.",
    )
    merged_at = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField("administrator", default=False)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    # What was looked up about this person, while a door keeps it for one request (web/door.py).
    kept: dict[Hashable, Any] | None = None

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True, merged_at__isnull=True)
                | models.Q(merged_into__isnull=False, merged_at__isnull=False, is_active=False),
                name="a_merged_account_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0]

    def once(self, what: Hashable, look: Callable[[], Found]) -> Found:
        """What `look` finds; within one request asked once for each `what`, elsewhere every time."""
        if self.kept is None:
            return look()
        if what not in self.kept:
            self.kept[what] = look()
        found: Found = self.kept[what]
        return found

    def of_teams(self) -> "list[int] | models.QuerySet[Membership, dict[str, Any]]":
        """Their teams for a condition: by number where that is looked up once, else as a question within it."""
        if self.kept is not None:
            return list(self.in_teams())
        return Membership.objects.filter(person=self).values("team")

    def in_teams(self) -> "dict[int, Team]":
        return self.once("teams", lambda: {team.pk: team for team in self.teams.all()})


class Team(models.Model):
    """People who share work. The data scientists of a dataset are its triage team."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    members: models.ManyToManyField = models.ManyToManyField(Person, through="Membership", related_name="teams")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    leads = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="one_membership_per_person_and_team")]
