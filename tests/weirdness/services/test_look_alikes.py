"""What is offered before a flag is sent: how often the right issue is among it, and to whom, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services import pairs
from tests.weirdness.services.pairs import HALVES, Tried
from weirdness.models import Issue
from weirdness.services import flags, look_alikes, merging, triage
from weirdness.services.look_alikes import Near

NEGATIVE = "The signal of A1 is negative, and a reader cannot measure less than nothing."


def recall(tried: list[Tried]) -> tuple[float, float, float]:
    """How often the right one is offered, and is the first; how often one is offered where none is right."""
    same = [each for each in tried if each.line.name != "-"]
    none = [each for each in tried if each.line.name == "-"]
    among, first = sum(each.place is not None for each in same), sum(each.place == 1 for each in same)
    return among / len(same), first / len(same), sum(bool(each.offered) for each in none) / len(none)


@pytest.mark.parametrize("half", HALVES)
def test_of_the_labelled_pairs_the_right_issue_is_among_the_three_offered(
    half: str, cast: Cast, capsys: pytest.CaptureFixture
) -> None:
    tried = list(pairs.tried(cast, half))
    among, first, idle = recall(tried)
    with capsys.disabled():
        print(
            f"\nlook-alikes, {half}: among three {among:.3f}, first {first:.3f}; offered where none is right {idle:.2f}"
        )
    assert among >= 0.88
    assert first >= 0.70


def test_there_are_two_hundred_pairs_and_forty_that_are_like_none() -> None:
    lines = [line for half in HALVES for each in pairs.documents(half) for line in pairs.lines(each["flags"])]
    none = sum(line.name == "-" for line in lines)
    assert none == 40
    assert len(lines) - none >= 200
    assert len({line.sentence for line in lines}) == len(lines)


def offered(cast: Cast, **said: object) -> list[Near]:
    return look_alikes.near(person=cast.quality, dataset=cast.dataset, **said)


def test_the_same_rows_come_first_whatever_is_said_of_them(cast: Cast) -> None:
    rows = flagged(cast, target="rows", rows="P1,A1", column="well", sentence="Odd.").issue
    words = flagged(cast).issue
    found = offered(cast, column="signal", category="wrong-value", sentence=NEGATIVE, rows="P1,A1")
    assert [each.issue for each in found] == [rows, words]
    assert [each.because for each in found] == [
        "the same rows, the same kind",
        "the same column and kind, similar words",
    ]


def test_a_row_whose_key_holds_numbers_is_known_again_as_it_was_typed(cast: Cast) -> None:
    flag = flagged(cast, target="rows", rows="P1,7")
    flag.evidence.keys = [{"plate": "P1", "well": 7}]
    flag.evidence.save()
    assert offered(cast, rows="P1,7")[0].because == "the same rows"


def test_words_alone_find_an_issue_that_was_put_elsewhere(cast: Cast) -> None:
    issue = flagged(cast, column="plate", category="missing").issue
    found = offered(cast, column="signal", category="wrong-value", sentence="negative signal in A1, less than nothing")
    assert [(each.issue, each.because) for each in found] == [(issue, "similar words")]


def test_what_others_said_with_same_here_is_searched_too(cast: Cast) -> None:
    issue = flagged(cast, sentence="Odd.", column="plate").issue
    flags.same_here(person=cast.manager, issue_id=issue.pk, now=NOW, sentence="Barcode ends with a trailing blank")
    assert [each.issue for each in offered(cast, sentence="there is a blank at the end of the barcode")] == [issue]


def test_a_merged_issue_is_represented_by_the_one_that_stands_for_it(cast: Cast) -> None:
    root = flagged(cast, sentence="Something else altogether.", column="well", category="stale").issue
    merged = flagged(cast).issue
    merging.merge(issue_id=merged.pk, actor=cast.scientist, now=timezone.now(), into=root.pk)
    assert [each.issue for each in offered(cast, sentence=NEGATIVE)] == [root]


def test_a_fixed_issue_is_not_offered_and_an_explained_one_is(cast: Cast) -> None:
    explained, gone = flagged(cast).issue, flagged(cast).issue
    now = NOW + timedelta(hours=1)
    triage.explain(issue_id=explained.pk, actor=cast.scientist, now=now, explanation="The blank was taken off.")
    triage.close(issue_id=gone.pk, actor=cast.scientist, now=now, resolution="not_reproducible")
    assert [each.issue for each in offered(cast, column="signal", sentence=NEGATIVE)] == [explained]


def test_a_private_issue_is_offered_to_its_reporter_and_to_nobody_else(cast: Cast) -> None:
    issue = flagged(cast, private=True).issue
    assert offered(cast, column="signal", sentence=NEGATIVE) == []
    found = look_alikes.near(person=cast.bench, dataset=cast.dataset, column="signal", sentence=NEGATIVE)
    assert [each.issue for each in found] == [issue]


def test_an_issue_of_a_dataset_that_one_may_not_see_is_never_offered(cast: Cast) -> None:
    flagged(cast)
    assert look_alikes.near(person=cast.stranger, dataset=cast.dataset, sentence=NEGATIVE) == []


@pytest.mark.parametrize("said", ["", "?!", "a & b | !c:* <-> 'd", "\\'", "ß𝒳", "x" * 500, "the and of", "% _ \\"])
def test_any_text_may_be_typed(cast: Cast, said: str) -> None:
    flagged(cast, sentence=said.strip() or "Odd.")
    assert len(offered(cast, column="signal", category="wrong-value", sentence=said, rows=said)) == 1


def test_in_a_large_dataset_rare_words_find_an_issue_far_down_the_queue(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TOP", "ABOUT"):
        monkeypatch.setattr(f"weirdness.services.alike_pool.{name}", 2)
    wanted = flagged(cast, sentence="Barcode ends with a trailing blank", column="plate").issue
    Issue.objects.filter(pk=wanted.pk).update(score=0)
    for number in range(4):
        flagged(cast, sentence=f"Signal {number} is negative")
    found = offered(cast, sentence="the signal has a trailing blank")
    assert wanted in [each.issue for each in found]


def test_the_desk_is_offered_what_it_could_merge_into(cast: Cast) -> None:
    issue, twin, private = flagged(cast).issue, flagged(cast).issue, flagged(cast, private=True).issue
    found = look_alikes.near_issue(issue, cast.scientist)
    assert [(each.issue, each.because) for each in found] == [(twin, "the same column and kind, similar words")]
    assert private not in [each.issue for each in found]
