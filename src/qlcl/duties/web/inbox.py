"""The inbox of the actor's positions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from qlcl.duties.operations.notify import mark_read
from qlcl.duties.queries import inbox, unread_count
from qlcl.kernel import clock
from qlcl.ui.access import signed_in
from qlcl.ui.tables import filter_chips

PAGE_SIZE = 50
UNREAD = "chua-doc"


@signed_in
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Notices, newest first, 50 to a page; all of them or only those unread."""
    unread = unread_count(request.actor)
    only_unread = request.GET.get("loc") == UNREAD
    notices = inbox(request.actor)
    page = Paginator(notices.unread() if only_unread else notices, PAGE_SIZE).get_page(request.GET.get("trang"))
    chips = filter_chips(request, "loc", [(UNREAD, "Chưa đọc", unread)])
    context = {"page": page, "unread": unread, "chips": chips, "only_unread": only_unread}
    return render(request, "duties/inbox.html", context)


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks one notice, or all, as read; “open” goes on to what the notice is about."""
    given = request.POST.get("id", "")
    ids = [int(given)] if given.isdecimal() and len(given) < 19 else None
    link = ""
    if ids and request.POST.get("mo"):
        link = inbox(request.actor).filter(pk__in=ids).values_list("link", flat=True).first() or ""
    if ids or not given:
        mark_read(notice_ids=ids, actor=request.actor, at=clock.now())
    return redirect(link if link.startswith("/") else "duties:inbox")
