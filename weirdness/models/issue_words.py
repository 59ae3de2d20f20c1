"""What an issue can be: the fixed vocabularies of severity, resolution, fault and target."""

from django.db import models


class Severity(models.IntegerChoices):
    """The values are the weights of the queue's score."""

    MINOR = 1, "minor"
    MAJOR = 3, "major"
    CRITICAL = 9, "critical"


class Resolution(models.TextChoices):
    VERIFIED_FIXED = "verified_fixed", "fixed, and verified"
    UNVERIFIED_FIX = "unverified_fix", "fix claimed, nobody verified it"
    EXPLAINED = "explained", "not weird: explained"
    ACCEPTED = "accepted", "real, accepted with a caveat"
    NOT_REPRODUCIBLE = "not_reproducible", "could not be reproduced"
    NO_REPLY = "no_reply", "no reply to our question"
    OUT_OF_SCOPE = "out_of_scope", "out of scope"


class Fault(models.TextChoices):
    SOURCE = "source", "the source"
    PIPELINE = "pipeline", "the pipeline"
    LABEL = "label", "a label"
    DEFINITION = "definition", "the definition"
    CHECK = "check", "the check"
    READER = "reader", "the reader"
    UNKNOWN = "unknown", "unknown"


class Target(models.TextChoices):
    DATASET = "dataset", "the whole dataset"
    COLUMN = "column", "a column"
    ROWS = "rows", "some rows"
    METADATA = "metadata", "a description, unit or other label"


class MetadataField(models.TextChoices):
    NAME = "name", "name"
    DESCRIPTION = "description", "description"
    UNIT = "unit", "unit"
    PROVENANCE = "provenance", "where it comes from"
    OWNER = "owner", "owner"
    LABELS = "labels", "label vocabulary"
