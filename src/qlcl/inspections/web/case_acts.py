"""Forms of the acts of an inspection on site: decide, announce, start, conclude; and its end."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.assessments.models import Checklist
from qlcl.inspections import queries
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.close_inspection import close_inspection
from qlcl.inspections.operations.decide import announce_decision, decide_inspection
from qlcl.inspections.operations.inspect import conclude_inspection, start_inspection
from qlcl.inspections.policies import can_lead, can_prepare
from qlcl.inspections.queries.cases import live_findings, outstanding, team_standing
from qlcl.inspections.queries.completeness import completeness_of, missing_parts
from qlcl.inspections.queries.follow_up import guards_of_last_time
from qlcl.inspections.web.case_forms import AnnounceForm, ConcludeCaseForm, DayForm, DecideForm, StartForm
from qlcl.inspections.workflow import guards_of_closing
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.files import PAPERS, store
from qlcl.kernel.models import StoredFile
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

FORM = "inspections/case_form.html"
#: Days on site that were set, not merely foreseen.
_LONGEST = 5


def case_for(
    request: HttpRequest, inspection_id: int, may: Callable[[Actor, Inspection], bool] = can_prepare
) -> Inspection:
    """The inspection, for those who may do something to it; `Unseen`, `Forbidden`."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    if not may(request.actor, inspection):
        raise Forbidden("Chỉ Đoàn kiểm tra, cán bộ kiểm tra của tỉnh được thực hiện việc này.")
    return inspection


def page_of(inspection: Inspection, tab: str = "") -> str:
    """Its page, or one heading of it."""
    url = reverse("inspections:inspection", args=[inspection.pk])
    return f"{url}?muc={tab}" if tab else url


def kept(request: HttpRequest, file: UploadedFile | None) -> StoredFile | None:
    """The uploaded paper, checked and kept."""
    if file is None:
        return None
    return store(file, at=now(), by=request.actor.name, allowed=PAPERS)


def act_page(
    request: HttpRequest, inspection: Inspection, form: forms.Form, act: Callable[[dict[str, Any]], str], **context: Any
) -> HttpResponse:
    """The page of one act: guard list, form, one button; what it keeps and does is one transaction."""

    def done(data: dict[str, Any]) -> tuple[str, str]:
        with transaction.atomic():
            return act(data), page_of(inspection, context.get("tab", ""))

    back = page_of(inspection, context.get("tab", ""))
    upload = form.is_multipart()
    return submitted(
        request, form, context.pop("template", FORM), done, inspection=inspection, back=back, upload=upload, **context
    )


@signed_in
def decide(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Records the decision, as signed."""
    inspection = case_for(request, inspection_id)
    first, last = inspection.planned_from, inspection.planned_until
    if first is None or first < today() or (last and (last - first).days > _LONGEST):
        first = last = None  # a month that the plan foresees, or days gone by: the decision sets its own
    initial = {"decided_on": today(), "planned_from": first, "planned_until": last, "place": inspection.place}
    form = DecideForm(request.POST or None, request.FILES or None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        data["file"] = kept(request, data["file"])
        decide_inspection(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return "Đã ghi quyết định kiểm tra; cơ quan được kiểm tra thấy cuộc kiểm tra từ bây giờ."

    standing = team_standing(inspection, inspection.planned_from or today())
    return act_page(
        request, inspection, form, act, title="Ghi quyết định kiểm tra", button="Ghi quyết định",
        missing=standing.faults, ok="Đoàn kiểm tra đủ điều kiện.",
        lead="Số, ngày theo bản đã ký. Dự thảo Mẫu 20 ở mục Hồ sơ.",
    )  # fmt: skip


@signed_in
def announce(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Records the announcement of the decision."""
    inspection = case_for(request, inspection_id, can_lead)
    form = AnnounceForm(request.POST or None, request.FILES or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> str:
        file = kept(request, data["file"])
        announce_decision(actor=request.actor, inspection_id=inspection.pk, file=file, on=data["on"], at=now())
        return "Đã ghi việc công bố quyết định kiểm tra."

    return act_page(request, inspection, form, act, title="Ghi công bố quyết định kiểm tra", button="Ghi công bố")


@signed_in
def start(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Opens the checklists."""
    inspection = case_for(request, inspection_id, can_lead)
    form = StartForm(request.POST or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> str:
        made = start_inspection(
            actor=request.actor, inspection_id=inspection.pk, set_codes=data["sets"], on=data["on"], at=now()
        )
        return f"Đã mở {len(made)} phiếu kiểm."

    return act_page(
        request, inspection, form, act, title="Bắt đầu kiểm tra", button="Mở phiếu kiểm",
        missing=team_standing(inspection, today()).faults, ok="Đoàn kiểm tra đủ điều kiện.",
        lead="Thành viên có tài khoản trả lời được phiếu kiểm, cả khi không có mạng.",
    )  # fmt: skip


@signed_in
def conclude(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Concludes the checklists and the inspection."""
    inspection = case_for(request, inspection_id, can_lead)
    rows = Checklist.objects.of_occasion("inspection", inspection.pk).select_related("set").order_by("pk")
    checklists = list(rows)
    first = min((row.opened_on for row in checklists), default=today())
    form = ConcludeCaseForm(request.POST or None, initial={"inspected_on": first, "on": today()})

    def act(data: dict[str, Any]) -> str:
        conclude_inspection(actor=request.actor, inspection_id=inspection.pk, at=now(), **data)
        return "Đã kết luận kiểm tra; lượt kiểm tra đã vào sổ."

    return act_page(
        request, inspection, form, act, title="Kết luận kiểm tra", button="Kết luận",
        missing=[*outstanding(checklists), *guards_of_last_time(inspection)],
        ok="Mọi phiếu kiểm đã đủ.",
        lead="Mỗi phát hiện trở thành một điểm không phù hợp; sau đó phiếu kiểm không sửa được.",
    )  # fmt: skip


@signed_in
def close(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Ends the inspection; an incomplete file is a warning."""
    inspection = case_for(request, inspection_id)
    form = DayForm(request.POST or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> str:
        close_inspection(actor=request.actor, inspection_id=inspection.pk, on=data["on"], at=now())
        return "Đã kết thúc cuộc kiểm tra."

    missing = guards_of_closing(inspection, inspection.status, live_findings(inspection))
    return act_page(
        request, inspection, form, act, title="Kết thúc cuộc kiểm tra", button="Kết thúc", missing=missing,
        ok="Đủ điều kiện kết thúc.", warnings=missing_parts(completeness_of(inspection)),
        lead="Điểm không phù hợp còn mở vẫn được theo dõi đến khi hiệu quả được xác nhận.",
    )  # fmt: skip
