"""The figures this room can answer for: duties of a period by how they ended, agencies that kept or missed them."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from qlcl.duties.enums import Audience, Outcome
from qlcl.duties.models import Duty, Reminder
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.models import Event
from qlcl.kernel.trends import Dated
from qlcl.organisations.enums import Level
from qlcl.organisations.measures import SYSTEMS, every_system, living

_LEVELS = {str(code): str(label) for code, label in Level.choices}
#: How a duty stands at the end of the last day of a report: what was due that day and not done then is missed.
ENDINGS = {
    "done": "Đúng hạn",
    "late": "Trễ hạn",
    "missed": "Quá hạn chưa làm",
    "explained": "Giải trình",
    "unknown": "Không rõ ngày",
    "cancelled": "Không còn phải làm",
}
INTERNAL_AUDIT = ("audits.internal_audit", "transitions.internal_audit")
MANAGEMENT_REVIEW = ("reviews.management_review", "transitions.management_review")


def _duties(scope: Scope) -> QuerySet[Any]:
    """Duties of the provinces' systems, those that fell away left out."""
    return Duty.objects.filter(system__province_id__in=scope.province_ids).exclude(outcome=Outcome.CANCELLED)


def _due(scope: Scope) -> Q:
    """Due from the first to the last day."""
    return Q(due_on__gte=scope.since, due_on__lte=scope.until)


def closed(scope: Scope) -> Q:
    """Performed from the first to the last day."""
    return Q(outcome=Outcome.DONE, closed_on__gte=scope.since, closed_on__lte=scope.until)


def _unmet(scope: Scope) -> Q:
    """Due by the end of the last day and not closed by then; an explanation excuses nothing that a law demands."""
    return _open(scope) & Q(due_on__lte=scope.until)


def _overdue(scope: Scope) -> Q:
    """Due before the last day and not closed by then; what is due that very day is not late yet."""
    return _open(scope) & Q(due_on__lt=scope.until)


def ending(scope: Scope) -> Case:
    """How each duty that was due stands at the end of the last day; see `ENDINGS`."""
    by_then = Q(closed_on__lte=scope.until)
    return Case(
        When(by_then & Q(outcome=Outcome.DONE, closed_on__lte=F("due_on")), then=Value("done")),
        When(by_then & Q(outcome=Outcome.DONE), then=Value("late")),
        When(by_then, then=F("outcome")),
        When(explained_on__lte=scope.until, statutory=False, then=Value("explained")),
        default=Value("missed"),
        output_field=CharField(),
    )


def _statutory(scope: Scope) -> QuerySet[Any]:
    return _duties(scope).filter(statutory=True)


def _on_time(scope: Scope) -> Q:
    """Due in the period and performed by the day it was due."""
    return _due(scope) & Q(outcome=Outcome.DONE, closed_on__lte=F("due_on")) & Q(closed_on__lte=scope.until)


def _decided(scope: Scope) -> Q:
    """Due in the period, and known whether it was kept: what has no known day counts neither way."""
    return _due(scope) & ~Q(outcome=Outcome.UNKNOWN, closed_on__lte=scope.until)


def _of(*acts: str) -> Any:
    """Duties of the acts that were due in the period, with how they ended."""

    def rows(scope: Scope) -> QuerySet[Any]:
        return _duties(scope).filter(_due(scope), act__in=acts).annotate(ending=ending(scope))

    return rows


def _statutory_due(scope: Scope) -> QuerySet[Any]:
    return _statutory(scope).filter(_due(scope)).annotate(ending=ending(scope))


def _which_did(*acts: str) -> Dated:
    """Systems living on the last day for which one of the acts was performed in the period."""

    def holds(scope: Scope) -> Q:
        done = Duty.objects.filter(closed(scope), act__in=acts)
        return living(scope) & Q(pk__in=done.values("system_id"))

    return Dated(every_system, holds)


def _reminded(scope: Scope, audience: Audience) -> QuerySet[Any]:
    """Rungs with that audience, of duties of the provinces' systems."""
    return Reminder.objects.filter(audience=audience, duty__system__province_id__in=scope.province_ids)


def _escalated(scope: Scope) -> Q:
    """Systems living on the last day of which the province had to be told in the period."""
    told = _reminded(scope, Audience.PROVINCE).filter(on__gte=scope.since, on__lte=scope.until)
    return living(scope) & Q(pk__in=told.values("duty__system_id"))


def _behind(scope: Scope) -> Q:
    """Systems living on the last day that have a duty which a law demands, due and not performed."""
    return living(scope) & Q(pk__in=_statutory(scope).filter(_unmet(scope)).values("system_id"))


