"""What every answer carries: headers of safety, and the domain's refusals as pages."""

from collections.abc import Callable

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import ResolverMatch

from qlcl.kernel.errors import Busy, DomainError
from qlcl.ui.web.errors import refusal

#: Marks a request that has met a collision once.
TRIED = "tried_again"

#: Nothing from elsewhere, nothing inline, no frames.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SafetyHeadersMiddleware:
    """Adds the headers of safety to every answer that does not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class DomainErrorMiddleware:
    """Turns a refusal of the domain into a page: 404 unseen, 403 forbidden, 409 stale, 422 any other; 503 where another
    has been writing for too long.

    Where two write at once, the database stops the second before a rule of ours could: nothing of it was written, so
    it is tried once more, and then the rule says what is in its way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals and collisions; anything else is a mistake of ours and stays an error 500."""
        if isinstance(exception, DomainError):
            return refusal(request, exception)
        if _locked(exception):
            return refusal(request, Busy())
        if not _collided(exception) or hasattr(request, TRIED) or request.resolver_match is None:
            return None
        setattr(request, TRIED, True)
        return self._again(request, request.resolver_match)

    def _again(self, request: HttpRequest, match: ResolverMatch) -> HttpResponse:
        for files in request.FILES.lists():
            for file in files[1]:
                file.seek(0)
        try:
            return match.func(request, *match.args, **match.kwargs)
        except DomainError as error:
            return refusal(request, error)


def _collided(exception: Exception) -> bool:
    """A row that another has just written or removed, or two that waited for each other (PostgreSQL, class 40)."""
    state = getattr(exception.__cause__, "sqlstate", None) or ""
    return isinstance(exception, IntegrityError) or (isinstance(exception, OperationalError) and state[:2] == "40")


def _locked(exception: Exception) -> bool:
    """SQLite has waited its whole time for somebody else's writing to end."""
    return isinstance(exception, OperationalError) and "database is locked" in str(exception)


class NoNullMiddleware:
    """Refuses the character NUL wherever it is sent: no text of people has it, and PostgreSQL keeps none (422)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """After the resolver, so that the refusal has the frame of a page, or the form of the API."""
        if not _has_null(request):
            return None
        error = DomainError("null_character", "Dữ liệu gửi lên có ký tự rỗng (NUL). Hãy bỏ ký tự đó rồi gửi lại.")
        if not request.path.startswith("/api/"):
            return refusal(request, error)
        body = {"type": f"urn:qlcl:problem:{error.code}", "status": 422, "code": error.code, "detail": error.message}
        return JsonResponse(body, status=422, content_type="application/problem+json")


def _has_null(request: HttpRequest) -> bool:
    """In the path, the query, the fields of a form, or a body of JSON, which the API reads under any name."""
    if "\0" in request.path_info or _in_fields(request.GET):
        return True
    if request.content_type == "application/json" or request.path.startswith("/api/"):
        return b"\\u0000" in request.body or b"\0" in request.body
    return _in_fields(request.POST)


def _in_fields(given: QueryDict) -> bool:
    return any("\0" in name or any("\0" in str(value) for value in values) for name, values in given.lists())
