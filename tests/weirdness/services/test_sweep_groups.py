"""Which lines are put together before a person mends it: measured on the labelled pairs of pairs.toml."""

from collections.abc import Iterator
from itertools import combinations

import pytest

from tests.cast import NOW, Cast
from tests.weirdness.services import pairs
from tests.weirdness.services.pairs import HALVES
from weirdness.models import Category, Dataset, Reviewer, Sweep, SweepFind
from weirdness.services import sweep_groups


def listed(cast: Cast, half: str) -> Iterator[tuple[Dataset, list[tuple[SweepFind, str]]]]:
    """Per dataset its flags as lines of one list, each with the oddity that it is; those like none are each alone."""
    slugs = {each.slug: each for each in Category.objects.all()}
    for number, document in enumerate(pairs.documents(half)):
        dataset, _ = pairs.registered(cast, document)
        sweep = Sweep.objects.create(dataset=dataset, asked_by=cast.owner, asked_at=NOW, deadline=NOW)
        reviewer = Reviewer.objects.create(
            sweep=sweep, person=cast.bench, viewpoint=cast.bench.viewpoint, invited_at=NOW
        )
        made = []
        for at, line in enumerate([*pairs.lines(document["issues"]), *pairs.lines(document["flags"])]):
            find = SweepFind.objects.create(
                reviewer=reviewer, at=NOW, category=slugs[line.category], column=line.column,
                sentence=line.sentence, rows_as_typed=line.rows,
            )  # fmt: skip
            made.append((find, f"{number}:{at}" if line.name == "-" else line.name))
        yield dataset, made


def judged(lists: list[tuple[Dataset, list[tuple[SweepFind, str]]]]) -> tuple[float, float]:
    """Of the pairs that were put together the share that is right; of those to be put together, the share that was."""
    right = joined = wanted = 0
    for dataset, made in lists:
        names = {find.pk: name for find, name in made}
        groups = sweep_groups.suggested([find for find, _ in made], dataset.key_columns)
        together = [pair for group in groups for pair in combinations([each.pk for each in group], 2)]
        joined += len(together)
        right += sum(names[a] == names[b] for a, b in together)
        wanted += sum(names[a] == names[b] for a, b in combinations(names, 2))
    return right / joined, right / wanted


@pytest.mark.parametrize("half", HALVES)
def test_most_lines_put_together_are_the_same_oddity(half: str, cast: Cast, capsys: pytest.CaptureFixture) -> None:
    lists = list(listed(cast, half))
    precision, recall = judged(lists)
    with capsys.disabled():
        print(f"\nsweeps, {half}: right of those together {precision:.3f}, together of those alike {recall:.3f}")
    assert precision >= 0.70
    assert recall >= 0.30


def test_a_line_joins_the_group_that_it_is_likest_to_on_average_and_no_chain_is_made() -> None:
    alike = {(0, 1): 2.0, (1, 2): 2.0, (0, 2): 0.0, (0, 3): 0.1, (1, 3): 0.1, (2, 3): 3.0}
    assert sweep_groups.group(4, lambda a, b: alike[min(a, b), max(a, b)], least=1.2) == [[0, 1], [2, 3]]
    assert sweep_groups.group(0, lambda a, b: 1.0, least=1.2) == []
