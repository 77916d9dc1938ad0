"""Forms that attach the signed decision, end a declaration, or void a mistaken entry."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from qlcl.conformity.operations.attach_signed_paper import attach_signed_paper
from qlcl.conformity.operations.end_declaration import end_declaration
from qlcl.conformity.operations.void_declaration import void_declaration
from qlcl.conformity.policies import can_end, can_keep, can_void
from qlcl.conformity.queries import declaration_page
from qlcl.conformity.web.forms import FORM, EndForm, FileForm, VoidForm
from qlcl.conformity.workflow import guards_of_end_declaration, guards_of_void_declaration
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.files import PAPERS, store
from qlcl.ui.access import signed_in
from qlcl.ui.submitting import submitted


@signed_in
def attach(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Uploads the signed decision."""
    declaration = declaration_page(request.actor, declaration_id)
    if not can_keep(request.actor, declaration.system):
        raise Forbidden("Chỉ lãnh đạo, thư ký ISO của cơ quan tải lên quyết định đã ký.")
    form = FileForm(request.POST or None, request.FILES or None)
    back = reverse("conformity:declaration", args=[declaration.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        at = now()
        with transaction.atomic():
            file = store(data["file"], at=at, by=request.actor.signature, allowed=PAPERS)
            attach_signed_paper(actor=request.actor, declaration_id=declaration.pk, file=file, on=today(), at=at)
        return f"Đã lưu {file.name}, SHA-256 {file.sha256[:16]}….", back

    lead = f"{declaration.agency.name}, quyết định {declaration.label}. Không tải lên tài liệu chứa bí mật nhà nước."
    return submitted(
        request,
        form,
        FORM,
        act,
        title="Tải lên quyết định đã ký",
        button="Tải lên",
        lead=lead,
        place=declaration.label,
        back=back,
        missing=[],
    )


@signed_in
def end(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Ends a declaration with a reason."""
    declaration = declaration_page(request.actor, declaration_id)
    if not can_end(request.actor, declaration.system, today()):
        raise Forbidden("Chỉ thủ trưởng cơ quan, hoặc cán bộ đầu mối khi sắp xếp tổ chức, ghi hết hiệu lực.")
    form = EndForm(request.POST or None, initial={"ended_on": today()})
    back = reverse("conformity:declaration", args=[declaration.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        end_declaration(
            actor=request.actor, declaration_id=declaration.pk, reason=data["reason"], on=data["ended_on"], at=now()
        )
        return "Đã ghi hết hiệu lực.", back

    return submitted(
        request,
        form,
        FORM,
        act,
        title="Ghi hết hiệu lực",
        button="Ghi hết hiệu lực",
        lead=f"{declaration.agency.name}, quyết định {declaration.label}",
        place=declaration.label,
        back=back,
        missing=guards_of_end_declaration(declaration),
    )


@signed_in
def void(request: HttpRequest, declaration_id: int) -> HttpResponse:
    """Voids a mistaken entry."""
    declaration = declaration_page(request.actor, declaration_id)
    if not can_void(request.actor, declaration):
        raise Forbidden("Bản ghi nhập từ hồ sơ do cán bộ đầu mối của tỉnh hủy; bản ghi khác do thủ trưởng cơ quan hủy.")
    form = VoidForm(request.POST or None)
    back = reverse("conformity:declaration", args=[declaration.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        void_declaration(
            actor=request.actor, declaration_id=declaration.pk, reason=data["reason"], on=today(), at=now()
        )
        return "Đã hủy bản ghi; các việc do bản ghi này hoàn thành được mở lại.", back

    return submitted(
        request,
        form,
        FORM,
        act,
        title="Hủy bản ghi nhầm",
        button="Hủy bản ghi",
        lead=f"{declaration.agency.name}, quyết định {declaration.label}",
        place=declaration.label,
        back=back,
        missing=guards_of_void_declaration(declaration),
    )
