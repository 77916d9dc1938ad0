"""Draft decisions as downloads."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse

from qlcl.kernel.errors import DomainError
from qlcl.papers.operations.render import render_docx, to_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_response(context: Mapping[str, Any], kind: str, name: str, province_id: int | None) -> HttpResponse:
    """The decision to declare as `docx` or `pdf`; PDF needs LibreOffice on the server."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    content = render_docx("conformity.decision", context, province_id)
    if kind == "pdf":
        made = to_pdf(content)
        if made is None:
            raise DomainError("no_pdf", "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF; ông/bà tải bản Word.")
        content = made
    response = HttpResponse(content, content_type=WORD if kind == "docx" else "application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response
