"""What every kind of target is: whom a rule sends to."""

from collections.abc import Callable
from dataclasses import dataclass

from weirdness.models import Dataset, Person, Rota, Rule, Team

Whom = Person | Team | Rota | None


@dataclass(frozen=True)
class Target:
    """`field`: which of the rule's fields it needs, if any. `whom`: from a rule and a dataset; None: there is nobody.

    `phrase`: as the rule's sentence ends; `nobody`: why there is none.
    """

    name: str
    label: str
    field: str
    whom: Callable[[Rule, Dataset], Whom]
    phrase: Callable[[Rule], str]
    nobody: str
    order: int = 99
