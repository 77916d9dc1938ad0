"""Duties recorded as done on the very day they arose."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import A_YEAR, Check, Line, Scope
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel.history import Ref


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: closed by a statement, not by its act, on the opening day, though the term left time."""
    stated = Duty.objects.filter(scope.holds(day), by_hand=True, outcome=Outcome.DONE, closed_on=F("opened_on"))
    rows = stated.filter(closed_on__gt=day - A_YEAR, closed_on__lte=day, due_on__gt=F("opened_on"))
    for agency, pk, label, on, due in rows.values_list("agency_id", "pk", "label", "closed_on", "due_on"):
        facts = f"“{label}” phát sinh và ghi hoàn thành cùng ngày {on:%d/%m/%Y}; hạn là {due:%d/%m/%Y}."
        yield Line(agency, Ref("duty", pk, label), facts, reverse("duties:duty", args=[pk]))


CHECK = Check(
    code="closed_on_opening_day",
    title="Hoàn thành ngay trong ngày phát sinh",
    why="Khắc phục, cải tiến cần thời gian để xem nguyên nhân và kết quả (TCVN ISO 9001, 10.2.1). Việc đã làm xong từ "
    "trước thì ghi đúng ngày đã làm.",
    severity=Severity.INFO,
    rows=_rows,
)
