"""Pages to sign in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qlcl.accounts.operations.sign_in import sign_in as check_credentials
from qlcl.accounts.queries import last_day_in_post
from qlcl.accounts.web.forms import SignInForm
from qlcl.accounts.web.middleware import left_words, start
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; goes on to the page that was asked for."""
    target = _target(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return render(request, "accounts/sign_in.html", {"form": SignInForm(), "next": target})
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            person = check_credentials(**form.cleaned_data, address=address_of(request), at=now())
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            ended = last_day_in_post(person.pk, today())
            if ended is None:
                login(request, person, backend=BACKEND)
                start(request)
                return HttpResponseRedirect(target)
            form.add_error(None, left_words(ended))
    return render(request, "accounts/sign_in.html", {"form": form, "next": target}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the browser forgets the pages it kept, for the next at a shared computer goes back in vain."""
    logout(request)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind our own reverse proxy, the one it saw (the last that it appended)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else "/"
