"""manage.py verify_trail."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast, flagged
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_trail import tamper, told
from weirdness.models import Event
from weirdness.services import trail

__all__ = ["committed", "database_for_tests", "told"]


def verify(*heads: str) -> tuple[int, str, str]:
    """Exit code, what is printed, what is complained about."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("verify_trail", *[f"--head={head}" for head in heads], stdout=said, stderr=complained)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue(), complained.getvalue()
    return 0, said.getvalue(), complained.getvalue()


def test_an_untouched_history_is_counted_with_its_heads(told: Cast) -> None:
    code, said, complained = verify()
    assert (code, complained) == (0, "")
    assert f"lab/plates {trail.head(told.dataset.pk)}" in said
    assert f"{Event.objects.count()} events in 2 chains." in said
    assert "Every link holds." in said


def test_a_touched_history_ends_in_1_and_says_where(told: Cast) -> None:
    event = Event.objects.filter(verb="flagged").earliest("pk")
    tamper(f"UPDATE weirdness_event SET reason = 'other' WHERE id = {event.pk}")
    code, said, complained = verify()
    assert code == 1
    assert f"Event {event.pk} " in complained
    assert "Every link holds." not in said


def test_a_cut_tail_is_seen_against_the_head_that_a_mail_printed(told: Cast) -> None:
    printed = trail.head(told.dataset.pk)[:16]
    assert verify(f"lab/plates={printed}")[0] == 0
    last = Event.objects.filter(chain=told.dataset.pk).latest("pk")
    tamper(f"DELETE FROM weirdness_event WHERE id = {last.pk}")
    assert verify()[0] == 0  # the links that are left hold: only the head tells
    code, _, complained = verify(f"lab/plates={printed}")
    assert code == 1
    assert f"it holds no event {printed}, which a mail printed" in complained


def test_an_old_head_still_holds_after_more_was_written(told: Cast) -> None:
    printed = trail.head(told.dataset.pk)
    flagged(told)
    assert verify(f"lab/plates={printed}")[0] == 0


def test_the_head_of_a_dataset_that_is_gone_is_seen(told: Cast) -> None:
    code, _, complained = verify("lab/other=0123456789abcdef")
    assert code == 1
    assert "There is no dataset lab/other any more" in complained


@pytest.mark.parametrize("head", ["lab/plates", "lab/plates=", "lab/plates=abc"])
def test_a_head_that_is_none_gets_a_sentence(told: Cast, head: str) -> None:
    with pytest.raises(CommandError, match=r"is no head\. Write dataset=hash"):
        verify(head)
