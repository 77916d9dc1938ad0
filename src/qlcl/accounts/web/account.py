"""One's own account: posts, delegations, tokens, password."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qlcl.accounts.operations.passwords import change_password as set_password
from qlcl.accounts.operations.tokens import issue_token, revoke_token
from qlcl.accounts.queries import delegations_shown, posts_shown, tokens_shown
from qlcl.accounts.web.access import signed_in
from qlcl.accounts.web.acting import acting, show_refusal
from qlcl.accounts.web.forms import PasswordForm, TokenForm
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: posts, what was delegated to me, keys of programs that act for me."""
    actor = request.actor
    context = {
        "person": request.user,
        "posts": posts_shown(actor.person_id, today()),
        "delegations": delegations_shown(actor, today()),
        "tokens": tokens_shown(actor.person_id, today()),
    }
    return render(request, "accounts/me.html", context)


@sensitive_post_parameters("old", "new", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    """Changes one's password; all other sessions end."""
    form = PasswordForm(request.POST or None)
    must = request.user.must_change_password  # type: ignore[union-attr]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                person = set_password(
                    person_id=request.actor.person_id or 0, old=data["old"], new=data["new"], **acting(request)
                )
            except DomainError as error:
                show_refusal(form, error)
            else:
                update_session_auth_hash(request, person)
                messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác và các khóa API đã hết hiệu lực.")
                return redirect("/" if must else "accounts:me")
    return render(request, "accounts/change_password.html", {"form": form, "must": must}, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def token_new(request: HttpRequest) -> HttpResponse:
    """Issues a token and shows it this once."""
    positions = [(p.position_id, f"{p.title} – {p.agency_name}") for p in posts_shown(request.user.pk, today())]
    initial = {"valid_until": today() + timedelta(days=180)}
    form = TokenForm(request.POST or None, positions=positions, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                token, secret = issue_token(
                    position_id=data["position"],
                    label=data["label"],
                    valid_until=data["valid_until"],
                    **acting(request),
                )
            except DomainError as error:
                show_refusal(form, error)
            else:
                return render(request, "accounts/token_shown.html", {"token": token, "secret": secret})
    return render(request, "accounts/token_form.html", {"form": form, "positions": positions}, status=status)


@require_POST
@signed_in
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token at once."""
    token = revoke_token(token_id=pk, **acting(request))
    messages.success(request, f"Đã thu hồi khóa “{token.label}”.")
    return redirect("accounts:me")
