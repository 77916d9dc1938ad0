"""The papers of an inspection: kept, handed out, drafted, and the whole file as one archive."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from qlcl.inspections import queries
from qlcl.inspections.case_file import archive, index_of, pieces_of, slug
from qlcl.inspections.models import CasePaper, Inspection
from qlcl.inspections.operations.keep_papers import add_paper, remove_paper
from qlcl.inspections.papers_of_case import DRAFTS, case_context
from qlcl.inspections.policies import can_lead, sees_whole_file, visible_papers
from qlcl.inspections.queries.completeness import completeness_of
from qlcl.inspections.web.case_acts import act_page, case_for, kept
from qlcl.inspections.web.case_forms import PaperForm, ReasonForm
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.kernel.files import attachment
from qlcl.papers.operations.render import render_docx, to_pdf
from qlcl.ui.access import signed_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
def add(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Puts a signed paper into the file."""
    inspection = case_for(request, inspection_id, can_lead)
    form = PaperForm(request.POST or None, request.FILES or None, initial={"part": request.GET.get("phan", "")})

    def act(data: dict[str, Any]) -> str:
        data["file"] = kept(request, data["file"])
        paper = add_paper(actor=request.actor, inspection_id=inspection.pk, on=today(), at=now(), **data)
        return f"Đã đưa vào hồ sơ: {paper}."

    return act_page(request, inspection, form, act, title="Đưa tài liệu vào hồ sơ", button="Đưa vào", tab="ho-so")


def _paper(request: HttpRequest, paper_id: int) -> CasePaper:
    rows = visible_papers(request.actor).select_related("file", "inspection")
    found = rows.filter(pk=paper_id).first()
    if found is None:
        raise Unseen("Không tìm thấy tài liệu này.")
    return found


@signed_in
@require_GET
def paper(request: HttpRequest, paper_id: int) -> FileResponse:
    """A paper of the file, to those who may see it."""
    return attachment(_paper(request, paper_id).file)


@signed_in
def remove(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Takes a paper out of the file, with a reason."""
    found = _paper(request, paper_id)
    inspection = case_for(request, found.inspection_id, can_lead)

    def act(data: dict[str, Any]) -> str:
        remove_paper(actor=request.actor, paper_id=found.pk, reason=data["reason"], on=today(), at=now())
        return "Đã đưa tài liệu ra khỏi hồ sơ."

    return act_page(
        request, inspection, ReasonForm(request.POST or None), act, title="Đưa tài liệu ra khỏi hồ sơ",
        button="Đưa ra", lead=str(found), tab="ho-so",
    )  # fmt: skip


@signed_in
@require_GET
def draft(request: HttpRequest, inspection_id: int, which: str) -> HttpResponse:
    """A draft by the template of the province, as Word or PDF; the product gives no number and signs nothing."""
    inspection = case_for(request, inspection_id, can_lead)
    known = DRAFTS.get(which)
    if known is None or not known.fits(inspection):
        raise Unseen("Chưa đến bước lập văn bản này.")
    content = render_docx(known.kind, case_context(inspection, today()), inspection.province_id)
    name = f"{which}-{slug(inspection.agency.short_name)}"
    if request.GET.get("dang") != "pdf":
        return _download(content, f"{name}.docx", WORD)
    made = to_pdf(content)
    if made is None:
        raise DomainError("no_pdf", "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF; ông/bà tải bản Word.")
    return _download(made, f"{name}.pdf", "application/pdf")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_GET
def whole(request: HttpRequest, inspection_id: int) -> StreamingHttpResponse:
    """The whole file as one archive, streamed."""
    inspection = queries.inspection_seen(request.actor, inspection_id)
    if not sees_whole_file(request.actor, inspection):
        raise Forbidden("Hồ sơ kiểm tra do cơ quan kiểm tra giữ; cơ quan được kiểm tra tải từng văn bản của mình.")
    parts = completeness_of(inspection)
    pieces = pieces_of(inspection, [paper for part in parts for paper in part.papers])
    response = StreamingHttpResponse(
        archive(pieces, index_of(inspection, pieces, parts)), content_type="application/zip"
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{_name(inspection)}.zip')}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _name(inspection: Inspection) -> str:
    day = inspection.inspected_on or inspection.planned_from
    return f"ho-so-kiem-tra-{slug(inspection.agency.short_name)}{f'-{day:%Y%m%d}' if day else ''}"
