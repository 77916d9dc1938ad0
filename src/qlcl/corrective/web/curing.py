"""Forms of a nonconformity's life: raised, corrected, explained, acted upon, verified, withdrawn."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.corrective.models import CorrectiveAction, Nonconformity
from qlcl.corrective.operations.act import Evidence, complete_action, drop_action, plan_action
from qlcl.corrective.operations.check_effect import check_effect
from qlcl.corrective.operations.find_cause import NOT_YOURS, correct_at_once, find_cause
from qlcl.corrective.operations.raise_nonconformities import NewNonconformity, raise_nonconformities
from qlcl.corrective.operations.withdraw import withdraw
from qlcl.corrective.policies import can_cure, can_raise, can_verify, can_withdraw, visible_nonconformities
from qlcl.corrective.queries import alike, nonconformity_seen
from qlcl.corrective.web.forms import (
    FORM,
    CauseForm,
    CompleteForm,
    CorrectionForm,
    EffectForm,
    PlanForm,
    RaiseForm,
    ReasonForm,
)
from qlcl.corrective.workflow import guards_of_action, guards_of_cause, guards_of_effect, guards_of_withdrawal
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.files import store
from qlcl.organisations.queries import visible_systems
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


def _back(row: Nonconformity) -> str:
    return reverse("corrective:nonconformity", args=[row.pk])


def _last(row: Nonconformity) -> int:
    return history.last_event_id("nonconformity", row.pk)


def _curable(request: HttpRequest, nonconformity_id: int) -> Nonconformity:
    row = nonconformity_seen(request.actor, nonconformity_id)
    if not can_cure(request.actor, row):
        raise Forbidden(NOT_YOURS)
    return row


def _given(request: HttpRequest) -> dict[str, str]:
    """What the address brings along, such as what was written on a device after a checklist was concluded."""
    names = {"statement": "noi-dung", "severity": "muc", "article": "dieu-36"}
    found = {field: request.GET.get(name, "")[:4000] for field, name in names.items()}
    return {field: text for field, text in found.items() if text}


@signed_in
def new(request: HttpRequest, system_id: int) -> HttpResponse:
    """Records a nonconformity that was found by hand."""
    system = visible_systems(request.actor).select_related("holder").filter(pk=system_id).first()
    if system is None:
        raise Unseen
    if not can_raise(request.actor, system):
        raise Forbidden("Chỉ người của cơ quan hoặc cán bộ kiểm tra của tỉnh được ghi điểm không phù hợp.")
    form = RaiseForm(request.POST or None, initial={"raised_on": today(), **_given(request)})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data["uid"] = data["uid"] or uuid4()
        item = NewNonconformity(system=system, agency=system.holder, raised_by=request.actor.name, **data)
        raise_nonconformities(actor=request.actor, new=[item], on=today(), at=now())
        row = visible_nonconformities(request.actor).filter(uid=data["uid"]).first()
        if row is None:
            raise Unseen
        return "Đã ghi điểm không phù hợp.", _back(row)

    back = reverse("corrective:list")
    title = "Ghi điểm không phù hợp"
    return submitted(request, form, FORM, act, title=title, button="Ghi", back=back, lead=system.holder.name)


@signed_in
def correct(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Records what was corrected at once."""
    row = _curable(request, nonconformity_id)
    initial = {"what": row.correction, "on": row.corrected_on or today(), "seen": _last(row)}
    form = CorrectionForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data["seen"] = data["seen"] or 0
        correct_at_once(actor=request.actor, nonconformity_id=row.pk, at=now(), **data)
        return "Đã ghi việc khắc phục ngay.", _back(row)

    missing = guards_of_cause(row)
    title = "Khắc phục ngay"
    return submitted(request, form, FORM, act, title=title, button="Ghi", row=row, back=_back(row), missing=missing)


