"""The lists laid together and closed: groups, issues, the estimate, and whose finds stand where."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.sweeping import BELOW, NEGATIVE, all_in, begun, crew, line
from weirdness.models import Clock, Event, Evidence, Flag, Issue, Look, Notification, Sweep, SweepFind, SweepItem
from weirdness.models.moves import State
from weirdness.services import (
    confidence,
    replay,
    sweep_clock,
    sweep_closing,
    sweep_lists,
    sweep_merging,
    sweeps,
    trail,
    triage,
)
from weirdness.services.errors import Conflict, NotAllowed, Refused

CLOSED = NOW + timedelta(days=8)
EMPTY = "Half of the wells of plate P7 have no row at all."
OPERATOR = "The operator is written in three ways."


def filled(cast: Cast) -> Sweep:
    """A (day 1) and B wrote the same; C something else (day 2); D nothing. All are in."""
    sweep = begun(cast)
    line(sweep, cast.bench, NEGATIVE, rows="P1,A1", target="rows")
    line(sweep, cast.quality, BELOW, now=NOW + timedelta(hours=2), rows="P1,A1", target="rows")
    line(sweep, cast.quality, EMPTY, now=NOW + timedelta(hours=3), column="well", category="missing")
    line(sweep, cast.manager, OPERATOR, now=NOW + timedelta(days=1), column="operator", category="wrong-label")
    return all_in(sweep, crew(cast), now=NOW + timedelta(days=2))


def arrange(cast: Cast, sweep: Sweep, **said: object) -> Sweep:
    asked = {"version": None, "groups": {}, "issues": {}, "aside": {}, **said}
    return sweep_merging.arrange(sweep_id=sweep.pk, actor=cast.owner, now=NOW, **asked)


def close(cast: Cast, sweep: Sweep, **said: object) -> Sweep:
    return sweep_closing.close(sweep_id=sweep.pk, actor=cast.owner, now=CLOSED, **said)


def number_of(sweep: Sweep, sentence: str) -> int:
    return SweepFind.objects.get(reviewer__sweep=sweep, sentence=sentence).item.number


def test_lines_that_say_the_same_of_the_same_row_are_put_together_beforehand(cast: Cast) -> None:
    sweep = filled(cast)
    assert number_of(sweep, NEGATIVE) == number_of(sweep, BELOW)
    assert SweepItem.objects.filter(sweep=sweep).count() == 3


def test_lines_are_joined_and_separated_and_a_group_without_lines_is_gone(cast: Cast) -> None:
    sweep = filled(cast)
    below, empty = SweepFind.objects.get(sentence=BELOW), SweepFind.objects.get(sentence=EMPTY)
    arrange(cast, sweep, groups={below.pk: sweep_merging.NEW, empty.pk: number_of(sweep, OPERATOR)})
    assert len({number_of(sweep, each) for each in (NEGATIVE, BELOW, OPERATOR)}) == 3
    assert number_of(sweep, EMPTY) == number_of(sweep, OPERATOR)
    assert SweepItem.objects.filter(sweep=sweep, finds__isnull=True).count() == 0


def test_a_group_is_linked_to_a_known_issue_of_the_dataset_or_the_one_that_stands_for_it(cast: Cast) -> None:
    issue = flagged(cast).issue
    sweep = filled(cast)
    assert issue.pk in SweepFind.objects.get(sentence=NEGATIVE).near
    arrange(cast, sweep, issues={number_of(sweep, NEGATIVE): issue.pk})
    assert SweepItem.objects.get(sweep=sweep, issue=issue).number == number_of(sweep, NEGATIVE)
    for number, words in ((999, "There is no issue #999"), (_private(cast), "is private")):
        with pytest.raises(Refused, match=words):
            arrange(cast, sweep, issues={number_of(sweep, EMPTY): number})
    with pytest.raises(Refused, match="Put these lines into that group"):
        arrange(cast, sweep, issues={number_of(sweep, EMPTY): issue.pk})


def _private(cast: Cast) -> int:
    return flagged(cast, private=True, sentence="A patient's name is in the operator column.").issue_id


def test_who_only_reads_cannot_merge_or_close(cast: Cast) -> None:
    sweep = filled(cast)
    for deed in (
        lambda: sweep_closing.close(sweep_id=sweep.pk, actor=cast.bench, now=NOW),
        lambda: sweep_merging.arrange(
            sweep_id=sweep.pk, actor=cast.bench, now=NOW, version=None, groups={}, issues={}, aside={}
        ),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_of_two_who_arrange_the_second_is_told(cast: Cast) -> None:
    sweep = filled(cast)
    arrange(cast, sweep, version=1)
    with pytest.raises(Conflict, match="Somebody else arranged these lists"):
        arrange(cast, sweep, version=1)
    with pytest.raises(Conflict, match="Somebody else arranged"):
        close(cast, sweep, version=1)
    close(cast, sweep, version=2)
    with pytest.raises(Conflict, match="The blind sweep ended: four people, 3 found"):
        close(cast, sweep, version=2)


def test_on_closing_each_group_is_an_issue_flagged_by_its_first_reviewer_and_the_others_say_same_here(
    cast: Cast,
) -> None:
    sweep = close(cast, filled(cast))
    issues = {issue.title: issue for issue in Issue.objects.all()}
    assert set(issues) == {NEGATIVE, EMPTY, OPERATOR}
    assert [(flag.person, flag.kind) for flag in issues[NEGATIVE].flags.order_by("pk")] == [
        (cast.bench, Flag.Kind.REPORT), (cast.quality, Flag.Kind.SAME),
    ]  # fmt: skip
    assert issues[NEGATIVE].people == 2
    assert Evidence.objects.filter(flag__issue=issues[NEGATIVE]).count() == 2
    assert {item.issue for item in sweep.items.all()} == set(issues.values())
    trail.verify()


def test_the_finds_stand_at_the_looks_of_their_reviewers_and_no_look_is_doubled(cast: Cast) -> None:
    close(cast, filled(cast))
    days = Look.objects.order_by("at", "person").values_list("person", "day", "origin")
    everybody = sorted(each.pk for each in crew(cast))
    assert [(person, str(day)[-2:], origin) for person, day, origin in days] == [
        (cast.bench.pk, "02", "sweep"), (cast.quality.pk, "02", "sweep"), (cast.manager.pk, "03", "sweep"),
        *[(each, "04", "sweep") for each in everybody],
    ]  # fmt: skip
    inputs = confidence.recompute(dataset_id=cast.dataset.pk, now=CLOSED).inputs
    assert (inputs["looks"], list(inputs["finds"])) == (7, [1, 2, 3])


def test_the_history_gives_the_same_estimates_again_before_and_after_the_closing(cast: Cast) -> None:
    closed = flagged(cast, sentence="Wells are missing on P7.").issue
    triage.close(
        issue_id=closed.pk, actor=cast.scientist, now=NOW, resolution="not_reproducible", reason="Not to be seen."
    )
    sweep = filled(cast)
    arrange(cast, sweep, issues={number_of(sweep, EMPTY): closed.pk})
    stored = [confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(days=3))]
    close(cast, sweep)
    stored += [confidence.recompute(dataset_id=cast.dataset.pk, now=CLOSED + timedelta(days=day)) for day in (0, 1)]
    verdicts = list(replay.check(cast.dataset, stored))
    assert [(each.differs, each.untold) for each in verdicts] == [([], "")] * 3


def test_the_clocks_of_its_issues_run_from_the_closing(cast: Cast) -> None:
    close(cast, filled(cast))
    assert {clock.started_at for clock in Clock.objects.all()} == {CLOSED}
    assert Issue.objects.get(title=NEGATIVE).opened_at == NOW + timedelta(hours=1)


def test_the_result_is_kept_with_what_it_was_made_from(cast: Cast) -> None:
    sweep = filled(cast)
    arrange(cast, sweep, aside={number_of(sweep, OPERATOR): "  These are three people. "})
    result = close(cast, sweep).result
    assert result["matrix"] == [[1, 0], [1, 1], [0, 0], [0, 0]]
    assert result["method"] == "blind-sweep/1"
    assert (result["estimate"]["found"], result["estimate"]["q1"], result["estimate"]["q2"]) == (2, 1, 1)
    assert result["said"] == [
        "Four people found 2 oddities; whether more are there can't be told from these lists.",
        "A fifth reviewer would find 0 to 2 new ones.",
    ]
    assert result["accumulation"] == pytest.approx([0.75, 4 / 3, 1.75, 2.0])
    assert result["aside"][0]["reason"] == "These are three people."
    assert not Issue.objects.filter(title=OPERATOR).exists()
    assert Event.objects.get(verb="sweep_closed").data["result"] == result


def test_with_three_lists_it_is_closed_without_an_estimate_or_not_at_all(cast: Cast) -> None:
    sweep = begun(cast)
    line(sweep, cast.bench)
    all_in(sweep, crew(cast)[:3])
    sweep_clock.tick(now=sweep.deadline)
    with pytest.raises(Refused, match="3 lists were handed in, and an estimate needs 4"):
        close(cast, sweep)
    sweep = close(cast, sweep, without_estimate=True)
    assert sweep.result["estimate"] is None
    assert sweep.result["said"] == ["Three people found 1 oddity."]
    assert sweep.result["without_list"] == 1
    assert Issue.objects.get().title == NEGATIVE


def test_four_empty_lists_are_an_answer_too(cast: Cast) -> None:
    sweep = close(cast, all_in(begun(cast), crew(cast)))
    assert sweep.result["said"][0] == "Four people looked and found nothing odd."
    assert not Issue.objects.exists()


def test_a_known_issue_gets_same_here_and_one_that_was_closed_before_opens_again(cast: Cast) -> None:
    known, closed = flagged(cast).issue, flagged(cast, sentence="Wells are missing on P7.").issue
    triage.close(
        issue_id=closed.pk, actor=cast.scientist, now=NOW, resolution="not_reproducible", reason="Not to be seen."
    )
    sweep = filled(cast)
    arrange(cast, sweep, issues={number_of(sweep, NEGATIVE): known.pk, number_of(sweep, EMPTY): closed.pk})
    result = close(cast, sweep).result
    known.refresh_from_db()
    closed.refresh_from_db()
    assert {flag.person for flag in known.flags.all()} == {cast.bench, cast.quality}
    assert (closed.state, closed.regressed, closed.people) == (State.NEW, True, 1)
    assert closed.opened_at == NOW + timedelta(hours=3)
    assert {each["sentence"]: each["known"] for each in result["items"]} == {
        NEGATIVE: True,
        EMPTY: True,
        OPERATOR: False,
    }


def test_what_was_closed_after_it_was_seen_stays_closed(cast: Cast) -> None:
    known = flagged(cast).issue
    sweep = filled(cast)
    arrange(cast, sweep, issues={number_of(sweep, NEGATIVE): known.pk})
    later = NOW + timedelta(days=3)
    triage.close(
        issue_id=known.pk, actor=cast.scientist, now=later, resolution="not_reproducible", reason="Read again."
    )
    close(cast, sweep)
    known.refresh_from_db()
    assert known.state == State.CLOSED


def test_what_a_reviewer_who_left_had_handed_in_counts(cast: Cast) -> None:
    sweep = filled(cast)
    cast.quality.is_active = False
    cast.quality.save()
    close(cast, sweep)
    assert Flag.objects.filter(person=cast.quality).count() == 2


def test_a_line_about_a_column_that_went_becomes_one_about_the_dataset(cast: Cast) -> None:
    sweep = filled(cast)
    cast.dataset.columns.filter(name__in=["well", "signal"]).delete()
    cast.dataset.key_columns = ["plate"]
    cast.dataset.save()
    close(cast, Sweep.objects.get(pk=sweep.pk))
    issue = Issue.objects.get(title=EMPTY)
    assert (issue.target, issue.column) == ("dataset", "")
    assert Flag.objects.filter(issue__title=NEGATIVE).exclude(rows_as_typed="").count() == 0


def test_everybody_who_took_part_asked_or_owns_gets_one_letter_and_whoever_judges_another(cast: Cast) -> None:
    sweep = close(cast, filled(cast))
    waiting = Notification.objects.filter(state=Notification.State.DUE).exclude(message="sweep_invitation")
    ended = {each.person for each in waiting.filter(message="sweep_ended")}
    assert ended == {*crew(cast), cast.owner}
    others = set(waiting.filter(message="issue_changed").values_list("person", flat=True))
    assert not others & {each.pk for each in ended}
    assert sweep.state == Sweep.State.CLOSED


def test_nobody_calls_off_what_is_closed(cast: Cast) -> None:
    sweep = close(cast, filled(cast))
    with pytest.raises(Conflict):
        sweeps.call_off(sweep_id=sweep.pk, actor=cast.owner, reason="No.", now=CLOSED)
    with pytest.raises(Conflict):
        sweep_lists.hand_in(sweep_id=sweep.pk, person=cast.bench, now=CLOSED)
