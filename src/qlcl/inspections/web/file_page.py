"""The page of one file: the agency writes and sends it; others read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qlcl.duties.links import thing_link
from qlcl.inspections.by_file import fingerprint
from qlcl.inspections.enums import ItemState, Status
from qlcl.inspections.models import FileEvidence, FileItem, FileSubmission, Inspection
from qlcl.inspections.operations.prepare_file import ItemAnswer, prepare_file, refresh_file, words_of
from qlcl.inspections.operations.submit_file import submit_file
from qlcl.inspections.policies import can_answer, can_compose, can_prepare, enters_for_agency
from qlcl.inspections.queries.files import FileLine, file_lines, file_seen, proof_seen, sendable, submissions_of
from qlcl.inspections.web.file_forms import PaperFileForm
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.files import attachment, store
from qlcl.kernel.history import Ref
from qlcl.kernel.models import StoredFile
from qlcl.ui.access import signed_in

#: How an item looks to an agency: while the province examines it, it is only sent.
TONES = {
    ItemState.MISSING: "overdue", ItemState.ENOUGH: "done", ItemState.GAP: "late", ItemState.RETURNED: "overdue",
    ItemState.ACCEPTED: "done", ItemState.FALLS_SHORT: "overdue",
}  # fmt: skip
_EXAMINED = (ItemState.ACCEPTED, ItemState.FALLS_SHORT, ItemState.RETURNED)


@dataclass(slots=True)
class Proof:
    """A proof as the page names and links it."""

    row: FileEvidence
    url: str


@dataclass(slots=True)
class Shown:
    """One item as the page shows it: words typed but not saved stand before those saved."""

    line: FileLine
    item: FileItem
    proofs: list[Proof]
    known: list[str]
    chip: tuple[str, str]
    shown: str
    answer: str
    not_applicable: bool
    gap_reason: str
    theirs: tuple[str, bool, str] | None = None


@signed_in
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Shows the items; takes what the agency changed, all of it at once, whichever button was pressed."""
    inspection = file_seen(request.actor, inspection_id)
    if request.method == "POST":
        return _take(request, inspection)
    return _render(request, inspection, {})


def _take(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    """Saves; what somebody else had changed meanwhile, or what is refused, comes back as typed."""
    if not can_compose(request.actor, inspection) and not enters_for_agency(request.actor, inspection):
        raise Forbidden("Hồ sơ kiểm tra do người của cơ quan được kiểm tra soạn.")
    typed: dict[int, tuple[str, bool, str]] = {}
    try:
        with transaction.atomic():  # a file that no item cites must not stay
            answers = _answers(request, inspection)
            typed = {a.item_id: (a.answer, a.not_applicable, a.gap_reason) for a in answers}
            done = prepare_file(actor=request.actor, inspection_id=inspection.pk, answers=answers, on=today(), at=now())
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, refused.message)
        return _render(request, file_seen(request.actor, inspection.pk), typed, status=422)
    if done.saved:
        messages.success(request, f"Đã lưu {len(done.saved)} nội dung.")
    if done.overtaken:
        codes = ", ".join(item.code for item in done.overtaken)
        messages.warning(
            request, f"Nội dung {codes} đã có người khác sửa sau khi ông/bà mở trang. Nội dung ông/bà ghi còn ở ô nhập."
        )
        kept = {item.pk: typed[item.pk] for item in done.overtaken}
        return _render(request, inspection, kept, status=409)
    if not done.saved and not _refused_files(request):
        messages.info(request, "Chưa có gì thay đổi.")
    if "gui" in request.POST and not _refused_files(request):
        return redirect("inspections:file_send", inspection_id=inspection.pk)
    only = request.POST.get("chi", "")
    back = reverse("inspections:file", args=[inspection.pk])
    back += "?giay=1" if enters_for_agency(request.actor, inspection) else ""
    return redirect(f"{back}#m{only}" if only.isascii() and only.isdigit() else back)


def _refused_files(request: HttpRequest) -> bool:
    return bool(getattr(request, "refused_files", False))


