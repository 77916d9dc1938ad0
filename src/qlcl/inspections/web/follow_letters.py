"""Draft letters about findings still open: drawn up from the board, shown, handed out as Word."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from qlcl.inspections.follow_papers import letter_context
from qlcl.inspections.models import FollowUpLetter
from qlcl.inspections.operations.draft_follow_up import draft_follow_up
from qlcl.inspections.policies import visible_follow_up_letters
from qlcl.inspections.queries.board import FIXED, standing_so
from qlcl.inspections.web.board import PAGE_SIZE, Asked, board_asked
from qlcl.inspections.web.reports import WORD
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Unseen
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in
from qlcl.ui.tables import PAGE


@signed_in
@require_POST
def follow_letter_new(request: HttpRequest) -> HttpResponse:
    """One draft letter about what was chosen: agencies (`co-quan`), findings (`diem`), or all that is filtered."""
    day, asked = today(), Asked.of(request)
    rows = standing_so(board_asked(request, asked, day), asked.standing, day).exclude(standing=FIXED)
    agencies, findings = _ids(request, "co-quan"), _ids(request, "diem")
    if request.POST.get("tat-ca") != "1":
        rows = rows.filter(agency_id__in=agencies) if agencies else rows.filter(pk__in=findings)
    ids = list(rows.order_by().values_list("pk", flat=True))
    letter = draft_follow_up(finding_ids=ids, actor=request.actor, on=day, at=now())
    return redirect("inspections:follow_letter", follow_letter_id=letter.pk)


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name)[:PAGE_SIZE] if text.isdecimal() and len(text) < 19]


def _letter(request: HttpRequest, follow_letter_id: int) -> FollowUpLetter:
    letter = visible_follow_up_letters(request.actor).select_related("province").filter(pk=follow_letter_id).first()
    if letter is None:
        raise Unseen("Không tìm thấy dự thảo công văn.")
    return letter


@signed_in
@require_GET
def follow_letters(request: HttpRequest) -> HttpResponse:
    """Letters drawn up in the province, the latest first."""
    rows = visible_follow_up_letters(request.actor).order_by("-at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get(PAGE))
    return render(request, "inspections/follow_letters.html", {"page": page})


@signed_in
@require_GET
def follow_letter(request: HttpRequest, follow_letter_id: int) -> HttpResponse:
    """What a letter says and names, before it is taken along."""
    letter = _letter(request, follow_letter_id)
    return render(request, "inspections/follow_letter.html", {"letter": letter, **letter_context(letter)})


@signed_in
@require_GET
def follow_letter_word(request: HttpRequest, follow_letter_id: int) -> HttpResponse:
    """The draft as Word, from the template in use."""
    letter = _letter(request, follow_letter_id)
    content = render_docx("inspections.follow_up_letter", letter_context(letter), letter.province_id)
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="don-doc-khac-phuc-{letter.on:%Y%m%d}-{letter.pk}.docx"'
    return response
