"""The year board on a day: agencies by the duties of one year, in few queries at any size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, SmallIntegerField, Sum, Value, When
from django.db.models.functions import Cast

from qlcl.duties.enums import State, Trigger
from qlcl.duties.models import Duty, DutyRule
from qlcl.duties.models.as_of import state_on
from qlcl.duties.queries.reminders import last_contacts_in
from qlcl.kernel.actors import PROVINCIAL, Actor, Role
from qlcl.kernel.models import Chain
from qlcl.organisations.enums import DutyKind, Level
from qlcl.organisations.models import DutyToApply, QualitySystem, QualitySystemQuerySet

#: From what is best to what has to be seen; of several duties of one rule the worst shows.
SEVERITY = (
    State.CANCELLED,
    State.DONE,
    State.NOT_DUE,
    State.EXPLAINED,
    State.UNKNOWN,
    State.LATE,
    State.OVERDUE,
)
_RANK = {state.value: n for n, state in enumerate(SEVERITY)}
#: Figures of a column, in the order in which they are shown.
COUNTED = (State.DONE, State.LATE, State.OVERDUE, State.EXPLAINED, State.NOT_DUE)
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A duty of the year as a column: the newest version of its rule that held in the year."""

    code: str
    short: str
    label: str
    legal_basis: str
    statutory: bool
    provincial: bool = False


class YearCell(NamedTuple):
    """A duty on the day: its state, the day it was closed or is due (ISO text), whether it was explained."""

    duty_id: int
    state: str
    day: str
    explained: bool


@dataclass(slots=True)
class YearRow:
    """An agency that lived in the year, with one cell a column; None where it owes nothing."""

    system_id: int
    agency_id: int
    name: str
    fold: str = ""
    sort: bytes = b""
    level: str = ""
    area_id: int = 0
    area: str = ""
    bound: bool = False
    illustration: bool = False
    ended_on: date | None = None
    cells: list[YearCell | None] = field(default_factory=list)
    contact: date | None = None
    owed: int = 0
    met: int = 0
    overdue: int = 0
    late: int = 0

    def count(self) -> None:
        """Fills the figures of the row from its cells."""
        states = [cell.state for cell in self.cells if cell is not None]
        self.owed = sum(1 for state in states if state != State.CANCELLED)
        self.overdue, self.late = states.count(State.OVERDUE), states.count(State.LATE)
        self.met = states.count(State.DONE) + self.late

    def has(self, state: str, column: int | None) -> bool:
        """Whether the row has that state, in the column or in any."""
        cells = self.cells if column is None else self.cells[column : column + 1]
        return any(cell is not None and (not state or cell.state == state) for cell in cells)


@dataclass(frozen=True, slots=True)
class YearBoard:
    """The board of a year as it stood on a day."""

    year: int
    day: date
    columns: list[YearColumn]
    rows: list[YearRow]
    province: list[tuple[YearColumn, YearCell | None]]


def year_board(actor: Actor, year: int, day: date) -> YearBoard:
    """The agencies that lived in the year, by the structure of that time, with their duties of the year on `day`.

    Of the provinces that the actor oversees. What rests on acts is kept per process until another act is recorded
    anywhere, the last contacts until anything is written. Two queries, eight after an act.
    """
    stamp = Chain.objects.aggregate(events=Sum("seq"), head=Max("head"))
    board = _board(actor.oversees, year, day, stamp["events"], stamp["head"])
    told = last_contacts_in(actor.oversees)
    for row in board.rows:
        contact = told.get(row.agency_id)
        row.contact = contact.on if contact is not None and contact.on <= day else None
    return board


@lru_cache(maxsize=12)
def _board(provinces: frozenset[int], year: int, day: date, _events: int, _head: str) -> YearBoard:
    last = min(day, date(year, 12, 31))
    systems = QualitySystem.objects.in_provinces(provinces)
    rows = _rows(_living(systems, date(year, 1, 1), last), date(year, 1, 1), last, day)
    rules = rules_of(provinces)
    columns = columns_of(rules.values(), [year])
    fill([(row, year) for row in rows], rules, {column.code: n for n, column in enumerate(columns)}, day)
    columns, own = _apart(columns, rows)
    for row in rows:
        row.count()
    return YearBoard(year, day, columns, rows, own)


def _apart(
    columns: list[YearColumn], rows: list[YearRow]
) -> tuple[list[YearColumn], list[tuple[YearColumn, YearCell | None]]]:
    """Takes what the overseeing body owes out of the rows: (columns of agencies, the province's own duties)."""
    own = {n for n, column in enumerate(columns) if column.provincial}
    duties = [(columns[n], next((row.cells[n] for row in rows if row.cells[n]), None)) for n in sorted(own)]
    kept = [n for n in range(len(columns)) if n not in own]
    for row in rows:
        row.cells = [row.cells[n] for n in kept]
    return [columns[n] for n in kept], duties


