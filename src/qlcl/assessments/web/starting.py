"""Starting and concluding a checklist; one question's evidence and findings."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qlcl.assessments.models import Checklist, ChecklistItem, Finding, ItemEvidence
from qlcl.assessments.operations.conclude_checklist import conclude_checklist
from qlcl.assessments.operations.prove_and_find import (
    NewFinding,
    add_evidence,
    add_findings,
    remove_evidence,
    withdraw_finding,
)
from qlcl.assessments.operations.start_checklist import start_checklist
from qlcl.assessments.policies import can_answer, can_conclude, can_start, visible_checklists
from qlcl.assessments.queries import checklist_seen, previous_of, standing_of
from qlcl.assessments.web.forms import ConcludeForm, FindingForm, ProofForm, StartForm
from qlcl.assessments.workflow import guards_of_conclusion
from qlcl.duties.links import thing_link
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.files import attachment
from qlcl.kernel.pictures import store_bare
from qlcl.organisations.queries import visible_systems
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

FORM = "assessments/form.html"
NOT_YOURS = "Phiếu kiểm này do người khác thực hiện; ông/bà không ghi thay được."


def _back(checklist_id: int) -> str:
    return reverse("assessments:checklist", args=[checklist_id])


def _answerable(request: HttpRequest, checklist_id: int) -> Checklist:
    row = checklist_seen(request.actor, checklist_id)
    if not can_answer(request.actor, row):
        raise Forbidden(NOT_YOURS)
    return row


def _item(row: Checklist, item_id: int) -> ChecklistItem:
    found = ChecklistItem.objects.filter(checklist=row, pk=item_id).first()
    if found is None:
        raise Unseen
    return found


@signed_in
def new(request: HttpRequest, system_id: int) -> HttpResponse:
    """Opens a checklist of a system, from last time's where there was one."""
    systems = visible_systems(request.actor).valid_on(today()).select_related("holder")
    system = systems.filter(pk=system_id).first()
    if system is None:
        raise Unseen
    if not can_start(request.actor, system):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh, hoặc lãnh đạo, thư ký ISO của cơ quan được mở phiếu kiểm.")
    form = StartForm(request.POST or None, province_id=system.province_id)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        made = start_checklist(
            actor=request.actor, set=data["set"], system=system, agency=system.holder, on=today(), at=now(),
            previous=previous_of(system.pk, data["set"].code), uid=data["uid"],
        )  # fmt: skip
        return "Đã mở phiếu kiểm.", _back(made.pk)

    back = reverse("assessments:checklists")
    lead = f"{system.holder.name}. Phát hiện lần trước, nếu có, hiện bên cạnh câu hỏi; câu trả lời bắt đầu từ trống."
    return submitted(request, form, FORM, act, title="Mở phiếu kiểm", button="Mở", back=back, lead=lead)


