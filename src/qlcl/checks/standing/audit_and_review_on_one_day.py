"""Internal audit and management review on the same day."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F
from django.urls import reverse

from qlcl.checks.enums import Severity
from qlcl.checks.terms import A_YEAR, Check, Line, Scope
from qlcl.conformity.models import EffectConfirmation
from qlcl.duties.enums import Outcome
from qlcl.duties.models import Duty
from qlcl.kernel.history import Ref

#: (audit, review): acts whose duties tell the days.
_ACTS = (
    ("audits.internal_audit", "reviews.management_review"),
    ("transitions.internal_audit", "transitions.management_review"),
)


def _rows(scope: Scope, day: date) -> Iterator[Line]:
    """Two queries: duties of audit and review done within a year; confirmations of effect that name both days."""
    acts = [act for pair in _ACTS for act in pair]
    done = Duty.objects.filter(scope.holds(day), act__in=acts, outcome=Outcome.DONE, closed_on__gt=day - A_YEAR)
    reviews: dict[tuple[int, str, date], tuple[int, str]] = {}
    audits = []
    for agency, act, pk, on, label in done.filter(closed_on__lte=day).values_list(
        "agency_id", "act", "pk", "closed_on", "label"
    ):
        assert on is not None  # what is done has a day
        review = next((r for a, r in _ACTS if a == act), None)
        if review:
            audits.append((agency, review, on))
        else:
            reviews[agency, act, on] = (pk, label)
    for agency, act, on in audits:
        if found := reviews.get((agency, act, on)):
            pk, label = found
            yield Line(agency, Ref("duty", pk, label), _words(on), reverse("duties:duty", args=[pk]))
    effects = EffectConfirmation.objects.filter(scope.holds(day), audited_on=F("reviewed_on"))
    rows = effects.filter(confirmed_on__gt=day - A_YEAR, confirmed_on__lte=day)
    for agency, pk, system, on in rows.values_list("agency_id", "pk", "system_id", "audited_on"):
        url = reverse("conformity:system", args=[system])
        yield Line(agency, Ref("effect_confirmation", pk, "Xác nhận hiệu lực"), _words(on), url)


def _words(on: date) -> str:
    return f"Đánh giá nội bộ và xem xét của lãnh đạo cùng ghi ngày {on:%d/%m/%Y}."


CHECK = Check(
    code="audit_and_review_on_one_day",
    title="Đánh giá nội bộ và xem xét của lãnh đạo cùng ngày",
    why="Xem xét của lãnh đạo dựa trên kết quả đánh giá nội bộ và việc khắc phục (TCVN ISO 9001, 9.3.2; Quyết định "
    "19/2014/QĐ-TTg, Điều 4); làm cùng ngày thì khó kịp khắc phục.",
    severity=Severity.INFO,
    rows=_rows,
)
