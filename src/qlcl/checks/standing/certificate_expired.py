"""Consultants whose certificate has run out while they still help."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope
from qlcl.conformity.models import Declaration
from qlcl.kernel.history import Ref
from qlcl.transitions.models import Enrolment
from qlcl.transitions.policies import can_prepare


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: enrolments in campaigns that run, not declared yet, with a certificate that ended before the day."""
    declared = Declaration.objects.standing().filter(
        system=OuterRef("system"), edition=OuterRef("campaign__to_edition"), signed_on__lte=day
    )
    rows = Enrolment.objects.valid_on(day).filter(
        ~Exists(declared), scope.holds(day, "system__holder"), certificate_until__lt=day, enrolled_on__lte=day
    )
    for pk, agency, until, number in rows.values_list(
        "pk", "system__holder_id", "certificate_until", "certificate_number"
    ):
        named = f"số {number} " if number else ""
        facts = f"Giấy xác nhận {named}của tư vấn có giá trị đến {until:%d/%m/%Y}, hệ thống chưa công bố."
        url = reverse("transitions:preparation", args=[pk])
        yield Line(agency, Ref("enrolment", pk, "Phương thức thực hiện"), facts, url)


CHECK = Check(
    code="certificate_expired",
    title="Giấy xác nhận của tư vấn hết giá trị",
    why="Cơ quan kiểm tra giá trị giấy xác nhận, thẻ chuyên gia trong suốt thời gian hợp đồng và báo cáo khi hết giá "
    "trị (Thông tư 26/2014/TT-BKHCN, Điều 41 khoản 4, 5).",
    severity=Severity.ERROR,
    rows=_rows,
    may_mend=lambda actor, agency: can_prepare(actor, agency.pk, agency.province_id),
)
