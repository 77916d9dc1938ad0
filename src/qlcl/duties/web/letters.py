"""Draft letters about duties overdue: drawn up from a selection, shown, handed out as Word."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from qlcl.duties.models import ReminderLetter
from qlcl.duties.operations.draft_reminder import draft_reminder
from qlcl.duties.papers import letter_context
from qlcl.duties.policies import visible_letters
from qlcl.kernel import clock
from qlcl.kernel.errors import Unseen
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_SIZE = 50


def _letter(request: HttpRequest, letter_id: int) -> ReminderLetter:
    letter = visible_letters(request.actor).select_related("province").filter(pk=letter_id).first()
    if letter is None:
        raise Unseen("Không tìm thấy dự thảo công văn.")
    return letter


@signed_in
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draws up one letter about the duties selected (`viec`, repeated) and shows it."""
    ids = [int(text) for text in request.POST.getlist("viec") if text.isdecimal() and len(text) < 19]
    letter = draft_reminder(duty_ids=ids, actor=request.actor, on=clock.today(), at=clock.now())
    return redirect("duties:letter", letter_id=letter.pk)


@signed_in
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Letters drawn up in the province, the latest first."""
    page = Paginator(visible_letters(request.actor).order_by("-at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("trang")
    )
    return render(request, "duties/letters.html", {"page": page})


@signed_in
@require_GET
def letter_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    """What a letter says and names, before it is taken along."""
    letter = _letter(request, letter_id)
    return render(request, "duties/letter.html", {"letter": letter, **letter_context(letter)})


@signed_in
@require_GET
def letter_word(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The draft as Word, from the template in use."""
    letter = _letter(request, letter_id)
    response = HttpResponse(
        render_docx("duties.reminder_letter", letter_context(letter), letter.province_id), content_type=WORD
    )
    response["Content-Disposition"] = f'attachment; filename="don-doc-{letter.on:%Y%m%d}-{letter.pk}.docx"'
    return response
