"""What the product itself knows for the minutes of an inspection: drafts of words that the team corrects."""

from datetime import date

from django.db.models import Count, Q, Sum

from qlcl.conformity.models import Declaration, Scope, ScopeItem
from qlcl.corrective.enums import LIVE
from qlcl.corrective.models import Nonconformity
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.inspections.models import Inspection
from qlcl.training.models import Attendance

_YEARLY = {
    "audits.internal_audit": "đánh giá nội bộ",
    "reviews.management_review": "xem xét của lãnh đạo",
}


def found_of(inspection: Inspection) -> tuple[int, int]:
    """How many findings it raised itself, and how many of earlier inspections of the system are open; one query."""
    rows = Nonconformity.objects.filter(source_kind="inspection", system=inspection.system_id)
    own = Q(source_id=inspection.pk)
    counted = rows.aggregate(own=Count("pk", filter=own), before=Count("pk", filter=~own & Q(state__in=LIVE)))
    return counted["own"], counted["before"]


def situation_draft(inspection: Inspection, day: date, open_before: int) -> str:
    """The general situation: declaration, scope, people trained, what was done of the yearly acts; four queries."""
    parts = [_declared(inspection, day), _scope(inspection, day), _trained(inspection, day), *_yearly(inspection)]
    parts.append(f"Điểm không phù hợp từ các lần kiểm tra trước còn mở: {open_before}.")
    return "\n".join(part for part in parts if part)


def _declared(inspection: Inspection, day: date) -> str:
    rows = Declaration.objects.in_force_on(day).filter(system=inspection.system_id).select_related("edition")
    found = rows.first()
    if found is None:
        return "Cơ quan chưa có quyết định công bố hệ thống quản lý chất lượng đang có hiệu lực."
    number = f" số {found.number}" if found.number else ""
    return f"Quyết định công bố{number} ngày {found.signed_on:%d/%m/%Y}, phù hợp {found.edition.label}."


def _scope(inspection: Inspection, day: date) -> str:
    latest = (
        Scope.objects.filter(system=inspection.system_id, decided_on__lte=day).order_by("-version").values("pk")[:1]
    )
    rows = ScopeItem.objects.filter(scope_id__in=latest)
    counted = rows.aggregate(fields=Count("field", distinct=True), procedures=Count("pk"))
    if not counted["procedures"]:
        return "Chưa có danh mục phạm vi áp dụng trong hệ thống."
    return f"Phạm vi áp dụng: {counted['fields']} lĩnh vực, {counted['procedures']} thủ tục, hoạt động."


def _trained(inspection: Inspection, day: date) -> str:
    since = date(day.year - 1, 1, 1)
    rows = Attendance.objects.standing().filter(
        agency=inspection.agency_id, training_class__held_on__gte=since, training_class__held_on__lte=day
    )
    people = rows.aggregate(n=Sum("attendees"))["n"]
    return f"Số lượt người được đào tạo từ {since:%d/%m/%Y}: {people}." if people else ""


def _yearly(inspection: Inspection) -> list[str]:
    rows = Duty.objects.filter(system=inspection.system_id, act__in=_YEARLY, outcome=Outcome.DONE)
    done = {act: closed for act, closed in rows.order_by("closed_on").values_list("act", "closed_on") if closed}
    return [
        f"Lần {name} gần nhất: {done[act]:%d/%m/%Y}." if act in done else f"Chưa ghi nhận lần {name} nào."
        for act, name in _YEARLY.items()
    ]


def proposals_draft(found: int) -> str:
    """What the team asks of the agency, from how much was found."""
    if not found:
        return "Đề nghị cơ quan tiếp tục duy trì, cải tiến hệ thống quản lý chất lượng."
    return (
        f"Đề nghị cơ quan xác định nguyên nhân, khắc phục {found} điểm nêu tại mục IV, lưu bằng chứng; điểm chưa khắc "
        "phục xong thì đề xuất biện pháp và thời hạn."
    )
