"""One search over agencies, declarations, classes, papers, clauses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qlcl.accounts.web.access import signed_in
from qlcl.kernel import catalogue
from qlcl.portal.queries import search_everything

_FEW, _MANY = 10, 100


@require_safe
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """The hits by noun; `loai` shows more of one noun. Without words: what can be searched, and how."""
    text = request.GET.get("q", "").strip()[:200]
    kinds = {entry.kind: entry.label for entry in catalogue.searches()}
    kind = request.GET.get("loai", "")
    kind = kind if kind in kinds else ""
    groups = search_everything(request.actor, text, _MANY if kind else _FEW, kind)
    count = sum(len(group.hits) for group in groups)
    context = {"text": text, "groups": groups, "kind": kind, "kinds": kinds, "count": count, "many": _MANY}
    return render(request, "portal/search.html", context)


@require_safe
@signed_in
def suggestions(request: HttpRequest) -> HttpResponse:
    """The first hits as a fragment, while typing."""
    text = request.GET.get("q", "").strip()[:200]
    groups = search_everything(request.actor, text, 4)
    return render(request, "portal/search_hits.html", {"groups": groups, "text": text})