@signed_in
def cause(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Records the cause; past ones alike stand beside the form."""
    row = _curable(request, nonconformity_id)
    initial: dict[str, Any] = {"method": row.cause_method or "five_whys", "cause": row.cause, "on": today()}
    initial["seen"] = _last(row)
    initial |= {f"why_{n}": answer for n, answer in enumerate(row.why_list, 1)}
    form = CauseForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        find_cause(
            actor=request.actor, nonconformity_id=row.pk, cause=data["cause"], method=data["method"],
            whys=form.whys(), on=data["on"], at=now(), seen=data["seen"] or 0,
        )  # fmt: skip
        return "Đã ghi nguyên nhân.", _back(row)

    missing, past = guards_of_cause(row), alike(request.actor, row)
    title = "Tìm nguyên nhân"
    return submitted(
        request, form, FORM, act, title=title, button="Ghi nguyên nhân", row=row, back=_back(row), missing=missing,
        past=past,
    )  # fmt: skip


@signed_in
def plan(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Plans an action."""
    row = _curable(request, nonconformity_id)
    agencies = {row.agency_id, row.system.holder_id}
    form = PlanForm(request.POST or None, agency_ids=agencies, initial={"due_on": max(row.due_on, today())})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        position = data["position"]
        plan_action(
            actor=request.actor, nonconformity_id=row.pk, what=data["what"], due_on=data["due_on"], on=today(),
            at=now(), position_id=position.pk if position else None,
        )  # fmt: skip
        return "Đã định hành động khắc phục.", _back(row)

    missing, past = guards_of_action(row), alike(request.actor, row)
    title = "Định hành động khắc phục"
    return submitted(
        request, form, FORM, act, title=title, button="Ghi", row=row, back=_back(row), missing=missing, past=past
    )


def _action(request: HttpRequest, action_id: int) -> CorrectiveAction:
    seen = visible_nonconformities(request.actor).values("pk")
    found = CorrectiveAction.objects.filter(pk=action_id, nonconformity__in=seen).first()
    if found is None:
        raise Unseen
    return found


@signed_in
def complete(request: HttpRequest, action_id: int) -> HttpResponse:
    """Records that an action was done."""
    action = _action(request, action_id)
    row = nonconformity_seen(request.actor, action.nonconformity_id)
    his = action.position_id in {post.position_id for post in request.actor.posts}
    if not (his or can_cure(request.actor, row)):
        raise Forbidden(NOT_YOURS)
    form = CompleteForm(request.POST or None, request.FILES or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        at = now()
        with transaction.atomic():
            proofs = [Evidence(note=data["paper"])] if data["paper"] else []
            if data["file"]:
                proofs.append(Evidence(file=store(data["file"], at=at, by=request.actor.signature)))
            complete_action(
                actor=request.actor, action_id=action.pk, note=data["note"], evidence=proofs, on=data["on"], at=at
            )
        return "Đã ghi hành động hoàn thành.", _back(row)

    title = "Hoàn thành hành động khắc phục"
    return submitted(request, form, FORM, act, title=title, button="Ghi", row=row, back=_back(row), lead=action.what)


@signed_in
def drop(request: HttpRequest, action_id: int) -> HttpResponse:
    """Gives an action up."""
    action = _action(request, action_id)
    row = _curable(request, action.nonconformity_id)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        drop_action(actor=request.actor, action_id=action.pk, reason=data["reason"], on=today(), at=now())
        return "Đã bỏ hành động.", _back(row)

    title = "Bỏ hành động khắc phục"
    return submitted(request, form, FORM, act, title=title, button="Bỏ", row=row, back=_back(row), lead=action.what)


@signed_in
def effect(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Says whether it helped."""
    row = nonconformity_seen(request.actor, nonconformity_id)
    if not can_verify(request.actor, row):
        raise Forbidden("Điểm do kiểm tra phát hiện thì cán bộ kiểm tra của tỉnh xác nhận hiệu quả khắc phục.")
    form = EffectForm(request.POST or None, initial={"on": today()})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        check_effect(actor=request.actor, nonconformity_id=row.pk, at=now(), **data)
        return "Đã ghi kết luận.", _back(row)

    missing = guards_of_effect(row, request.actor, today())
    title = "Xác nhận hiệu quả khắc phục"
    return submitted(
        request, form, FORM, act, title=title, button="Kết luận", row=row, back=_back(row), missing=missing
    )


@signed_in
def withdrawal(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Takes the finding back."""
    row = nonconformity_seen(request.actor, nonconformity_id)
    if not can_withdraw(request.actor, row):
        raise Forbidden("Điểm do kiểm tra phát hiện thì cán bộ kiểm tra của tỉnh rút; điểm khác do lãnh đạo cơ quan.")
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        withdraw(actor=request.actor, nonconformity_id=row.pk, reason=data["reason"], on=today(), at=now())
        return "Đã rút điểm không phù hợp.", _back(row)

    missing = guards_of_withdrawal(row)
    title = "Rút điểm không phù hợp"
    return submitted(request, form, FORM, act, title=title, button="Rút", row=row, back=_back(row), missing=missing)
