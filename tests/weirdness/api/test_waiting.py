"""A pipeline's step that waits: the answer comes when the run is over, from whichever process did it."""

import time
from threading import Thread

from django.db import connection
from rest_framework.test import APIClient

from tests.cast import NOW, make, suite
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_findings import found
from weirdness.models import Run
from weirdness.services import runs

__all__ = ["committed", "database_for_tests"]


def test_the_answer_comes_when_the_run_is_over(committed: None) -> None:
    cast = make()
    plates, client = suite(cast), APIClient()
    client.force_authenticate(cast.bench)

    def somebody_does_it() -> None:
        while not (run := Run.objects.first()):
            time.sleep(0.05)
        time.sleep(0.5)
        runs.store(run=run, result=found(plates, success=True), now=NOW)
        connection.close()

    worker = Thread(target=somebody_does_it)
    worker.start()
    begun = time.monotonic()
    answer = client.post("/api/v1/datasets/lab/plates/runs/?wait=30", {}, format="json")
    worker.join()
    assert (answer.status_code, answer.json()["passed"]) == (200, True)
    assert time.monotonic() - begun < 10
