"""Evidence uploaded long after the day of what it proves."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from qlcl.checks.enums import Severity
from qlcl.checks.terms import A_YEAR, Check, Line, Scope, number
from qlcl.conformity.models import Declaration
from qlcl.duties.models import Duty
from qlcl.kernel.history import Ref

DAYS = number("evidence.days", "Minh chứng tải lên chậm: từ số ngày sau ngày của việc", 30, "ngày", low=1)
_NOTICES = (
    ("told", "Văn bản thông báo", "notify_department"),
    ("posted", "Ảnh niêm yết", "post_at_office"),
    ("published", "Ảnh trang đăng", "publish_on_web"),
)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """Two queries: duties with evidence, notices of declarations with files, of the last year."""
    duties = Duty.objects.filter(scope.holds(day), evidence__isnull=False, closed_on__gt=day - A_YEAR)
    found = duties.values_list("agency_id", "pk", "label", "closed_on", "evidence__uploaded_at")
    for agency, pk, label, closed, uploaded in found:
        if late := _late(scope, day, closed, uploaded):
            facts = f"Minh chứng của “{label}” (hoàn thành {closed:%d/%m/%Y}) {late}."
            yield Line(agency, Ref("duty", pk, label), facts, reverse("duties:duty", args=[pk]))
    filed = Q(told_file__isnull=False) | Q(posted_file__isnull=False) | Q(published_file__isnull=False)
    declarations = Declaration.objects.in_force_on(day).filter(scope.holds(day), filed)
    for d in declarations.select_related("told_file", "posted_file", "published_file"):
        for name, words, _code in _NOTICES:
            file, on = getattr(d, f"{name}_file"), getattr(d, f"{name}_on")
            if file and on and on > day - A_YEAR and (late := _late(scope, day, on, file.uploaded_at)):
                facts = f"{words} của quyết định {d.label} (ngày {on:%d/%m/%Y}) {late}."
                url = reverse("conformity:declaration", args=[d.pk])
                yield Line(d.agency_id, Ref("declaration", d.pk, d.label), facts, url, key=name)


def _late(scope: Scope, day: date, on: date | None, uploaded: datetime) -> str:
    """How late, in words; empty when in time."""
    upload = localdate(uploaded)
    days = (upload - on).days if on else 0
    if days < scope.number(DAYS.code) or upload > day:
        return ""
    return f"tải lên ngày {upload:%d/%m/%Y}, sau {days} ngày"


CHECK = Check(
    code="evidence_uploaded_late",
    title="Minh chứng tải lên lâu sau ngày của việc",
    why="Bằng chứng lập cùng lúc với việc thì có giá trị chứng minh hơn (TCVN ISO 9001, 7.5.3). Tải lên ngay khi có "
    "văn bản; nếu chậm có lý do, ghi lý do vào phần trả lời.",
    severity=Severity.INFO,
    parameters=(DAYS,),
    rows=_rows,
)
