"""From an address to a row that this person may see; a foreign object is the same 404 as an unknown one."""

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from weirdness.models import Dataset, Issue, Run, Suite


def dataset(request: Request, area: str, name: str) -> Dataset:
    key = f"{area}/{name}"
    seen = Dataset.objects.visible_to(request.user).select_related("owner", "owner_team", "steward", "triage_team")
    found = seen.named(key).first() if key == key.lower() else None
    if found is None:
        raise NotFound(f"There is no dataset {key} here that you may see. GET /api/v1/datasets/ lists yours.")
    return found


def issue(request: Request, number: int) -> Issue:
    found = (
        Issue.objects.visible_to(request.user)
        .select_related("dataset", "category", "assignee", "assignee_team")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise NotFound(f"There is no issue #{number} here that you may see.")
    return found


def run(request: Request, number: int) -> Run:
    seen = Run.objects.visible_to(request.user).select_related("dataset", "suite")
    found = seen.filter(pk=number).first()
    if found is None:
        raise NotFound(f"There is no run {number} here that you may see.")
    return found


def cleaned(name: str) -> str:
    """A name from an address; PostgreSQL keeps no NUL, so none is asked for."""
    return name.replace("\x00", "")


def suite(dataset: Dataset, name: str) -> Suite:
    found = Suite.objects.filter(dataset=dataset, name=cleaned(name)).first()
    if found is None:
        raise NotFound(f"{dataset.key} has no suite of this name. GET …/suites/ lists them.")
    return found