def _answers(request: HttpRequest, inspection: Inspection) -> list[ItemAnswer]:
    """What the form says of each item it showed."""
    data = request.POST
    found = []
    for item in FileItem.objects.filter(inspection=inspection).order_by("position"):
        key = str(item.pk)
        if f"cu-{key}" not in data:
            continue
        reference = data.get(f"dan-{key}", "").strip()
        found.append(
            ItemAnswer(
                item.pk, answer=data.get(f"bc-{key}", "").replace("\r\n", "\n").strip(),
                not_applicable=f"kp-{key}" in data, gap_reason=" ".join(data.get(f"ld-{key}", "").split()),
                shown=data[f"cu-{key}"], files=_files(request, item),
                references=[Ref("", 0, reference)] if reference else [],
                removed=[int(pk) for pk in data.getlist(f"bo-{key}") if pk.isascii() and pk.isdigit() and len(pk) < 19],
            )
        )  # fmt: skip
    return found


def _files(request: HttpRequest, item: FileItem) -> list[StoredFile]:
    """The files sent with an item; one that is refused is told and leaves the others alone."""
    kept = []
    for upload in request.FILES.getlist(f"tep-{item.pk}"):
        try:
            kept.append(store(upload, at=now(), by=request.actor.signature))
        except DomainError as refused:
            request.refused_files = True  # type: ignore[attr-defined]
            messages.error(request, f"{item.code}, tệp {upload.name}: {refused.message}")
    return kept


def _render(
    request: HttpRequest, inspection: Inspection, typed: dict[int, tuple[str, bool, str]], status: int = 200
) -> HttpResponse:
    actor, day = request.actor, today()
    lines = file_lines(inspection)
    submissions = submissions_of(inspection)
    waiting = inspection.status in (Status.CALLED, Status.RETURNED)
    entering = waiting and enters_for_agency(actor, inspection) and (status != 200 or "giay" in request.GET)
    composes = waiting and (entering or can_compose(actor, inspection))
    officer = can_prepare(actor, inspection)
    shown = [_shown(inspection, line, typed.get(line.item.pk), officer=officer) for line in lines]
    asked = [s for s in shown if s.line.open]
    context = {
        "inspection": inspection,
        "groups": _groups(shown, waiting=waiting),
        "composes": composes,
        "entering": entering,
        "enters": waiting and not entering and enters_for_agency(actor, inspection),
        "sends": entering or (waiting and can_answer(actor, inspection)),
        "sendable": sendable(lines),
        "examines": officer and inspection.status == Status.SUBMITTED,
        "officer": officer,
        "total": len(asked) or len(shown),
        "enough": sum(s.item.state == ItemState.ENOUGH for s in asked),
        "gaps": [s for s in asked if s.item.state == ItemState.GAP],
        "missing": [s for s in asked if s.item.state in (ItemState.MISSING, ItemState.RETURNED)],
        "submissions": submissions,
        "clock": clock_chip(inspection, submissions, day),
        "waiting": waiting,
        "day": day,
        "events": history.events_of(kind="inspection", id=inspection.pk, limit=8, with_changes=False),
    }
    return render(request, "inspections/file.html", context, status=status)


def _shown(inspection: Inspection, line: FileLine, typed: tuple[str, bool, str] | None, *, officer: bool) -> Shown:
    item = line.item
    saved = words_of(item)
    answer, none, reason = typed or saved
    return Shown(
        line=line, item=item, proofs=proofs_shown(inspection, line), known=item.known.splitlines(),
        chip=item_chip(inspection, item, officer=officer), shown=fingerprint(*saved), answer=answer,
        not_applicable=none, gap_reason=reason, theirs=saved if typed and typed != saved else None,
    )  # fmt: skip


def proofs_shown(inspection: Inspection, line: FileLine) -> list[Proof]:
    """The proofs of an item with the page or the file they lead to."""
    return [
        Proof(p, reverse("inspections:file_proof", args=[inspection.pk, p.pk]) if p.file_id
              else thing_link(p.ref_kind, p.ref_id))
        for p in line.proofs
    ]  # fmt: skip


def item_chip(inspection: Inspection, item: FileItem, *, officer: bool) -> tuple[str, str]:
    """(tone, words) of an item: what the province says is told once it goes back or the examination has ended."""
    state = ItemState(item.state)
    hidden = not officer and not inspection.is_made and state in _EXAMINED and not item.returned_reason
    if hidden or (not officer and inspection.status == Status.SUBMITTED):
        return "none", "Đã gửi"
    return TONES[state], str(state.label)


