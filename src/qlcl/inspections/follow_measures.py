"""The figures of what followed inspections: corrective reports by how they came, findings by how they stand."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from qlcl.corrective.enums import Severity, State, Verdict
from qlcl.corrective.models import CorrectiveAction, EffectCheck
from qlcl.corrective.policies import visible_nonconformities
from qlcl.inspections.enums import Mode, ReportState
from qlcl.inspections.models import CorrectiveReport
from qlcl.inspections.policies import visible_inspections
from qlcl.kernel.measures import Column, Measure, Scope
from qlcl.kernel.years import YearOf
from qlcl.organisations.enums import Level

_LEVELS = {str(code): str(label) for code, label in Level.choices}
_MODES = {str(code): str(label) for code, label in Mode.choices}
_SEVERITIES = {str(code): str(label) for code, label in Severity.choices}
#: How the first corrective report came, at the end of the last day; a date set anew changes nothing of it.
SENDINGS = {
    "on_time": "Đúng hạn",
    "late": "Trễ hạn",
    "missing": "Quá hạn chưa gửi",
    "awaited": "Chưa đến hạn",
}
#: The same, those whose last report is not accepted told apart.
ENDINGS = {**SENDINGS, "refused": "Chưa được chấp nhận"}
#: How a finding stands at the end of the last day.
STANDINGS = {
    "verified": "Đã khắc phục, đã xác nhận",
    "fixed": "Đã khắc phục, chờ xác nhận",
    "open": "Chưa khắc phục",
    "ended": "Cơ quan đã kết thúc",
}


def _sending(day: date) -> Case:
    """How the first report came; see `SENDINGS`."""
    sent = Q(first__sent_on__lte=day)
    return Case(
        When(sent & Q(first__sent_on__lte=F("first__due_on")), then=Value("on_time")),
        When(sent, then=Value("late")),
        When(report_due_on__lt=day, then=Value("missing")),
        default=Value("awaited"),
        output_field=CharField(),
    )


def _refused(day: date) -> Exists:
    """The last report that came by the day was answered “not accepted” by then."""
    later = CorrectiveReport.objects.filter(
        inspection=OuterRef("inspection"), number__gt=OuterRef("number"), sent_on__lte=day
    )
    refused = CorrectiveReport.objects.filter(
        inspection=OuterRef("pk"), state=ReportState.REFUSED, answered_on__lte=day
    )
    return Exists(refused.filter(~Exists(later)))


def _reports(scope: Scope) -> QuerySet[Any]:
    """Inspections made from the first to the last day that ask for a corrective report (Circular 26/2014, art. 37)."""
    made = visible_inspections(scope.actor).filter(
        province_id__in=scope.province_ids,
        inspected_on__gte=scope.since,
        inspected_on__lte=scope.until,
        report_due_on__isnull=False,
    )
    return with_endings(made, scope.until)


def with_endings(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Inspections with how their first report came, `sending`, and how it stands, `ending`, at the end of the day."""
    first = FilteredRelation("reports", condition=Q(reports__number=1))
    sent = Case(When(first__sent_on__lte=day, then=F("first__sent_on")), output_field=DateField())
    told = rows.annotate(first=first).annotate(sending=_sending(day), first_sent=sent)
    ending = Case(When(_refused(day), then=Value("refused")), default=F("sending"), output_field=CharField())
    return told.annotate(ending=ending)


def fixed_on(day: date) -> Q:
    """Findings whose actions were all done by the day, none found without effect since; wherever they stand now."""
    standing = Q(dropped_on__isnull=True) | Q(dropped_on__gt=day)
    actions = CorrectiveAction.objects.filter(standing, nonconformity=OuterRef("pk"))
    undone = actions.filter(Q(done_on__isnull=True) | Q(done_on__gt=day), planned_on__lte=day)
    acted_since = CorrectiveAction.objects.filter(
        nonconformity=OuterRef("nonconformity"), planned_on__gte=OuterRef("checked_on"), done_on__lte=day
    )
    failed = EffectCheck.objects.filter(
        nonconformity=OuterRef("pk"), verdict=Verdict.NOT_EFFECTIVE, checked_on__lte=day
    ).filter(~Exists(acted_since))
    return Q(Exists(actions.filter(done_on__lte=day))) & ~Q(Exists(undone)) & ~Q(Exists(failed))


def _standing(day: date) -> Case:
    """How a finding stands at the end of the day; see `STANDINGS`."""
    return Case(
        When(state=State.CLOSED, closed_on__lte=day, then=Value("verified")),
        When(state=State.SUBJECT_ENDED, closed_on__lte=day, then=Value("ended")),
        When(fixed_on(day), then=Value("fixed")),
        default=Value("open"),
        output_field=CharField(),
    )


