"""The province's side of one file: examine, send back, conclude, ask to cure; the letters to each."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.inspections.by_file import SETTLED, Asked, fingerprint
from qlcl.inspections.enums import ItemState, Status
from qlcl.inspections.file_papers import CORRECTION, REQUEST, correction_context, request_context
from qlcl.inspections.models import FileItem, Inspection
from qlcl.inspections.operations.conclude_file import CORRECTION_DAYS, accept_file, ask_correction
from qlcl.inspections.operations.examine_file import RETURN_DAYS, ItemVerdict, examine_file, return_file, verdict_of
from qlcl.inspections.policies import can_prepare
from qlcl.inspections.queries.files import FileLine, file_lines, file_seen, submissions_of
from qlcl.inspections.queries.follow_up import guards_of_last_time
from qlcl.inspections.web.file_forms import ConclusionForm, LetterForm, ReturnForm
from qlcl.inspections.web.file_page import Proof, clock_chip, item_chip, proofs_shown
from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.organisations import parameters
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted

FORM = "inspections/file_form.html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VERDICTS = ((ItemState.ACCEPTED, "done"), (ItemState.FALLS_SHORT, "overdue"), (ItemState.RETURNED, "late"))


@dataclass(slots=True)
class Examined:
    """One item as the officer sees it."""

    line: FileLine
    item: FileItem
    proofs: list[Proof]
    known: list[str]
    chip: tuple[str, str]
    shown: str
    verdict: str
    note: str
    theirs: tuple[str, str] | None = None


def _mine(request: HttpRequest, inspection_id: int) -> Inspection:
    inspection = file_seen(request.actor, inspection_id)
    if not can_prepare(request.actor, inspection):
        raise Forbidden("Hồ sơ do cán bộ kiểm tra của tỉnh xem.")
    return inspection


@signed_in
@require_http_methods(["GET", "POST"])
def examine(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Item by item: what the agency says, its proofs, what was open before; the verdict and why."""
    inspection = _mine(request, inspection_id)
    if request.method == "POST":
        return _take(request, inspection)
    return _render(request, inspection, {})


