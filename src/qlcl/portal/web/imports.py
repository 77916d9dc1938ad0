"""Importing files: upload, preview, confirm; the imports done, and undoing one."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qlcl.accounts.web.access import signed_in
from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import BadRows, DomainError, Forbidden, Unseen
from qlcl.kernel.sheets import detect_kind
from qlcl.kernel.sheets.templates import write_template
from qlcl.kernel.text import fold
from qlcl.organisations.queries import visible_provinces
from qlcl.portal.import_results import ImportFile, ImportResult
from qlcl.portal.models import PendingImport
from qlcl.portal.operations.hold_upload import change_held, drop_upload, held_files, held_upload, hold_upload
from qlcl.portal.operations.import_files import import_files
from qlcl.portal.operations.undo_import import undo_import
from qlcl.portal.policies import can_import, visible_imports
from qlcl.portal.web.forms import UploadForm, file_name, kind_choices

_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """The files to import, the templates, and the imports done."""
    actor = _importer(request)
    provinces = [(province.code, province.name) for province in visible_provinces(actor)]
    form = UploadForm(provinces, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("portal:import_preview", token=_held(actor, form).token)
        except DomainError as error:
            form.add_error("uploads", error.message)
    batches = Paginator(visible_imports(actor), 50).get_page(request.GET.get("trang"))
    context = {"form": form, "batches": batches, "kinds": catalogue.import_kinds()}
    return render(request, "portal/imports.html", context, status=422 if form.errors else 200)


def _held(actor: Actor, form: UploadForm) -> PendingImport:
    files = []
    for item in form.cleaned_data["uploads"]:
        data = item.read()
        kind = form.cleaned_data["kind"] or _detected(data, file_name(item))
        files.append(ImportFile(kind, file_name(item), data))
    return hold_upload(
        actor=actor,
        files=files,
        token=secrets.token_urlsafe(24),
        at=now(),
        illustration=form.cleaned_data["illustration"],
        province_code=form.cleaned_data.get("province", ""),
    )


def _detected(data: bytes, name: str) -> str:
    """The kind of table by its headers; "" where the preview must ask. Unreadable files are refused at once."""
    kinds = [catalogue.import_kind(entry.code) for entry in catalogue.import_kinds()]
    try:
        return detect_kind(kinds, data)
    except DomainError as error:
        raise DomainError(error.code, f"{name}: {error.message}") from error


@require_GET
@signed_in
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What the held files would change, or every bad cell."""
    return _preview(request, _importer(request), token)


def _preview(request: HttpRequest, actor: Actor, token: str, refused: DomainError | None = None) -> HttpResponse:
    held = held_upload(actor=actor, token=token, at=now())
    context = {"held": held, "kinds": kind_choices(), "refused": refused}
    status = refused.status if refused else 200
    if all(file["kind"] for file in held.files):
        try:
            result = import_files(
                actor=actor,
                files=held_files(held),
                on=today(),
                at=now(),
                dry_run=True,
                illustration=held.illustration,
                province_code=held.province_code,
            )
            context |= {"result": result, "kinds_done": [(k, k.changes[:_SHOWN]) for k in result.kinds], "most": _SHOWN}
        except BadRows as error:
            context |= {"problems": error.problems[:_SHOWN], "problem_count": len(error.problems), "most": _SHOWN}
            status = 422
        except DomainError as error:
            context |= {"refused": error}
            status = error.status
    return render(request, "portal/import_preview.html", context, status=status)


@require_POST
@signed_in
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Another choice of kinds or of the illustration mark, then the preview again."""
    actor = _importer(request)
    held = held_upload(actor=actor, token=token, at=now())
    change_held(
        actor=actor,
        token=token,
        kinds=[request.POST.get(f"kind-{place}", "") for place in range(len(held.files))],
        at=now(),
        illustration="illustration" in request.POST,
        province_code=held.province_code,
    )
    return redirect("portal:import_preview", token=token)


@require_POST
@signed_in
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Writes what the preview showed; where the records changed since, shows the preview again."""
    actor = _importer(request)
    held = held_upload(actor=actor, token=token, at=now())
    try:
        result = import_files(
            actor=actor,
            files=held_files(held),
            on=today(),
            at=now(),
            illustration=held.illustration,
            province_code=held.province_code,
            expected=request.POST.get("digest", "") or "-",
        )
    except DomainError as error:
        return _preview(request, actor, token, refused=error)
    drop_upload(actor=actor, token=token, at=now())
    if result.batch_id is None:
        messages.info(request, "Không có gì thay đổi: mọi dòng đã có trong hệ thống.")
        return redirect("portal:imports")
    if result.handout:
        return _shown_once(request, result)
    messages.success(request, "Đã nhập xong.")
    return redirect("portal:import_batch", batch_id=result.batch_id)


def _shown_once(request: HttpRequest, result: ImportResult) -> HttpResponse:
    """What is told once and kept nowhere, such as temporary passwords."""
    response = render(request, "portal/import_handout.html", {"result": result, "titles": list(result.handout[0])})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def drop(request: HttpRequest, token: str) -> HttpResponse:
    """Forgets the held files."""
    drop_upload(actor=_importer(request), token=token, at=now())
    messages.info(request, "Đã bỏ các tệp vừa tải lên; chưa ghi gì.")
    return redirect("portal:imports")


@require_GET
@signed_in
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One import: who, when, which files, how much."""
    return _batch(request, _importer(request), batch_id)


def _batch(request: HttpRequest, actor: Actor, batch_id: int, refused: DomainError | None = None) -> HttpResponse:
    found = visible_imports(actor).filter(pk=batch_id).first()
    if found is None:
        raise Unseen
    provinces = visible_provinces(actor).filter(pk__in=found.touched.values("province_id"))
    undo_url = reverse("portal:import_undo", args=[batch_id])
    context = {"batch": found, "refused": refused, "undo_url": undo_url, "provinces": provinces}
    return render(request, "portal/import_batch.html", context, status=refused.status if refused else 200)


@require_POST
@signed_in
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Takes an import back as one act."""
    actor = _importer(request)
    try:
        undo_import(actor=actor, batch_id=batch_id, on=today(), at=now())
    except Unseen:
        raise
    except DomainError as error:
        return _batch(request, actor, batch_id, refused=error)
    messages.success(request, "Đã hoàn tác lần nhập.")
    return redirect("portal:import_batch", batch_id=batch_id)


@require_GET
@signed_in
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The Excel template of a kind of table."""
    _importer(request)
    if kind not in {entry.code for entry in catalogue.import_kinds()}:
        raise Unseen
    wanted = catalogue.import_kind(kind)
    response = HttpResponse(write_template(wanted), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-{slugify(fold(wanted.label))}.xlsx"'
    return response


def _importer(request: HttpRequest) -> Actor:
    """The actor, if he may import. Raises Forbidden."""
    actor: Actor = request.actor
    if not can_import(actor):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh và người quản trị được nhập tệp.")
    return actor
