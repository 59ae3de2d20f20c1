"""From marked cells to a probability for every cell: logistic regression that starts from what is usually wrong.

One weight per signal for the whole table, drawn to its usual value (prior.py); beside it corrections per column, and
weights for how and what is written in a column ("tags"), drawn to 0. All are fitted together as the most probable
ones (MAP with normal priors, a hierarchical logistic regression: Gelman & Hill 2007, ch. 14), so that 20 rows suffice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from checks.learn.columns import Floats, Ints
from checks.learn.prior import MEAN, OFFSET, SPREAD
from checks.learn.signals import SIGNALS, Looked
from checks.learn.tags import SPREADS, tags_of

Tag = tuple[int, str]  # column, or -1 for all; what is seen
_INTERCEPT, _COLUMN_INTERCEPT, _COLUMN_SIGNAL = 1.0, 1.0, 0.8


@dataclass(frozen=True)
class Model:
    """`weights` of the signals; per column a start and corrections; `tags` with their weights."""

    start: float
    weights: Floats
    starts: Floats
    corrections: Floats
    tags: dict[Tag, float]


def unlearned(columns: int) -> Model:
    return Model(OFFSET, MEAN, np.zeros(columns), np.zeros((columns, len(SIGNALS))), {})


def learn(looked: Sequence[Looked], rows: Ints, wrong: Floats) -> Model:
    """Fit to the marked rows. `rows`: (marked,) their places; `wrong`: (marked, columns) 1 for a wrong cell, else 0."""
    if not len(rows):
        return unlearned(len(looked))
    entries, names, priors, spreads = _design(looked, rows)
    matrix = csr_matrix(entries, shape=(len(rows) * len(looked), len(names)))
    answers = wrong.T.ravel()
    found = minimize(
        _loss, priors, args=(matrix, answers, priors, spreads), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    return _model(found.x, names, len(looked))


def _loss(
    weights: Floats, matrix: csr_matrix, answers: Floats, priors: Floats, spreads: Floats
) -> tuple[float, Floats]:
    """Negative log posterior and its gradient."""
    logits = matrix @ weights
    away = (weights - priors) / spreads
    loss = float(np.logaddexp(0, logits).sum() - answers @ logits + 0.5 * away @ away)
    return loss, matrix.T @ (expit(logits) - answers) + away / spreads


def _design(looked: Sequence[Looked], rows: Ints) -> tuple[tuple[Floats, tuple[Ints, Ints]], list[Tag], Floats, Floats]:
    """The marked cells, column by column, as a sparse matrix over named weights with their priors."""
    places: dict[Tag, int] = {}
    spreads: list[float] = []
    priors: list[float] = []
    data: list[float] = []
    line: list[int] = []
    at: list[int] = []
    cell = 0
    for place, column in enumerate(looked):
        for row in rows.tolist():
            for tag, value, prior, spread in _terms(place, column, row):
                if tag not in places:
                    places[tag] = len(places)
                    priors.append(prior)
                    spreads.append(spread)
                data.append(value)
                line.append(cell)
                at.append(places[tag])
            cell += 1
    return (np.array(data), (np.array(line), np.array(at))), list(places), np.array(priors), np.array(spreads)


def _terms(place: int, column: Looked, row: int) -> Iterator[tuple[Tag, float, float, float]]:
    yield (-1, ""), 1.0, OFFSET, _INTERCEPT
    yield (place, ""), 1.0, 0.0, _COLUMN_INTERCEPT
    for index, value in enumerate(column.at(np.array([row]))[0].tolist()):
        if value:
            yield (-1, f"s{index}"), value, float(MEAN[index]), float(SPREAD[index])
            yield (place, f"s{index}"), value, 0.0, _COLUMN_SIGNAL
    code = int(column.column.codes[row])
    for tag in tags_of(column, code):
        where = -1 if tag.startswith("odd:") else place
        yield (where, tag), 1.0, 0.0, SPREADS[tag.partition(":")[0]]


def _model(weights: Floats, names: list[Tag], columns: int) -> Model:
    pooled, corrections, starts = MEAN.copy(), np.zeros((columns, len(SIGNALS))), np.zeros(columns)
    start, tags = OFFSET, {}
    for (place, name), weight in zip(names, weights.tolist(), strict=True):
        if name == "" and place < 0:
            start = weight
        elif name == "":
            starts[place] = weight
        elif ":" in name:
            tags[place, name] = weight
        elif place < 0:
            pooled[int(name[1:])] = weight
        else:
            corrections[place, int(name[1:])] = weight
    return Model(start, pooled, starts, corrections, tags)


def chances(model: Model, looked: Sequence[Looked]) -> Floats:
    """(columns, rows) the probability that each cell is wrong."""
    return np.array([_chance(model, place, column) for place, column in enumerate(looked)])


def _chance(model: Model, place: int, column: Looked) -> Floats:
    logits = model.start + model.starts[place] + column.weighed(model.weights + model.corrections[place])
    written = np.array([sum(weight for _, weight in told(model, place, column, code)) for code in _codes(column)])
    return np.asarray(expit(logits + written[column.column.codes]))


def _codes(column: Looked) -> range:
    return range(len(column.column.texts))


def told(model: Model, place: int, column: Looked, code: int) -> list[tuple[str, float]]:
    """The tags of a text that the model knows, with their weights."""
    if not model.tags:
        return []
    return [(tag, model.tags.get((-1 if tag.startswith("odd:") else place, tag), 0.0)) for tag in tags_of(column, code)]
