"""What people read in their mail."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import Resolver404, resolve
from django.utils import timezone
from pytest_django import Settings

from tests.cast import NOW, Cast, flagged, suite
from tests.postbox import Postbox, postbox
from tests.weirdness.mail.sample import Sample, told
from tests.weirdness.services.test_findings import night
from weirdness.mail import issue_changed, letters, state_changed
from weirdness.models import MOVES, Dataset, Issue, Notification, Person
from weirdness.models.event_words import SENTENCES
from weirdness.services import trail, triage

pytestmark = pytest.mark.django_db
__all__ = ["postbox"]
NAUGHTY = "Robert\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> {{ 7|add:7 }} ' \" & \u202e `x` 𝔘"


@pytest.fixture
def sample(cast: Cast) -> Sample:
    return told(cast)


def html(letter: EmailMultiAlternatives) -> str:
    return str(letter.alternatives[0][0])


@pytest.fixture(params=letters.MESSAGES)
def letter(request: pytest.FixtureRequest, sample: Sample) -> EmailMultiAlternatives:
    return letters.render(getattr(sample, request.param))


def test_the_digests_subject_counts_what_changed_and_leaves_out_the_zeros(sample: Sample) -> None:
    assert letters.render(sample.owner_digest).subject == "[Weirdness] lab/plates: 1 new"


def test_the_digest_says_what_should_hold_what_is_there_which_rows_and_what_to_do(sample: Sample) -> None:
    body = letters.render(sample.owner_digest).body
    issue = Issue.objects.get(flags__run__isnull=False)
    for said in (
        "1 of 2 checks passed: 1 new problem.",
        "* signal is at least 0\n  Found: 2 of 96 are below 0",
        "In the last runs: ▁▁▁█",
        "- plate P1, well A1\n    - and 1 more",
        "It still held in the run of 4 November 2026, 09:00.",
        "What to do: Look at the rows outside the range",
        f"#{issue.pk} (major): http://localhost:8000/issues/{issue.pk}/",
        "Quinn (quality control), same here: Plate 9, too.",
        "(minor, open for 4 days, with Data scientists)",
        " uses, if nothing new turns up.",
        "You get this because you own lab/plates.",
    ):
        assert said in body, said


def test_the_digest_prints_the_head_of_the_history_as_it_was_when_owed(cast: Cast, sample: Sample) -> None:
    head = sample.owner_digest.context["trail_head"]
    assert head != trail.head(cast.dataset.pk)  # more has happened since
    assert f"--head lab/plates={head[:16]})" in letters.render(sample.owner_digest).body


def test_people_are_quoted_once_and_not_in_the_next_digest_again(cast: Cast) -> None:
    plates = suite(cast)
    flagged(cast, sentence="Said before the first letter.", now=NOW - timedelta(hours=1))
    night(plates, 0, success=False)
    flagged(cast, sentence="Said between the letters.", now=NOW + timedelta(hours=1))
    for number in (1, 2, 3):
        night(plates, number, success=True)
    owed = Notification.objects.filter(message="owner_digest").order_by("pk")
    first, second = (letters.render(each).body for each in owed)
    assert ("flagged: Said before" in first, "flagged: Said between" in first) == (True, False)
    assert ("flagged: Said before" in second, "flagged: Said between" in second) == (False, True)
    assert letters.render(owed[1]).subject == "[Weirdness] lab/plates: 1 recovered"


def test_at_most_five_open_issues_are_listed_and_the_rest_is_counted(cast: Cast) -> None:
    for number in range(7):
        flagged(cast, sentence=f"Odd thing {number}", now=NOW - timedelta(days=7 - number))
    night(suite(cast), 0, success=False)
    body = letters.render(Notification.objects.get(message="owner_digest")).body
    assert body.split("STILL OPEN")[1].count("open for") == 5
    assert "* and 2 more on the dataset's page" in body


def test_a_run_in_error_is_about_the_file_and_says_that_nothing_is_known(sample: Sample) -> None:
    body = letters.render(sample.run_error).body
    assert "plates.csv, line 812: a quote is opened and never closed." in body
    assert "No issue was opened." in body
    assert "The last run that worked was that of 6 November 2026, 09:00." in body


def test_a_changed_issue_says_what_happened_by_whom_why_and_what_happens_next(cast: Cast) -> None:
    issue = flagged(cast, sentence="Plate 7 reads below zero.").issue
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted first.")
    letter = letters.render(Notification.objects.get(person=cast.bench))
    assert letter.subject == f"[Weirdness] #{issue.pk} Plate 7 reads below zero: explained, not weird"
    for said in ("Dana explained it: not weird", "Blanks are subtracted first.", "reads why", "because you flagged it"):
        assert said in letter.body


def test_an_accepted_issue_names_the_date_of_its_caveat(cast: Cast) -> None:
    until = (NOW + timedelta(days=60)).date()
    issue = flagged(cast).issue
    triage.accept(issue_id=issue.pk, actor=cast.scientist, now=NOW, caveat="Leave out plate 7.", caveat_until=until)
    body = letters.render(Notification.objects.get(person=cast.bench)).body
    assert "Leave out plate 7." in body
    assert "The caveat holds until 1 January 2027." in body


def test_every_verb_of_an_issues_life_has_words_for_its_letter() -> None:
    moves = {move.verb for move in MOVES if move.offered or move.verb in SENTENCES}
    of_issues = {"flagged", "same_here", "severity", "fix_failed", "adopted"}
    assert moves | of_issues <= set(issue_changed.TOLD)
    assert set(issue_changed.TOLD) <= set(SENTENCES)


@pytest.mark.parametrize("state", Dataset.State.values)
def test_every_state_has_words_for_its_owner(sample: Sample, state: str) -> None:
    sample.state_changed.context["after"] = state
    letter = letters.render(sample.state_changed)
    assert letter.subject == f"[Weirdness] lab/plates: {Dataset.State(state).label} (was stable)"
    assert state_changed.TITLES[state] in letter.body
    assert "Data scientists" in letter.body
    assert "{" not in letter.body


def test_a_dataset_that_becomes_stable_says_who_takes_over(cast: Cast, sample: Sample) -> None:
    cast.dataset.steward = cast.quality
    sample.state_changed.dataset = cast.dataset
    sample.state_changed.context["after"] = "stable"
    assert "come to its steward, Quinn." in letters.render(sample.state_changed).body
    cast.dataset.steward = None
    assert "come to you." in letters.render(sample.state_changed).body


def test_a_reminder_says_since_when_what_to_do_and_why_it_comes(sample: Sample) -> None:
    sample.reminder.issue.refresh_from_db()
    letter = letters.render(sample.reminder)
    assert letter.subject.endswith("Plate 7 reads below zero in row A: its time is over")
    for said in (
        "It waits for a first verdict: it was due by 5 November 2026, 09:00.",
        "It is minor, open for 4 days, and 2 people flagged it.",
        "stops the clock",
        "You get this, once, because it is with Data scientists: the dataset is learning",
    ):
        assert said in letter.body, said


def test_the_lead_is_told_with_whom_it_is(sample: Sample) -> None:
    letter = letters.render(sample.escalation)
    for said in ("It waits for an end: twice its time is over", "It is with Data scientists.", "They were reminded"):
        assert said in letter.body, said


def test_who_is_on_duty_is_told_until_when_and_what_is_open(sample: Sample) -> None:
    letter = letters.render(sample.handed_over)
    assert letter.subject == "[Weirdness] You are on duty until 9 November 2026, 09:00: Plates"
    for said in ("YOURS NOW: 0 open issues\nNothing.", "WITH ALL OF Data scientists: ", "http://localhost:8000/queue/"):
        assert said in letter.body, said
    sample.handed_over.context["rota"] = 0
    assert "a rota that was removed meanwhile" in letters.render(sample.handed_over).body


def test_a_letter_has_the_headers_that_machines_look_for(letter: EmailMultiAlternatives) -> None:
    headers = letter.extra_headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<http://localhost:8000/(me|answer/[\w.-]+)/>", headers["List-Unsubscribe"])
    assert ("List-Unsubscribe-Post" in headers) == ("/answer/" in headers["List-Unsubscribe"])
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", headers["Message-ID"])
    assert headers["References"] == headers["In-Reply-To"] != headers["Message-ID"]


def test_a_retry_is_the_same_letter_and_another_letter_is_another(sample: Sample) -> None:
    ids = [letters.render(each).extra_headers["Message-ID"] for each in (sample.owner_digest, sample.run_error)]
    assert ids[0] == letters.render(sample.owner_digest).extra_headers["Message-ID"]
    assert ids[0] != ids[1]


def test_the_letters_about_a_dataset_are_one_thread(sample: Sample) -> None:
    threads = {
        letters.render(each).extra_headers["References"]
        for each in (sample.owner_digest, sample.run_error, sample.state_changed)
    }
    assert len(threads) == 1
    assert letters.render(sample.issue_changed).extra_headers["References"] not in threads


def test_the_ids_end_in_this_installations_name(sample: Sample, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://weird.example.org"
    letter = letters.render(sample.owner_digest)
    assert letter.extra_headers["Message-ID"].endswith("@weird.example.org>")
    assert "https://weird.example.org/datasets/lab/plates/" in letter.body


def test_every_link_is_absolute_and_leads_to_a_page_of_ours(letter: EmailMultiAlternatives) -> None:
    links = set(re.findall(r'href="([^"]+)"', html(letter))) | set(re.findall(r"http\S+", letter.body))
    assert links
    for link in links:
        assert link.startswith("http://localhost:8000/")
        try:
            resolve(link.removeprefix("http://localhost:8000").partition("#")[0].partition("?")[0])
        except Resolver404:
            pytest.fail(f"no page at {link}")


def test_nothing_is_loaded_from_anywhere(letter: EmailMultiAlternatives) -> None:
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", html(letter))


def test_styles_are_inlined_and_dark_mode_stays_a_rule(letter: EmailMultiAlternatives) -> None:
    assert "prefers-color-scheme: dark" in html(letter)
    assert re.search(r'<td class="sheet" style="[^"]*background-color: ?#ffffff', html(letter))


def test_the_plain_text_is_no_html_and_holds_no_gaps(letter: EmailMultiAlternatives) -> None:
    assert not re.search(r"&(amp|lt|gt|quot|#x27);|</|`", letter.body)
    assert "\n\n\n" not in letter.body


def test_what_people_type_is_harmless_in_every_letter(cast: Cast, postbox: Postbox) -> None:
    Dataset.objects.filter(pk=cast.dataset.pk).update(title=NAUGHTY)
    Person.objects.update(name=NAUGHTY[:120])
    sample = told(cast, sentence=NAUGHTY)
    for message in letters.MESSAGES:
        letter = letters.render(getattr(sample, message))
        assert "\n" not in letter.subject
        assert "<script>" not in html(letter)
        letter.send()
    taken: list[EmailMessage] = postbox.letters
    assert len(taken) == len(letters.MESSAGES)
    assert all(each["Bcc"] is None for each in taken)
    assert [each["Subject"].strip()[:12] for each in taken] == ["[Weirdness] "] * len(taken)
    assert all([part.get_content_type() for part in each.iter_parts()] == ["text/plain", "text/html"] for each in taken)


def test_a_very_long_title_is_cut_in_the_subject(cast: Cast) -> None:
    assert len(letters.one_line("x" * 900)) == letters.LONGEST_SUBJECT
    issue = flagged(cast, sentence="word " * 90).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=timezone.now())
    subject = letters.render(Notification.objects.get(person=cast.bench)).subject
    assert subject.endswith(": confirmed")
