"""The lookup `listed`: a column is one of ever so many values, as in `filter(pk__listed=keys)`."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class Listed(Lookup):
    """As `in`, for thousands of keys: they are one parameter, so that nothing is prepared or parsed for each.

    Any number of whole numbers or texts; SQLite takes no more than some thousand parameters.
    """

    lookup_name = "listed"
    prepare_rhs = False
    rhs: list[Any]

    def __init__(self, lhs: Any, rhs: Iterable[Any]) -> None:
        super().__init__(lhs, list(rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The condition in the words of the engine."""
        if not self.rhs:
            raise EmptyResultSet  # as `in` does: nothing is asked for nothing
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, self.rhs]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]
