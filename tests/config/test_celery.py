"""The worker's wiring that no other test would miss until a database dies."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from celery.signals import task_postrun, task_prerun
from celery.utils.dispatch import Signal
from django.db import connection

from config.celery import app, broker_url


@pytest.mark.parametrize(
    ("redis", "kombu"),
    [
        ("unix:///run/w/valkey.sock?db=3", "redis+socket:///run/w/valkey.sock?virtual_host=3"),
        ("unix:///run/w/valkey.sock", "redis+socket:///run/w/valkey.sock?virtual_host=0"),
        ("redis://redis:6379/0", "redis://redis:6379/0"),
    ],
)
def test_a_redis_socket_is_spelled_as_kombu_wants_it(redis, kombu):
    assert broker_url(redis) == kombu


def dead_connection_survives(moment: Signal) -> bool:
    connection.ensure_connection()
    connection.connection.close()
    connection.errors_occurred = True
    moment.send(sender=app)
    return connection.connection is not None


@pytest.mark.django_db
@pytest.mark.parametrize("moment", [task_prerun, task_postrun])
def test_around_a_task_a_dead_connection_is_thrown_away(moment):
    with ThreadPoolExecutor(1) as thread:  # a thread has its own connection, outside the test's transaction
        assert not thread.submit(dead_connection_survives, moment).result()


def test_remote_control_is_on_because_without_it_a_worker_never_recovers_from_an_outage():
    assert app.conf.worker_enable_remote_control
    assert app.conf.task_acks_late
    assert not app.conf.task_reject_on_worker_lost
