"""The campaign board on a day: agencies by steps, cheap at any size.

What concerns the whole province (totals, filters, order) is a `Summary`, which `remembered` keeps per process; what
concerns the rows shown is read each time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Case, CharField, F, IntegerField, Q, SmallIntegerField, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from qlcl.conformity.enums import PreparedBy
from qlcl.conformity.queries import first_declarations
from qlcl.duties.models import Duty
from qlcl.duties.models.as_of import met_on, overdue_on, state_on
from qlcl.kernel.actors import Actor
from qlcl.organisations.enums import COUNTED_LEVELS, Level
from qlcl.organisations.policies import oversees
from qlcl.organisations.queries import visible_systems
from qlcl.transitions.enums import STEPS
from qlcl.transitions.models import Campaign, Enrolment


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An enrolled agency on the day: steps met, steps overdue, by whom prepared, whether it has declared."""

    enrolment_id: int
    system_id: int
    agency_id: int
    name: str
    fold: str
    level: str
    area_id: int
    area: str
    prepared_by: str
    met: int
    late: int
    declared_on: date | None
    certificate_until: date | None = None

    @property
    def declared(self) -> bool:
        """It has declared by the day of the board."""
        return self.declared_on is not None


@dataclass(frozen=True)
class Summary:
    """The whole board of a province on a day.

    `lines`: by system, what a page made of its row and cells, for as long as no act touches the system.
    """

    rows: tuple[BoardRow, ...]
    met_by_step: tuple[int, ...]
    overdue_by_step: tuple[int, ...]
    lines: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def levels(self) -> dict[str, tuple[int, int]]:
        """Level → (declared, enrolled), in the order of levels."""
        found = {level.value: [0, 0] for level in COUNTED_LEVELS}
        for row in self.rows:
            counts = found.setdefault(row.level, [0, 0])
            counts[0] += row.declared
            counts[1] += 1
        return {level: (declared, enrolled) for level, (declared, enrolled) in found.items() if enrolled}

    @cached_property
    def areas(self) -> list[tuple[int, str, int]]:
        """The areas (districts, or the province for its own agencies) with their number of agencies."""
        found: dict[int, list[object]] = {}
        for row in self.rows:
            found.setdefault(row.area_id, [row.area, 0])[1] += 1  # type: ignore[operator]
        return [(id_, str(name), int(str(count))) for id_, (name, count) in found.items()]

    @cached_property
    def late(self) -> int:
        """How many agencies have a step overdue."""
        return sum(1 for row in self.rows if row.late)

    @cached_property
    def declared(self) -> int:
        """How many agencies have declared."""
        return sum(declared for declared, _ in self.levels.values())

    @cached_property
    def declarations(self) -> Counter[tuple[str, str, int]]:
        """How many of a level declared, by whom prepared, in which quarter (year × 4 + 0 to 3)."""
        return Counter(
            (row.level, row.prepared_by, row.declared_on.year * 4 + (row.declared_on.month - 1) // 3)
            for row in self.rows
            if row.declared_on is not None
        )

    @cached_property
    def certificates(self) -> list[date]:
        """The last days of consultants' certificates, in order."""
        return sorted(row.certificate_until for row in self.rows if row.certificate_until is not None)

    @cached_property
    def consultant(self) -> int:
        """How many agencies hire a consultant or an expert."""
        return sum(1 for row in self.rows if row.prepared_by in _HIRED)


_HIRED = {PreparedBy.CONSULTANT.value, PreparedBy.EXPERT.value}


#: Of each system: the n-th bit says whether step n is met, and whether it is overdue.
Bits = dict[int, tuple[int, int]]


def bits_of(campaign: Campaign, day: date, systems: Collection[int] | None = None) -> Bits:
    """One pass over the duties of the campaign's systems living on `day`, or of some of them."""
    duties = Duty.objects.of_source("campaign", campaign.pk).filter(sequence__lte=len(STEPS))
    living = Q(system__valid_until__isnull=True) | Q(system__valid_until__gt=day)
    duties = duties.filter(living, system__valid_from__lte=day).order_by()
    if systems is not None:
        duties = duties.filter(system__in=systems)
    bit = CombinedExpression(Value(1), "<<", F("sequence"), output_field=IntegerField())
    met = Sum(Case(When(met_on(day), then=bit), default=Value(0)))
    late = Sum(Case(When(overdue_on(day), then=bit), default=Value(0)))
    return {s: (m, n) for s, m, n in duties.values_list("system_id").annotate(m=met, n=late)}


def rows_of(campaign: Campaign, day: date, bits: Bits, systems: Collection[int] | None = None) -> list[BoardRow]:
    """The rows of the systems enrolled on `day` in the order of the board, or of some of them."""
    firsts = first_declarations(campaign.to_edition_id, [campaign.province_id], day)
    if systems is not None:
        firsts = firsts.filter(system__in=systems)
    told = firsts.values_list("system_id", "prepared_by", "signed_on")
    first = {system: (prepared, on) for system, prepared, on in told}
    return _rows(campaign.pk, day, bits, first, systems)


def summary_of(rows: Sequence[BoardRow], bits: Iterable[tuple[int, int]]) -> Summary:
    """The rows with how many systems have met each step, and how many are late with it."""
    pairs = Counter(bits)  # few differ
    steps = range(1, len(STEPS) + 1)
    return Summary(
        rows=tuple(rows),
        met_by_step=tuple(sum(count for (met, _), count in pairs.items() if met >> n & 1) for n in steps),
        overdue_by_step=tuple(sum(count for (_, late), count in pairs.items() if late >> n & 1) for n in steps),
    )


def level_rank() -> Case:
    """Orders enrolments by the level of the holder, from the province down."""
    return Case(
        *(When(system__holder__level=level, then=Value(n)) for n, level in enumerate(Level)),
        output_field=SmallIntegerField(),
    )


def _rows(
    campaign_id: int,
    day: date,
    by_system: dict[int, tuple[int, int]],
    first: dict[int, tuple[str, date]],
    systems: Collection[int] | None,
) -> list[BoardRow]:
    some = Enrolment.objects.filter(campaign=campaign_id)
    enrolments = (
        (some if systems is None else some.filter(system__in=systems))
        .valid_on(day)
        .order_by(level_rank(), "system__holder__name_sort", "pk")
        .values_list(
            "pk",
            "system_id",
            "system__holder_id",
            "system__holder__name",
            "system__holder__name_fold",
            "system__holder__level",
            "system__holder__parent_id",
            "system__holder__parent__name",
            "prepared_by",
            "certificate_until",
        )
    )
    rows = []
    for pk, system, holder, name, fold, level, parent, parent_name, stated, until in enrolments.iterator(2000):
        own = level in {Level.DISTRICT, Level.PROVINCE}
        met, late = by_system.get(system, (0, 0))
        prepared, declared_on = first.get(system, ("", None))
        rows.append(
            BoardRow(
                pk,
                system,
                holder,
                _short(name),
                fold,
                level,
                holder if own else parent or 0,
                _short(name if own else parent_name or ""),
                prepared or stated,
                met.bit_count(),
                late.bit_count(),
                declared_on,
                until,
            )
        )
    return rows


def _short(name: str) -> str:
    return name.replace("Ủy ban nhân dân", "UBND")


def rows_seen(actor: Actor, campaign: Campaign, summary: Summary) -> Sequence[BoardRow]:
    """The rows the actor may see: all to those who oversee the province, else those of his own agencies."""
    if oversees(actor, campaign.province_id):
        return summary.rows
    own = set(visible_systems(actor).values_list("pk", flat=True))
    return [row for row in summary.rows if row.system_id in own]


#: system id → for each step in order (duty id, state, day it was closed or is due as ISO text), or None.
Cells = dict[int, list[tuple[int, str, str] | None]]


def cells_of(campaign: Campaign, system_ids: Sequence[int], day: date) -> Cells:
    """The cells of those systems in one query; states and days are made by the database."""
    shown = Case(When(closed_on__lte=day, then=F("closed_on")), default=F("due_on"))
    rows = (
        Duty.objects.of_source("campaign", campaign.pk)
        .filter(system_id__in=list(system_ids), sequence__lte=len(STEPS))
        .order_by()
        .values_list("system_id", "sequence", "pk", state_on(day), Cast(shown, CharField()))
    )
    found: Cells = {system: [None] * len(STEPS) for system in system_ids}
    for system, number, duty, state, shown_on in rows:
        found[system][number - 1] = (duty, state, shown_on)
    return found
