"""What a blind sweep found, as its page shows it: the sentences, who found what, and how the lists added up."""

from dataclasses import dataclass
from typing import Any

from weirdness.models import Issue, Person, Sweep
from weirdness.web.drawing import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tick, steps


@dataclass(frozen=True)
class Row:
    """One oddity: its issue, None where this person may not see it; and per reviewer whether they found it."""

    number: int
    issue: Issue | None
    known: bool
    found: list[bool]

    @property
    def times(self) -> int:
        return sum(self.found)


@dataclass(frozen=True)
class Curve:
    """The mean number found by so many reviewers, as SVG `points`; and what one more would add, low and high."""

    line: str
    dots: list[tuple[float, float]]
    low: float
    high: float
    next_x: float
    next_y: float
    across: list[Tick]
    up: list[Tick]
    rows: list[tuple[int, float]]
    lowest: int
    highest: int


def shown(sweep: Sweep, person: Person) -> dict[str, Any]:
    """`sweep` is closed. Keys: said, reviewers (name, viewpoint), rows, aside, curve, without_list, left, estimate."""
    result = sweep.result
    names = Person.objects.in_bulk([each["person"] for each in result["reviewers"]])
    issues = Issue.objects.visible_to(person).select_related("category").in_bulk(
        [each["issue"] for each in result["items"]]
    )  # fmt: skip
    reviewers = [(names[each["person"]].name, each["viewpoint"]) for each in result["reviewers"]]
    rows = [
        Row(at, issues.get(each["issue"]), each["known"], [n in each["by"] for n in range(len(reviewers))])
        for at, each in enumerate(result["items"], start=1)
    ]
    return {
        "said": result["said"],
        "reviewers": reviewers,
        "rows": rows,
        "aside": result["aside"],
        "without_list": result["without_list"] - result["left"],
        "left": result["left"],
        "estimate": result["estimate"],
        "curve": _curve(result) if result["estimate"] and rows else None,
    }


def _curve(result: dict[str, Any]) -> Curve:
    means = result["accumulation"]
    low, _, high = result["estimate"]["next_reviewer"]
    people, found = len(means), len(result["items"])
    most = max(found + high, 4)

    def x(count: float) -> float:
        return round(LEFT + count / (people + 1.4) * (WIDTH - LEFT - RIGHT), 1)

    def y(number: float) -> float:
        return round(HEIGHT - BOTTOM - number / most * (HEIGHT - TOP - BOTTOM), 1)

    dots = [(x(at), y(mean)) for at, mean in enumerate(means, start=1)]
    return Curve(
        line=" ".join(f"{across},{up}" for across, up in dots),
        dots=dots,
        low=y(found + low),
        high=y(found + high),
        next_x=x(people + 1),
        next_y=dots[-1][1],
        across=[Tick(x(n), str(n)) for n in range(1, people + 2)],
        up=[Tick(y(n), str(n)) for n in steps(most)],
        rows=list(enumerate(means, start=1)),
        lowest=int(found + low),
        highest=int(found + high),
    )
