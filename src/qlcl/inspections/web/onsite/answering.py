"""How the app's addresses answer: JSON always, also where a page would lead to the sign-in form."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from qlcl.kernel.errors import DomainError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class BadRequest(DomainError):
    """What was sent cannot be read, such as half of it: nothing was taken (400)."""

    status = 400


def told(values: Mapping[str, Any], status: int = 200) -> JsonResponse:
    """An answer that nobody keeps on the way."""
    response = JsonResponse(dict(values), status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def for_device(view: View[P]) -> View[P]:
    """401 for whoever has not signed in; a refusal of the domain with its code and sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor.is_anonymous:
            return told({"code": "sign_in", "message": "Đề nghị ông/bà đăng nhập lại."}, 401)
        try:
            return view(request, *args, **kwargs)
        except DomainError as refused:
            return told({"code": refused.code, "message": refused.message, **refused.extra}, refused.status)

    return guarded


def sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; half a character in it, such as of a cut emoji, is mended.

    Raises `unreadable`, also for the character NUL, which PostgreSQL keeps in no text.
    """
    try:
        found = json.loads(request.body)
        text = json.dumps(found, ensure_ascii=False)
        if not text.isascii():
            found = json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    except (ValueError, RecursionError) as broken:
        raise BadRequest("unreadable", "Nội dung gửi lên không đọc được; hãy gửi lại.") from broken
    if not isinstance(found, dict) or "\\u0000" in text:
        raise BadRequest("unreadable", "Nội dung gửi lên không đọc được; hãy gửi lại.")
    return found


def text_of(values: Mapping[str, Any], name: str, longest: int = 300) -> str:
    """A text of what was sent; empty where there is none."""
    value = values.get(name)
    return value[:longest] if isinstance(value, str) else ""


def number_of(values: Mapping[str, Any], name: str) -> int:
    """A number of what was sent, not below 0."""
    value = values.get(name)
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0


def device_of(values: Mapping[str, Any]) -> str:
    """By what the device calls itself. Raises `device_missing`."""
    found = text_of(values, "device", 60)
    if not found:
        raise BadRequest("device_missing", "Thiếu mã thiết bị.")
    return found
