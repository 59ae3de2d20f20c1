"""My flags: what became of each, and what happened last."""

from html import unescape

from tests.cast import NOW, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Event
from weirdness.models.issue_words import Severity
from weirdness.services import triage


def test_each_flag_says_its_issue_its_state_and_what_happened_last(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    triage.set_severity(issue_id=issue.pk, actor=cast.scientist, severity=Severity.CRITICAL, now=NOW)
    last = Event.objects.filter(issue=issue).latest("pk")
    page = unescape(as_(cast.bench).get("/me/").content.decode())
    assert f'<a href="/issues/{issue.pk}/"><span class="num">#{issue.pk}</span>' in page
    assert '<span class="state new">new</span>' in page
    assert last.sentence() in page


def test_a_flag_of_a_dataset_that_nobody_registered_says_so_and_escapes_what_was_written(cast: Cast, as_: As) -> None:
    flagged(cast, dataset="lab/elsewhere", sentence="<b>Odd</b> rows", target="dataset", column="")
    page = as_(cast.bench).get("/me/").content.decode()
    assert "waits for registration" in page
    assert "&lt;b&gt;Odd&lt;/b&gt; rows" in page
