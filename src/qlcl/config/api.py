"""The root of the API: sign-in by token or session, refusals as problem+json, answers with an ETag."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.security import APIKeyCookie, HttpBearer

from qlcl.accounts.queries import actor_of_token
from qlcl.conformity.rest import router as conformity
from qlcl.duties.rest import router as duties
from qlcl.inspections.rest import router as inspections
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError
from qlcl.organisations.rest import router as organisations
from qlcl.reports.rest import router as reports
from qlcl.standards.rest import router as standards
from qlcl.training.rest import router as training
from qlcl.transitions.rest import router as transitions

DESCRIPTION = """\
Đọc và ghi hồ sơ hệ thống quản lý chất lượng của cơ quan, với đúng thẩm quyền của vị trí được cấp khóa.

Gửi khóa trong đầu mục `Authorization: Bearer qlcl_…`. Danh sách chia trang bằng `limit` (nhiều nhất 200) và `offset`,
đầu mục `Link` dẫn tới các trang khác. Gửi lại `ETag` trong `If-None-Match` thì nhận 304 khi không có gì thay đổi.
Lỗi trả về `application/problem+json`; dòng có `illustration: true` là dữ liệu minh họa.
"""
TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Chưa đăng nhập",
    403: "Không có thẩm quyền",
    404: "Không tìm thấy",
    409: "Đã có người thay đổi",
    422: "Không thực hiện được",
}


class Token(HttpBearer):
    """A token of one appointment; a wrong or ended one is refused at once, whatever else the request carries."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The actor of the token."""
        actor = actor_of_token(token, today())
        if actor.is_anonymous:
            raise HttpError(401, "Khóa không đúng, đã hết hạn hoặc đã bị thu hồi.")
        request.actor = actor
        return actor


class Session(APIKeyCookie):
    """Whoever has signed in on the pages; writes need the token against forged requests."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor of the session."""
        actor: Actor = request.actor
        return None if key is None or actor.is_anonymous else actor


class Vietnamese(JSONRenderer):
    """JSON in which Vietnamese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Adds an ETag to what was read, and answers 304 to whoever has it already."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._schemas: dict[str, OpenAPISchema] = {}

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of the view: short, and stable when modules move."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema, worked out once: the code does not change while it runs."""
        key = json.dumps(options, default=str)
        if key not in self._schemas:
            self._schemas[key] = super().get_openapi_schema(**options)
        return self._schemas[key]

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer; reads carry the digest of their content."""
        response = super().create_response(request, data, **options)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response


api = Api(
    title="QLCL",
    version="1",
    description=DESCRIPTION,
    auth=[Token(), Session()],
    docs_url=None,
    openapi_url="/openapi.json",
    renderer=Vietnamese(),
    urls_namespace="api",
)
for _prefix, _router in (
    ("", organisations),
    ("", standards),
    ("", conformity),
    ("", training),
    ("", inspections),
    ("", duties),
    ("", transitions),
    ("/reports", reports),
):
    api.add_router(_prefix, _router)


def problem(request: HttpRequest, status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """A refusal in the form of RFC 9457."""
    body = {
        "type": f"urn:qlcl:problem:{code}",
        "title": TITLES.get(status, "Lỗi"),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
        **{key: value for key, value in more.items() if value},
    }
    content = json.dumps(body, ensure_ascii=False, default=str)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problem(request, error.status, error.code, error.message, field=error.field, **error.extra)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"where": [str(part) for part in e["loc"]], "message": e["msg"]} for e in error.errors]
    return problem(request, 422, "invalid", "Yêu cầu có giá trị không hợp lệ; xem `errors`.", errors=errors)


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = {401: "not_signed_in", 403: "forbidden", 400: "bad_request"}.get(error.status_code, "error")
    detail = "Cần khóa API hoặc phiên đăng nhập." if str(error) == "Unauthorized" else str(error)
    return problem(request, error.status_code, code, detail)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, 404, "unseen", "Không tìm thấy, hoặc không có quyền xem.")


def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address of the API that does not exist."""
    return problem(request, 404, "unseen", f"API không có địa chỉ “{rest}”.")
