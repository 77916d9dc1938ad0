"""The calendar year of a date in a query, without calling Python for each row."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import ExtractYear
from django.db.models.sql.compiler import SQLCompiler


class YearOf(ExtractYear):
    """The year of a DateField. Django asks a Python function for it on SQLite; there dates begin with their year."""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        """The first four characters, as a number."""
        sql, params = compiler.compile(self.lhs)
        return f"CAST(SUBSTR({sql}, 1, 4) AS INTEGER)", params
