"""Dated rows: `valid_from`, `valid_until` (exclusive, NULL = open), and `NoOverlap` of them.

`NoOverlap` is an exclusion constraint on PostgreSQL and a pair of triggers on SQLite. Both are installed after every
migration by `install_guards`, for SQLite drops triggers when it rebuilds a table.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.constraints import BaseConstraint


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a dated row is valid on the day; `prefix` such as `coverage__`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def valid_within(first: date, last: date, prefix: str = "") -> Q:
    """The condition that a dated row was valid on some day from `first` to `last`, both included."""
    return Q(**{f"{prefix}valid_from__lte": last}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": first})
    )


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows with dates."""

    def valid_on(self, day: date) -> Self:
        """Rows valid on the day."""
        return self.filter(valid_on(day))

    def valid_within(self, first: date, last: date) -> Self:
        """Rows valid on some day from `first` to `last`, both included."""
        return self.filter(valid_within(first, last))


def dates_in_order(name: str = "%(app_label)s_%(class)s_dates") -> models.CheckConstraint:
    """The constraint that a period ends after it begins."""
    return models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name=name)


class Period(models.Model):
    """A row valid from a day until (not including) another. A child's own Meta repeats `dates_in_order()`."""

    valid_from = models.DateField("có hiệu lực từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [dates_in_order()]

    def is_valid_on(self, day: date) -> bool:
        """The row is valid on the day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class NoOverlap(BaseConstraint):
    """Rows that agree in `fields` (and match `where`, field = value) have periods that do not overlap.

    Broken: IntegrityError on both engines. Rows with a null among `fields` are free.
    """

    def __init__(
        self, *, fields: tuple[str, ...] | list[str], name: str, where: Mapping[str, bool | int | str] | None = None
    ) -> None:
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.where = dict(where or {})

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields}
        if self.where:
            kwargs["where"] = self.where
        return "qlcl.kernel.periods.NoOverlap", args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing: installed after the migration."""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing: installed after the migration."""

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing: a table's triggers and constraints go with it."""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Left to the database."""

    def columns(self, model: type[models.Model]) -> list[str]:
        """The columns of `fields`."""
        return [model._meta.get_field(name).column for name in self.fields]  # type: ignore[union-attr]

    def conditions(self, model: type[models.Model], row: str = "") -> str:
        """`where` as SQL, for both engines; empty when there is none."""
        parts = []
        for name, value in self.where.items():
            column = model._meta.get_field(name).column  # type: ignore[union-attr]
            if isinstance(value, bool):
                parts.append(f"{'' if value else 'NOT '}{row}{column}")
            else:
                literal = str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
                parts.append(f"{row}{column} = {literal}")
        return " AND ".join(parts)


def _constrained() -> Iterator[tuple[type[models.Model], NoOverlap]]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, NoOverlap):
                yield model, constraint


def install_guards() -> None:
    """Puts every `NoOverlap` (back); safe to repeat. Needs the extension btree_gist on PostgreSQL."""
    constrained = list(_constrained())
    tables = set(connection.introspection.table_names())
    if connection.vendor == "postgresql" and constrained:
        _create_extension()
    standing = set(missing_guards())
    with connection.cursor() as cursor:
        for model, constraint in constrained:
            table = model._meta.db_table
            if table in tables and f"{table}.{constraint.name}" in standing:
                for sql in _statements(model, constraint):
                    cursor.execute(sql)


def _create_extension() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    except DatabaseError as error:
        raise RuntimeError(
            "PostgreSQL: cần phần mở rộng btree_gist. Người quản trị CSDL chạy: CREATE EXTENSION btree_gist; "
            "(PostgreSQL needs btree_gist: its owner runs CREATE EXTENSION btree_gist;)"
        ) from error


def missing_guards() -> list[str]:
    """The `NoOverlap` constraints that do not stand as written, as `table.name`."""
    constrained = list(_constrained())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x' AND convalidated")
            names = {row[0] for row in cursor.fetchall()}
            return [f"{m._meta.db_table}.{c.name}" for m, c in constrained if c.name not in names]
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = {row[0] for row in cursor.fetchall()}
    return [
        f"{model._meta.db_table}.{constraint.name}"
        for model, constraint in constrained
        if not {sql for sql in _statements(model, constraint) if sql.startswith("CREATE")} <= triggers
    ]


def _statements(model: type[models.Model], constraint: NoOverlap) -> list[str]:
    table, columns = model._meta.db_table, constraint.columns(model)
    if connection.vendor == "postgresql":
        condition = constraint.conditions(model)
        same = "".join(f"{column} WITH =, " for column in columns)
        where = f" WHERE ({condition})" if condition else ""
        return [
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{constraint.name}"',
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint.name}" EXCLUDE USING gist'
            f" ({same}daterange(valid_from, valid_until) WITH &&){where}",
        ]
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    row, new = constraint.conditions(model), constraint.conditions(model, "NEW.")
    clash = (
        f"EXISTS (SELECT 1 FROM {table} WHERE {same}{f' AND {row}' if row else ''} AND id <> NEW.id"
        " AND (valid_until IS NULL OR valid_until > NEW.valid_from)"
        " AND (NEW.valid_until IS NULL OR NEW.valid_until > valid_from))"
    )
    when = f"{new} AND {clash}" if new else clash
    statements = []
    for verb in ("insert", "update"):
        name = f"{constraint.name}_{verb}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, 'qlcl: {constraint.name} overlaps'); END",
        ]
    return statements
