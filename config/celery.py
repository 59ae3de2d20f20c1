"""Celery: the clock's hands. Rows are the queue (docs/architecture.md); Redis only carries the doorbell."""

import os
from urllib.parse import urlsplit

from celery import Celery
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def broker_url(redis_url: str) -> str:
    """Kombu spells a Redis socket `redis+socket://`; everybody else spells it `unix://`."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={database}"


app = Celery("weirdness")
app.conf.update(
    broker_url=broker_url(os.environ.get("REDIS_URL", "redis://localhost:6379/0")),
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    worker_prefetch_multiplier=1,
    # With remote control off a worker stayed idle for ever after a one-second outage of Redis.
    worker_enable_remote_control=True,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=600_000,
    worker_soft_shutdown_timeout=20,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 1,
    },
    task_publish_retry_policy={
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    },
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    task_default_queue="default",
    beat_schedule={
        # One table, one verb: what is due lives in rows, so any number of beats is harmless.
        "sweep": {"task": "weirdness.sweep", "schedule": 10.0, "options": {"expires": 10}},
    },
)
app.autodiscover_tasks(["weirdness"])
app.set_default()


@task_prerun.connect
@task_postrun.connect
def renew_connections(**kwargs: object) -> None:
    """Celery does this in forked children only; a spawned one kept a dead connection for ever."""
    close_old_connections()
