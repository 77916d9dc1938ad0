"""The figures of inspections by file: files due in a period by how their first sending came, by two clocks."""

from typing import Any

from django.db.models import DateField, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.policies import kept_inspections
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_STATES = {str(code): str(label) for code, label in Status.choices}


def files_due(scope: Scope) -> QuerySet[Any]:
    """Files that a letter asked for by a day of the period; `due` is the day of that letter, not of a return."""
    asked = kept_inspections(scope.actor).filter(
        province_id__in=scope.province_ids, mode=Mode.BY_FILE, file_due_on__isnull=False, voided_on__isnull=True
    )
    first = FilteredRelation("submissions", condition=Q(submissions__number=1))
    due = Coalesce(F("first__due_on"), F("file_due_on"), output_field=DateField())
    rows = asked.exclude(status__in=(Status.PLANNED, Status.CANCELLED)).annotate(first=first).annotate(due=due)
    return rows.filter(due__gte=scope.since, due__lte=scope.until)


def _sent(scope: Scope) -> QuerySet[Any]:
    """Those sent by the last day."""
    return files_due(scope).filter(first__sent_on__lte=scope.until)


def _on_time(scope: Scope) -> QuerySet[Any]:
    return _sent(scope).filter(first__on_time=True)


def _late(scope: Scope) -> QuerySet[Any]:
    return _sent(scope).filter(first__on_time=False)


def _missing(scope: Scope) -> QuerySet[Any]:
    return files_due(scope).filter(Q(first__sent_on__isnull=True) | Q(first__sent_on__gt=scope.until))


def _complete(scope: Scope) -> QuerySet[Any]:
    return _sent(scope).filter(first__complete=True)


def _incomplete(scope: Scope) -> QuerySet[Any]:
    return _sent(scope).filter(first__complete=False)


def _returned(scope: Scope) -> QuerySet[Any]:
    return _sent(scope).filter(first__returned_on__lte=scope.until)


def _measure(name: str, label: str, rows: Any) -> Measure:
    return Measure(
        name=name,
        label=label,
        unit="hồ sơ",
        rows=rows,
        dimensions={"period": YearOf("due"), "level": "agency__level"},
        columns=(
            Column("Cơ quan", "agency__name"),
            Column("Cấp", "agency__level", _LEVELS),
            Column("Văn bản yêu cầu", "decision_number"),
            Column("Hạn gửi", "due"),
            Column("Ngày gửi", "first__sent_on"),
            Column("Trạng thái", "status", _STATES),
        ),
        kind="inspection",
        order=("due", "agency__name_sort", "pk"),
    )


DUE = _measure("files_due", "Hồ sơ kiểm tra đến hạn gửi", files_due)
ON_TIME = _measure("files_on_time", "Hồ sơ kiểm tra gửi đúng hạn", _on_time)
LATE = _measure("files_late", "Hồ sơ kiểm tra gửi chậm", _late)
MISSING = _measure("files_missing", "Hồ sơ kiểm tra chưa gửi", _missing)
COMPLETE = _measure("files_complete", "Hồ sơ kiểm tra đủ ngay lần gửi đầu", _complete)
INCOMPLETE = _measure("files_incomplete", "Hồ sơ kiểm tra còn thiếu ở lần gửi đầu", _incomplete)
RETURNED = _measure("files_returned", "Hồ sơ kiểm tra bị trả lại sau lần gửi đầu", _returned)
MEASURES = {m.name: m for m in (DUE, ON_TIME, LATE, MISSING, COMPLETE, INCOMPLETE, RETURNED)}
