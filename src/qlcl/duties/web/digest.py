"""One's choice of digest mails."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qlcl.duties.operations.choose_digest import choose_digest
from qlcl.duties.queries.digests import digest_of, frequency_of
from qlcl.duties.web.forms import DigestForm
from qlcl.kernel import clock
from qlcl.ui.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def digest_choice(request: HttpRequest) -> HttpResponse:
    """Daily, weekly or not at all; with what a mail would say today."""
    actor, day = request.actor, clock.today()
    province_id = actor.posts[0].province_id if actor.posts else None
    current = frequency_of(actor.person_id or 0, province_id, day)
    form = DigestForm(request.POST or None, initial={"frequency": current})
    if request.method == "POST" and form.is_valid():
        choose_digest(frequency=form.cleaned_data["frequency"], actor=actor, on=day, at=clock.now())
        messages.success(request, "Đã ghi lựa chọn.")
        return redirect("duties:inbox")
    content = digest_of(request.user, day)  # type: ignore[arg-type]
    context = {
        "form": form,
        "email": request.user.email,  # type: ignore[union-attr]
        "mail_enabled": settings.MAIL_ENABLED,
        "content": content,
        "day": day,
    }
    return render(request, "duties/digest_choice.html", context, status=422 if form.errors else 200)
