"""Yearly duties that the law demands, missed and not explained."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope, number
from qlcl.duties.models import Duty
from qlcl.kernel.history import Ref
from qlcl.ui.writing import vn_number

TERM = number(
    "explanation_days", "Hạn giải trình việc luật định quá hạn (0: không mở việc giải trình)", 10, "ngày làm việc"
)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: statutory duties of a year, overdue on the day, without an explanation."""
    within = Duty.objects.filter(scope.holds(day), system__province=scope.province_id)
    rows = within.overdue_on(day).filter(statutory=True, year__isnull=False)
    rows = rows.exclude(explained_on__lte=day)
    for agency, pk, label, due, system in rows.values_list("agency_id", "pk", "label", "due_on", "system_id"):
        facts = f"“{label}”, hạn {due:%d/%m/%Y}, quá hạn {vn_number((day - due).days)} ngày, chưa giải trình."
        yield Line(agency, Ref("duty", pk, label), facts, reverse("checks:explain", args=[system]) + f"?viec={pk}")


CHECK = Check(
    code="statutory_missed",
    title="Việc luật định quá hạn, chưa giải trình",
    why="Việc pháp luật quy định không được miễn; giải trình nêu lý do và vẫn tính là trễ (Quyết định 19/2014/QĐ-TTg, "
    "Điều 4 khoản 4). Thực hiện việc, hoặc giải trình.",
    severity=Severity.ERROR,
    parameters=(TERM,),
    rows=_rows,
)
