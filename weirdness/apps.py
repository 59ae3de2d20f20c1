"""The Django app."""

from django.apps import AppConfig


class WeirdnessConfig(AppConfig):
    name = "weirdness"
    verbose_name = "Weirdness"
    default_auto_field = "django.db.models.BigAutoField"
