"""Declarations in force whose scope nobody has recorded."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import Check, Line, Scope
from qlcl.conformity.models import Declaration, ScopeItem
from qlcl.conformity.policies import KEEPERS
from qlcl.kernel.history import Ref


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """One query: neither the declaration nor its system has a line of scope."""
    items = ScopeItem.objects.filter(scope__system_id=OuterRef("system_id"), scope__decided_on__lte=day)
    rows = Declaration.objects.in_force_on(day).filter(scope.holds(day), ~Exists(items))
    for d in rows:
        facts = f"Quyết định {d.label} đang có hiệu lực, chưa ghi lĩnh vực, thủ tục thuộc phạm vi."
        url = reverse("conformity:define_scope", args=[d.system_id])
        severity = Severity.INFO if d.imported else None
        yield Line(d.agency_id, Ref("declaration", d.pk, d.label), facts, url, severity=severity)


CHECK = Check(
    code="declaration_without_scope",
    title="Công bố chưa ghi phạm vi áp dụng",
    why="Phạm vi gồm toàn bộ hoạt động liên quan đến thủ tục hành chính (Quyết định 19/2014/QĐ-TTg, Điều 3 khoản 1) và "
    "là nội dung kiểm tra đầu tiên (Thông tư 26/2014/TT-BKHCN, Điều 36). Hồ sơ nhập từ trước chỉ để biết.",
    severity=Severity.WARNING,
    rows=_rows,
    may_mend=lambda actor, agency: actor.post_at(agency.pk, KEEPERS) is not None,
)
