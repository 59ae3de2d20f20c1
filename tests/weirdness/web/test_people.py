"""Logging in and out, the demo's one click, one's own page and the demo's mailbox."""

from email.message import EmailMessage
from pathlib import Path

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD, Cast, flagged
from tests.weirdness.web.conftest import As
from weirdness.models import Person
from weirdness.services import people, triage


def _amara() -> Person:
    return people.join(
        email="amara@example.org", name="Amara", viewpoint="bench-science", now=timezone.now(), is_demo=True
    )


def test_e_mail_and_password_lead_back_to_where_one_was(cast: Cast, client: Client) -> None:
    said = {"username": "Bea@Example.org", "password": PASSWORD, "next": "/flag/?dataset=lab/plates"}
    assert client.post(reverse("log_in"), said).url == "/flag/?dataset=lab/plates"
    elsewhere = Client().post(reverse("log_in"), said | {"next": "https://elsewhere.example/"})
    assert elsewhere.url == "/"


def test_a_wrong_password_gets_a_sentence_and_after_many_a_pause(cast: Cast, client: Client) -> None:
    said = {"username": "bea@example.org", "password": "wrong"}
    assert "do not belong together" in client.post(reverse("log_in"), said).content.decode()
    for _ in range(8):
        last = client.post(reverse("log_in"), said)
    assert last.status_code == 429
    assert "Too many tries" in last.content.decode()


def test_logging_out_needs_a_post(cast: Cast, as_: As) -> None:
    client = as_(cast.bench)
    assert client.get(reverse("log_out")).status_code == 405
    client.post(reverse("log_out"))
    assert client.get(reverse("home")).status_code == 302


def test_in_the_demo_one_click_logs_in_as_one_of_its_people_and_nobody_else(
    cast: Cast, demo: Path, client: Client
) -> None:
    amara = _amara()
    assert "Amara" in client.get(reverse("log_in")).content.decode()
    assert client.get(reverse("demo_log_in", args=[amara.pk])).status_code == 405
    assert client.post(reverse("demo_log_in", args=[cast.administrator.pk])).status_code == 404
    assert client.post(reverse("demo_log_in", args=[amara.pk]), {"next": "/me/"}).url == "/me/"
    assert client.post(reverse("demo_log_in", args=[amara.pk]), {"next": "//elsewhere.example"}).url == "/"


def test_without_demo_there_is_no_trace_of_it(cast: Cast, as_: As, settings: object) -> None:
    settings.DEMO, settings.DEMO_MAILBOX = False, ""
    amara = _amara()
    client = as_(cast.bench)
    assert Client().post(reverse("demo_log_in", args=[amara.pk])).status_code == 404
    assert client.get(reverse("mailbox")).status_code == 404
    assert "Mailbox" not in client.get(reverse("home")).content.decode()
    assert "Amara" not in Client().get(reverse("log_in")).content.decode()


def test_my_flags_show_their_state_and_what_happened_last(cast: Cast, as_: As) -> None:
    issue = flagged(cast).issue
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=timezone.now(), explanation="Blanks are subtracted.")
    shown = as_(cast.bench).get(reverse("me")).content.decode()
    assert "not weird: explained" in shown
    assert "Dana explained it" in shown
    assert "You have not flagged anything yet" in as_(cast.quality).get(reverse("me")).content.decode()


def test_home_asks_the_reporter_whether_it_is_fixed_and_the_triager_for_a_verdict(cast: Cast, as_: As) -> None:
    fixed, waiting = flagged(cast).issue, flagged(cast, column="well").issue
    now = timezone.now()
    triage.confirm(issue_id=fixed.pk, actor=cast.scientist, now=now)
    triage.claim_fixed(issue_id=fixed.pk, actor=cast.scientist, now=now)
    assert [each.pk for each in as_(cast.bench).get("/").context["to_verify"]] == [fixed.pk]
    assert [each.pk for each in as_(cast.scientist).get("/").context["waiting"]] == [waiting.pk]


def test_home_explains_itself_to_who_has_never_flagged(cast: Cast, as_: As) -> None:
    assert "How it works" in as_(cast.quality).get("/").content.decode()
    flagged(cast, by=cast.quality)
    assert "How it works" not in as_(cast.quality).get("/").content.decode()


def _letter(folder: Path, to: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "weirdness@localhost", to, "It is <b>confirmed</b>"
    message["Date"] = "Mon, 02 Nov 2026 09:00:00 -0000"
    message.set_content("Dana confirmed it.")
    message.add_alternative("<p>Dana confirmed it.</p><script>alert(1)</script>", subtype="html")
    (folder / "new" / "1.M1.here").write_bytes(message.as_bytes())


def test_the_mailbox_shows_letters_and_shuts_their_html_in(cast: Cast, as_: As, demo: Path) -> None:
    _letter(demo, cast.bench.email)
    client = as_(cast.bench)
    listed = client.get(reverse("mailbox")).content.decode()
    assert "It is &lt;b&gt;confirmed&lt;/b&gt;" in listed
    opened = client.get(reverse("letter", args=["1.M1.here"]))
    assert "frame-src 'self'" in opened.headers["Content-Security-Policy"]
    assert "<script>alert" not in opened.content.decode()
    inside = client.get(reverse("letter_html", args=["1.M1.here"]))
    policy = inside.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert as_(cast.quality).get(reverse("letter", args=["1.M1.here"])).status_code == 404
    assert "No letter yet." in as_(cast.quality).get(reverse("mailbox")).content.decode()
