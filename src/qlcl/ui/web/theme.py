"""How one person likes the frame (light or dark, wide or narrow side); kept in cookies, works without scripts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from qlcl.ui.context import LIKINGS

YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choices sent and goes back to the page; an unknown choice means the default."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    for name, choices in LIKINGS.items():
        chosen = request.POST.get(name)
        if chosen in choices:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(name, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
        elif chosen is not None:
            response.delete_cookie(name)
    return response
