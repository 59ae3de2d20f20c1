"""The pages of blind sweeps, without JavaScript: from inviting to the result."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.services.sweeping import BELOW, NEGATIVE, all_in, begun, crew, line
from tests.weirdness.web.conftest import As
from weirdness.models import Issue, Notification, Sweep, SweepFind, SweepItem
from weirdness.services import sweep_lists, sweeps

LINE = {"category": "missing", "sentence": "Half of the wells are empty.", "column": "well", "field": "", "rows": ""}


def now_begun(cast: Cast) -> Sweep:
    """With the moments of today, as pages do not travel in time."""
    return begun(cast, now=timezone.now())


def merging(cast: Cast) -> Sweep:
    sweep = now_begun(cast)
    for person, sentence in ((cast.bench, NEGATIVE), (cast.quality, BELOW), (cast.manager, "Odd letters.")):
        line(sweep, person, sentence, now=timezone.now())
    return all_in(sweep, crew(cast), now=timezone.now())


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_owner_invites_by_tick_and_by_address(cast: Cast, as_: As) -> None:
    client, address = as_(cast.owner), reverse("sweep_new", args=["lab/plates"])
    assert "Nobody from" in text(client, address)
    said = {
        "person": [cast.bench.pk, cast.quality.pk],
        "others": "mia@example.org\ndana@example.org, bea@example.org",
        "deadline": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "guide": "The signals.",
    }
    response = client.post(address, said)
    sweep = Sweep.objects.get()
    assert response.url == reverse("sweep", args=[sweep.pk])
    assert {each.person for each in sweep.reviewers.all()} == set(crew(cast))


def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(cast: Cast, as_: As) -> None:
    client, address = as_(cast.owner), reverse("sweep_new", args=["lab/plates"])
    said = {"person": [cast.bench.pk], "others": "", "deadline": "2020-01-01", "guide": "Look well."}
    response = client.post(address, said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose at least 4 people; these are 1" in page
    assert "This day is over" in page
    assert "Look well." in page
    assert re.search(rf'value="{cast.bench.pk}" checked', page)
    response = client.post(address, said | {"others": "stan@example.org, nobody@example.org"})
    assert (
        "Nobody with the address stan@example.org, nobody@example.org may see lab/plates" in response.content.decode()
    )


def test_a_reader_cannot_begin_one_and_a_second_is_a_conflict(cast: Cast, as_: As) -> None:
    address = reverse("sweep_new", args=["lab/plates"])
    assert as_(cast.bench).get(address).status_code == 403
    now_begun(cast)
    said = {"person": [each.pk for each in crew(cast)], "deadline": timezone.localdate() + timedelta(days=5)}
    response = as_(cast.scientist).post(address, said)
    assert response.status_code == 409
    assert "Olga began a blind sweep" in response.content.decode()


def test_a_reviewer_writes_changes_removes_hands_in_and_takes_back(cast: Cast, as_: As) -> None:
    sweep, client = now_begun(cast), as_(cast.bench)
    page = text(client, reverse("sweep", args=[sweep.pk]))
    assert "Only you see this list" in page
    assert "already known of these data is not shown here" in page
    assert client.post(reverse("sweep_add", args=[sweep.pk]), LINE).status_code == 302
    find = SweepFind.objects.get()
    address = reverse("sweep_line", args=[sweep.pk, find.pk])
    assert "Save the line" in text(client, address)
    client.post(address, LINE | {"sentence": "A third of the wells are empty."})
    assert "A third of the wells" in text(client, reverse("sweep", args=[sweep.pk]))
    client.post(address, {"remove": "1"})
    assert not SweepFind.objects.exists()
    client.post(reverse("sweep_hand_in", args=[sweep.pk]))
    assert "Take my list back" in text(client, reverse("sweep", args=[sweep.pk]))
    client.post(reverse("sweep_hand_in", args=[sweep.pk]), {"back": "1"})
    assert "Hand in my list" in text(client, reverse("sweep", args=[sweep.pk]))


def test_a_line_that_is_refused_comes_back_as_typed(cast: Cast, as_: As) -> None:
    sweep, client = now_begun(cast), as_(cast.bench)
    response = client.post(reverse("sweep_add", args=[sweep.pk]), LINE | {"category": ""})
    assert response.status_code == 422
    assert LINE["sentence"] in response.content.decode()


def test_a_line_sent_after_the_session_ended_is_there_after_the_log_in(cast: Cast, client: Client) -> None:
    sweep = now_begun(cast)
    response = client.post(reverse("sweep_add", args=[sweep.pk]), LINE | {"who": cast.bench.pk})
    assert response.url.startswith(reverse("log_in"))
    client.force_login(cast.bench, backend="django.contrib.auth.backends.ModelBackend")
    page = text(client, reverse("sweep", args=[sweep.pk]))
    assert LINE["sentence"] in page
    assert "What you typed before is back" in page


def test_a_line_sent_when_lists_are_closed_is_not_lost(cast: Cast, as_: As) -> None:
    sweep = merging(cast)
    response = as_(cast.bench).post(reverse("sweep_add", args=[sweep.pk]), LINE)
    assert response.status_code == 409
    assert "lists are being merged" in response.content.decode()


def test_the_asker_lays_the_lists_together_links_sets_aside_and_closes(cast: Cast, as_: As) -> None:
    known = flagged(cast, now=timezone.now()).issue
    sweep, client = merging(cast), as_(cast.owner)
    page = text(client, reverse("sweep_merge", args=[sweep.pk]))
    assert NEGATIVE in page
    assert not re.search("Bea|Quinn|Mia", page)
    first = SweepFind.objects.get(sentence=NEGATIVE)
    below, odd = SweepFind.objects.get(sentence=BELOW), SweepFind.objects.get(sentence="Odd letters.")
    said = {"version": sweep.version, f"line-{first.pk}": first.item.number, f"line-{below.pk}": first.item.number}
    said |= {f"line-{odd.pk}": odd.item.number}
    for item in SweepItem.objects.filter(sweep=sweep):
        said |= {f"issue-{item.number}": "new", f"aside-{item.number}": "", f"other-{item.number}": ""}
    said |= {f"issue-{first.item.number}": known.pk, f"aside-{odd.item.number}": "A reading error."}
    assert client.post(reverse("sweep_merge", args=[sweep.pk]), said | {"save": "1"}).status_code == 302
    assert "A reading error." in text(client, reverse("sweep_merge", args=[sweep.pk]))
    stale = client.post(reverse("sweep_merge", args=[sweep.pk]), said | {"close": "1"})
    assert stale.status_code == 409
    assert "Somebody else arranged these lists" in stale.content.decode()
    client.post(reverse("sweep_merge", args=[sweep.pk]), said | {"close": "1", "version": sweep.version + 1})
    page = text(as_(cast.bench), reverse("sweep", args=[sweep.pk]))
    assert "Four people found 1 oddity, seen by more than one of them" in page
    assert "Bea" in page
    assert "known before" in page
    assert page.count(">found<") == 2
    assert "A reading error." in page
    over = client.post(reverse("sweep_merge", args=[sweep.pk]), said | {"close": "1"})
    assert over.status_code == 409
    assert "The blind sweep ended" in over.content.decode()
    assert f"/sweeps/{sweep.pk}/" in text(as_(cast.bench), reverse("issue", args=[known.pk]))


def test_what_the_form_says_wrongly_comes_back_with_the_rest(cast: Cast, as_: As) -> None:
    sweep, client = merging(cast), as_(cast.owner)
    item = SweepFind.objects.get(sentence=NEGATIVE).item
    said = {"version": sweep.version, f"issue-{item.number}": "other", f"other-{item.number}": "#999", "save": "1"}
    response = client.post(reverse("sweep_merge", args=[sweep.pk]), said)
    assert response.status_code == 422
    assert "There is no issue #999 of lab/plates" in response.content.decode()
    assert "#999" in response.content.decode()


def test_an_issue_links_to_its_sweep_only_once_that_is_closed(cast: Cast, as_: As) -> None:
    known = flagged(cast, now=timezone.now()).issue
    sweep = merging(cast)
    SweepItem.objects.filter(sweep=sweep, number=1).update(issue=known)
    assert f"/sweeps/{sweep.pk}/" not in text(as_(cast.bench), reverse("issue", args=[known.pk]))


def test_the_list_of_sweeps_shows_my_own_and_those_of_my_datasets(cast: Cast, as_: As) -> None:
    sweep = now_begun(cast)
    assert "Your list is awaited" in text(as_(cast.bench), reverse("home"))
    assert "Your list is awaited" not in text(as_(cast.owner), reverse("home"))
    sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.quality, now=timezone.now())
    assert "Your list is awaited" not in text(as_(cast.quality), reverse("home"))
    assert "Open your list" in text(as_(cast.bench), reverse("sweeps"))
    assert "1 of 4 lists in" in text(as_(cast.colleague), reverse("sweeps"))
    assert "There is no blind sweep of yours" in text(as_(cast.stranger), reverse("sweeps"))
    page = as_(cast.owner).get(reverse("sweeps") + "?dataset=lab/plates")
    assert page.url == reverse("sweep_new", args=["lab/plates"])


def test_calling_off_shows_its_reason_and_leaves_the_lines_to_their_writer(cast: Cast, as_: As) -> None:
    sweep = now_begun(cast)
    line(sweep, cast.bench, now=timezone.now())
    address = reverse("sweep_call_off", args=[sweep.pk])
    assert as_(cast.bench).post(address, {"reason": "No."}).status_code == 403
    assert as_(cast.owner).post(address, {"reason": ""}).status_code == 422
    as_(cast.owner).post(address, {"reason": "The plates are read again."})
    page = text(as_(cast.bench), reverse("sweep", args=[sweep.pk]))
    assert "The plates are read again." in page
    assert "Flag it" in page
    assert NEGATIVE in page
    assert NEGATIVE not in text(as_(cast.owner), reverse("sweep", args=[sweep.pk]))
    assert as_(cast.owner).post(address, {"reason": "Again."}).status_code == 409


def test_a_renamed_dataset_keeps_its_sweep(cast: Cast, as_: As) -> None:
    sweep = now_begun(cast)
    line(sweep, cast.bench, now=timezone.now())
    cast.dataset.key = "lab/wells"
    cast.dataset.save()
    assert "lab/wells" in text(as_(cast.owner), reverse("sweep", args=[sweep.pk]))
    all_in(sweep, crew(cast), now=timezone.now())
    client = as_(cast.owner)
    client.post(reverse("sweep_merge", args=[sweep.pk]), {"version": 1, "close": "1"})
    assert Issue.objects.get().flags.get().dataset_name == "lab/wells"


SECRET = "Only the reviewer knows of the zebra."


@pytest.mark.parametrize("state", ["open", "handed in", "called off"])
@pytest.mark.parametrize("who", ["owner", "administrator", "quality", "scientist"])
def test_nobody_else_reads_a_line_through_any_page_before_the_end(who: str, state: str, cast: Cast, as_: As) -> None:
    """Every page there is, of the sweep, its dataset and an issue, searches and lists, for whoever may do most."""
    issue = flagged(cast, now=timezone.now()).issue
    sweep = now_begun(cast)
    find = line(sweep, cast.bench, SECRET, now=timezone.now())
    if state == "handed in":
        sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=timezone.now())
    if state == "called off":
        sweeps.call_off(sweep_id=sweep.pk, actor=cast.owner, reason="Later.", now=timezone.now())
    client = as_(getattr(cast, who))
    key, pages = "lab/plates", [f"/issues/{issue.pk}/", "/", "/me/", "/queue/?q=zebra", "/queue/?view=open&q=zebra"]
    pages += [f"/datasets/{key}/", f"/datasets/{key}/-/history/", f"/datasets/{key}/-/known/", "/explanations/?q=zebra"]
    pages += ["/sweeps/", f"/sweeps/{sweep.pk}/", f"/sweeps/{sweep.pk}/merge/", f"/datasets/{key}/-/columns/signal/"]
    pages += [
        f"/sweeps/{sweep.pk}/lines/{find.pk}/",
        "/queue/export.csv",
        f"/flag/?dataset={key}&sentence=The+zebra+knows",
    ]
    pages += ["/api/v1/issues/?q=zebra", "/api/v1/flags/", "/api/v1/datasets/lab/plates/known/", "/api/v1/sweeps/"]
    pages += [f"/api/v1/sweeps/{sweep.pk}/", f"/api/v1/issues/{issue.pk}/", "/admin/"]
    for address in pages:
        response = client.get(address, follow=True)
        shown = b"".join(response).decode() if response.streaming else response.content.decode()
        assert SECRET not in shown, address
        assert response.status_code != 500, address
    assert client.get(f"/sweeps/{sweep.pk}/lines/{find.pk}/").status_code == 404
    assert client.post(f"/sweeps/{sweep.pk}/lines/{find.pk}/", {"remove": "1"}).status_code == 404
    assert SweepFind.objects.filter(pk=find.pk).exists()


def test_neither_letters_nor_the_history_nor_the_admin_hold_a_line_before_the_end(cast: Cast) -> None:
    from django.contrib import admin

    from weirdness.mail import letters
    from weirdness.models import Event
    from weirdness.models.sweep import Reviewer

    sweep = now_begun(cast)
    line(sweep, cast.bench, SECRET, now=timezone.now())
    sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=timezone.now())
    for each in Notification.objects.all():
        letter = letters.render(each)
        assert SECRET not in letter.body + str(letter.alternatives[0][0]) + letter.subject
        assert SECRET not in str(each.context)
    assert not [each for each in Event.objects.all() if SECRET in f"{each.reason}{each.data}{each.after}"]
    assert not {Sweep, SweepFind, SweepItem, Reviewer} & set(admin.site._registry)
