"""The figures of inspections by file: files due in a period by how their first sending came, by two clocks."""

from typing import Any

from django.db.models import Case, CharField, DateField, F, FilteredRelation, Q, QuerySet, Value, When
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
    sent = Q(first__sent_on__lte=scope.until)
    told = {
        "came": _told(sent & Q(first__on_time=True), "on_time", sent, "late", "missing"),
        "whole": _told(sent & Q(first__complete=True), "complete", sent, "incomplete", ""),
        "back": _told(sent & Q(first__returned_on__lte=scope.until), "returned", sent, "kept", ""),
    }
    return rows.filter(due__gte=scope.since, due__lte=scope.until).annotate(**told)


def _told(first: Q, word: str, second: Q, other: str, rest: str) -> Case:
    """One word, else another, else the rest."""
    cases = (When(first, then=Value(word)), When(second, then=Value(other)))
    return Case(*cases, default=Value(rest), output_field=CharField())


DUE = Measure(
    name="files_due",
    label="Hồ sơ kiểm tra đến hạn gửi",
    unit="hồ sơ",
    rows=files_due,
    dimensions={"period": YearOf("due"), "level": "agency__level", "came": "came", "whole": "whole", "back": "back"},
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
ON_TIME = DUE.part("files_on_time", "Hồ sơ kiểm tra gửi đúng hạn", {"came": ["on_time"]})
LATE = DUE.part("files_late", "Hồ sơ kiểm tra gửi chậm", {"came": ["late"]})
MISSING = DUE.part("files_missing", "Hồ sơ kiểm tra chưa gửi", {"came": ["missing"]})
COMPLETE = DUE.part("files_complete", "Hồ sơ kiểm tra đủ ngay lần gửi đầu", {"whole": ["complete"]})
INCOMPLETE = DUE.part("files_incomplete", "Hồ sơ kiểm tra còn thiếu ở lần gửi đầu", {"whole": ["incomplete"]})
RETURNED = DUE.part("files_returned", "Hồ sơ kiểm tra bị trả lại sau lần gửi đầu", {"back": ["returned"]})
MEASURES = {m.name: m for m in (DUE, ON_TIME, LATE, MISSING, COMPLETE, INCOMPLETE, RETURNED)}
