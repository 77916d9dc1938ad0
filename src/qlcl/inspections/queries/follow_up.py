"""What follows one inspection: its reports, its findings, and what earlier ones left to be looked at again."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from qlcl.corrective.enums import LIVE
from qlcl.corrective.models import EffectCheck, Nonconformity
from qlcl.inspections.models import CorrectiveReport, Inspection
from qlcl.kernel import history


def reports_of(inspection: Inspection) -> list[CorrectiveReport]:
    """Its corrective reports, the first one first; `touched` is the last event that changed each."""
    return list(inspection.reports.annotate(touched=history.last_touch(CorrectiveReport)).order_by("number"))


def last_shown(reports: Iterable[CorrectiveReport]) -> int:
    """The last event that a form about these reports knows; writing a line, or a verdict on it, touches its report."""
    return max((getattr(report, "touched", None) or 0 for report in reports), default=0)


def looked_at(inspection: Inspection) -> QuerySet[EffectCheck]:
    """Verdicts given at this inspection."""
    return EffectCheck.objects.filter(source_kind="inspection", source_id=inspection.pk)


def last_time(inspection: Inspection) -> list[Nonconformity]:
    """What earlier inspections of the agency found and is live, or was judged at this one; `judged` tells which.

    Circular 26/2014, art. 37: effect is verified at the next inspection.
    """
    day = inspection.inspected_on
    judged = looked_at(inspection).filter(nonconformity=OuterRef("pk"))
    rows = Nonconformity.objects.filter(
        system=inspection.system_id, agency=inspection.agency_id, source_kind="inspection"
    ).exclude(source_id=inspection.pk)
    if day is not None:
        rows = rows.filter(raised_on__lte=day)
    rows = rows.annotate(judged=Exists(judged)).filter(Q(state__in=LIVE) | Q(judged=True))
    return list(rows.select_related("clause", "agency", "system").order_by("raised_on", "pk"))


def unjudged(rows: Sequence[Nonconformity]) -> list[Nonconformity]:
    """Those of last time on which nobody has said anything at this inspection."""
    return [row for row in rows if row.is_live and not row.judged]  # type: ignore[attr-defined]


def guards_of_last_time(inspection: Inspection) -> list[str]:
    """What concluding an inspection lacks: a verdict on each finding that earlier ones left open."""
    return [
        f"Điểm lần trước chưa xem lại: {row} – ghi kết luận ở mục “Điểm lần trước cần xem lại”, trang cuộc kiểm tra."
        for row in unjudged(last_time(inspection))
    ]
