"""Which lines of a blind sweep's lists seem to be the same oddity: offered as groups, which a person then mends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Func, TextField

from weirdness.models import SweepFind
from weirdness.services import rows
from weirdness.services.likeness import Sight, how_rare, likeness

TOGETHER = 1.2  # mean likeness from which on a line is put into a group: docs/blind-sweeps.md
LETTERS = """SELECT a.id, b.id, similarity(a.sentence, b.sentence) FROM weirdness_sweepfind a
    JOIN weirdness_sweepfind b ON a.id < b.id WHERE a.id = ANY(%s) AND b.id = ANY(%s)"""


@dataclass(frozen=True)
class Line:
    """What is compared of a line. `keys`: the rows that it names, as text."""

    find: SweepFind
    words: frozenset[str]
    keys: frozenset[str]


def suggested(finds: Sequence[SweepFind], key_columns: list[str]) -> list[list[SweepFind]]:
    """The lines in groups, in the order in which they were written."""
    lines = _read(finds, key_columns)
    alike = _likenesses(lines)
    numbers = {at: line.find for at, line in enumerate(lines)}
    grouped = group(len(lines), lambda a, b: alike[min(a, b), max(a, b)], least=TOGETHER)
    return [[numbers[at] for at in each] for each in grouped]


def group(count: int, alike: Callable[[int, int], float], *, least: float) -> list[list[int]]:
    """Numbers 0 to count - 1 in groups: each joins the group it is likest to on average, if that reaches `least`.

    On average, so that no chain of small steps ties together what is different at its ends.
    """
    groups: list[list[int]] = []
    for at in range(count):
        means = [sum(alike(at, other) for other in each) / len(each) for each in groups]
        best = max(range(len(groups)), key=means.__getitem__, default=None)
        if best is not None and means[best] >= least:
            groups[best].append(at)
        else:
            groups.append([at])
    return groups


def _read(finds: Sequence[SweepFind], key_columns: list[str]) -> list[Line]:
    stemmed = Func(
        SearchVector("sentence", config="english"),
        function="tsvector_to_array",
        output_field=ArrayField(TextField()),
    )
    found = SweepFind.objects.filter(pk__in=[each.pk for each in finds]).annotate(words=stemmed)
    words = dict(found.values_list("pk", "words"))
    return [Line(each, frozenset(words[each.pk]), _keys(each, key_columns)) for each in finds]


def _keys(find: SweepFind, key_columns: list[str]) -> frozenset[str]:
    named = rows.understood(find.rows_as_typed, key_columns)
    return frozenset(",".join(f"{name}={value}" for name, value in sorted(each.key.items())) for each in named)


def _likenesses(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Of each pair of lines, by their places."""
    letters = _letters([line.find.pk for line in lines])
    rarity = how_rare([_sight(line) for line in lines])
    found = {}
    for b, second in enumerate(lines):
        for a, first in enumerate(lines[:b]):
            pair = (min(first.find.pk, second.find.pk), max(first.find.pk, second.find.pk))
            other = _sight(second, shared=_shared(first, second), letters=letters.get(pair, 0.0))
            found[a, b] = likeness(_sight(first), other, rarity).total
    return found


def _sight(line: Line, shared: float = 0, letters: float = 0) -> Sight:
    find = line.find
    return Sight(find.column, find.category_id, find.metadata_field, [line.words], rows=shared, letters=letters)


def _shared(first: Line, second: Line) -> float:
    """The share of the rows that both name, of the shorter list."""
    fewest = min(len(first.keys), len(second.keys))
    return len(first.keys & second.keys) / fewest if fewest else 0.0


def _letters(numbers: list[int]) -> dict[tuple[int, int], float]:
    """The trigram similarity, 0 to 1, of the sentences of each pair."""
    with connection.cursor() as cursor:
        cursor.execute(LETTERS, [numbers, numbers])
        return {(first, second): float(alike) for first, second, alike in cursor.fetchall()}
