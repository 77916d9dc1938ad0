"""The shape of a file that can be imported: its columns, its rows, and what importing it would change.

A room declares one `ImportKind` per file in its `imports.py` and registers it in `apps.py`::

    catalogue.register(Import("training-classes", "Lớp tập huấn", 50, "qlcl.training.imports.CLASSES"))

    def plan_classes(*, actor: Actor, rows: list[Row], context: PlanContext) -> Plan:
        plan = Plan()
        known = {c.code: c for c in TrainingClass.objects.filter(code__in=[r["code"] for r in rows])}
        for row in rows:
            found = known.get(row["code"])
            if found is None:
                plan.creates.append(row)  # or anything `apply` understands
            elif changes := differences(found, {n: row[n] for n in ("held_on", "title") if row.given(n)}):
                plan.updates.append(Change(row=row, obj=found, fields=changes, label=found.code))
            else:
                plan.unchanged += 1
            if row["held_on"] > context.on:
                plan.problems.append(row.problem("held_on", "Ngày tổ chức ở tương lai.", "Ghi ngày đã tổ chức lớp."))
        return plan

    def apply_classes(*, actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None:
        register_classes(actor=actor, rows=plan.creates, on=on, at=at, batch=batch, illustration=illustration)

    CLASSES = ImportKind(
        code="training-classes", label="Lớp tập huấn",
        columns=(
            Column("code", ("Mã lớp",), type="code", required=True, example="LOP-01"),
            Column("held_on", ("Ngày tổ chức",), type="date", required=True, example="20/11/2019"),
            Column("topic", ("Chuyên đề",), type="choice", choices={"nhan-thuc": ("Nhận thức",)}),
        ),
        plan=plan_classes, apply=apply_classes, key=("code",),
    )
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import RowProblem

#: `code` is a short text without spaces inside, compared exactly; `decimal` is read as `decimal.Decimal`.
ColumnType = Literal["text", "code", "choice", "date", "int", "decimal"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` is the key in `Row.values` and an accepted header; `headers[0]` is the one we print.

    Further headers are other titles in Vietnamese or English, matched without accents, case and punctuation.
    `choices` maps each code to its Vietnamese labels (the first is shown); codes and labels are both accepted.
    """

    name: str
    headers: tuple[str, ...]
    type: ColumnType = "text"
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_length: int = 500
    minimum: int | None = None
    maximum: int | None = None
    help: str = ""
    example: str = ""

    @property
    def title(self) -> str:
        """The header as we print it."""
        return self.headers[0] if self.headers else self.name


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read: `number` is the row in the file (the first row is 1); `values` has every column of the kind.

    An empty cell is "" for text, code and choice, and None for date, int and decimal.
    """

    number: int
    values: dict[str, Any]
    file: str = ""
    columns: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or `default` where the kind has no such column."""
        return self.values.get(name, default)

    def given(self, name: str) -> bool:
        """Whether the file has that column at all: what is not in the file is never changed by it."""
        return name in self.columns

    def problem(self, column: str, message: str, remedy: str = "", value: object = None) -> RowProblem:
        """A problem of this row, to be added to `Plan.problems`."""
        shown = self.values.get(column, "") if value is None else value
        title = self.titles.get(column, column)
        return RowProblem(self.number, title, shown_value(shown), message, remedy, self.file)


@dataclass(slots=True)
class Change:
    """What a row changes in something that exists: field label or name → (before, after)."""

    row: Row
    obj: Any
    fields: dict[str, tuple[Any, Any]]
    label: str = ""


@dataclass(slots=True)
class Plan:
    """What a file would do: rows that create, changes, how many are there already, what is wrong, what to know.

    `creates` and `payload` hold whatever the room's `apply` understands; only the number of creates is shown.
    `handout`: rows that `apply` leaves to be shown once and kept nowhere, such as temporary passwords.
    """

    creates: list[Any] = field(default_factory=list)
    updates: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    payload: Any = None
    handout: list[dict[str, str]] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether applying would write anything."""
        return bool(self.creates or self.updates)


@dataclass(slots=True)
class PlanContext:
    """What a plan may know beside its rows: the legal day, the other files of the call, the province meant.

    `earlier` holds the plans of the kinds already applied in the same transaction (their rows are in the database).
    `province_code` is given by the caller for files that do not name their province; empty: the only one there is.
    """

    on: date
    earlier: dict[str, Plan] = field(default_factory=dict)
    province_code: str = ""
    illustration: bool = False


class Planner(Protocol):
    """Compares rows with the records; reads only."""

    def __call__(self, *, actor: Actor, rows: list[Row], context: PlanContext) -> Plan: ...


class Applier(Protocol):
    """Hands a plan to the room's operations, which check the policies and record history under `batch`."""

    def __call__(self, *, actor: Actor, plan: Plan, on: date, at: datetime, batch: str, illustration: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file. `key`: columns that together name a row; the same key twice in one file is a problem.

    The template shows one row made of the columns' examples; the importer passes over it.
    """

    code: str
    label: str
    columns: tuple[Column, ...]
    plan: Planner
    apply: Applier
    key: tuple[str, ...] = ()
    help: str = ""

    def column(self, name: str) -> Column:
        """The column with that name."""
        return next(c for c in self.columns if c.name == name)


def differences(obj: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields of `obj` that differ from `values`, as name → (before, after)."""
    return {name: (getattr(obj, name), value) for name, value in values.items() if getattr(obj, name) != value}


def shown_value(value: Any) -> str:
    """A value as shown in lists of problems and changes: dates as dd/mm/yyyy, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)[:200]


def duplicate_problems(rows: Iterable[Row], key: Sequence[str]) -> list[RowProblem]:
    """One problem for each row that repeats the key of an earlier row of the same file."""
    first: dict[tuple[str, tuple[Any, ...]], int] = {}
    problems = []
    for row in rows:
        mark = (row.file, tuple(row.get(name) for name in key))
        if mark in first:
            remedy = f"Bỏ một trong hai dòng, hoặc sửa lại; dòng kia là dòng {first[mark]}."
            problems.append(row.problem(key[0], "Trùng với một dòng ở trên.", remedy))
        else:
            first[mark] = row.number
    return problems