def _open(scope: Scope) -> Q:
    """Begun by the last day and not closed by then."""
    return (Q(closed_on__isnull=True) | Q(closed_on__gt=scope.until)) & Q(opened_on__lte=scope.until)


def named_duties(scope: Scope) -> QuerySet[Any]:
    """Duties for which a report names their agency: due by the last day, not performed, demanded by law.

    One that climbs a ladder is named once its last rung is passed, whether a law demands it or not.
    """
    passed = _reminded(scope, Audience.REPORT).filter(on__lte=scope.until, due_on=F("duty__due_on"))
    due = living(scope, "system__") & _unmet(scope)
    demanded = _statutory(scope).filter(due, ladder="")
    climbed = _duties(scope).filter(due, pk__in=passed.values("duty_id")).exclude(ladder="")
    return Duty.objects.filter(pk__in=demanded.values("pk").union(climbed.values("pk")))


_DUTY_COLUMNS = (
    Column("Cơ quan", "agency__name"),
    Column("Cấp", "agency__level", _LEVELS),
    Column("Việc", "label"),
    Column("Hạn", "due_on"),
    Column("Ngày làm", "closed_on"),
)
_ORDER = ("agency__level", "agency__name_sort", "due_on", "pk")


def _duty_measure(name: str, label: str, rows: Any, ends: bool = True) -> Measure:
    """A measure that counts duties, cut by the level of who owes, the act and how it ended."""
    return Measure(
        name=name,
        label=label,
        unit="việc",
        rows=rows,
        dimensions={"level": "agency__level", "act": "act"} | ({"ending": "ending"} if ends else {}),
        columns=(*_DUTY_COLUMNS, Column("Kết quả", "ending", ENDINGS)) if ends else _DUTY_COLUMNS,
        kind="duty",
        illustration="agency__illustration",
        order=_ORDER,
    )


def _system_measure(name: str, label: str, rows: Any) -> Measure:
    """A measure that counts systems."""
    return Measure(
        name=name,
        label=label,
        unit="hệ thống",
        rows=rows,
        dimensions=SYSTEMS.dimensions,
        columns=SYSTEMS.columns,
        kind="agency",
        illustration=SYSTEMS.illustration,
        order=SYSTEMS.order,
    )


STATUTORY = _duty_measure("statutory_duties", "Việc do pháp luật quy định đến hạn trong kỳ", _statutory_due)
DECIDED = _duty_measure(
    "statutory_decided", "Việc do pháp luật quy định đến hạn, đã rõ kết quả", Dated(_statutory, _decided), ends=False
)
ON_TIME = _duty_measure(
    "statutory_on_time", "Việc do pháp luật quy định làm đúng hạn", Dated(_statutory, _on_time), ends=False
)
OPEN = _duty_measure("statutory_open", "Việc do pháp luật quy định đang phải làm", Dated(_statutory, _open), ends=False)
OVERDUE = _duty_measure(
    "statutory_overdue", "Việc do pháp luật quy định đang quá hạn", Dated(_statutory, _overdue), ends=False
)
AUDITS_DUE = _duty_measure("internal_audits_due", "Đánh giá nội bộ hằng năm đến hạn trong kỳ", _of(INTERNAL_AUDIT[0]))
REVIEWS_DUE = _duty_measure(
    "management_reviews_due", "Xem xét của lãnh đạo hằng năm đến hạn trong kỳ", _of(MANAGEMENT_REVIEW[0])
)
AUDITED = _system_measure("systems_audited", "HTQLCL đã đánh giá nội bộ trong kỳ", _which_did(*INTERNAL_AUDIT))
REVIEWED = _system_measure(
    "systems_reviewed", "HTQLCL đã được lãnh đạo xem xét trong kỳ", _which_did(*MANAGEMENT_REVIEW)
)
BEHIND = _system_measure(
    "systems_behind", "HTQLCL còn việc do pháp luật quy định quá hạn", Dated(every_system, _behind)
)
ESCALATED = _system_measure(
    "systems_escalated", "HTQLCL có việc quá hạn phải báo lên tỉnh trong kỳ", Dated(every_system, _escalated)
)


def _confirmed_unchanged(scope: Scope) -> QuerySet[Any]:
    """Duties closed in the period by confirming that nothing changed, as their closing events say."""
    confirming = Event.objects.filter(pk=OuterRef("closed_by"), act="duties.confirm_unchanged")
    return _duties(scope).filter(closed(scope)).filter(Exists(confirming))


CONFIRMED_UNCHANGED = _duty_measure(
    "duties_confirmed_unchanged", "Việc kết thúc bằng xác nhận không thay đổi", _confirmed_unchanged, ends=False
)
