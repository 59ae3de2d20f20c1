"""The buttons of a page, the moves of the API, what the verbs accept and the table are the same set, whoever looks."""

import re

from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.test_triage import TO, words
from weirdness.models import MOVES, Issue, Level
from weirdness.models.moves import offered
from weirdness.services import flags, people, triage
from weirdness.services.errors import Conflict, NotAllowed, Refused

ROLES = st.tuples(st.sampled_from(Level), st.booleans(), st.booleans())


def of_the_table(state: str, level: Level, assigned: bool, reporter: bool) -> set[str]:
    """Read from the table alone."""
    roles = {"anyone"} | ({"assignee"} if assigned else set()) | ({"reporter"} if reporter else set())
    roles |= {"triager"} if assigned or level >= Level.TRIAGE else set()
    return {move.verb for move in MOVES if move.offered and state in move.sources and move.by & roles}


def brought(cast: Cast, state: str, level: Level, assigned: bool, reporter: bool) -> Issue:
    """An issue in this state; Stan has this level, and is its assignee or among its reporters."""
    grant = people.grant(actor=cast.administrator, to=cast.stranger, on=cast.dataset, level=Level.FLAG, now=NOW)
    issue = flagged(cast).issue
    if reporter:
        flags.same_here(person=cast.stranger, issue_id=issue.pk, now=NOW)
    for verb in TO[state]:
        triage.VERDICTS[verb](issue_id=issue.pk, actor=cast.scientist, now=NOW, **words(verb, cast))
    grant.level = level
    grant.save()
    if assigned:
        Issue.objects.filter(pk=issue.pk).update(assignee=cast.stranger, assignee_team=None)
    return Issue.objects.select_related("dataset").get(pk=issue.pk)


def on_the_page(cast: Cast, issue: Issue) -> set[str]:
    client = Client()
    client.force_login(cast.stranger)
    page = client.get(reverse("issue", args=[issue.pk])).content.decode()
    return set(re.findall(rf'action="/issues/{issue.pk}/(\w+)/"', page)) & set(triage.VERDICTS)


def in_the_api(cast: Cast, issue: Issue) -> set[str]:
    client = APIClient()
    client.force_authenticate(cast.stranger)
    return {move["verb"] for move in client.get(f"/api/v1/issues/{issue.pk}/").json()["moves"]}


def accepted(cast: Cast, issue: Issue) -> set[str]:
    found = set()
    for verb, verdict in triage.VERDICTS.items():
        said = words(verb, cast)
        point = transaction.savepoint()
        try:
            verdict(issue_id=issue.pk, actor=cast.stranger, now=NOW, **said)
            found.add(verb)
        except Refused:  # the move is theirs, and the other issue is not one that they may merge it into
            found.add(verb)
        except (NotAllowed, Conflict):
            pass
        finally:
            transaction.savepoint_rollback(point)
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(state=st.sampled_from(sorted(TO)), roles=ROLES)
def test_buttons_api_verbs_and_table_are_the_same_set(cast: Cast, state: str, roles: tuple[Level, bool, bool]) -> None:
    point = transaction.savepoint()
    try:
        issue = brought(cast, state, *roles)
        table = of_the_table(state, *roles)
        assert {move.verb for move in offered(state, issue.roles_of(cast.stranger))} == table
        assert on_the_page(cast, issue) == table
        assert in_the_api(cast, issue) == table
        assert accepted(cast, issue) == table
    finally:
        transaction.savepoint_rollback(point)