@signed_in
def conclude(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """Closes it; what was found becomes nonconformities."""
    row = checklist_seen(request.actor, checklist_id)
    if not can_conclude(request.actor, row):
        raise Forbidden(NOT_YOURS)
    form = ConcludeForm(request.POST or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        conclude_checklist(actor=request.actor, checklist_id=row.pk, on=data["on"], at=now())
        return "Đã kết luận phiếu kiểm.", _back(row.pk)

    missing = guards_of_conclusion(row, standing_of(row))
    title = "Kết luận phiếu kiểm"
    return submitted(
        request, form, FORM, act, title=title, button="Kết luận", row=row, back=_back(row.pk), missing=missing,
        lead="Mỗi phát hiện trở thành một điểm không phù hợp; sau đó phiếu không sửa được.",
    )  # fmt: skip


@signed_in
def item(request: HttpRequest, checklist_id: int, item_id: int) -> HttpResponse:
    """One question: what was answered, found and proved."""
    row = checklist_seen(request.actor, checklist_id)
    asked = _item(row, item_id)
    proofs = ItemEvidence.objects.filter(item=asked).select_related("file").order_by("pk")
    labels = {step.code: (step.label, step.tone) for step in row.set.steps}
    context = {
        "row": row,
        "item": asked,
        "label": labels.get(asked.answer),
        "proofs": [(proof, thing_link(proof.ref_kind, proof.ref_id)) for proof in proofs],
        "findings": Finding.objects.filter(item=asked).select_related("nonconformity").order_by("pk"),
        "answers": row.is_open and can_answer(request.actor, row),
        "back": f"{_back(row.pk)}#c{asked.pk}",
    }
    return render(request, "assessments/item.html", context)


@signed_in
def prove(request: HttpRequest, checklist_id: int, item_id: int) -> HttpResponse:
    """Adds evidence to a question."""
    row = _answerable(request, checklist_id)
    asked = _item(row, item_id)
    form = ProofForm(request.POST or None, request.FILES or None)
    back = reverse("assessments:item", args=[row.pk, asked.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        at = now()
        with transaction.atomic():
            file = store_bare(data["file"], at=at, by=request.actor.name) if data["file"] else None
            add_evidence(
                actor=request.actor, checklist_id=row.pk, item=asked.uid, at=at, on=today(), file=file,
                reference=data["reference"], caption=data["caption"],
            )  # fmt: skip
        return "Đã thêm minh chứng.", back

    title = "Thêm minh chứng"
    return submitted(request, form, FORM, act, title=title, button="Thêm", row=row, back=back, item=asked)


@signed_in
def find(request: HttpRequest, checklist_id: int, item_id: int | None = None) -> HttpResponse:
    """Notes a finding, of a question or of none."""
    row = _answerable(request, checklist_id)
    asked = _item(row, item_id) if item_id else None
    steps = {step.code: step.severity for step in row.set.steps if step.finding}
    initial = {"statement": asked.note, "severity": steps.get(asked.answer) or "ordinary"} if asked else {}
    form = FindingForm(request.POST or None, initial=initial)
    back = reverse("assessments:item", args=[row.pk, asked.pk]) if asked else _back(row.pk)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        new_finding = NewFinding(**data, item=asked.uid if asked else None)
        add_findings(actor=request.actor, checklist_id=row.pk, findings=[new_finding], at=now(), on=today())
        return "Đã ghi phát hiện.", back

    title = "Ghi phát hiện"
    return submitted(request, form, FORM, act, title=title, button="Ghi", row=row, back=back, item=asked)


@signed_in
@require_POST
def withdraw(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Takes a finding back."""
    seen = visible_checklists(request.actor).values("pk")
    found = Finding.objects.filter(pk=finding_id, checklist__in=seen).first()
    if found is None:
        raise Unseen
    row = _answerable(request, found.checklist_id)
    withdraw_finding(actor=request.actor, checklist_id=row.pk, finding=found.uid, at=now(), on=today())
    messages.success(request, "Đã rút phát hiện.")
    return redirect("assessments:item", row.pk, found.item_id) if found.item_id else redirect(_back(row.pk))


def _proof(request: HttpRequest, proof_id: int) -> ItemEvidence:
    seen = visible_checklists(request.actor).values("pk")
    rows = ItemEvidence.objects.filter(pk=proof_id, item__checklist__in=seen)
    found = rows.select_related("file", "item").first()
    if found is None:
        raise Unseen
    return found


@signed_in
def proof(request: HttpRequest, proof_id: int) -> FileResponse:
    """A file of evidence, to those who see the checklist."""
    found = _proof(request, proof_id)
    if found.file is None:
        raise Unseen
    return attachment(found.file)


@signed_in
@require_POST
def remove_proof(request: HttpRequest, proof_id: int) -> HttpResponse:
    """Takes evidence back."""
    found = _proof(request, proof_id)
    row = _answerable(request, found.item.checklist_id)
    remove_evidence(actor=request.actor, checklist_id=row.pk, evidence=found.uid, at=now(), on=today())
    messages.success(request, "Đã bỏ minh chứng.")
    return redirect("assessments:item", row.pk, found.item_id)
