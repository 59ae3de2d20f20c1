"""What the search box finds: numbers, words of titles and sentences, columns, datasets; never what is not one's own."""

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.api.conftest import api
from tests.weirdness.web.conftest import as_
from weirdness.models import Issue, Person, search
from weirdness.services import flags

__all__ = ["api", "as_"]
LONG = "Barcodes end with a blank on the plates of Tuesday. " * 3 + "Somebody should mend the labelprinter."


def found(person: Person, text: str) -> list[Issue]:
    return list(Issue.objects.visible_to(person).search(text).order_by("pk"))


@pytest.mark.parametrize(
    "text", ["barcode", "BARCODES ending", "barc", "blank plate", "labelprinter", "plate", "lab/plates", "Plates"]
)
def test_words_of_the_title_of_a_sentence_and_of_the_column_find_an_issue(cast: Cast, text: str) -> None:
    issue = flagged(cast, sentence=LONG, column="plate").issue
    assert found(cast.bench, text) == [issue]


@pytest.mark.parametrize("text", ["signal", "barcode signal", "lab/plots", "-", "0", "the"])
def test_other_words_find_nothing(cast: Cast, text: str) -> None:
    flagged(cast, sentence=LONG, column="plate")
    assert found(cast.bench, text) == []


def test_a_number_finds_its_issue_with_or_without_the_sign(cast: Cast) -> None:
    first, second = flagged(cast).issue, flagged(cast, sentence="It is 65535.").issue
    assert found(cast.bench, f"#{first.pk}") == found(cast.bench, str(first.pk)) == [first]
    assert found(cast.bench, "65535") == [second]
    assert found(cast.bench, "#65535") == []


def test_the_last_word_may_be_half_typed_and_the_others_are_whole(cast: Cast) -> None:
    issue = flagged(cast, sentence="Barcodes end with a blank.").issue
    assert found(cast.bench, "barcodes bla") == found(cast.bench, "blank barc") == [issue]
    assert found(cast.bench, "bla barcodes") == []


def test_half_typed_words_are_asked_for_when_whole_ones_find_few(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (flagged(cast, sentence=f"It is a {word}.").issue for word in ("blank", "blanket"))
    assert found(cast.bench, "blank") == [first, second]
    monkeypatch.setattr(search, "ENOUGH", 1)
    assert found(cast.bench, "blank") == [first]


def test_what_was_said_with_same_here_is_found_too(cast: Cast) -> None:
    issue = flagged(cast).issue
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW, sentence="The photomultiplier is dying.")
    assert found(cast.bench, "photomultiplier") == [issue]


def test_private_and_foreign_issues_are_found_by_nobody_else(cast: Cast) -> None:
    issue = flagged(cast, private=True).issue
    assert found(cast.bench, "negative") == found(cast.scientist, "negative") == [issue]
    assert found(cast.quality, "negative") == found(cast.quality, f"#{issue.pk}") == []
    flagged(cast)
    assert found(cast.stranger, "negative") == found(cast.stranger, "plates") == []


@pytest.mark.parametrize("text", ["'", "a & b", "!:* <->", "\\", "a\0b", "%", "ß𝒳", "x" * 900, "9" * 40, "(", " "])
def test_any_text_may_be_searched_for(cast: Cast, text: str) -> None:
    flagged(cast)
    assert len(found(cast.bench, text)) <= 1


def test_the_queue_and_the_api_search_alike(cast: Cast, as_: object, api: object) -> None:
    issue = flagged(cast, sentence=LONG, column="plate").issue
    flagged(cast, category="missing")
    page = as_(cast.scientist).get("/queue/?q=labelprinter").content.decode()
    assert f"#{issue.pk}<" in page
    assert page.count('class="row-title"') <= 1
    answer = api(cast.scientist).get("/api/v1/issues/?q=labelprinter")
    assert [each["number"] for each in answer.json()["results"]] == [issue.pk]
    assert api(cast.stranger).get("/api/v1/issues/?q=labelprinter").json()["results"] == []
