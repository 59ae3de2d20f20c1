"""Laying the lists of a blind sweep together: groups of lines, each one oddity, joined and separated by a person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from weirdness.models import Issue, Person, Sweep, SweepFind, SweepItem
from weirdness.services import events, look_alikes, sweep_groups, sweep_letters, sweep_people, sweeps
from weirdness.services.errors import Conflict, Refused

NEW = 0  # as the group of a line: one of its own
NEAR, COMPARED = 3, 60  # known issues offered for a group; groups for which they are looked for
LONGEST_REASON = 300


def begin_if_all_are_in(sweep: Sweep, *, now: datetime) -> bool:
    """Of a locked open sweep: the lists are laid together once none is awaited, or the deadline is over."""
    if sweep.deadline > now and any(each.is_awaited for each in sweep_people.parts(sweep)):
        return False
    sweep.state = Sweep.State.MERGING
    sweep.save(update_fields=["state"])
    _group(sweep)
    events.record(verb="sweep_merging", now=now, dataset=sweep.dataset, data={"sweep": sweep.pk})
    sweep_letters.merging(sweep, now=now)
    return True


def handed_in(sweep: Sweep) -> list[SweepFind]:
    """The lines that count: those of lists that were handed in, in the order in which they were written."""
    done = SweepFind.objects.filter(reviewer__sweep=sweep, reviewer__done_at__isnull=False)
    return list(done.select_related("category", "reviewer__person", "item").order_by("at", "pk"))


def _group(sweep: Sweep) -> None:
    """Numbered so that those about one column are neighbours: what belongs together is soon seen."""
    groups = sweep_groups.suggested(handed_in(sweep), sweep.dataset.key_columns)
    groups.sort(key=lambda group: (group[0].column, group[0].category.position, group[0].pk))
    for number, group in enumerate(groups, start=1):
        item = SweepItem.objects.create(sweep=sweep, number=number)
        SweepFind.objects.filter(pk__in=[each.pk for each in group]).update(item=item)
        if number <= COMPARED:
            first = group[0]
            first.near = _near(sweep, first)
            first.save(update_fields=["near"])


def _near(sweep: Sweep, find: SweepFind) -> list[int]:
    found = look_alikes.near(
        person=sweep.asked_by,
        dataset=sweep.dataset,
        column=find.column,
        category=find.category.slug,
        sentence=find.sentence,
        rows=find.rows_as_typed,
        metadata_field=find.metadata_field,
        most=NEAR,
    )
    return [each.issue.pk for each in found if not each.issue.private]


@transaction.atomic
def arrange(
    *,
    sweep_id: int,
    actor: Person,
    now: datetime,
    version: int | None,
    groups: Mapping[int, int],
    issues: Mapping[int, int | None],
    aside: Mapping[int, str],
) -> Sweep:
    """Lines into groups, groups to issues, groups set aside. What is not named stays as it is.

    `groups`: line → number of its group, NEW for one of its own. `issues`: group → the known issue that it is, None
    for a new one. `aside`: group → why it is no oddity, "" when it is one. Raises Refused(issue-3=…, aside-3=…).
    """
    sweep = hold(sweep_id, actor, version, "merged")
    _move(sweep, groups)
    items = {each.number: each for each in SweepItem.objects.filter(sweep=sweep)}
    problems: dict[str, str] = {}
    for number, item in items.items():
        if number in aside:
            item.set_aside = " ".join(aside[number].split())
            problems |= _aside_problem(item)
        if number in issues:
            problems |= _link(item, issues[number], actor)
    problems |= _twice(items)
    if problems:
        raise Refused(**problems)
    SweepItem.objects.bulk_update(items.values(), ["issue", "set_aside"])
    SweepItem.objects.filter(sweep=sweep, finds__isnull=True).delete()
    sweep.version += 1
    sweep.save(update_fields=["version"])
    return sweep


def hold(sweep_id: int, actor: Person, version: int | None, what: str) -> Sweep:
    """The locked sweep whose lists are being merged, as the person saw it. Raises NotAllowed, and Conflict."""
    sweep = sweeps.lock(sweep_id)
    sweeps.guard(sweep, actor, what)
    if sweep.state != Sweep.State.MERGING:
        raise Conflict(sweeps.overtaken(sweep))
    if version is not None and version != sweep.version:
        raise Conflict("Somebody else arranged these lists a moment ago. This is how they stand now; nothing is lost.")
    return sweep


def _move(sweep: Sweep, groups: Mapping[int, int]) -> None:
    items = {each.number: each for each in SweepItem.objects.filter(sweep=sweep)}
    last = SweepItem.objects.filter(sweep=sweep).aggregate(last=Max("number"))["last"] or 0
    for find in handed_in(sweep):
        wanted = groups.get(find.pk)
        if wanted is None or (find.item and find.item.number == wanted) or (wanted != NEW and wanted not in items):
            continue
        if wanted == NEW:
            last += 1
            items[last] = SweepItem.objects.create(sweep=sweep, number=last)
        find.item = items[wanted or last]
        find.save(update_fields=["item"])


def _aside_problem(item: SweepItem) -> dict[str, str]:
    if len(item.set_aside) > LONGEST_REASON:
        return {f"aside-{item.number}": f"This is {len(item.set_aside)} characters; {LONGEST_REASON} fit. Shorten it."}
    return {}


def _link(item: SweepItem, number: int | None, actor: Person) -> dict[str, str]:
    """Puts the issue that stands for this number beside the group; what is wrong with that, by field."""
    if number is None:
        item.issue = None
        return {}
    dataset = item.sweep.dataset
    if number < 1:
        return {f"issue-{item.number}": "Type the number of the issue that it is, such as 12."}
    found = Issue.objects.visible_to(actor).filter(dataset=dataset, pk=number).select_related("merged_root").first()
    if found is None:
        return {f"issue-{item.number}": f"There is no issue #{number} of {dataset.key} that you may see."}
    item.issue = found.merged_root or found
    if item.issue.private:
        return {f"issue-{item.number}": f"#{number} is private: linking it would show it to the reviewers."}
    if item.set_aside:
        return {f"issue-{item.number}": "Either it is an issue, or it is set aside. Empty one of the two."}
    return {}


def _twice(items: Mapping[int, SweepItem]) -> dict[str, str]:
    """Two groups that are one issue are one oddity."""
    first: dict[int, int] = {}
    problems = {}
    for number, item in sorted(items.items()):
        if item.issue_id and item.issue_id in first and item.finds.exists():
            problems[f"issue-{number}"] = (
                f"Group {first[item.issue_id]} is #{item.issue_id}, too. Put these lines into that group."
            )
        elif item.issue_id:
            first[item.issue_id] = number
    return problems