def _take(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    verdicts = _verdicts(request, inspection)
    typed = {v.item_id: (v.state, v.note) for v in verdicts}
    try:
        saved, overtaken = examine_file(
            actor=request.actor, inspection_id=inspection.pk, verdicts=verdicts, on=today(), at=now()
        )
    except DomainError as refused:
        if refused.status in {403, 404}:
            raise
        messages.error(request, refused.message)
        return _render(request, inspection, typed, status=422)
    if saved:
        messages.success(request, f"Đã ghi {len(saved)} nội dung.")
    if overtaken:
        codes = ", ".join(item.code for item in overtaken)
        messages.warning(request, f"Nội dung {codes} đã có người khác ghi sau khi ông/bà mở trang.")
        return _render(request, inspection, {item.pk: typed[item.pk] for item in overtaken}, status=409)
    if not saved:
        messages.info(request, "Chưa có gì thay đổi.")
    return redirect("inspections:file_examine", inspection_id=inspection.pk)


def _verdicts(request: HttpRequest, inspection: Inspection) -> list[ItemVerdict]:
    """What was said; with the button for the rest, what is enough and has no verdict conforms."""
    data, rest = request.POST, "con-lai" in request.POST
    found = []
    for item in FileItem.objects.filter(inspection=inspection).order_by("position"):
        key = str(item.pk)
        if f"cu-{key}" not in data:
            continue
        state = data.get(f"kq-{key}", "")
        if rest and not state and item.state == ItemState.ENOUGH:
            state = ItemState.ACCEPTED.value
        note = data.get(f"nx-{key}", "").replace("\r\n", "\n").strip()
        found.append(ItemVerdict(item.pk, state, note, data[f"cu-{key}"]))
    return found


def _render(
    request: HttpRequest, inspection: Inspection, typed: dict[int, tuple[str, str]], status: int = 200
) -> HttpResponse:
    lines = file_lines(inspection, with_last=True)
    shown = [_examined(inspection, line, typed.get(line.item.pk)) for line in lines]
    submissions = submissions_of(inspection)
    settled = sum(s.item.state in SETTLED for s in shown)
    context = {
        "inspection": inspection,
        "shown": shown,
        "verdicts": [(str(code.value), str(code.label), tone) for code, tone in VERDICTS],
        "settled": settled,
        "total": len(shown),
        "back": [s for s in shown if s.item.state == ItemState.RETURNED],
        "short": [s for s in shown if s.item.state == ItemState.FALLS_SHORT],
        "open": inspection.status == Status.SUBMITTED,
        "submissions": submissions,
        "clock": clock_chip(inspection, submissions, today()),
    }
    return render(request, "inspections/file_examine.html", context, status=status)


def _examined(inspection: Inspection, line: FileLine, typed: tuple[str, str] | None) -> Examined:
    saved = verdict_of(line.item)
    verdict, note = typed or saved
    return Examined(
        line=line, item=line.item, proofs=proofs_shown(inspection, line), known=line.item.known.splitlines(),
        chip=item_chip(inspection, line.item, officer=True), shown=fingerprint(*saved), verdict=verdict, note=note,
        theirs=saved if typed and typed != saved else None,
    )  # fmt: skip


def _days(inspection: Inspection, code: str) -> int:
    return parameters.number(inspection.province_id, code, today())


@signed_in
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Sends the items marked so back with a new date."""
    inspection = _mine(request, inspection_id)
    back = [line.item for line in file_lines(inspection) if line.item.state == ItemState.RETURNED]
    days = _days(inspection, RETURN_DAYS)
    initial = {"seen": history.last_event_id("inspection", inspection.pk)}
    form = ReturnForm(request.POST or None, initial=initial, days=days)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data["seen"] = data["seen"] or 0
        return_file(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return "Đã trả lại hồ sơ.", reverse("inspections:file", args=[inspection.pk])

    return submitted(
        request, form, FORM, act, inspection=inspection, title="Trả lại hồ sơ", button="Trả lại",
        back=reverse("inspections:file_examine", args=[inspection.pk]),
        listed=[(item.code, item.returned_reason) for item in back], listed_title="Nội dung trả lại",
        letter=reverse("inspections:file_correction_word", args=[inspection.pk]) if back else "",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Ends the examination."""
    inspection = _mine(request, inspection_id)
    items = [line.item for line in file_lines(inspection)]
    short = [item for item in items if item.state == ItemState.FALLS_SHORT]
    initial = {"seen": history.last_event_id("inspection", inspection.pk)}
    form = ConclusionForm(request.POST or None, initial=initial, short=short)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        accept_file(
            actor=request.actor, inspection_id=inspection.pk, strengths=data["strengths"],
            proposals=data["proposals"], severities=form.severities(), seen=data["seen"] or 0, on=today(), at=now(),
        )  # fmt: skip
        return "Đã kết luận kiểm tra qua hồ sơ.", reverse("inspections:inspection", args=[inspection.pk])

    waiting = [f"{item.code}: chưa xem xong hoặc đang ghi trả lại." for item in items if item.state not in SETTLED]
    return submitted(
        request, form, FORM, act, inspection=inspection, title="Kết luận kiểm tra qua hồ sơ", button="Kết luận",
        back=reverse("inspections:file_examine", args=[inspection.pk]), guarded=True,
        missing=[*waiting, *guards_of_last_time(inspection)],
        listed=[(item.code, item.examined_note) for item in short],
        listed_title="Chưa đạt, ghi thành điểm không phù hợp",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Records the letter that asks to cure what falls short."""
    inspection = _mine(request, inspection_id)
    short = [line.item for line in file_lines(inspection) if line.item.state == ItemState.FALLS_SHORT]
    initial = {"seen": history.last_event_id("inspection", inspection.pk), "dated_on": today()}
    form = LetterForm(request.POST or None, initial=initial, days=_days(inspection, CORRECTION_DAYS))
    form.fields["due_on"].label = "Hạn báo cáo khắc phục"

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data["seen"] = data["seen"] or 0
        ask_correction(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return "Đã ghi văn bản đề nghị khắc phục.", reverse("inspections:inspection", args=[inspection.pk])

    return submitted(
        request, form, FORM, act, inspection=inspection, title="Đề nghị khắc phục", button="Ghi văn bản",
        back=reverse("inspections:inspection", args=[inspection.pk]),
        listed=[(item.code, item.examined_note) for item in short], listed_title="Nội dung chưa đạt",
        letter=reverse("inspections:file_correction_word", args=[inspection.pk]) if short else "",
    )  # fmt: skip


@signed_in
@require_GET
def request_word(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The letter that asked this agency for its file, as Word."""
    inspection = _mine(request, inspection_id)
    items = FileItem.objects.filter(inspection=inspection).order_by("position")
    asked = [Asked(item.code, item.requirement) for item in items]
    first = submissions_of(inspection)[-1:]
    due = first[0].due_on if first else inspection.file_due_on or today()
    content = render_docx(REQUEST, request_context([inspection], asked, due, today()), inspection.province_id)
    return word(content, f"yeu-cau-ho-so-{inspection.pk}.docx")


@signed_in
@require_GET
def correction_word(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The letter about what was examined, as Word: to add to the file, or to cure what falls short."""
    inspection = _mine(request, inspection_id)
    items = list(FileItem.objects.filter(inspection=inspection).order_by("position"))
    returned = inspection.status in (Status.SUBMITTED, Status.RETURNED)
    if returned:
        named = [(i.code, i.requirement, i.returned_reason) for i in items if i.returned_reason]
        days, set_on = RETURN_DAYS, inspection.file_due_on if inspection.status == Status.RETURNED else None
    else:
        named = [(i.code, i.requirement, i.examined_note) for i in items if i.state == ItemState.FALLS_SHORT]
        days, set_on = CORRECTION_DAYS, inspection.report_due_on
    if not named:
        raise DomainError("nothing_to_write", "Chưa có nội dung nào để ghi vào công văn.")
    last = submissions_of(inspection)[:1]
    due = set_on or today() + timedelta(days=_days(inspection, days))
    context = correction_context(
        inspection, named, due, last[0].sent_on if last else None, returned=returned, day=today()
    )
    return word(render_docx(CORRECTION, context, inspection.province_id), f"sau-xem-ho-so-{inspection.pk}.docx")


def word(content: bytes, name: str) -> HttpResponse:
    """A Word file as a download."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
