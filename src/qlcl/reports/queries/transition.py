"""The report of a transition: who has declared to the new edition, how, out of how many, until a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef

from qlcl.conformity.enums import PreparedBy
from qlcl.conformity.queries import declarations_to
from qlcl.inspections.enums import Mode
from qlcl.inspections.measures import INSPECTIONS
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.measures import Cells, Scope, added
from qlcl.kernel.remembered import remembered
from qlcl.kernel.tallies import cells_together
from qlcl.organisations.enums import COUNTED_LEVELS, Level
from qlcl.organisations.queries import oversight_ids, province_by_code, visible_provinces
from qlcl.reports.enums import ReportKind, SectionKey
from qlcl.reports.queries.figures import ALL, CrossFoot, Figure, Report, last_day, spans
from qlcl.reports.queries.sections import written_sections
from qlcl.reports.queries.words import transition_sentences
from qlcl.training.measures import ATTENDANCES, CLASSES
from qlcl.transitions.measures import DECLARED, DECLARED_OUTSIDE, ENROLLED, ENROLMENTS, OBLIGED, enrolled_on
from qlcl.transitions.models import Campaign

LEVELS: Sequence[str] = (*COUNTED_LEVELS, Level.PROVINCE)
METHODS: Sequence[str] = (*PreparedBy.values, "")
MODES: Sequence[str] = tuple(Mode.values)
SECTIONS = (SectionKey.RESULTS, SectionKey.SHORTCOMINGS, SectionKey.CAUSES, SectionKey.PROPOSALS)
MEASURES = (ENROLLED, DECLARED, DECLARED_OUTSIDE, CLASSES, ATTENDANCES, INSPECTIONS)


def campaign_for(actor: Actor, province_code: str, until: date, code: str = "") -> Campaign:
    """The campaign named, with its province, else the latest of the province that had begun by `until`.

    Raises `Unseen` for a province outside the actor's view and `DomainError` without a campaign.
    """
    campaigns = Campaign.objects.filter(province__in=visible_provinces(actor), province__code=province_code)
    campaigns = campaigns.select_related("province", "from_edition", "to_edition")
    found = campaigns.filter(code=code) if code else campaigns.filter(starts_on__lte=until)
    campaign = found.order_by("-starts_on").first()
    if campaign is None:
        province_by_code(actor, province_code)
        what = f"mang mã “{code}”" if code else f"bắt đầu trước ngày {until:%d/%m/%Y}"
        raise DomainError("no_campaign", f"Tỉnh chưa có chiến dịch chuyển đổi {what}; hãy lập hoặc nhập chiến dịch.")
    return campaign


def transition_report(
    *,
    actor: Actor,
    province_code: str,
    until: date,
    since: date | None = None,
    campaign_code: str = "",
    by_agency: bool = True,
) -> Report:
    """Computes the report from the records visible to the actor.

    `until` is the last legal day that counts; `since` is by default 1 January of the campaign's first year. Raises
    `Unseen` for a province outside the actor's view and `DomainError` without a campaign.
    """
    campaign = campaign_for(actor, province_code, until, campaign_code)
    province = campaign.province
    since = since or date(campaign.starts_on.year, 1, 1)
    if since > until:
        raise DomainError("empty_span", "Ngày đầu kỳ phải trước hoặc trùng ngày cuối kỳ.", field="since")
    scope = Scope(
        actor=actor,
        province_ids=oversight_ids([province.pk], until),
        since=since,
        until=until,
        edition_id=campaign.to_edition_id,
        campaign_id=campaign.pk,
    )
    report = Report(ReportKind.TRANSITION, province.code, province.name, scope)
    report.years, report.span = spans(since, until)
    report.title = campaign.name
    report.basis = campaign.basis
    report.plan = campaign.plan_number
    report.province_id = province.pk
    report.measures = tuple(m.name for m in MEASURES)
    report.section_day = until
    report.edition_label = campaign.to_edition.label
    report.from_edition_label = campaign.from_edition.label if campaign.from_edition else ""
    cells = _cells(report)
    _add_units_and_declared(report, cells)
    _add_training(report, cells)
    _add_inspections(report, cells)
    report.not_done = _not_done(report)
    report.sections = written_sections(ReportKind.TRANSITION, province.pk, until, SECTIONS)
    report.sentences = transition_sentences(report)
    return report


#: What each measure of the report is cut by.
_CUTS: dict[str, list[str]] = {
    "enrolments": ["level", "enrolled_on", "valid_from", "valid_until"],
    "declared": ["period", "level", "prepared_by"],
    "training_classes": ["period"],
    "training_attendances": ["period", "level"],
    "inspections": ["period", "level", "mode"],
}


def _cells(report: Report) -> dict[str, Cells]:
    """All that the report counts, and the whole of each measure counted by itself; one query."""
    scope = report.scope
    cut = [(ENROLMENTS, scope), *((m, scope) for m in MEASURES if m.name in _CUTS)]
    own = replace(scope, province_ids=frozenset({report.province_id}))
    asked = [(m, s, _CUTS[m.name]) for m, s in cut] + [(OBLIGED, own, ["level"])]
    found = cells_together([*asked, *((m, scope, []) for m in MEASURES)])
    report.wholes = {m.name: added(cells) for m, cells in zip(MEASURES, found[len(asked) :], strict=True)}
    return {m.name: cells for (m, _, _), cells in zip(asked, found, strict=False)}


def _add_units_and_declared(report: Report, found: dict[str, Cells]) -> None:
    """Enrolled systems, and first declarations by year, level and method with their denominators."""
    scope = report.scope
    obliged, cells = found["obliged"], found["declared"]
    days = sorted({last_day(p, scope.until) for p in [*report.years, ALL]})
    enrolled = enrolled_on(found["enrolments"], days)
    now = enrolled[scope.until]
    report.add(
        Figure("units", ALL, added(now, only), level, denominator=added(obliged, only), as_of=scope.until)
        for level, only in _levels(now)
    )
    report.illustration |= cells.illustration or now.illustration
    for period, years in _periods(report, cells):
        day = last_day(period, scope.until)
        for level, only in _levels(now):
            whole = added(enrolled[day], only)
            report.add(
                Figure("declared", period, added(cells, years, only, by), level, method, ALL, whole, day)
                for method, by in _methods(cells)
            )
    if outside := report.wholes["declared_outside_plan"]:
        report.add([Figure("declared_outside_plan", ALL, outside, as_of=scope.until)])
    report.cross_foot += [
        CrossFoot.of("units_by_level", report.wholes["units"], sum(f.value for f in _parts(report, "units"))),
        *_declared_checks(report),
    ]


def _levels(cells: dict[tuple[str, ...], int]) -> list[tuple[str, list[str] | None]]:
    """ "all" and each counted level; the province itself only where it holds a system of its own."""
    shown = [lv for lv in LEVELS if lv != Level.PROVINCE or (Level.PROVINCE,) in cells]
    return [(ALL, None), *((str(lv), [lv]) for lv in shown)]


def _methods(cells: dict[tuple[object, ...], int]) -> list[tuple[str, list[str] | None]]:
    """ "all" and each method; "unknown" only where some declaration does not say."""
    named = [(m, [m]) for m in PreparedBy.values]
    unknown = [("unknown", [""])] if any(key[2] == "" for key in cells) else []
    return [(ALL, None), *named, *unknown]


def _periods(report: Report, cells: dict[tuple[object, ...], int]) -> list[tuple[str, list[str] | None]]:
    """Each year, what was declared before the first one where there is any, and the whole."""
    earlier = sorted({str(key[0]) for key in cells} - set(report.years))
    before: list[tuple[str, list[str] | None]] = [("before", earlier)] if earlier else []
    return [*((y, [y]) for y in report.years), *before, (ALL, None)]


def _parts(report: Report, measure: str, period: str = ALL) -> list[Figure]:
    """The figures by level alone."""
    return [
        f
        for f in report.figures.values()
        if f.measure == measure and f.period == period and f.level != ALL and f.prepared_by == ALL and f.mode == ALL
    ]


def _declared_checks(report: Report) -> list[CrossFoot]:
    """Levels, methods and years each add up to a whole that is counted by itself."""
    whole = report.wholes["declared"]
    declared = [f for f in report.figures.values() if f.measure == "declared"]
    by_method = sum(f.value for f in declared if f.period == ALL and f.level == ALL and f.prepared_by != ALL)
    by_year = sum(f.value for f in declared if f.period != ALL and f.level == ALL and f.prepared_by == ALL)
    by_cell = sum(f.value for f in declared if f.period != ALL and f.level != ALL and f.prepared_by != ALL)
    return [
        CrossFoot.of("declared_by_level", whole, sum(f.value for f in _parts(report, "declared"))),
        CrossFoot.of("declared_by_method", whole, by_method),
        CrossFoot.of("declared_by_year", whole, by_year),
        CrossFoot.of("declared_by_year_level_method", whole, by_cell),
    ]


def _add_training(report: Report, found: dict[str, Cells]) -> None:
    """Classes and attendances by year and for the span, attendances also by level."""
    scope = report.scope
    classes, people = found["training_classes"], found["training_attendances"]
    report.illustration |= classes.illustration or people.illustration
    for period, years in _year_periods(report):
        report.add([Figure("training_classes", period, added(classes, years), as_of=last_day(period, scope.until))])
        report.add(
            Figure(
                "training_attendances", period, added(people, years, only), level, as_of=last_day(period, scope.until)
            )
            for level, only in _people_levels(people)
        )
    report.cross_foot += [
        CrossFoot.of(
            "training_classes_by_year", report.wholes["training_classes"], _sum_of_years(report, "training_classes")
        ),
        CrossFoot.of(
            "training_attendances_by_level",
            report.wholes["training_attendances"],
            sum(f.value for f in _parts(report, "training_attendances", report.span)),
        ),
    ]


def _people_levels(cells: dict[tuple[object, ...], int]) -> list[tuple[str, list[str] | None]]:
    shown = [lv for lv in LEVELS if lv != Level.PROVINCE or any(k[1] == lv for k in cells)]
    return [(ALL, None), *((str(lv), [lv]) for lv in shown)]


def _year_periods(report: Report) -> list[tuple[str, list[str] | None]]:
    years: list[tuple[str, list[str] | None]] = [(y, [y]) for y in report.years]
    return years if report.span in report.years else [*years, (report.span, None)]


def _sum_of_years(report: Report, measure: str) -> int:
    return sum(
        f.value
        for f in report.figures.values()
        if f.measure == measure and f.period in report.years and f.level == f.mode == ALL
    )


def _add_inspections(report: Report, found: dict[str, Cells]) -> None:
    """Inspections by year, mode and level."""
    scope = report.scope
    cells = found["inspections"]
    report.illustration |= cells.illustration
    for period, years in _year_periods(report):
        day = last_day(period, scope.until)
        for level, only in _people_levels(cells):
            report.add(
                Figure("inspections", period, added(cells, years, only, by), level, mode=mode, as_of=day)
                for mode, by in [(ALL, None), *((m, [m]) for m in MODES)]
            )
    whole = report.wholes["inspections"]
    inner = [
        f
        for f in report.figures.values()
        if f.measure == "inspections" and f.period in report.years and f.level != ALL and f.mode != ALL
    ]
    report.cross_foot += [
        CrossFoot.of("inspections_by_year_level_mode", whole, sum(f.value for f in inner)),
        CrossFoot.of("inspections_by_year", whole, _sum_of_years(report, "inspections")),
    ]


def _not_done(report: Report) -> list[tuple[str, str, str]]:
    """Enrolled agencies that have not declared by the last day, by level and name."""
    scope = report.scope
    declared = declarations_to(scope.edition_id, scope.province_ids, scope.until).filter(system=OuterRef("system"))
    left = ENROLLED.rows(scope).filter(~Exists(declared))
    rows = left.order_by("system__holder__level", "system__holder__name_sort", "system__holder__code")
    fields = ("system__holder__code", "system__holder__name", "system__holder__level")
    return list(remembered(("not_done", scope), lambda: tuple(rows.values_list(*fields))))
