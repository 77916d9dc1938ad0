"""Pages: the kinds of papers, the editor of one template, its preview as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qlcl.kernel import clock, history
from qlcl.kernel.errors import DomainError
from qlcl.papers import queries
from qlcl.papers.layout import pdf
from qlcl.papers.operations.edit_template import edit_template, restore_template
from qlcl.papers.operations.render import render_sample
from qlcl.papers.policies import edited_province
from qlcl.papers.web.forms import RestoreForm, TemplateForm
from qlcl.ui.access import signed_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
@require_GET
def template_list_page(request: HttpRequest) -> HttpResponse:
    """Every kind of paper with the template in use."""
    return render(request, "papers/templates.html", {"lines": queries.template_list(request.actor)})


@signed_in
@require_http_methods(["GET", "POST"])
def template_page(request: HttpRequest, kind: str) -> HttpResponse:
    """The editor of one template; a template that breaks comes back with the line that breaks it."""
    line = queries.template_page(request.actor, kind)
    if request.method == "GET":
        form = TemplateForm(initial={"version": line.version, "body": line.body})
        return _editor(request, line, form)
    form = TemplateForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            edit_template(
                actor=request.actor,
                on=clock.today(),
                at=clock.now(),
                kind=kind,
                version=form.cleaned_data["version"],
                body=form.cleaned_data["body"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            status = error.status
        else:
            messages.success(request, "Đã ghi mẫu văn bản.")
            return redirect("papers:template", kind=kind)
    return _editor(request, line, form, status)


def _editor(request: HttpRequest, line: queries.TemplateLine, form: TemplateForm, status: int = 200) -> HttpResponse:
    own = queries.own_template(line.code, edited_province(request.actor))
    context = {
        "line": line,
        "form": form,
        "restore_form": RestoreForm(initial={"version": line.version}),
        "timeline": history.events_of(kind="paper_template", id=own.pk, limit=10) if own else [],
        "has_pdf": pdf.office() is not None,
    }
    return render(request, "papers/template.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The sample as a file: from the template in use, or from the text in the form before it is kept."""
    line = queries.template_page(request.actor, kind)
    data = request.POST if request.method == "POST" else request.GET
    body = data.get("body") or line.body
    try:
        file, type_, suffix = render_sample(kind, body), DOCX, "docx"
        if data.get("dang") == "pdf":
            file, type_, suffix = pdf.pdf(file), "application/pdf", "pdf"
    except DomainError as error:
        form = TemplateForm({"version": data.get("version", line.version), "body": body})
        form.is_valid()
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _editor(request, line, form, error.status)
    response = HttpResponse(file, content_type=type_)
    response["Content-Disposition"] = f'attachment; filename="mau-{get_valid_filename(kind)}.{suffix}"'
    return response


@signed_in
@require_POST
def restore(request: HttpRequest, kind: str) -> HttpResponse:
    """Takes the default template back."""
    queries.template_page(request.actor, kind)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise DomainError("bad_form", "Biểu mẫu không đầy đủ; hãy mở lại trang rồi thử lại.")
    restore_template(
        actor=request.actor, on=clock.today(), at=clock.now(), kind=kind, version=form.cleaned_data["version"]
    )
    messages.success(request, "Đã dùng lại mẫu gốc.")
    return redirect("papers:template", kind=kind)
