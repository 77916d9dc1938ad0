"""Roles that an agency must have filled and nobody fills: the vacancies that alarm, as their own page counts them."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope
from qlcl.duties.queries.vacancies import vacancies
from qlcl.kernel.history import Ref


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """The four queries of `vacancies`; which roles, and after how many working days, are parameters of accounts."""
    for vacancy in vacancies(day, province_ids=[scope.province_id]):
        if vacancy.alarming and scope.wanted(vacancy.agency_id):
            since = f"từ {vacancy.since:%d/%m/%Y}" if vacancy.since else "(chưa ghi nhận ai giữ)"
            facts = f"Vị trí {vacancy.role_label} chưa có người giữ {since}."
            ref = Ref("agency", vacancy.agency_id, vacancy.role_label)
            yield Line(vacancy.agency_id, ref, facts, reverse("duties:vacancies"), key=vacancy.role)


CHECK = Check(
    code="position_vacant",
    title="Vị trí chưa có người giữ",
    why="Trách nhiệm, quyền hạn phải được phân công và thông báo (TCVN ISO 9001, 5.3); việc của vị trí trống không có "
    "người nhận. Bổ nhiệm, hoặc giao quyền, phụ trách.",
    severity=Severity.ERROR,
    rows=_rows,
)