def _findings(scope: Scope) -> QuerySet[Any]:
    """What inspections found from the first to the last day, those taken back by then left out."""
    rows = visible_nonconformities(scope.actor).filter(
        province_id__in=scope.province_ids,
        source_kind="inspection",
        raised_on__gte=scope.since,
        raised_on__lte=scope.until,
    )
    return _marked(rows, scope)


def _still_open(scope: Scope) -> QuerySet[Any]:
    """What inspections found by the last day, of whatever year, and neither verified nor ended by then."""
    ended = Q(closed_on__isnull=False, closed_on__lte=scope.until)
    rows = visible_nonconformities(scope.actor).filter(
        province_id__in=scope.province_ids, source_kind="inspection", raised_on__lte=scope.until
    )
    return _marked(rows.exclude(ended), scope)


def _marked(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    repeated = Case(When(repeats__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField())
    in_force = Q(due_on__lt=scope.until) & ~Q(due_set_on__gt=scope.until) | Q(
        first_due_on__lt=scope.until, due_set_on__gt=scope.until
    )
    late = Case(When(in_force, standing="open", then=Value(True)), default=Value(False), output_field=BooleanField())
    kept = rows.exclude(state=State.WITHDRAWN, closed_on__lte=scope.until)
    return kept.annotate(standing=_standing(scope.until), repeated=repeated, past_due=late)


def _repeated(scope: Scope) -> QuerySet[Any]:
    """Findings of the period that repeat an earlier one of the same agency."""
    return _findings(scope).filter(repeats__isnull=False)


REPORTS = Measure(
    name="corrective_reports",
    label="Cuộc kiểm tra phải có báo cáo khắc phục",
    unit="báo cáo",
    rows=_reports,
    dimensions={
        "period": YearOf("inspected_on"),
        "level": "agency__level",
        "mode": "mode",
        "sending": "sending",
        "ending": "ending",
    },
    columns=(
        Column("Cơ quan", "agency__name"),
        Column("Cấp", "agency__level", _LEVELS),
        Column("Ngày kiểm tra", "inspected_on"),
        Column("Hình thức", "mode", _MODES),
        Column("Hạn báo cáo", "report_due_on"),
        Column("Ngày gửi", "first_sent"),
        Column("Kết quả", "ending", ENDINGS),
    ),
    kind="inspection",
    order=("agency__level", "agency__name_sort", "inspected_on", "pk"),
)


def _finding_measure(name: str, label: str, rows: Any, *, by_period: bool = True) -> Measure:
    """A measure that counts findings of inspections; without periods, what older years left counts in every year."""
    return Measure(
        name=name,
        label=label,
        unit="điểm",
        rows=rows,
        dimensions={
            **({"period": YearOf("raised_on")} if by_period else {}),
            "level": "agency__level",
            "article": "article",
            "clause": Coalesce("clause__number", Value("")),
            "severity": "severity",
            "standing": "standing",
            "repeated": "repeated",
            "past_due": "past_due",
        },
        columns=(
            Column("Cơ quan", "agency__name"),
            Column("Cấp", "agency__level", _LEVELS),
            Column("Nội dung không phù hợp", "statement"),
            Column("Điều 36", "article"),
            Column("Điều khoản", "clause__number"),
            Column("Mức độ", "severity", _SEVERITIES),
            Column("Ngày phát hiện", "raised_on"),
            Column("Hạn khắc phục", "due_on"),
            Column("Tình trạng", "standing", STANDINGS),
        ),
        kind="nonconformity",
        order=("agency__level", "agency__name_sort", "raised_on", "pk"),
    )


FINDINGS = _finding_measure("inspection_findings", "Điểm không phù hợp do kiểm tra phát hiện trong kỳ", _findings)
STILL_OPEN = _finding_measure(
    "findings_open", "Điểm không phù hợp do kiểm tra phát hiện chưa khép", _still_open, by_period=False
)
REPEATED = _finding_measure("findings_repeated", "Điểm không phù hợp lặp lại trong kỳ", _repeated)
#: The same findings under names of their own, for reports that cut them more than one way.
BY_ARTICLE = replace(FINDINGS, name="findings_by_article", label="Điểm không phù hợp theo nội dung Điều 36")
BY_CLAUSE = replace(FINDINGS, name="findings_by_clause", label="Điểm không phù hợp theo điều khoản tiêu chuẩn")
BY_SEVERITY = replace(FINDINGS, name="findings_by_severity", label="Điểm không phù hợp theo mức độ")