def _living(systems: QualitySystemQuerySet, first: date, last: date) -> QualitySystemQuerySet:
    """Systems that lived on some day from the first to the last."""
    return systems.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=first), valid_from__lte=last)


def _rows(systems: QualitySystemQuerySet, first: date, last: date, day: date) -> list[YearRow]:
    rank = Case(
        *(When(holder__level=level, then=Value(n)) for n, level in enumerate(Level)), output_field=SmallIntegerField()
    )
    found = systems.order_by(rank, "holder__name_sort", "pk").values_list(
        "pk",
        "holder_id",
        "holder__name",
        "holder__name_fold",
        "holder__name_sort",
        "holder__level",
        "holder__parent_id",
        "holder__parent__name",
        "holder__illustration",
        "valid_until",
        _bound(first, last),
    )
    rows = []
    for pk, holder, name, fold, sort, level, parent, parent_name, made_up, until, bound in found:
        own = level in {Level.DISTRICT, Level.PROVINCE}
        area = name if own else parent_name or ""
        ended = until - timedelta(days=1) if until is not None and until <= day else None
        rows.append(
            YearRow(
                pk,
                holder,
                short(name),
                fold,
                bytes(sort),
                level,
                holder if own else parent or 0,
                short(area),
                bound=bound,
                illustration=made_up,
                ended_on=ended,
            )
        )
    return rows


def _bound(first: date, last: date) -> Exists:
    """The law bound the holder on some day from the first to the last (Decision 19/2014, art. 2)."""
    held = Q(valid_until__isnull=True) | Q(valid_until__gt=first)
    return Exists(
        DutyToApply.objects.filter(
            held, agency_id=OuterRef("holder_id"), kind=DutyKind.MANDATORY, valid_from__lte=last
        ).order_by()
    )


def rules_of(province_ids: Iterable[int]) -> dict[int, DutyRule]:
    """All versions of the rules of those provinces, by id; a province has a few dozen."""
    return {rule.pk: rule for rule in DutyRule.objects.in_provinces(province_ids).order_by("sequence", "valid_from")}


def columns_of(rules: Iterable[DutyRule], years: Sequence[int]) -> list[YearColumn]:
    """The yearly duties of those years, each by the newest version that held, in the rules' order."""
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    newest: dict[str, DutyRule] = {}
    for rule in rules:
        held = rule.valid_from <= last and (rule.valid_until is None or rule.valid_until > first)
        if rule.trigger == Trigger.YEARLY and held:
            newest[rule.code] = rule
    ordered = sorted(newest.values(), key=lambda rule: (rule.sequence, rule.code))
    return [
        YearColumn(r.code, r.column or r.label, r.label, r.legal_basis, r.statutory, Role(r.role) in PROVINCIAL)
        for r in ordered
    ]


def fill(rows: Sequence[tuple[YearRow, int]], rules: dict[int, DutyRule], places: dict[str, int], day: date) -> None:
    """Puts the duties of each (row, year) into its cells; states and days are made by the database.

    Saying that the year is not null lets SQLite use the index that holds only yearly duties.
    """
    place_of = {pk: places[rule.code] for pk, rule in rules.items() if rule.code in places}
    by_key = {(row.system_id, year): row for row, year in rows}
    for row, _year in rows:
        row.cells = [None] * len(places)
    agencies, years = sorted({row.agency_id for row, _ in rows}), sorted({year for _, year in rows})
    shown = Case(When(closed_on__lte=day, then=F("closed_on")), default=F("due_on"))
    explained = Case(When(explained_on__lte=day, then=Value(1)), default=Value(0), output_field=SmallIntegerField())
    for start in range(0, len(agencies), _CHUNK):
        duties = (
            Duty.objects.filter(
                agency_id__in=agencies[start : start + _CHUNK], year__in=years, year__isnull=False, opened_on__lte=day
            )
            .order_by()
            .values_list("system_id", "year", "rule_id", "pk", state_on(day), Cast(shown, CharField()), explained)
        )
        for system, year, rule, pk, state, on, told in duties:
            owner, place = by_key.get((system, year)), place_of.get(rule)
            if owner is None or place is None:
                continue
            known = owner.cells[place]
            if known is None or _RANK[state] > _RANK[known.state]:
                owner.cells[place] = YearCell(pk, state, on, bool(told))


def short(name: str) -> str:
    """The name as lists show it."""
    return name.replace("Ủy ban nhân dân", "UBND")
