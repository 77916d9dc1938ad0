"""Notices of a declaration that are said to have been given, without proof."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope
from qlcl.conformity.models import Declaration
from qlcl.kernel.history import Ref

#: day, proof in words, file, what is missing, form
_NOTICES = (
    ("told", "told_letter", "thông báo cho cơ quan chủ trì", "số công văn", "notify_department"),
    ("posted", "posted_place", "niêm yết tại trụ sở", "nơi niêm yết", "post_at_office"),
    ("published", "published_url", "đăng trang thông tin điện tử", "địa chỉ trang", "publish_on_web"),
)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: declarations in force with a notice that has a day, but neither words nor a file."""
    bare = Q()
    for name, proof, *_rest in _NOTICES:
        bare |= Q(**{f"{name}_on__isnull": False, proof: "", f"{name}_file__isnull": True})
    for d in Declaration.objects.in_force_on(day).filter(scope.holds(day), bare):
        for name, proof, words, missing, _code in _NOTICES:
            on = getattr(d, f"{name}_on")
            if on and not getattr(d, proof) and getattr(d, f"{name}_file_id") is None:
                facts = f"Quyết định {d.label}: đã ghi {words} ngày {on:%d/%m/%Y}, chưa có {missing} hoặc tệp."
                url = reverse("conformity:declaration", args=[d.pk])
                severity = Severity.INFO if d.imported else None
                yield Line(d.agency_id, Ref("declaration", d.pk, d.label), facts, url, name, severity)


CHECK = Check(
    code="notice_without_proof",
    title="Thông báo, niêm yết, đăng trang chưa có minh chứng",
    why="Quyết định công bố phải được thông báo bằng văn bản, niêm yết và đăng trang thông tin (Quyết định "
    "19/2014/QĐ-TTg, Điều 4 khoản 3). Hồ sơ nhập từ trước chỉ để biết.",
    severity=Severity.WARNING,
    rows=_rows,
)
