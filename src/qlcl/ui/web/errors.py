"""Error pages, in the same frame, in Vietnamese, each saying what to do next."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

from qlcl.kernel.errors import DomainError, Forbidden, Unseen

TITLES = {
    400: "Yêu cầu không hợp lệ",
    403: "Không có thẩm quyền",
    404: "Không tìm thấy",
    409: "Dữ liệu đã thay đổi",
    422: "Chưa thực hiện được",
    503: "Phần mềm đang bận",
}
REMEDIES = {
    400: "Quay lại trang trước, tải lại trang rồi thử lại.",
    403: "Nếu ông/bà cần thực hiện việc này, đề nghị quản trị hệ thống của cơ quan kiểm tra vị trí công tác.",
    404: "Kiểm tra lại địa chỉ, hoặc dùng ô tìm kiếm.",
    409: "Tải lại trang để xem dữ liệu mới nhất, rồi thực hiện lại.",
    422: "Quay lại trang trước, bổ sung theo yêu cầu rồi thực hiện lại.",
    503: "Chờ một phút, quay lại trang trước rồi gửi lại; những gì đã nhập vẫn còn ở trang đó.",
}


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of an act refused, with the sentence of the refusal and its bad rows, if any."""
    return _page(request, error.status, error.message, problems=error.extra.get("problems", ()))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return _page(request, 400, "Yêu cầu gửi lên thiếu hoặc sai dữ liệu.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return _page(request, 403, Forbidden().message)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404; an address that only has a slash too many leads to the page it means."""
    if request.resolver_match is None and (meant := _without_slash(request)):
        return HttpResponsePermanentRedirect(meant)
    return _page(request, 404, Unseen().message)


def _without_slash(request: HttpRequest) -> str:
    """The address without its last slash, where that is a page and nothing was sent; else empty."""
    path = request.path_info.rstrip("/")
    if request.method not in {"GET", "HEAD"} or path == request.path_info or not is_valid_path(path):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return escape_leading_slashes(f"{path}?{query}" if query else path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: usually a page left open overnight."""
    words = {"heading": "Biểu mẫu đã hết hạn", "remedy": "Quay lại trang trước, tải lại trang rồi nhập và gửi lại."}
    return _page(request, 403, "Trang mở đã lâu hoặc phiên làm việc đã đổi, nên nội dung chưa được ghi.", **words)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: no context processor, no database, so that it always renders."""
    return HttpResponse(loader.render_to_string("ui/errors/500.html"), status=500)


def _page(request: HttpRequest, status: int, message: str, **more: object) -> HttpResponse:
    context = {"status": status, "heading": TITLES[status], "message": message, "remedy": REMEDIES[status], **more}
    return render(request, "ui/errors/error.html", context, status=status)
