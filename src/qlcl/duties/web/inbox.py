"""The inbox of the actor's positions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from qlcl.duties.operations.notify import mark_read
from qlcl.duties.queries import inbox, unread_count
from qlcl.kernel import clock
from qlcl.ui.access import signed_in

PAGE_SIZE = 50


@signed_in
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Notices, newest first, 50 to a page."""
    page = Paginator(inbox(request.actor), PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "duties/inbox.html", {"page": page, "unread": unread_count(request.actor)})


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks one notice, or all, as read."""
    given = request.POST.get("id", "")
    ids = [int(given)] if given.isdigit() else None
    mark_read(notice_ids=ids, actor=request.actor, at=clock.now())
    return redirect("duties:inbox")
