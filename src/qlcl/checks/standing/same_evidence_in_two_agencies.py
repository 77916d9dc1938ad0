"""The same file serves two agencies as evidence."""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import About, Check, Line, Row, Scope
from qlcl.conformity.models import Declaration
from qlcl.duties.models import Duty
from qlcl.kernel.actors import Actor
from qlcl.kernel.history import Ref
from qlcl.kernel.models import StoredFile
from qlcl.organisations.models import Agency
from qlcl.organisations.queries import visible_agencies

_FILES = ("signed_file", "told_file", "posted_file", "published_file")
_KINDS = (("duty", "duties:duty"), ("declaration", "conformity:declaration"))
#: agency, SHA-256, place in `_KINDS`, id of the duty or declaration, day
Use = tuple[int, str, int, int, date]


def _uses(province_id: int) -> QuerySet[Any]:
    """Every use of a content that was stored or cited more than once, by one query."""
    twice = StoredFile.objects.values("sha256").annotate(n=Count("pk")).filter(n__gt=1).values("sha256")
    parts: list[QuerySet[Any]] = [_part(Duty.objects.filter(evidence__sha256__in=twice), "evidence", 0, "due_on")]
    standing = Declaration.objects.standing()
    parts += [_part(standing.filter(**{f"{f}__sha256__in": twice}), f, 1, "signed_on") for f in _FILES]
    within = [part.filter(agency__province_id=province_id).order_by() for part in parts]
    names = ("agency_id", "sha", "place", "pk", "day")
    return reduce(lambda a, b: a.union(b.values_list(*names)), within[1:], within[0].values_list(*names))


def _part(rows: QuerySet[Any], file: str, place: int, day: str) -> QuerySet[Any]:
    return rows.annotate(sha=F(f"{file}__sha256"), place=Value(place, IntegerField()), day=F(day))


def _shared(scope: Scope) -> dict[str, list[Use]]:
    """SHA-256 → its uses, where two agencies use it."""
    by_content: dict[str, list[Use]] = {}
    for use in _uses(scope.province_id):
        by_content.setdefault(use[1], []).append(use)
    return {sha: uses for sha, uses in by_content.items() if len({use[0] for use in uses}) > 1}


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """Two queries: uses of contents stored twice; the living agencies among their users."""
    shared = _shared(scope)
    users = {use[0] for uses in shared.values() for use in uses}
    living = set(Agency.objects.valid_on(day).filter(pk__in=users).values_list("pk", flat=True)) if users else set()
    for sha, uses in sorted(shared.items()):
        others = len({use[0] for use in uses}) - 1
        for agency, _sha, place, pk, _on in uses:
            if agency in living and scope.wanted(agency):
                kind, page = _KINDS[place]
                facts = f"Tệp minh chứng trùng hoàn toàn với tệp của {others} cơ quan khác (mã {sha[:12]}…)."
                yield Line(agency, Ref(kind, pk, "Tệp minh chứng"), facts, reverse(page, args=[pk]), key=sha)


def _behind(actor: Actor, about: About, day: date) -> Iterator[Row]:
    """Who else uses the content; an agency is told only of itself."""
    uses = [use for use in _uses(about.scope.province_id) if use[1] == about.key]
    seen = visible_agencies(actor).in_bulk({use[0] for use in uses})
    for agency, _sha, place, pk, on in sorted(uses, key=lambda use: use[4]):
        if agency in seen:
            kind, page = _KINDS[place]
            words = "Minh chứng của việc phải làm" if kind == "duty" else "Tệp của quyết định công bố"
            yield Row(on, words, reverse(page, args=[pk]), seen[agency].short_name)


CHECK = Check(
    code="same_evidence_in_two_agencies",
    title="Minh chứng trùng với cơ quan khác",
    why="Mỗi cơ quan tự xây dựng, áp dụng và xác nhận hệ thống của mình (Quyết định 19/2014/QĐ-TTg, Điều 4). Văn bản "
    "dùng chung hợp lệ (của huyện, của tỉnh) thì ghi rõ trong phần trả lời.",
    severity=Severity.WARNING,
    rows=_rows,
    behind=_behind,
)
