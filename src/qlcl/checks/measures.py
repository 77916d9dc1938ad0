"""The figures this room can answer for: the head's part, the spread of work, findings that stand.

How each is counted stands in docs/guide-agencies.md, in the words that the head reads.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from qlcl.accounts.enums import RoleChoice
from qlcl.checks.enums import Doer, Severity
from qlcl.checks.models import Deed, DeedQuerySet
from qlcl.checks.policies import agencies_headed, days_shown, visible_lines
from qlcl.duties.enums import Outcome, State
from qlcl.duties.models import Duty, DutyQuerySet
from qlcl.duties.models.as_of import state_on
from qlcl.kernel.actors import Role
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.organisations.enums import Level

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_ROLES = {str(code): str(label) for code, label in RoleChoice.choices}
_DOERS = {str(code): str(label) for code, label in Doer.choices}
_STATES = {str(code): str(label) for code, label in State.choices}
_SEVERITIES = {str(code): str(label) for code, label in Severity.choices}
NO_DIVISION = "(không thuộc phòng, bộ phận)"


Shown = Mapping[int, date]


def _seen(scope: Scope, day: str, shown_until: Shown | None) -> Q:
    """Rows of the provinces; for those who oversee them only up to the day that the province's delay lets them see."""
    within = Q(agency__province_id__in=scope.province_ids)
    if scope.actor.is_system:
        return within
    shown = Q(agency_id__in=agencies_headed(scope.actor))
    if shown_until is None:
        shown_until = days_shown(scope.actor, scope.actor.day or scope.until)
    for province, until in shown_until.items():
        shown |= Q(**{"agency__province_id": province, f"{day}__lte": until})
    return within & shown


def head_work(scope: Scope, shown: Shown | None = None) -> DeedQuerySet:
    """What only a head may do, or what he owes, as it was recorded in the period."""
    deeds = Deed.objects.filter(_seen(scope, "on", shown), head_work=True)
    return deeds.between(scope.since, scope.until).with_doer()


def head_duties(scope: Scope, shown: Shown | None = None) -> DutyQuerySet:
    """What heads owe by a day of the period, with how it stood at its end; what was cancelled or is unknown is out."""
    duties = Duty.objects.filter(_seen(scope, "due_on", shown), role=Role.HEAD)
    owed = duties.filter(due_on__gte=scope.since, due_on__lte=scope.until, opened_on__lte=scope.until)
    owed = owed.exclude(outcome__in=[Outcome.CANCELLED, Outcome.UNKNOWN])
    return owed.annotate(state=state_on(_last_day(scope)))


def _last_day(scope: Scope) -> date:
    """The day as of which duties stand: the end of the period, or today where that lies ahead."""
    return min(scope.until, scope.actor.day) if scope.actor.day else scope.until


def own_work(scope: Scope, shown: Shown | None = None) -> QuerySet[Any]:
    """What the agencies' own people recorded in the period."""
    deeds = Deed.objects.by_own_people().filter(_seen(scope, "on", shown)).between(scope.since, scope.until)
    return deeds.annotate(division=Coalesce(F("position__division__name"), Value(NO_DIVISION)))


def _findings(scope: Scope) -> QuerySet[Any]:
    """Findings that stood on the last day of the period, as far as the actor may see them."""
    day = scope.actor.day or scope.until
    return visible_lines(scope.actor, day).standing_on(scope.until).filter(province_id__in=scope.province_ids)


_AGENCY = (Column("Cơ quan", "agency__name"), Column("Cấp", "agency__level", _LEVELS))
_BY_AGENCY = {"agency": "agency_id", "level": "agency__level"}


def _deeds(
    name: str, label: str, rows: Callable[[Scope], QuerySet[Any]], dimensions: dict[str, str], *columns: Column
) -> Measure:
    """A figure of recorded deeds: whose agency, on which day, then columns of its own; the latest first."""
    return Measure(
        name=name,
        label=label,
        unit="việc",
        rows=rows,
        dimensions=dimensions | _BY_AGENCY,
        columns=(*_AGENCY, Column("Ngày thực hiện", "on"), *columns),
        illustration="person__illustration",
        order=("-on", "-pk"),
    )


HEAD_WORK = _deeds(
    "head_work",
    "Việc thuộc Thủ trưởng đã ghi nhận",
    head_work,
    {"doer": "doer", "act": "act"},
    Column("Ngày ghi", "recorded_on"),
    Column("Do", "doer", _DOERS),
    Column("Vị trí", "position__title"),
)
HEAD_DUTIES = Measure(
    name="head_duties",
    label="Việc Thủ trưởng phải làm đến hạn trong kỳ",
    unit="việc",
    rows=head_duties,
    dimensions={"state": "state", "act": "act"} | _BY_AGENCY,
    columns=(
        *_AGENCY,
        Column("Việc", "label"),
        Column("Hạn", "due_on"),
        Column("Hoàn thành", "closed_on"),
        Column("Trạng thái", "state", _STATES),
    ),
    kind="duty",
    illustration="agency__illustration",
    order=("due_on", "pk"),
)
OWN_WORK = _deeds(
    "own_work",
    "Việc do người của cơ quan ghi nhận",
    own_work,
    {"person": "person_id", "division": "division", "role": "role"},
    Column("Vị trí", "position__title"),
    Column("Vai trò", "role", _ROLES),
    Column("Phòng, bộ phận", "division"),
)
FINDINGS = Measure(
    name="check_lines",
    label="Điểm rà soát đang có",
    unit="điểm",
    rows=_findings,
    dimensions={"severity": "severity", "check": "code"} | _BY_AGENCY,
    columns=(
        *_AGENCY,
        Column("Mức", "severity", _SEVERITIES),
        Column("Nội dung", "facts"),
        Column("Từ ngày", "since"),
        Column("Ngày trả lời", "answered_on"),
    ),
    order=("severity", "since", "pk"),
)
