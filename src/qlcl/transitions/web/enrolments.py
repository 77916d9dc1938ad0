"""The systems enrolled in a campaign: kind, method, consultant, certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from qlcl.conformity.enums import PreparedBy
from qlcl.kernel import clock
from qlcl.organisations.enums import Level
from qlcl.transitions.enums import EnrolmentKind
from qlcl.transitions.models import Enrolment
from qlcl.transitions.policies import can_lead_campaign, visible_enrolments
from qlcl.transitions.queries import campaign_page
from qlcl.ui.access import signed_in
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.writing import vn_date

_KINDS, _METHODS, _LEVELS = dict(EnrolmentKind.choices), dict(PreparedBy.choices), dict(Level.choices)


def _certificate(enrolment: Enrolment) -> str:
    if enrolment.certificate_until is None:
        return ""
    ended = " – đã hết giá trị" if enrolment.certificate_expired_on(clock.today()) else ""
    return f"{enrolment.certificate_number} đến {vn_date(enrolment.certificate_until)}{ended}"


COLUMNS = (
    Column(
        "name",
        "Cơ quan",
        value="system.holder.short_name",
        url=lambda e: reverse("transitions:path", args=[e.pk]),
        order=("system__holder__name_sort",),
        head=True,
        fixed=True,
    ),
    Column("level", "Cấp", value=lambda e: _LEVELS[e.system.holder.level], order=("system__holder__level",)),
    Column("kind", "Cách làm", value=lambda e: _KINDS[e.kind], order=("kind",)),
    Column("prepared_by", "Phương thức", value=lambda e: _METHODS.get(e.prepared_by, ""), order=("prepared_by",)),
    Column("consultant", "Tổ chức tư vấn, chuyên gia", value="consultant_name", order=("consultant_name",)),
    Column("certificate", "Giấy xác nhận", value=_certificate, order=("certificate_until",)),
    Column("planned_year", "Năm theo kế hoạch", value=lambda e: str(e.planned_year or ""), order=("planned_year",)),
    Column("enrolled_on", "Đưa vào kế hoạch", order=("enrolled_on",), hidden=True),
)


@signed_in
@require_GET
def enrolments(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The list, by level and in Vietnamese order, 50 to a page."""
    campaign = campaign_page(request.actor, campaign_id)
    rows = visible_enrolments(request.actor).filter(campaign=campaign).select_related("system__holder")
    level, expired = request.GET.get("cap", ""), request.GET.get("het-gia-tri") == "1"
    if level in _LEVELS:
        rows = rows.filter(system__holder__level=level)
    if expired:
        rows = rows.filter(certificate_until__lt=clock.today())
    table = Table(
        request,
        COLUMNS,
        rows,
        caption="Cơ quan trong kế hoạch",
        default="name",
        empty="Chưa có hệ thống nào trong kế hoạch.",
        remedy="Hệ thống thuộc diện bắt buộc hoặc theo kế hoạch của tỉnh được đưa vào khi mở chiến dịch.",
        cards=True,
    )
    if table.export:
        return table.export_response(f"ke-hoach-{campaign.code}")
    context = {
        "campaign": campaign,
        "table": table,
        "chips": filter_chips(request, "cap", [(v, label, None) for v, label in Level.choices if v != Level.PROVINCE]),
        "may_lead": can_lead_campaign(request.actor, campaign.province_id),
    }
    return render(request, "transitions/enrolments.html", context)
