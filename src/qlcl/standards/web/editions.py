"""Pages: the editions, one edition with its clauses, two editions side by side, editing an edition."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.kernel import clock, history
from qlcl.kernel.errors import DomainError, Forbidden, Unseen
from qlcl.standards import queries
from qlcl.standards.operations.edit_edition import EDITABLE, edit_edition
from qlcl.standards.policies import can_edit_edition
from qlcl.standards.web.forms import EditionForm
from qlcl.ui.access import signed_in


@signed_in
@require_GET
def edition_list_page(request: HttpRequest) -> HttpResponse:
    """Every edition with its status, and the comparisons there are."""
    context = {
        "editions": queries.edition_list(request.actor),
        "pairs": queries.comparable_pairs(request.actor),
    }
    return render(request, "standards/editions.html", context)


@signed_in
@require_GET
def edition_detail_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: status, adoption, clauses, history."""
    edition = queries.edition_page(request.actor, pk)
    pairs = queries.comparable_pairs(request.actor)
    context = {
        "edition": edition,
        "clauses": queries.clauses_of(edition),
        "pairs": [pair for pair in pairs if edition in pair],
        "may_edit": can_edit_edition(request.actor),
        "timeline": history.events_of(touching=edition, limit=10),
    }
    return render(request, "standards/edition.html", context)


@signed_in
@require_GET
def comparison_page(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """Two editions side by side, line by line of their crosswalk."""
    old, new = queries.edition_page(request.actor, before), queries.edition_page(request.actor, after)
    rows = queries.comparison(old, new)
    if not rows:
        raise Unseen("Chưa có bảng đối chiếu giữa hai phiên bản này.")
    return render(request, "standards/comparison.html", {"before": old, "after": new, "rows": rows})


@signed_in
@require_http_methods(["GET", "POST"])
def edit_edition_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an edition, for administrators."""
    edition = queries.edition_page(request.actor, pk)
    if not can_edit_edition(request.actor):
        raise Forbidden("Chỉ quản trị hệ thống được sửa thông tin phiên bản tiêu chuẩn.")
    if request.method == "GET":
        return render(request, "standards/edit_edition.html", {"edition": edition, "form": EditionForm.of(edition)})
    form = EditionForm(request.POST, edition=edition)
    status = 422
    if form.is_valid():
        try:
            edit_edition(
                actor=request.actor,
                on=clock.today(),
                at=clock.now(),
                edition_id=pk,
                revision=form.cleaned_data["revision"],
                values={name: form.cleaned_data[name] for name in EDITABLE},
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
            status = error.status
        else:
            messages.success(request, "Đã ghi thông tin phiên bản.")
            return redirect("standards:edition", pk=pk)
    return render(request, "standards/edit_edition.html", {"edition": edition, "form": form}, status=status)
