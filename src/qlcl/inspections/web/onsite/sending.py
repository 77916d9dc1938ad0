"""What a device sends back: answers and findings in batches, photos in parts."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from qlcl.assessments.models import Checklist, ItemEvidence
from qlcl.assessments.operations.apply_ops import OpResult, apply_ops
from qlcl.assessments.operations.carry_checklist import tell_waiting
from qlcl.assessments.operations.prove_and_find import add_evidence
from qlcl.assessments.queries import checklist_state
from qlcl.assessments.workflow import guards_of_answers
from qlcl.inspections.queries.onsite import checklist_to_answer
from qlcl.inspections.web.onsite.answering import BadRequest, device_of, for_device, number_of, sent, text_of, told
from qlcl.kernel import partials
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError
from qlcl.kernel.files import store_bytes
from qlcl.kernel.pictures import cleaned
from qlcl.organisations import parameters

MOST_OPS = 200
MOST_BYTES = 25 * 1024 * 1024


@for_device
@require_POST
def send(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """Takes a batch; names each uid with what became of it, and says how the checklist stands now."""
    row = checklist_to_answer(request.actor, checklist_id)
    values = sent(request)
    device, ops = device_of(values), values.get("ops")
    if not isinstance(ops, list) or len(ops) > MOST_OPS:
        raise BadRequest("ops_unreadable", f"Mỗi lần gửi tối đa {MOST_OPS} mục.")
    results = (
        apply_ops(actor=request.actor, checklist_id=row.pk, device=device, ops=ops, at=now(), on=today()) if ops else []
    )
    tell_waiting(
        actor=request.actor, checklist_id=row.pk, device=device, waiting=number_of(values, "waiting"), at=now()
    )
    return told({"results": [_shown(result) for result in results], "state": checklist_state(row)})


def _shown(result: OpResult) -> dict[str, Any]:
    return {
        "uid": result.uid, "outcome": result.outcome, "code": result.code, "message": result.message,
        "revision": result.revision,
    }  # fmt: skip


@for_device
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, checklist_id: int, photo_uid: UUID) -> HttpResponse:
    """How much of a photo has come; takes the next part, which begins at `tu`. Raises `wrong_offset`."""
    row = checklist_to_answer(request.actor, checklist_id)
    owner = request.actor.person_id or 0
    if request.method == "GET" or _is_here(row, photo_uid):
        return told({"received": partials.received(owner, photo_uid), "stored": _is_here(row, photo_uid)})
    begins = request.GET.get("tu", "")
    if not (begins.isascii() and begins.isdigit() and len(begins) < 10):
        raise BadRequest("offset_missing", "Thiếu vị trí của phần tệp.")
    if closed := guards_of_answers(row):
        raise DomainError("concluded", closed[0])
    received = partials.append(owner, photo_uid, int(begins), request.body, most=MOST_BYTES)
    return told({"received": received, "stored": False})


@for_device
@require_POST
def photo(request: HttpRequest, checklist_id: int, photo_uid: UUID) -> HttpResponse:
    """The photo has come whole: checks it by content, makes it small and bare, and gives it to its question.

    A second time changes nothing. Raises `part_missing`, `digest_differs`, `file_unknown`, `photo_broken`.
    """
    row = checklist_to_answer(request.actor, checklist_id)
    values = sent(request)
    if _is_here(row, photo_uid):
        return told({"stored": True})
    owner, at = request.actor.person_id or 0, now()
    digest = text_of(values, "sha256", 64)
    content = partials.whole(owner, photo_uid, digest)
    limits = parameters.values(row.province_id, today(), ("inspections.photo_side", "inspections.photo_quality"))
    kept = cleaned(
        content, text_of(values, "name", 120) or "anh.jpg", side=int(limits["inspections.photo_side"]),
        quality=int(limits["inspections.photo_quality"]), max_size=MOST_BYTES,
    )  # fmt: skip
    place = kept.place if values.get("with_place") is True else None
    with transaction.atomic():
        file = store_bytes(kept.content, kept.name, at=at, by=request.actor.name)
        add_evidence(
            actor=request.actor, checklist_id=row.pk, item=_item(values), at=at, on=today(), file=file, uid=photo_uid,
            latitude=place[0] if place else None, longitude=place[1] if place else None, device=device_of(values),
        )  # fmt: skip
    partials.forget(owner, photo_uid)
    return told({"stored": True})


def _is_here(row: Checklist, uid: UUID) -> bool:
    return ItemEvidence.objects.filter(uid=uid, item__checklist=row, file__isnull=False).exists()


def _item(values: dict[str, Any]) -> UUID:
    try:
        return UUID(text_of(values, "item", 40))
    except ValueError as broken:
        raise BadRequest("item_unknown", "Thiếu câu hỏi của ảnh.") from broken
