"""A condition on numbers that are known already, however many they are."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigAutoField, Lookup

FEW = 200


@BigAutoField.register_lookup
class Within(Lookup):  # type: ignore[type-arg]
    """`pk__within`: one of these whole numbers, sent as one text instead of a parameter each.

    Of few the planner is told which: it looks them up in an index. Of many it isn't: weighing 800 numbers against
    each index took it longer (3 ms in each count of the queue) than to find a row's number in a table of them.
    """

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if not self.rhs:
            raise EmptyResultSet
        left, own = self.process_lhs(compiler, connection)
        numbers = "{" + ",".join(map(str, self.rhs)) + "}"
        if len(self.rhs) <= FEW:
            return f"{left} = ANY (%s::bigint[])", [*own, numbers]
        # IS TRUE: else the planner may begin with the numbers and sort all that it finds.
        return f"({left} IN (SELECT unnest(%s::bigint[]))) IS TRUE", [*own, numbers]
