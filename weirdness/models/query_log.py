"""Query logs: who used which table on which day, as other systems wrote it down; and what their names mean here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from weirdness.models.dataset import Dataset, Source
from weirdness.models.person import Person


class LogImportQuerySet(models.QuerySet["LogImport"]):
    def visible_to(self, person: Person) -> LogImportQuerySet:
        """Administrators see every log; others those that they handed in: a log tells what others did and when."""
        if not person.is_active:
            return self.none()
        return self if person.is_staff or person.is_superuser else self.filter(asked_by=person)


class LogImport(models.Model):
    """One log that was handed in or read. `outcome` counts what became of its lines; `trouble` says why none did."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV file of uses"
        POSTGRES_LOG = "pg_log", "PostgreSQL log file"
        STATEMENTS = "pg_stat", "pg_stat_statements of a source"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        READING = "reading", "being read"
        DONE = "done", "read"
        REFUSED = "refused", "not read"
        TAKEN_BACK = "taken_back", "taken back"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="log_imports")
    name = models.CharField(max_length=200, help_text="The file's name, or the source's.")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    prefix = models.CharField(max_length=200, blank=True, help_text="log_line_prefix of a PostgreSQL log, if said.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    size = models.BigIntegerField(default=0, help_text="Bytes, as handed in.")
    read = models.BigIntegerField(default=0, help_text="Bytes read so far.")
    sha256 = models.CharField(max_length=64, blank=True)
    lines = models.BigIntegerField(default=0)
    outcome = models.JSONField(default=dict, blank=True)
    trouble = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = LogImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(trouble=""), name="a_refused_log_says_why"),
        ]

    def __str__(self) -> str:
        return self.name


class LogChunk(models.Model):
    """A piece of the file as handed in, kept until it was read: the worker may be on another machine."""

    log = models.ForeignKey(LogImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["log", "number"], name="one_chunk_of_a_number")]


class LogUse(models.Model):
    """Lines of a log that tell the same: this login read this table on that day. Kept only until it became looks.

    There may be several rows of the same three: `lines` adds up.
    """

    log = models.ForeignKey(LogImport, models.CASCADE, related_name="uses")
    login = models.CharField(max_length=200, help_text="In small letters.")
    database = models.CharField(max_length=200, blank=True, help_text="Where the log says it.")
    table = models.CharField(max_length=300, help_text="As the log names it, in small letters.")
    day = models.DateField()
    lines = models.BigIntegerField()


class LoginName(models.Model):
    """What a name in a log means: a person, or a service account, whose uses are nobody's look."""

    login = models.CharField(max_length=200, unique=True, help_text="As the log writes it, in small letters.")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="login_names")
    is_service = models.BooleanField(default=False)

    class Meta:
        ordering = ["login"]
        constraints = [
            models.CheckConstraint(condition=Q(login=Lower("login")), name="login_is_lower_case"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(is_service=True), name="a_login_is_a_person_or_a_service"
            ),
        ]

    def __str__(self) -> str:
        return self.login


class TableName(models.Model):
    """Which dataset a table of a log is. A dataset of a database source is known by its location without one."""

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="table_names")
    table = models.CharField(max_length=300, help_text="schema.table in small letters; * stands for any characters.")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="table_names")

    class Meta:
        ordering = ["table"]
        constraints = [
            models.CheckConstraint(condition=Q(table=Lower("table")), name="table_is_lower_case"),
            models.UniqueConstraint(
                fields=["source", "table", "dataset"], name="one_meaning_of_a_table", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.table


class StatementCount(models.Model):
    """How often a statement had been called when pg_stat_statements was last read: more calls are a new use."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="statement_counts")
    login = models.CharField(max_length=200)
    statement = models.BigIntegerField(help_text="queryid")
    calls = models.BigIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "login", "statement"], name="one_count_of_a_statement")
        ]
