"""Positions of head and ISO secretary that nobody holds."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Subquery
from django.urls import reverse

from qlcl.accounts.enums import RoleChoice
from qlcl.accounts.models import Appointment, Position
from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope, number
from qlcl.kernel.actors import Role
from qlcl.kernel.history import Ref

DAYS = number("vacant.days", "Vị trí trống: từ số ngày", 15, "ngày", low=0)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: positions in force that have stood empty for some days."""
    since = day - timedelta(days=scope.number(DAYS.code))
    held = Appointment.objects.filter(position=OuterRef("pk"))
    last = held.filter(valid_until__lte=day).order_by().values("position").annotate(last=Max("valid_until"))
    rows = Position.objects.valid_on(day).filter(
        ~Exists(held.valid_on(day)), scope.holds(day), role__in=[Role.HEAD, Role.ISO_SECRETARY]
    )
    rows = rows.annotate(last=Subquery(last.values("last")))
    for pk, agency, title, role, begun, ended in rows.values_list(
        "pk", "agency_id", "title", "role", "valid_from", "last"
    ):
        empty = ended or begun
        if empty <= since:
            facts = (
                f"{title} ({RoleChoice(role).label}) chưa có người giữ từ {empty:%d/%m/%Y}, {(day - empty).days} ngày."
            )
            yield Line(agency, Ref("position", pk, title), facts, reverse("accounts:appoint", args=[pk]))


CHECK = Check(
    code="position_vacant",
    title="Vị trí chưa có người giữ",
    why="Trách nhiệm, quyền hạn phải được phân công và thông báo (TCVN ISO 9001, 5.3); việc của vị trí trống không có "
    "người nhận. Bổ nhiệm, hoặc giao quyền, phụ trách.",
    severity=Severity.ERROR,
    parameters=(DAYS,),
    rows=_rows,
)
