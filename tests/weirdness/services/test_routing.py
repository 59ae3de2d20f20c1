"""Who gets a flag: rules, the default, cover for who is away, and the reason that is kept."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Event, Issue, Membership, Person, Rule, Team
from weirdness.services import absences, handing_over, people, routing, rules, triage, why_me
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.rules import Draft

DAY = timedelta(days=1)
TODAY = NOW.date()


def rule(cast: Cast, name: str = "Lab", *, target: str = "person", **more: object) -> Rule:
    said = {"person": cast.colleague if target == "person" else None, "conditions": {"dataset": ["lab/*"]}} | more
    return rules.keep(actor=cast.administrator, now=NOW, draft=Draft(name=name, target=target, **said))


def away(person: Person, cover: Person | None = None, *, days: int = 3) -> None:
    absences.declare(actor=person, person=person, starts=TODAY, ends=TODAY + days * DAY, cover=cover, now=NOW)


def sent(cast: Cast, **said: object) -> Issue:
    issue = flagged(cast, **said).issue
    assert issue is not None
    return issue


def test_a_rule_takes_the_flag_and_the_issue_says_which_and_why(cast: Cast) -> None:
    rule(cast)
    issue = sent(cast)
    assert issue.assignee == cast.colleague
    assert issue.routing_reason == "rule 1, “Lab”: the dataset is lab/*"
    told = Event.objects.get(issue=issue, verb="flagged").data
    assert (told["assignee"], told["why"]) == ("Dirk", issue.routing_reason)


def test_the_first_rule_that_matches_wins_and_a_switched_off_one_is_passed_over(cast: Cast) -> None:
    first = rule(cast, "Severe", conditions={"severity": ["critical"]})
    second = rule(cast, "Off", target="owner", person=None, is_on=False)
    rule(cast, "Lab")
    assert sent(cast).routing_reason.startswith("rule 3, “Lab”")
    rules.switch(rule_id=second.pk, on=True, actor=cast.administrator, now=NOW)
    assert sent(cast).assignee == cast.owner
    rules.move(rule_id=second.pk, up=True, actor=cast.administrator, now=NOW)
    assert [each.name for each in rules.in_order()] == ["Off", "Severe", "Lab"]
    rules.remove(rule_id=first.pk, actor=cast.administrator, now=NOW)
    assert sent(cast).routing_reason.startswith("rule 1, “Off”")


def test_a_rule_may_ask_who_flagged_and_whether_a_decision_waits(cast: Cast) -> None:
    rule(cast, "Bench", conditions={"viewpoint": ["bench-science"], "blocks": ["yes"]})
    assert sent(cast).assignee_team == cast.scientists
    assert sent(cast, by=cast.quality, blocks_decision=True).assignee_team == cast.scientists
    assert sent(cast, blocks_decision=True).assignee == cast.colleague


@pytest.mark.parametrize(
    ("conditions", "matches"),
    [
        ({"column": ["sig*"]}, True),
        ({"column": ["well"]}, False),
        ({"category": ["wrong-value"]}, True),
        ({"category": ["missing"]}, False),
        ({"source": ["lab"]}, True),
        ({"state": ["learning"]}, True),
        ({"state": ["stable"]}, False),
        ({"severity": ["minor"]}, True),
        ({"tag": ["finance"]}, True),
        ({"tag": ["weekly"]}, False),
    ],
)
def test_what_a_rule_asks_is_read_from_the_flag_and_its_dataset(
    cast: Cast, conditions: dict[str, list[str]], matches: bool
) -> None:
    cast.dataset.tags = ["finance"]
    cast.dataset.save()
    rule(cast, conditions=conditions)
    assert (sent(cast).assignee == cast.colleague) is matches


def test_who_is_away_is_covered_and_the_reason_says_so(cast: Cast) -> None:
    rule(cast)
    away(cast.colleague, cast.scientist)
    issue = sent(cast)
    assert issue.assignee == cast.scientist
    assert issue.routing_reason.endswith("Dirk is away until 5 November 2026, Dana covers")


def test_who_is_not_active_any_more_is_covered_by_whom_they_named(cast: Cast) -> None:
    rule(cast)
    Person.objects.filter(pk=cast.colleague.pk).update(is_active=False, covered_by=cast.scientist)
    assert sent(cast).assignee == cast.scientist


def test_when_nobody_covers_the_data_scientists_have_it(cast: Cast) -> None:
    rule(cast)
    away(cast.colleague)
    issue = sent(cast)
    assert (issue.assignee, issue.assignee_team) == (None, cast.scientists)
    assert "nobody covers" in issue.routing_reason


def test_a_rule_never_sends_to_somebody_who_may_not_see_the_dataset(cast: Cast) -> None:
    rule(cast, person=cast.stranger)
    issue = sent(cast)
    assert issue.assignee_team == cast.scientists
    assert "Stan may not see lab/plates" in issue.routing_reason


def test_a_rule_to_a_steward_there_is_none_of_goes_on_as_without_a_rule(cast: Cast) -> None:
    rule(cast, target="steward", person=None)
    issue = sent(cast)
    assert issue.assignee_team == cast.scientists
    assert "has no steward" in issue.routing_reason


def test_the_owner_of_a_stable_dataset_who_is_away_is_covered(cast: Cast) -> None:
    cast.dataset.state = "stable"
    cast.dataset.save()
    away(cast.owner, cast.scientist)
    assert sent(cast).assignee == cast.scientist
    absences.end(absence_id=cast.owner.absences.get().pk, actor=cast.owner, now=NOW)
    assert sent(cast).assignee == cast.owner


def test_untouched_issues_move_when_somebody_goes_away_and_judged_ones_stay(cast: Cast) -> None:
    rule(cast)
    waiting, judged = sent(cast), sent(cast)
    triage.confirm(issue_id=judged.pk, actor=cast.colleague, now=NOW)
    away(cast.colleague, cast.scientist)
    assert handing_over.tick(now=NOW) == 1
    assert handing_over.tick(now=NOW) == 0
    waiting.refresh_from_db()
    judged.refresh_from_db()
    assert (waiting.assignee, judged.assignee) == (cast.scientist, cast.colleague)
    moved = Event.objects.get(issue=waiting, verb="routed")
    assert (moved.before, moved.after) == ("Dirk", "Dana")


def test_all_work_of_who_is_not_active_any_more_moves_even_what_was_given_by_hand(cast: Cast) -> None:
    issue = sent(cast)
    Issue.objects.filter(pk=issue.pk).update(assignee=cast.colleague, assignee_team=None, assigned_by_hand=True)
    Person.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert handing_over.tick(now=NOW) == 1
    issue.refresh_from_db()
    assert (issue.assignee_team, issue.assigned_by_hand) == (cast.scientists, False)


def test_a_change_of_the_datasets_state_asks_the_rules_again(cast: Cast) -> None:
    rule(cast, "Stable", conditions={"state": ["stable"]})
    issue = sent(cast)
    cast.dataset.state = "stable"
    cast.dataset.save()
    assert routing.reroute(dataset=cast.dataset, now=NOW) == 1
    issue.refresh_from_db()
    assert issue.assignee == cast.colleague


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"name": " "}, "name", "Give the rule a name"),
        ({"name": "x" * 121}, "name", "120 fit"),
        ({"target": "moon"}, "target", "Who gets it?"),
        ({"person": None}, "person", "Which person?"),
        ({"target": "team", "person": None}, "team", "Which team?"),
        ({"conditions": {"severity": ["huge"]}}, "severity", "There is no severity huge"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(
    cast: Cast, said: dict[str, object], field: str, says: str
) -> None:
    draft = {"name": "Lab", "target": "person", "person": cast.colleague} | said
    with pytest.raises(Refused) as refused:
        rules.keep(actor=cast.administrator, now=NOW, draft=Draft(**draft))
    assert says in refused.value.problems[field]
    assert not Rule.objects.exists()


def test_rules_are_kept_by_administrators_and_every_change_is_an_event(cast: Cast) -> None:
    made = rule(cast)
    for verb in (
        lambda: rules.keep(actor=cast.scientist, now=NOW, draft=Draft("A", "owner")),
        lambda: rules.move(rule_id=made.pk, up=True, actor=cast.scientist, now=NOW),
        lambda: rules.switch(rule_id=made.pk, on=False, actor=cast.scientist, now=NOW),
        lambda: rules.remove(rule_id=made.pk, actor=cast.scientist, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()
    rules.keep(actor=cast.administrator, now=NOW, draft=Draft("All", "owner"), rule_id=made.pk)
    rules.switch(rule_id=made.pk, on=False, actor=cast.administrator, now=NOW)
    rules.remove(rule_id=made.pk, actor=cast.administrator, now=NOW)
    reasons = list(Event.objects.filter(verb="rule_changed").values_list("reason", flat=True))
    assert reasons == [
        "Lab: When the dataset is lab/*, it goes to Dirk.",
        "All: When anything is flagged, it goes to the dataset's owner.",
        "“All” is switched off",
        "“All” is removed",
    ]


def test_absences_that_cannot_be_are_refused(cast: Cast) -> None:
    away(cast.colleague, cast.scientist)
    tries = [
        ({"starts": None}, "starts"),
        ({"ends": TODAY - DAY}, "ends"),
        ({"cover": cast.scientist}, "cover"),
        ({"cover": cast.colleague}, "cover"),  # away, too
    ]
    for said, field in tries:
        about = {"starts": TODAY, "ends": TODAY + DAY, "cover": None} | said
        with pytest.raises(Refused) as refused:
            absences.declare(actor=cast.scientist, person=cast.scientist, now=NOW, **about)
        assert list(refused.value.problems) == [field]
    with pytest.raises(Refused):
        away(cast.colleague)
    with pytest.raises(NotAllowed):
        absences.declare(actor=cast.scientist, person=cast.owner, starts=TODAY, ends=TODAY, cover=None, now=NOW)


def test_why_me_is_answered_for_everybody_who_may_judge_and_for_nobody_else(cast: Cast) -> None:
    rule(cast)
    issue = sent(cast)
    assert why_me.why(issue, cast.colleague) == "It is yours: rule 1, “Lab”: the dataset is lab/*."
    assert why_me.why(issue, cast.scientist).startswith("You may judge it because you belong to Data scientists")
    assert why_me.why(issue, cast.owner) == (
        "You may judge it because lab/plates is yours or your team's; it is with Dirk."
    )
    assert why_me.why(issue, cast.bench) == "You flagged it."
    assert why_me.why(issue, cast.stranger) == ""
    assert why_me.explain(issue)[0] == "It is with Dirk: rule 1, “Lab”: the dataset is lab/*."


def test_the_tester_says_why_each_earlier_rule_does_not_match(cast: Cast) -> None:
    rule(cast, "Weather", conditions={"dataset": ["nyc/weather"]})
    rule(cast, "Lab")
    about = routing.facts(dataset=cast.dataset, severity=1)
    said = why_me.sentences(routing.decide(dataset=cast.dataset, about=about, now=NOW))
    assert said == [
        "This flag goes to Dirk: rule 2, “Lab”: the dataset is lab/*.",
        "Rule 1, “Weather”, does not match: the dataset is lab/plates, not nyc/weather.",
    ]


def test_a_rule_to_a_team_needs_one_that_may_see_the_dataset(cast: Cast) -> None:
    strangers = people.form_team(slug="others", name="Others", members=[cast.stranger])
    rule(cast, target="team", team=strangers)
    assert sent(cast).assignee_team == cast.scientists
    rules.keep(
        actor=cast.administrator,
        now=NOW,
        draft=Draft("Readers", "team", team=Team.objects.get(slug="readers")),
        rule_id=Rule.objects.get().pk,
    )
    assert sent(cast).assignee_team == cast.readers
    assert Membership.objects.filter(team=cast.readers).exists()
