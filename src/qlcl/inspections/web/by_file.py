"""What the page of an inspection shows of its file."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from qlcl.inspections.enums import ItemState, Mode, Status
from qlcl.inspections.models import FileItem, Inspection
from qlcl.inspections.policies import can_answer, can_compose, can_prepare, enters_for_agency
from qlcl.inspections.queries.files import submissions_of
from qlcl.inspections.web.file_page import clock_chip
from qlcl.kernel.clock import today


def part(request: HttpRequest, inspection: Inspection) -> dict[str, Any] | None:
    """The context of `inspections/by_file_part.html`; None for an inspection on site. At most two queries."""
    if inspection.mode != Mode.BY_FILE or inspection.status == Status.RECORDED:
        return None
    officer = can_prepare(request.actor, inspection)
    submissions = submissions_of(inspection)
    items = list(FileItem.objects.filter(inspection=inspection).values_list("state", flat=True))
    states = {str(state): items.count(state) for state in set(items)}
    return {
        "submissions": submissions,
        "clock": clock_chip(inspection, submissions, today()),
        "total": len(items),
        "states": states if officer or inspection.is_made else {},
        "page": reverse("inspections:file", args=[inspection.pk]) if items else "",
        "acts": _acts(request, inspection, officer=officer, short=bool(states.get(ItemState.FALLS_SHORT))),
        "letter": reverse("inspections:file_request_word", args=[inspection.pk]) if items and officer else "",
    }


def _acts(request: HttpRequest, inspection: Inspection, *, officer: bool, short: bool) -> list[tuple[str, str]]:
    """(words, address) of what the reader may do next."""
    key = [inspection.pk]
    if inspection.status in (Status.CALLED, Status.RETURNED):
        if can_answer(request.actor, inspection) or can_compose(request.actor, inspection):
            return [("Soạn, gửi hồ sơ", reverse("inspections:file", args=key))]
        if enters_for_agency(request.actor, inspection):
            return [("Ghi hồ sơ giấy", f"{reverse('inspections:file', args=key)}?giay=1")]
        return []
    if not officer:
        return []
    if inspection.status == Status.PLANNED:
        year = (inspection.planned_from or today()).year
        return [("Yêu cầu hồ sơ", f"{reverse('inspections:files_request')}?nam={year}&luot={inspection.pk}")]
    if inspection.status == Status.SUBMITTED:
        return [("Xem hồ sơ", reverse("inspections:file_examine", args=key))]
    if inspection.status == Status.CONCLUDED and short:
        return [("Đề nghị khắc phục", reverse("inspections:file_correct", args=key))]
    return []
