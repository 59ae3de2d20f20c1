"""A run that could not be done: about the file or the suite, never about the data."""

from typing import Any

from weirdness.mail import links, words
from weirdness.models import Notification, Run


def facts(notification: Notification) -> dict[str, Any]:
    """Context: run."""
    run = Run.objects.select_related("dataset__source", "suite").get(pk=notification.context["run"])
    good = run.suite.runs.finished().filter(pk__lt=run.pk).first()
    return {
        "run": run,
        "run_at": words.moment(run.asked_at),
        "run_url": links.run(run),
        "dataset": run.dataset,
        "dataset_url": links.dataset(run.dataset),
        "message": run.message,
        "last_good": words.moment(good.asked_at) if good else "",
    }
