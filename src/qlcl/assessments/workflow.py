"""What concluding a checklist, or publishing a set, still lacks, in plain sentences."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from qlcl.assessments.models import CarriedCopy, Checklist, ChecklistItem
from qlcl.assessments.queries import Standing
from qlcl.kernel.errors import DomainError

_NAMED = 12


def require(missing: Sequence[str]) -> None:
    """Raises `guards` with every sentence when something is missing."""
    if missing:
        raise DomainError("guards", " ".join(missing), extra={"missing": list(missing)})


def guards_of_answers(checklist: Checklist) -> list[str]:
    """What answering lacks: it must be open."""
    if checklist.concluded_on is None:
        return []
    return [f"Phiếu kiểm đã kết luận ngày {checklist.concluded_on:%d/%m/%Y}, không sửa được nữa."]


def guards_of_conclusion(checklist: Checklist, standing: Standing) -> list[str]:
    """Nothing is concluded while a question has neither answer nor reason, or answers differ, or photos are due."""
    if closed := guards_of_answers(checklist):
        return closed
    missing = []
    blank = [item.code for item in standing.items if not item.is_done]
    if blank:
        missing.append(f"Còn {len(blank)} câu chưa trả lời và chưa ghi lý do: {_named(blank)}.")
    differing = [item.code for item in standing.items if standing.conflicts.get(item.pk)]
    if differing:
        missing.append(f"Còn {len(differing)} câu có hai câu trả lời khác nhau, cần chọn: {_named(differing)}.")
    if standing.awaiting:
        codes = {item.pk: item.code for item in standing.items}
        where = _named(sorted({codes[pk] for pk in standing.awaiting}))
        missing.append(f"Còn {len(standing.awaiting)} ảnh, tệp chưa tải lên từ thiết bị: câu {where}.")
    missing += [_still_out(copy) for copy in standing.copies]
    if unsaid := [item.code for item in unsaid_findings(checklist, standing)]:
        missing.append(f"Chưa ghi phát hiện hoặc nhận xét cho câu không đạt: {_named(unsaid)}.")
    return missing


def _still_out(copy: CarriedCopy) -> str:
    """What has to happen before a device that carries the checklist no longer stands in the way."""
    seen = timezone.localtime(copy.seen_at)
    if copy.waiting:
        return f"Thiết bị của {copy} còn {copy.waiting} mục chờ gửi (lần cuối liên lạc {seen:%H:%M %d/%m/%Y})."
    return (
        f"Thiết bị của {copy} chưa trả phiếu mang theo: mở Kiểm tra tại chỗ trên thiết bị đó rồi bấm “Trả lại”; "
        "mất, hỏng máy thì bấm “Ghi mất thiết bị” ở cuối phiếu kiểm."
    )


def failing_codes(checklist: Checklist) -> dict[str, str]:
    """The answers of the scale that say something does not conform, with their severity."""
    return {step.code: step.severity for step in checklist.set.steps if step.finding}


def failing_without_finding(checklist: Checklist, standing: Standing) -> list[ChecklistItem]:
    """Items answered as not conforming for which nobody wrote a finding of its own."""
    failing = failing_codes(checklist)
    told = {finding.item_id for finding in standing.findings if finding.withdrawn_on is None}
    return [item for item in standing.items if item.answer in failing and item.pk not in told]


def unsaid_findings(checklist: Checklist, standing: Standing) -> list[ChecklistItem]:
    """Those of them without a note: then nobody knows what is wrong."""
    return [item for item in failing_without_finding(checklist, standing) if not item.note]


def _named(codes: Iterable[str]) -> str:
    listed = list(codes)
    rest = f" và {len(listed) - _NAMED} câu nữa" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + rest
