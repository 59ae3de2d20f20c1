"""The owner's digest says what ends within two weeks."""

from datetime import timedelta

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import night
from weirdness.mail import letters
from weirdness.models import Notification, Waiver
from weirdness.services import triage

DAY = NOW.date()


def accepted(cast: Cast, caveat: str, *, days: int) -> int:
    issue = flagged(cast, now=NOW - timedelta(hours=5)).issue
    until = DAY + timedelta(days=days)
    then = NOW - timedelta(hours=4)
    triage.accept(issue_id=issue.pk, actor=cast.scientist, now=then, caveat=caveat, caveat_until=until)
    return int(issue.pk)


def digest() -> tuple[str, str]:
    letter = letters.render(Notification.objects.get(message="owner_digest"))
    return str(letter.body), str(letter.alternatives[0][0])


def test_a_caveat_and_known_rows_that_end_within_two_weeks_are_told(cast: Cast) -> None:
    soon = accepted(cast, "March is a tenth too low.", days=14)
    accepted(cast, "April is fine, mostly.", days=15)
    said = {"grouping_key": "k", "value_hash": "v", "made_by": cast.scientist, "made_at": NOW, "reason": "A blank"}
    Waiver.objects.create(dataset=cast.dataset, row_key={"plate": "P1"}, until=DAY + timedelta(days=3), **said)
    Waiver.objects.create(dataset=cast.dataset, row_key={"plate": "P2"}, until=DAY + timedelta(days=30), **said)
    night(suite(cast), 0, success=False)
    body, html = digest()
    for shown in (body, html):
        assert "March is a tenth too low." in shown
        assert "April is fine" not in shown
        assert "1 known row fails again by 16 November 2026" in shown
    assert "ENDS WITHIN TWO WEEKS\n* until 16 November 2026: March" in body
    assert f"#{soon} http://localhost:8000/issues/{soon}/" in body


def test_a_digest_without_an_end_in_sight_does_not_speak_of_it(cast: Cast) -> None:
    accepted(cast, "April is fine, mostly.", days=15)
    night(suite(cast), 0, success=False)
    assert "two weeks" not in "".join(digest()).lower()