def _groups(shown: list[Shown], *, waiting: bool) -> list[tuple[str, list[Shown]]]:
    """The questions, then the papers; after a return what came back stands first."""
    if waiting and not all(s.line.open for s in shown):
        back = ("Nội dung bị trả lại", [s for s in shown if s.line.open])
        rest = ("Nội dung không phải gửi lại", [s for s in shown if not s.line.open])
        return [back, rest]
    papers = [s for s in shown if s.item.code.startswith("TL")]
    questions = [s for s in shown if not s.item.code.startswith("TL")]
    named = [("Nội dung báo cáo theo Điều 36", questions), ("Tài liệu gửi kèm", papers)]
    return [group for group in named if group[1]]


def clock_chip(inspection: Inspection, submissions: list[FileSubmission], day: date) -> tuple[str, str]:
    """(tone, words) of the first clock."""
    due = inspection.file_due_on
    if inspection.status in (Status.CALLED, Status.RETURNED) and due is not None:
        left = (due - day).days
        if left < 0:
            return "overdue", f"Quá hạn {-left} ngày"
        return ("soon", "Hạn hôm nay") if left == 0 else ("soon" if left <= 7 else "not_due", f"Còn {left} ngày")
    if submissions:
        last = submissions[0]
        if last.on_time:
            return "done", "Gửi đúng hạn"
        return "late", f"Gửi chậm {(last.sent_on - last.due_on).days} ngày"
    return "none", inspection.get_status_display()


@signed_in
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What will be sent, with its two clocks, before it is; then sends it."""
    inspection = file_seen(request.actor, inspection_id)
    entering = not can_answer(request.actor, inspection) and enters_for_agency(request.actor, inspection)
    if not can_answer(request.actor, inspection) and not entering:
        raise Forbidden("Hồ sơ do thủ trưởng, cấp phó hoặc thư ký ISO của cơ quan gửi.")
    refused = ""
    form = PaperFileForm(request.POST or None, initial={"received_on": today()}) if entering else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            seen = request.POST.get("seen", "")
            sent = submit_file(
                actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(),
                seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0,
                received_on=form.cleaned_data["received_on"] if form else None,
            )  # fmt: skip
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused = error.message
            inspection = file_seen(request.actor, inspection_id)
        else:
            done = "ghi hồ sơ nhận bằng giấy" if entering else "gửi hồ sơ kiểm tra"
            messages.success(request, f"Đã {done} lần {sent.number}.")
            return redirect("inspections:file", inspection_id=inspection.pk)
    lines = file_lines(inspection)
    asked = [line for line in lines if line.open]
    context: dict[str, Any] = {
        "inspection": inspection,
        "refused": refused,
        "form": form,
        "missing": [
            f"{line.item.code} {line.item.requirement}: {line.lacking or 'Chưa sửa theo yêu cầu.'}"
            for line in asked
            if line.item.state in (ItemState.MISSING, ItemState.RETURNED)
        ],
        "gaps": [line for line in asked if line.item.state == ItemState.GAP],
        "enough": sum(line.item.state == ItemState.ENOUGH for line in asked),
        "total": len(asked),
        "open": inspection.status in (Status.CALLED, Status.RETURNED),
        "clock": clock_chip(inspection, [], today()),
        "seen": history.last_event_id("inspection", inspection.pk),
    }  # fmt: skip
    return render(request, "inspections/file_send.html", context, status=422 if refused else 200)


@signed_in
@require_POST
def refresh(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Reads again what the product holds."""
    inspection = file_seen(request.actor, inspection_id)
    changed = refresh_file(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now())
    said = f"Đã cập nhật {len(changed)} nội dung." if changed else "Dữ liệu phần mềm đang có không thay đổi."
    messages.success(request, said)
    return redirect("inspections:file", inspection_id=inspection.pk)


@signed_in
@require_GET
def proof(request: HttpRequest, inspection_id: int, file_evidence_id: int) -> HttpResponseBase:
    """A file sent as proof, as a download."""
    found = proof_seen(request.actor, inspection_id, file_evidence_id)
    assert found.file is not None
    return attachment(found.file)
